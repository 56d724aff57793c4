// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>

#include "backend/services/connectors.h"
#include "backend/services/event_hub.h"
#include "backend/services/link.h"
#include "backend/services/source_health.h"

namespace saga {

// The reading half of an attachment: keeps the connection, polls the change feed and the platform's status, and
// runs reads in between. All of it on `home`; the methods may be called from any thread.
class LiveReading {
 public:
  static constexpr std::chrono::milliseconds kPollInterval{150};     // without a hint
  static constexpr std::chrono::milliseconds kShortestInterval{33};  // with hints: about 30 a second
  static constexpr std::chrono::milliseconds kStatusInterval{1000};
  static constexpr std::chrono::seconds kSilence{3};  // a statement that runs longer counts as no answer

  LiveReading(Executor& home, Executor& opening, const Clock& clock, std::shared_ptr<EventHub> hub,
              std::function<Result<ReadSide>()> open);
  void start();
  void reconnect();  // from any thread
  void hint();       // something changed: poll soon
  // Ends the statement that runs now and begins no other.
  void shut_down();

  // Runs `work` with the readers, or with why there are none.
  void call(Attachment::Work work);

 private:
  void opened();
  void lost(const Error& error);
  void schedule_poll(std::chrono::milliseconds delay);
  void poll();
  void ask_status();
  void refresh_status();
  void watch();

  template <class Ask>
  auto timed(Ask ask) {
    busy_since_ = clock_.monotonic().time_since_epoch().count();
    auto answer = ask();
    busy_since_ = 0;
    return answer;
  }

  Executor& home_;
  Executor& opening_;
  const Clock& clock_;
  std::shared_ptr<EventHub> hub_;
  SourceHealth postgres_;
  SourceHealth feed_;
  Link<ReadSide> link_;
  bool was_open_ = false;
  bool reread_ = false;                // changes were missed while the connection was lost
  std::uint64_t polls_scheduled_ = 0;  // only the newest of the scheduled polls runs
  MonoTime last_poll_ = {};
  std::chrono::microseconds behind_{0};  // the worst since it was last told

  std::atomic<bool> hinted_{false};
  std::atomic<bool> shut_down_{false};
  std::atomic<MonoTime::rep> busy_since_{0};  // of the statement that runs now; 0: none
  std::mutex cancel_mutex_;
  std::function<void()> cancel_;
};

}  // namespace saga
