// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/orchestrator/transition.h"

#include <algorithm>

#include <fmt/format.h>

namespace saga::payment {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kPostponement{250};

std::string text_of(milliseconds time) {
  if (time.count() % 1000 == 0) return fmt::format("{} s", time.count() / 1000);
  return fmt::format("{} ms", time.count());
}

std::string step_in_words(const SagaRecord& record) {
  return record.direction() == Direction::Forward ? record.current_step : record.current_step + " (compensation)";
}

// Builds one transition; each function is a rule of its own.
class Mover {
 public:
  Mover(const Policy& policy, const SagaRecord& record, TimePoint now)
      : policy_(policy), now_(now), t_{.after = record} {}

  Transition reply(const Reply& reply) {
    SagaRecord& saga = t_.after;
    t_.cause = reply.event_id;
    const bool open = saga.active() && reply.step->step == saga.current_step && reply.direction == saga.direction();
    if (!open) {
      // The saga has moved on. The result still explains what happened, and if this reply is what moved it, the
      // request that followed may have died with the process that should have sent it.
      note(reply);
      t_.send = reply.again && saga.awaiting_reply && saga.active();
    } else if (reply.done) {
      succeeded(reply);
    } else if (!reply.retryable) {
      refused(reply);
    } else if (saga.awaiting_reply && reply.attempt == saga.attempts) {
      failed_for_now(reply);
    } else {
      note(reply);  // an attempt that was already given up
    }
    return std::move(t_);
  }

  Transition due(const Due& due) {
    SagaRecord& saga = t_.after;
    if (!saga.active() || saga.parked_reason || saga.due_at > now_) return std::move(t_);
    if (!saga.awaiting_reply) {
      start_attempt();
    } else if (due.reply_may_wait) {
      saga.due_at = now_ + kPostponement;
      t_.postponed = true;
    } else {
      const std::string error = fmt::format("no reply within {}", text_of(deadline()));
      t_.result = AttemptResult{saga.current_step, saga.direction(), saga.attempts, StepStatus::Pending, {}, error};
      measure(find_step(saga.current_step), AttemptOutcome::Timeout);
      if (saga.attempts < saga.attempt_limit) {
        wait_for_next_attempt();
      } else {
        park(error);
      }
    }
    return std::move(t_);
  }

  Transition command(const Command& command) {
    SagaRecord& saga = t_.after;
    const auto action = action_from(command.action);
    const auto refuse = [&](std::string why) {
      t_.command = CommandOutcome{command, false, std::move(why)};
      t_.change = Change::Command;
      return std::move(t_);
    };
    // The request itself raised the version by one.
    if (saga.version != command.expected_version + 1) {
      return refuse(fmt::format("the saga moved on by itself, it is at version {} now", saga.version));
    }
    if (!action) return refuse("there is no such action here");
    if (const auto refusal = saga::refusal(*action, saga.type, saga.status, condition_of(saga, now_))) {
      return refuse(std::string(to_text(*refusal)));
    }
    if (*action == Action::Resolve) return resolve(command);
    if (*action == Action::Retry || saga.status == SagaStatus::Failed) {
      if (saga.status == SagaStatus::Failed) saga.status = SagaStatus::Compensating;
      saga.attempt_limit = std::max(saga.attempt_limit, saga.attempts) + policy_.retry.max_attempts;
      start_attempt();
    } else {
      saga.status = SagaStatus::Compensating;
      saga.compensation = CompensationData{std::string(failure_reason(saga.current_step)), saga.current_step,
                                           saga.parked_reason.value_or("requested by an operator")};
      enter(saga.current_step);
    }
    t_.change = Change::Command;
    t_.command = CommandOutcome{command, true, fmt::format("{}, attempt {} sent", step_in_words(saga), saga.attempts)};
    return std::move(t_);
  }

  Transition begin() {
    const auto steps = steps_of_saga(t_.after.type);
    enter(steps.empty() ? kPaymentSteps.front().step : steps.front().step);
    t_.after.version = 1;
    t_.after.created_at = now_;
    t_.after.progress_at = now_;
    return std::move(t_);
  }

 private:
  // Settled outside the system: what stands is left as it is, and nobody has to look at it any more.
  Transition resolve(const Command& command) {
    t_.after.resolution = fmt::format("{}; {} ({})", command.evidence, command.reason, command.requested_by);
    t_.amended = true;
    moved(Change::Command);
    t_.command = CommandOutcome{command, true, "resolved by hand"};
    return std::move(t_);
  }

