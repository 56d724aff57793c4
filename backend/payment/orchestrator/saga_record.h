// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "backend/domain/saga.h"
#include "backend/outcome/error.h"
#include "backend/payment/event.h"

namespace saga::payment {

// Why a saga is undone. Every compensation request carries `reason`, so that the order gets its status once.
struct CompensationData {
  std::string reason;  // the order status that the failure means
  std::string failed_step = {};
  std::string error = {};
  friend bool operator==(const CompensationData&, const CompensationData&) = default;
};

// A row of saga_state, as the orchestrator works on it.
struct SagaRecord {
  SagaId id = {};
  std::string type = "PaymentSaga";
  std::string current_step = {};
  SagaStatus status = SagaStatus::Running;
  std::optional<CompensationData> compensation = {};
  std::string order_id = {};
  std::int64_t user_id = 0;
  Money amount = {};
  std::string trace_id = {};
  int version = 1;
  int attempts = 0;
  int attempt_limit = 3;
  bool awaiting_reply = false;
  TimePoint due_at = {};
  std::optional<std::string> parked_reason = {};
  int open_effects = 0;
  TimePoint progress_at = {};
  TimePoint created_at = {};
  std::optional<std::string> resolution = {};
  friend bool operator==(const SagaRecord&, const SagaRecord&) = default;

  [[nodiscard]] bool active() const { return status == SagaStatus::Running || status == SagaStatus::Compensating; }
  [[nodiscard]] Direction direction() const {
    return status == SagaStatus::Running ? Direction::Forward : Direction::Compensation;
  }
};

[[nodiscard]] Condition condition_of(const SagaRecord& record, TimePoint now);

// The request that the record's current attempt stands for. It depends on the record alone, so it can be sent
// again at any time.
[[nodiscard]] nlohmann::json request_payload(const SagaRecord& record);
[[nodiscard]] std::string_view request_topic(const SagaRecord& record);
[[nodiscard]] Event request_event(const SagaRecord& record, std::string_view correlation_id, WallTime now);

[[nodiscard]] std::string encode(const CompensationData& data);
[[nodiscard]] Result<CompensationData> decode_compensation(std::string_view text);

// Order status by the step that failed: "STOCK_INSUFFICIENT" …
[[nodiscard]] std::string_view failure_reason(std::string_view step);

}  // namespace saga::payment
