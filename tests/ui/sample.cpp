// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/sample.h"

#include <array>

#include <fmt/format.h>

namespace saga::test {

using namespace std::chrono_literals;

TimePoint sample_now() { return TimePoint{std::chrono::microseconds{1773197071000000}}; }

namespace {

const std::array<const char*, 4> kSteps{"OrderValidation", "BalanceDeduction", "StockConfirmation", "PaymentCreation"};

Saga saga_at(int index, SagaStatus status, std::chrono::microseconds age) {
  Saga saga;
  saga.id =
      fmt::format("0195a1{:02x}-{:04x}-7{:03x}-8a{:02x}-{:012x}", 0xc4 - index / 9, (index * 7919) & 0xffff,
                  (index * 131) & 0xfff, index & 0xff, 0x4d129f3b7e02ULL + static_cast<unsigned>(index) * 987654321ULL);
  saga.type = "PaymentSaga";
  saga.status = status;
  saga.raw_status = to_text(status);
  saga.current_step = kSteps[static_cast<std::size_t>(status == SagaStatus::Completed ? 3 : index % 4)];
  saga.order_id = fmt::format("O-{}", 4812988 - index * 3);
  saga.user_id = fmt::format("{}", 81204 + index * 37);
  saga.amount = index % 13 == 12 ? Money{16267 + index, "USD"} : Money{(index * 7919 % 2400 + 100) * 100, "KRW"};
  saga.trace_id = fmt::format("4bf92f3577b34da6a3ce929d{:08x}", 0x0e4736 + index);
  saga.route = "EVENT_DRIVEN";
  saga.route_reason = "canary, 4 < 50";
  saga.version = 7;
  saga.epoch = 3;
  saga.attempts = 1;
  saga.created_at = sample_now() - age;
  saga.updated_at = saga.created_at + 400ms;
  saga.progress_at = sample_now() - std::min<std::chrono::microseconds>(age, 1s);
  return saga;
}

StepExecution attempt(const Saga& saga, const char* step, int number, StepStatus status, std::chrono::milliseconds from,
                      std::chrono::milliseconds took, Direction direction = Direction::Forward) {
  StepExecution out{step, direction, number, status};
  out.started_at = saga.created_at + from;
  if (status != StepStatus::Pending) out.executed_at = out.started_at + took;
  out.input = fmt::format(R"({{"orderId":"{}","userId":{},"amountMinor":{},"currency":"{}"}})", *saga.order_id,
                          *saga.user_id, saga.amount->minor, saga.amount->currency);
  if (status == StepStatus::Success) out.output = R"({"reserved":true,"reservationId":"rsv-77120-0481"})";
  return out;
}

constexpr const char* kStockError =
    R"({"step":"StockConfirmation","attempt":3,"error":"stock reservation expired","reservationId":"rsv-77120-0481",)"
    R"("sku":"KR-TUM-0481","quantity":2,"reservedAt":"2026-03-11T02:43:43.204Z","retryable":true,"sqlstate":null,)"
    R"("isolation":"REPEATABLE READ","deadlineMs":2000,"elapsedMs":1080})";

std::map<std::string, std::chrono::milliseconds, std::less<>> sample_limits() {
  return {{kSteps[0], 2000ms}, {kSteps[1], 3000ms}, {kSteps[2], 1500ms}, {kSteps[3], 2500ms}};
}

SagaDetail stuck_detail(const Saga& saga) {
  SagaDetail detail;
  detail.limits = sample_limits();
  detail.claim = SagaClaim{"lee.jiwon", saga.created_at + 12s};
  detail.notes = 2;
  detail.saga = saga;
  detail.executions = {attempt(saga, kSteps[0], 1, StepStatus::Success, 10ms, 41ms),
                       attempt(saga, kSteps[1], 1, StepStatus::Success, 400ms, 92ms)};
  for (int i = 0; i < 3; ++i) {
    detail.executions.push_back(
        attempt(saga, kSteps[2], i + 1, StepStatus::Failed, 1200ms + i * 6s + i * i * 1s, 2000ms));
    detail.executions.back().error = kStockError;
  }
  detail.journal = {{88213, "REQUESTED", "lee.jiwon", "RETRY", saga.id, "INC-2290, stock was restarted", "v6", "v7",
                     saga.created_at + 15s},
                    {88214, "OBSERVED", "lee.jiwon", "RETRY", saga.id, "", "v7",
                     "parked again: stock reservation expired", saga.created_at + 22s}};
  return detail;
}

SagaDetail attention_detail(const Saga& saga) {
  SagaDetail detail;
  detail.limits = sample_limits();
  detail.saga = saga;
  detail.executions = {attempt(saga, kSteps[0], 1, StepStatus::Success, 5ms, 38ms),
                       attempt(saga, kSteps[1], 1, StepStatus::Success, 90ms, 92ms),
                       attempt(saga, kSteps[2], 1, StepStatus::Success, 300ms, 180ms),
                       attempt(saga, kSteps[3], 1, StepStatus::Failed, 600ms, 3000ms),
                       attempt(saga, kSteps[2], 1, StepStatus::Compensated, 3700ms, 350ms, Direction::Compensation)};
  detail.executions[3].error = "deadline of 3 s exceeded";
  for (int i = 0; i < 3; ++i) {
    detail.executions.push_back(
        attempt(saga, kSteps[1], i + 1, StepStatus::Failed, 4200ms + i * 850ms, 420ms, Direction::Compensation));
    detail.executions.back().error = R"({"error":"balance version conflict","expected":18,"found":21})";
  }
  return detail;
}

SagaDetail plain_detail(const Saga& saga) {
  SagaDetail detail;
  detail.saga = saga;
  for (std::size_t i = 0; i < kSteps.size(); ++i) {
    detail.executions.push_back(
        attempt(saga, kSteps[i], 1, StepStatus::Success, static_cast<int>(i) * 90ms + 4ms, 60ms));
    if (kSteps[i] == saga.current_step && saga.status == SagaStatus::Running) {
      detail.executions.back().status = StepStatus::Pending;
      detail.executions.back().executed_at.reset();
      break;
    }
  }
  return detail;
}

// What stands beside the stuck saga: two notes, entries in the streams, events in the stores.
void fill_context(FakeAttachment& system) {
  const Saga& saga = system.details.at(kStuckId).saga;
  system.context->kept[kStuckId] = {
      {{2, "lee.jiwon", "Restarted the stock service at 11:43, the reservation is gone all the same.",
        saga.created_at + 30s},
       {1, "kim.sujin", "INC-2290: reservations expire after 15 s, these waited 20 s.", saga.created_at + 14s}},
      false,
      SagaClaim{"lee.jiwon", saga.created_at + 12s}};
  const auto entry = [&](const char* stream, const char* type, std::chrono::milliseconds after) {
    const TimePoint at = saga.created_at + after;
    system.streams->hits.push_back(
        {stream, fmt::format("{}-0", at.time_since_epoch() / 1ms), at, type,
         fmt::format(R"({{"eventType":"{}","sagaId":"{}","payload":{{"orderId":"O-4812933","attempt":1}}}})", type,
                     kStuckId)});
  };
  entry("order.validation.requested", "OrderValidationRequest", 11ms);
  entry("order.validated", "OrderValidated", 49ms);
  entry("balance.deduction.requested", "BalanceDeductionRequest", 401ms);
  entry("balance.deducted", "BalanceDeducted", 490ms);
  for (int i = 0; i < 3; ++i) entry("stock.confirmation.requested", "StockConfirmationRequest", 1201ms + i * 8s);
  const auto stored = [&](const char* domain, const char* aggregate, const char* type, const char* data,
                          std::chrono::milliseconds after) {
    system.context->events[kStuckId].events.push_back({domain, aggregate, 1, type, data, saga.created_at + after});
  };
  stored("orders", "order/O-4812933", "OrderValidated", R"({"items":2})", 40ms);
  stored("balances", "account/81540/KRW", "Debited", R"({"orderId":"O-4812933","amount":128000})", 480ms);
  system.context->events[kStuckId].elsewhere = {"products"};
}

}  // namespace

SagaId fill_deliveries(FakeAttachment& system) {
  const auto completed =
      std::ranges::find_if(system.sagas, [](const Saga& saga) { return saga.status == SagaStatus::Completed; });
  const TimePoint paid = completed->created_at + 300ms;
  auto& all = system.context->sent[completed->id];
  const auto add = [&](const char* event, const char* type, const char* target, const char* status) -> auto& {
    all.push_back({.event_id = fmt::format("0195a1c4-9b1{}-7c18-8f2e-61d2f3a9b07e", event),
                   .target = target,
                   .event_type = type,
                   .status = status});
    all.back().created_at = paid;
    return all.back();
  };
  const auto sent = [&](ExternalDelivery& delivery, std::chrono::milliseconds after, int failures = 0) {
    delivery.retry_count = failures;
    delivery.ended_at = delivery.last_attempt_at = paid + after;
  };
  sent(add("1", "PaymentCompleted", "analytics", "SENT"), 41ms);
  ExternalDelivery& dead = add("1", "PaymentCompleted", "crm", "DEAD_LETTER");
  dead.retry_count = 8;
  dead.generation = 1;
  dead.error = R"(HTTP 503: {"error":"upstream connect error or disconnect/reset before headers","retryAfter":30})";
  dead.ended_at = dead.last_attempt_at = paid + 610ms;
  sent(add("1", "PaymentCompleted", "warehouse", "SENT"), 310ms, 2);
  sent(add("2", "OrderCompleted", "analytics", "SENT"), 44ms);
  ExternalDelivery& failed = add("2", "OrderCompleted", "inventory", "FAILED");
  failed.retry_count = 2;
  failed.error = "no answer within 5000 ms";
  failed.last_attempt_at = paid + 500ms;
  failed.next_attempt_at = paid + 1500ms;
  failed.breaker = "CLOSED";
  add("2", "OrderCompleted", "recommendation", "PENDING").breaker = "OPEN";
  add("3", "ProductPurchased", "recommendation", "PENDING").breaker = "OPEN";
  add("4", "UserActivity", "crm", "PENDING").breaker = "CLOSED";
  return completed->id;
}

void fill_sample(FakeAttachment& system, int rows) {
  using namespace std::chrono;
  system.server_now = sample_now();
  for (int i = 0; i < rows; ++i) {
    const auto age =
        i < 4 ? microseconds(200ms * (i + 1)) : microseconds(milliseconds(900 * (i - 2)) + seconds(i * i / 8));
    const bool running = i < 4;
    Saga saga = saga_at(i, running ? SagaStatus::Running : SagaStatus::Completed, age);
    if (i == 0) saga.id = kRunningId;
    if (i == 7 || i == 8) {
      saga.status = SagaStatus::Failed;
      saga.current_step = kSteps[1];
      saga.open_effects = 1;
      saga.attempts = 5;
      saga.parked_reason = "The refund was refused 3 times: balance version conflict, expected 18, found 21";
      saga.updated_at = saga.created_at + 6310ms;
      if (i == 7) saga.id = kNeedsAttentionId;
    } else if (i == 9 || i == 10 || i == 13 || i == 22) {
      saga.status = SagaStatus::Running;
      saga.current_step = kSteps[2];
      saga.attempts = 3;
      saga.open_effects = 2;
      saga.parked_reason = "stock reservation expired after 3 attempts";
      if (i == 9) {
        saga.id = kStuckId;
        saga.order_id = "O-4812933";
        saga.amount = Money{128000, "KRW"};
        saga.created_at = sample_now() - 48200ms;
      }
    } else if (i == 12 || i == 14 || i == 18) {
      saga.status = SagaStatus::Failed;
      saga.current_step = kSteps[2];
      if (i == 12) saga.id = kCompensatedId;
    } else if (i == 5) {
      saga.status = SagaStatus::Compensating;
      saga.current_step = kSteps[2];
      saga.open_effects = 1;
    }
    system.details[saga.id] = i == 9                   ? stuck_detail(saga)
                              : saga.open_effects == 1 ? attention_detail(saga)
                                                       : plain_detail(saga);
    system.sagas.push_back(std::move(saga));
  }
  std::ranges::sort(system.sagas, std::ranges::greater{},
                    [](const Saga& saga) { return std::pair(saga.created_at, saga.id); });
  if (rows > 9) fill_context(system);
  using enum Condition;
  system.count = {{{Running, {186}},
                   {Completed, {997611}},
                   {Compensating, {12}},
                   {Compensated, {4466}},
                   {Stuck, {37}},
                   {NeedsAttention, {6}},
                   {Failed, {0}}},
                  {1002318},
                  sample_now()};
}

SourceState connected(Source source, std::chrono::microseconds latency, WallTime at) {
  SourceState state;
  state.source = source;
  state.health = SourceState::Health::Connected;
  state.latency = latency;
  state.last_answer = at;
  return state;
}

PlatformStatus operator_status(TimePoint server_now) {
  PlatformStatus status;
  status.user = "kim.sujin";
  status.role = "saga_operator";
  status.degree = Degree::Operate;
  status.schema_version = 1;
  status.may_retry = status.may_compensate = status.may_note = status.may_route = true;
  status.route = "EVENT_DRIVEN";
  status.canary_percent = 50;
  status.toggle_version = 39;
  status.server_now = server_now;
  return status;
}

}  // namespace saga::test