  [[nodiscard]] bool is_refund() const { return t_.after.type == kRefundSaga; }

  // The refund of a payment of the legacy route learns from the payment what it gives back, and to whom.
  void learn(const std::string& output) {
    const auto json = nlohmann::json::parse(output, nullptr, false);
    if (!json.is_object()) return;
    const auto user = json.find("userId"), amount = json.find("amount"), currency = json.find("currency");
    if (user == json.end() || !user->is_number_integer() || amount == json.end() || !amount->is_number_integer() ||
        currency == json.end() || !currency->is_string()) {
      return;
    }
    t_.after.user_id = user->get<std::int64_t>();
    t_.after.amount = {amount->get<std::int64_t>(), currency->get<std::string>()};
    t_.amended = true;
  }

  [[nodiscard]] milliseconds deadline() const {
    const auto found = policy_.deadlines.find(t_.after.current_step);
    return found != policy_.deadlines.end() ? found->second : milliseconds(3000);
  }

  void moved(Change change) {
    if (!t_.moved) ++t_.after.version;
    t_.moved = true;
    t_.change = change;
  }

  void note(const Reply& reply) { note(reply, reply.attempt); }

  void note(const Reply& reply, int attempt) {
    const StepStatus good = reply.direction == Direction::Forward ? StepStatus::Success : StepStatus::Compensated;
    t_.result = AttemptResult{std::string(reply.step->step),          reply.direction, attempt,
                              reply.done ? good : StepStatus::Failed, reply.output,    reply.error};
  }

  // A final reply answers the attempt that is out: a participant that did the work at an earlier one sends the
  // reply that it kept, with that attempt's number.
  void note_final(const Reply& reply) {
    note(reply, t_.after.awaiting_reply ? t_.after.attempts : reply.attempt);
    t_.after.progress_at = now_;
  }

  // When the attempt that is out began. The first one of a step began with the last result, unless a person asked for
  // it: then what failed is compensated itself. Of any other only the deadline is known; one that was put off, since
  // its reply may wait in a queue, makes its attempt seem shorter.
  [[nodiscard]] TimePoint began() const {
    const SagaRecord& saga = t_.after;
    const bool by_hand = saga.direction() == Direction::Compensation && saga.compensation &&
                         saga.compensation->failed_step == saga.current_step;
    return saga.attempts == 1 && !by_hand ? saga.progress_at : saga.due_at - deadline();
  }

  // Before anything changes. What was given up is not measured a second time when its answer comes after all.
  void measure(const StepTopics* step, AttemptOutcome outcome) {
    if (step == nullptr || !t_.after.awaiting_reply) return;
    t_.ended =
        EndedAttempt{step, t_.after.direction(), outcome, std::max(now_ - began(), std::chrono::microseconds(0))};
  }

  void succeeded(const Reply& reply) {
    SagaRecord& saga = t_.after;
    measure(reply.step, reply.direction == Direction::Forward ? AttemptOutcome::Success : AttemptOutcome::Compensated);
    note_final(reply);
    if (is_refund() && saga.current_step == kRefundSteps.front().step) learn(reply.output);
    if (saga.direction() == Direction::Forward) {
      if (const StepTopics* next = step_after(saga.current_step)) return enter(next->step);
      saga.open_effects = 0;  // they stand rightly: nothing is left open
      return end(SagaStatus::Completed, "COMPLETED");
    }
    saga.open_effects = std::max(0, saga.open_effects - 1);
    undo_before(saga.current_step);
  }

  // A business refusal, final for the step whatever attempt it answers.
  void refused(const Reply& reply) {
    SagaRecord& saga = t_.after;
    // A refund is neither undone nor left half done: a person looks, and may ask again. So an earlier refusal that
    // is delivered twice must not count against the attempt that is out now.
    if (is_refund() && (!saga.awaiting_reply || reply.attempt != saga.attempts)) return note(reply);
    measure(reply.step, AttemptOutcome::Refused);
    note_final(reply);
    if (is_refund()) return park(reply.error);
    if (saga.direction() == Direction::Compensation) return give_up(reply.error);
    saga.open_effects = std::max(0, saga.open_effects - 1);
    saga.status = SagaStatus::Compensating;
    saga.compensation =
        CompensationData{std::string(failure_reason(saga.current_step)), saga.current_step, reply.error};
    undo_before(saga.current_step);
  }

