// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>

#include "backend/concurrency/executor.h"
#include "backend/services/connectors.h"
#include "backend/services/event_hub.h"
#include "backend/services/source_health.h"

namespace saga {

// Listens for hints on a thread of its own, which it blocks while it waits. Without them the feed is only polled.
class LiveHints {
 public:
  static constexpr std::chrono::milliseconds kPingInterval{1000};

  LiveHints(Executor& home, const Clock& clock, std::shared_ptr<EventHub> hub,
            std::function<Result<std::unique_ptr<ChangeHints>>()> open, std::function<void()> on_hint);
  void start();
  void reconnect();  // from any thread
  void shut_down();  // ends the wait that runs now and begins no other

 private:
  static constexpr std::chrono::seconds kProven{5};

  void open();
  void listen();
  void lost(const Error& error);
  bool ping();

  Executor& home_;
  const Clock& clock_;
  SourceHealth health_;
  std::function<Result<std::unique_ptr<ChangeHints>>()> open_;
  std::function<void()> on_hint_;
  int attempt_ = 0;
  std::uint64_t scheduled_ = 0;  // only the newest of the scheduled attempts is made
  MonoTime opened_at_ = {};
  MonoTime last_ping_ = {};
  std::atomic<bool> shut_down_{false};
  std::mutex hints_mutex_;  // guards the pointer against shut_down()
  std::unique_ptr<ChangeHints> hints_;
};

}  // namespace saga
