// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "backend/payment/metrics/metrics.h"
#include "backend/payment/runtime/handler.h"
#include "backend/payment/runtime/log.h"
#include "backend/payment/runtime/patience.h"
#include "backend/payment/runtime/publisher.h"
#include "backend/redis/client.h"
#include "backend/redis/streams.h"

namespace saga::payment {

struct ConsumerOptions {
  std::string name;      // of the thread and in the log: the role
  std::string consumer;  // in the group: stable over restarts, so that what a killed process held is found again
  redis::Endpoint redis = {};
  std::chrono::milliseconds block{200};        // how long a read waits in the server; bounds the time to stop
  std::chrono::milliseconds gather{0};         // at least so long between two reads, unless the first found nothing
  std::chrono::milliseconds claim_idle{5000};  // entries that a consumer holds for longer are taken over
  std::chrono::milliseconds claim_every{3000};
  Metrics* metrics = &Metrics::unread();
  std::function<std::int64_t()> epoch = {};  // of this process; when it changes, what is in hand is dropped
};

// Reads the topics of a handler in a thread of its own, for ever: handles, then sends, then acknowledges. Killed
// between any two of these it has lost nothing, and does some of it twice. Neither a lost Redis nor a lost
// PostgreSQL ends it; entries that cannot be read are parked.
class Consumer {
 public:
  Consumer(ConsumerOptions options, std::unique_ptr<Handler> handler);
  ~Consumer() { stop(); }
  Consumer(const Consumer&) = delete;
  Consumer& operator=(const Consumer&) = delete;

  void request_stop() { thread_.request_stop(); }
  void stop();  // finishes the batch in hand, if that is possible within a second

 private:
  // A batch on its way through: handled, sent, acknowledged.
  struct Hand {
    std::vector<redis::StreamEntry> entries = {};
    std::vector<Delivery> deliveries = {};  // of the entries, in their order
    std::optional<Handled> handled = {};
  };

  void run(const std::stop_token& stop);
  void finish();
  // One turn of the loop. An Error: Redis is lost, connect again.
  [[nodiscard]] Result<void> turn(const std::stop_token& stop);
  [[nodiscard]] Result<void> connect();
  [[nodiscard]] Result<void> tell_again(const std::stop_token& stop);
  [[nodiscard]] Result<void> work_off(const std::stop_token& stop);
  [[nodiscard]] Result<void> settle(Hand& hand);
  [[nodiscard]] Result<void> park(const redis::StreamEntry& entry, std::string_view why);
  void drop_hands();
  [[nodiscard]] bool epoch_changed();
  [[nodiscard]] Result<void> read_own_pending();
  [[nodiscard]] Result<void> claim_idle();
  [[nodiscard]] Result<void> read_new(const std::stop_token& stop);
  [[nodiscard]] Result<void> take(std::vector<redis::StreamEntry> entries, bool again);
  [[nodiscard]] Result<void> acknowledge(const std::vector<redis::StreamEntry>& entries,
                                         const std::vector<bool>& not_done);

  ConsumerOptions options_;
  std::unique_ptr<Handler> handler_;
  std::string group_;
  std::vector<std::string> topics_;
  std::size_t batch_size_;

  Distribution& batch_sizes_;
  std::unique_ptr<redis::Client> client_;
  Publisher publisher_;
  std::deque<Hand> hands_;
  std::int64_t epoch_ = 0;                 // of this process, when it was looked at last
  std::vector<std::string> pending_from_;  // for each topic, where its own pending list is read on; empty: all read
  bool tell_again_ = false;                // a group was not there
  std::chrono::steady_clock::time_point next_claim_ = {};
  std::chrono::steady_clock::time_point next_read_ = {};  // not before; see gather
  OutageLog redis_log_;
  OutageLog handler_log_;
  OutageLog claim_log_;
  Patience redis_patience_;
  Patience handler_patience_;
  std::jthread thread_;  // last: everything above exists before it runs
};

}  // namespace saga::payment
