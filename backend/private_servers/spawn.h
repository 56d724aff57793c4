// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sys/types.h>

#include "backend/outcome/error.h"
#include "backend/private_servers/child_process.h"

namespace saga {

struct Spawned {
  pid_t pid = -1;
  int output_fd = -1;  // the reading end of the pipe, with ChildOptions::capture
};

// Forks and executes on a thread that lives as long as this process: a child's death signal is sent when the thread
// that forked it ends, not when the process does.
[[nodiscard]] Result<Spawned> spawn(const ChildOptions& options);

}  // namespace saga
