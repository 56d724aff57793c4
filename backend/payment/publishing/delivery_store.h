// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "backend/outcome/error.h"
#include "backend/payment/publishing/delivery.h"
#include "backend/postgres/session.h"

namespace saga::payment {

// The statements of the publisher on schema saga (resources/sql/saga/016_external.sql). Whatever writes needs an epoch
// that holds; else the error's code is kFenced.

inline constexpr int kShards = 8;  // of each target: so many publishers can share it

// Prepares the statements on a new session.
[[nodiscard]] Result<void> prepare_deliveries(pg::Session& session);

struct Shards {
  std::vector<int> mine = {};     // to work on
  std::vector<int> surplus = {};  // to be given back
};
[[nodiscard]] Result<Shards> claim_shards(pg::Session& session, std::int64_t epoch, std::string_view target,
                                          int shards);
[[nodiscard]] Result<void> release_shards(pg::Session& session, std::int64_t epoch, std::string_view target,
                                          const std::vector<int>& shards);

// What is due, oldest first: nothing behind a delivery of its key that waits for its next attempt, and nothing of
// `except` (positions).
[[nodiscard]] Result<std::vector<OpenDelivery>> read_open(pg::Session& session, std::string_view target,
                                                          const std::vector<int>& shards,
                                                          const std::vector<std::int64_t>& except, int limit);

struct Record {
  enum class Outcome { Sent, Failed, DeadLetter };
  std::string event_id;
  Outcome outcome = Outcome::Sent;
  std::string error = {};
  std::chrono::milliseconds wait{0};  // of Failed: until the next attempt
};
[[nodiscard]] Result<void> write_records(pg::Session& session, std::int64_t epoch, std::string_view target,
                                         std::span<const Record> records);

// Those that have waited longer than `age` die, except what is under way (event ids). Returns how many.
[[nodiscard]] Result<std::int64_t> expire(pg::Session& session, std::int64_t epoch, std::string_view target,
                                          const std::vector<int>& shards, std::chrono::milliseconds age,
                                          std::string_view error, const std::vector<std::string>& except);

// A target as a publisher sees it, for the table saga.external_target.
struct TargetReport {
  std::string state;
  std::chrono::milliseconds state_age{0};
  int consecutive_failures = 0;
  std::int64_t times_opened = 0, sent = 0, failed = 0, died = 0;
  std::optional<std::chrono::milliseconds> next_probe = {};  // from now
  std::optional<std::string> last_error = {};
  std::optional<std::chrono::milliseconds> last_error_age = {};
};
[[nodiscard]] Result<void> write_report(pg::Session& session, std::string_view target, std::string_view instance,
                                        const TargetReport& report);

}  // namespace saga::payment
