// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <functional>
#include <mutex>

#include "backend/services/attachment.h"
#include "backend/services/connectors.h"
#include "backend/services/link.h"

namespace saga {

// The background lane of an attachment: a connection for questions that may take long. It says nothing of its own
// health: the interactive one does that for both.
class LiveBackground {
 public:
  LiveBackground(Executor& home, Executor& opening, const Clock& clock, std::function<Result<BackgroundSide>()> open);
  void start();
  void reconnect();  // from any thread
  // Ends the statement that runs now and begins no other.
  void shut_down();

  // From any thread. Runs `work` with the readers, or with why there are none.
  void call(Attachment::Work work);

 private:
  void take_cancel(std::function<void()> cancel);

  Executor& home_;
  Link<BackgroundSide> link_;
  std::atomic<bool> shut_down_{false};
  std::mutex cancel_mutex_;
  std::function<void()> cancel_;
};

}  // namespace saga