  void failed_for_now(const Reply& reply) {
    SagaRecord& saga = t_.after;
    measure(reply.step, AttemptOutcome::Failed);
    note(reply);
    saga.progress_at = now_;
    if (saga.attempts < saga.attempt_limit) return wait_for_next_attempt();
    if (saga.direction() == Direction::Forward) return park(reply.error);
    give_up(reply.error);  // refused as often as allowed
  }

  // Compensates the step before `step`, or ends the saga if there is none: then nothing stands any more.
  void undo_before(std::string_view step) {
    if (const StepTopics* before = step_before(step)) return enter(before->step);
    t_.after.open_effects = 0;
    // Whoever looks at it later asks where it failed, not which step was undone last.
    if (t_.after.compensation && find_step(t_.after.compensation->failed_step) != nullptr) {
      t_.after.current_step = t_.after.compensation->failed_step;
    }
    end(SagaStatus::Failed, t_.after.compensation ? t_.after.compensation->reason : "FAILED");
  }

  void enter(std::string_view step) {
    SagaRecord& saga = t_.after;
    saga.current_step = std::string(step);
    saga.attempts = 0;
    saga.attempt_limit = policy_.retry.max_attempts;
    if (saga.direction() == Direction::Forward) ++saga.open_effects;  // from now on it may stand
    start_attempt();
  }

  void start_attempt() {
    SagaRecord& saga = t_.after;
    ++saga.attempts;
    saga.awaiting_reply = true;
    saga.parked_reason.reset();
    saga.due_at = now_ + deadline();
    t_.started = StartedAttempt{saga.current_step, saga.direction(), saga.attempts, request_payload(saga).dump()};
    t_.send = true;
    moved(Change::Step);
  }

  void wait_for_next_attempt() {
    t_.after.awaiting_reply = false;
    t_.after.due_at = now_ + backoff_of(policy_.retry, t_.after.id, t_.after.attempts);
    moved(Change::Step);
  }

  void park(const std::string& why) {
    SagaRecord& saga = t_.after;
    saga.awaiting_reply = false;
    saga.parked_reason = reason_of(why);
    moved(Change::Parked);
  }

  // The compensation was refused: a person has to look, and finds the saga among those that failed for the same
  // reason. So it keeps the reason, as one that is parked does.
  void give_up(const std::string& why) {
    const std::string reason = reason_of(why);
    end(SagaStatus::Failed, "FAILED");
    t_.after.parked_reason = reason;
  }

  [[nodiscard]] std::string reason_of(const std::string& why) const {
    return fmt::format("{}: {}, {} attempts", step_in_words(t_.after), why, t_.after.attempts);
  }

  void end(SagaStatus status, std::string outcome) {
    t_.after.status = status;
    t_.after.awaiting_reply = false;
    t_.after.parked_reason.reset();
    if (!is_refund()) t_.route_outcome = std::move(outcome);  // how the payment ended stays what it was
    moved(status == SagaStatus::Completed ? Change::Completed : Change::Failed);
  }

  const Policy& policy_;
  TimePoint now_;
  Transition t_;
};

}  // namespace

std::string_view to_text(Change change) {
  switch (change) {
    case Change::None: return "";
    case Change::Step: return "STEP";
    case Change::Parked: return "PARKED";
    case Change::Completed: return "COMPLETED";
    case Change::Failed: return "FAILED";
    case Change::Command: return "COMMAND";
  }
  return "";
}

Transition advance(const Policy& policy, const SagaRecord& record, const Input& input, TimePoint now) {
  Mover mover(policy, record, now);
  if (const auto* reply = std::get_if<Reply>(&input)) return mover.reply(*reply);
  if (const auto* command = std::get_if<Command>(&input)) return mover.command(*command);
  return mover.due(std::get<Due>(input));
}

Transition begin(const Policy& policy, SagaRecord record, TimePoint now) { return Mover(policy, record, now).begin(); }

std::chrono::milliseconds backoff_of(const RetryPolicy& policy, std::string_view saga_id, int attempt) {
  const int doublings = std::clamp(attempt - 1, 0, 20);
  const auto full = std::min(policy.backoff * (std::int64_t{1} << doublings), policy.backoff_cap);
  // Jitter from the saga itself: sagas that failed together do not come back together, and a test knows when.
  std::uint64_t hash = 1469598103934665603ULL ^ static_cast<unsigned>(attempt);
  for (const char c : saga_id) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  const auto jitter = full.count() / 2 * static_cast<std::int64_t>((hash >> 20U) % 1000U) / 1000;
  return full - std::chrono::milliseconds(jitter);
}

}  // namespace saga::payment
