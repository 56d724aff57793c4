// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <sys/types.h>

namespace saga::bench {

struct Usage {
  double cpu_seconds = 0;  // user and system, since it began
  std::int64_t resident_bytes = 0;
};

// From /proc; zeroes for a process that is gone.
[[nodiscard]] Usage usage_of(pid_t process);
// The same of it and its children, the ended ones' time included.
[[nodiscard]] Usage usage_of_tree(pid_t process);

}  // namespace saga::bench
