// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

namespace saga {

// Every instant in the program: UTC, in the microseconds that PostgreSQL stores.
using TimePoint = std::chrono::sys_time<std::chrono::microseconds>;

}  // namespace saga
