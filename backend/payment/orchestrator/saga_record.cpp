// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/orchestrator/saga_record.h"

#include "backend/payment/topics.h"

namespace saga::payment {
namespace {

// `record.current_step` is written by this program and checked when it is read, so the step is always known.
const StepTopics::Leg& leg_of(const SagaRecord& record) {
  const StepTopics* step = find_step(record.current_step);
  const StepTopics& known = step != nullptr ? *step : kPaymentSteps.front();
  return record.direction() == Direction::Forward ? known.forward : known.compensation;
}

std::string dump(const nlohmann::json& json) {
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

Condition condition_of(const SagaRecord& record, TimePoint now) {
  Saga saga{.id = record.id};
  saga.status = record.status;
  saga.parked_reason = record.parked_reason;
  saga.open_effects = record.open_effects;
  saga.progress_at = record.progress_at;
  saga.resolution = record.resolution;
  return condition_of(saga, now);
}

nlohmann::json request_payload(const SagaRecord& record) {
  nlohmann::json payload{{"orderId", record.order_id},    {"userId", record.user_id},
                         {"amount", record.amount.minor}, {"currency", record.amount.currency},
                         {"step", record.current_step},   {"attempt", record.attempts}};
  if (record.compensation) payload["reason"] = record.compensation->reason;
  return payload;
}

std::string_view request_topic(const SagaRecord& record) { return leg_of(record).request; }

Event request_event(const SagaRecord& record, std::string_view correlation_id, WallTime now) {
  return {.event_id = new_uuid_v7(now),
          .event_type = std::string(leg_of(record).request_type),
          .saga_id = record.id,
          .correlation_id = std::string(correlation_id),
          .traceparent = traceparent_of(record.trace_id),
          .occurred_at = now,
          .payload = request_payload(record)};
}

std::string encode(const CompensationData& data) {
  return dump({{"reason", data.reason}, {"failedStep", data.failed_step}, {"error", data.error}});
}

Result<CompensationData> decode_compensation(std::string_view text) {
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object() || !json.contains("reason") || !json["reason"].is_string()) {
    return std::unexpected(Error{ErrorKind::Internal, "compensation_data has no text \"reason\""});
  }
  CompensationData data{.reason = json["reason"].get<std::string>()};
  const auto optional_text = [&](const char* name, std::string& out) {
    const auto found = json.find(name);
    if (found != json.end() && found->is_string()) out = found->get<std::string>();
  };
  optional_text("failedStep", data.failed_step);
  optional_text("error", data.error);
  return data;
}

std::string_view failure_reason(std::string_view step) {
  if (step == "OrderValidation") return "VALIDATION_FAILED";
  if (step == "BalanceDeduction") return "BALANCE_INSUFFICIENT";
  if (step == "StockConfirmation") return "STOCK_INSUFFICIENT";
  return "PAYMENT_FAILED";
}

}  // namespace saga::payment
