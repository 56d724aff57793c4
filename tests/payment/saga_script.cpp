// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/payment/saga_script.h"

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <sstream>

#include <fmt/format.h>

namespace saga::test {
namespace {

using namespace saga::payment;

[[noreturn]] void broken(std::string_view text) {
  std::cerr << "the script cannot be read: " << text << '\n';
  std::exit(2);
}

}  // namespace

Policy test_policy() {
  using std::chrono::milliseconds;
  Policy policy;
  policy.retry = {.max_attempts = 3, .backoff = milliseconds(200), .backoff_cap = milliseconds(2000)};
  policy.deadlines = {{"OrderValidation", milliseconds(3000)},
                      {"BalanceDeduction", milliseconds(2000)},
                      {"StockConfirmation", milliseconds(2000)},
                      {"PaymentCreation", milliseconds(3000)},
                      {"BalanceRefund", milliseconds(2000)}};
  return policy;
}

TimePoint test_now() { return std::chrono::sys_days{std::chrono::year{2026} / 3 / 11} + std::chrono::hours(2); }

SagaRecord saga_from(std::string_view text) {
  std::istringstream in{std::string(text)};
  std::string status, step, attempts, state, effects, reason;
  in >> status >> step >> attempts >> state >> effects >> reason;
  SagaRecord saga{.id = kSagaId};
  saga.status = saga_status_from(status);
  saga.current_step = step;
  if (std::ranges::count(kRefundSteps, step, &StepTopics::step) > 0) saga.type = kRefundSaga;
  if (saga.status == SagaStatus::Unknown || find_step(step) == nullptr) broken(text);
  if (std::sscanf(attempts.c_str(), "%d/%d", &saga.attempts, &saga.attempt_limit) != 2) broken(text);
  if (std::sscanf(effects.c_str(), "effects=%d", &saga.open_effects) != 1) broken(text);
  saga.awaiting_reply = state == "waiting";
  if (state == "parked") saga.parked_reason = "parked before";
  if (reason.starts_with("reason=")) saga.compensation = CompensationData{reason.substr(7), "", ""};
  saga.order_id = "order-1";
  saga.user_id = 42;
  saga.amount = {15000, "KRW"};
  saga.trace_id = "0af7651916cd43dd8448eb211c80319c";
  saga.version = 7;
  saga.due_at = test_now();
  saga.progress_at = test_now() - std::chrono::seconds(5);
  return saga;
}

Input input_from(std::string_view text, const SagaRecord& record) {
  if (text == "due") return Due{};
  if (text == "due behind") return Due{.reply_may_wait = true};
  std::istringstream in{std::string(text)};
  std::string word;
  in >> word;
  if (action_from(word)) {
    return payment::Command{
        "c0ffee00-0000-4000-8000-000000000001", word, record.version - 1, "kim.sujin", "ticket 7", "bank statement 12"};
  }
  payment::Reply reply;
  if (word == "again") {
    reply.again = true;
    in >> word;
  }
  if (word == "undo") {
    reply.direction = Direction::Compensation;
    in >> word;
  }
  reply.step = find_step(word);
  std::string verdict;
  in >> verdict >> reply.attempt;
  reply.done = verdict == "done";
  reply.retryable = verdict == "error";
  if (reply.step == nullptr || in.fail() || (!reply.done && !reply.retryable && verdict != "declined")) broken(text);
  std::getline(in >> std::ws, reply.error);
  reply.output = reply.done ? "{}" : "";
  reply.event_id = "event-9";
  return reply;
}

std::string text_of(const SagaRecord& saga) {
  const char* state = !saga.active()        ? "ended"
                      : saga.parked_reason  ? "parked"
                      : saga.awaiting_reply ? "waiting"
                                            : "idle";
  std::string text = fmt::format("{} {} {}/{} {} effects={}", to_text(saga.status), saga.current_step, saga.attempts,
                                 saga.attempt_limit, state, saga.open_effects);
  if (saga.compensation) text += " reason=" + saga.compensation->reason;
  return text;
}

std::string text_of(const Transition& t) {
  std::string text = text_of(t.after);
  if (!t.moved) text = t.postponed ? "postponed" : "stays";
  if (t.after.parked_reason && t.moved) {
    text += fmt::format(" | {}: {}", t.after.active() ? "parked" : "gave up", *t.after.parked_reason);
  }
  if (t.result) {
    const std::string_view status = to_text(t.result->status);
    text += fmt::format(" | {}{} {} {}", t.result->direction == Direction::Compensation ? "undo " : "", t.result->step,
                        t.result->attempt, status.empty() ? "no result" : status);
    if (!t.result->error.empty()) text += ": " + t.result->error;
  }
  if (t.send) text += fmt::format(" | sends {}", request_topic(t.after));
  if (t.route_outcome) text += " | outcome " + *t.route_outcome;
  if (t.command) text += fmt::format(" | {}: {}", t.command->applied ? "applied" : "refused", t.command->text);
  if (t.amended && t.after.resolution) text += " | resolved: " + *t.after.resolution;
  if (t.change != Change::None) text += fmt::format(" | {}", to_text(t.change));
  return text;
}

}  // namespace saga::test
