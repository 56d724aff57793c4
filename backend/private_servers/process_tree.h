// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sys/types.h>

namespace saga {

// SIGKILL to a process and its children, and waits (for some seconds at most) until the children are gone. The
// process itself is left to whoever started it to reap.
void kill_tree(pid_t root);

}  // namespace saga
