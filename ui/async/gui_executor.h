// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/concurrency/executor.h"

namespace saga::ui {

// Runs tasks on the GUI thread, in the order in which they were posted. What a worker found out crosses here and
// nowhere else. Tasks are bound to the application object, which outlives every worker; whether the receiver still
// lives is asked on the GUI thread, where receivers die.
class GuiExecutor final : public Executor {
 public:
  void post(Task task) override;
  void post_after(std::chrono::milliseconds delay, Task task) override;
};

}  // namespace saga::ui
