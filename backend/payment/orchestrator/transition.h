// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "backend/domain/action.h"
#include "backend/payment/metrics/saga_meter.h"
#include "backend/payment/orchestrator/saga_record.h"
#include "backend/payment/runtime/config.h"
#include "backend/payment/topics.h"

namespace saga::payment {

// What can move a saga.
struct Reply {
  const StepTopics* step = nullptr;
  Direction direction = Direction::Forward;
  int attempt = 1;
  bool done = false;
  std::string event_id = {};
  std::string output = {};  // of a done step: the result, as JSON
  std::string error = {};   // of a failed one
  bool retryable = false;
  bool again = false;  // delivered before: what it caused may never have been sent
};
struct Due {                    // due_at has passed
  bool reply_may_wait = false;  // in a queue that is being worked off: the deadline does not count yet
};
struct Command {
  std::string id;
  std::string action;  // as stored
  int expected_version = 0;
  std::string requested_by = {};
  std::string reason = {};
  std::string evidence = {};  // of a RESOLVE
};
using Input = std::variant<Reply, Due, Command>;

// A new row of saga_step_execution.
struct StartedAttempt {
  std::string step;
  Direction direction = Direction::Forward;
  int attempt = 1;
  std::string input;
};
// What is written into one that has no result yet.
struct AttemptResult {
  std::string step;
  Direction direction = Direction::Forward;
  int attempt = 1;
  StepStatus status = StepStatus::Pending;  // Pending: still none, but `error` says why (no reply)
  std::string output = {};
  std::string error = {};
};
struct CommandOutcome {
  Command command;
  bool applied = false;
  std::string text;  // what was done, or why not
};

enum class Change { None, Step, Parked, Completed, Failed, Command };
[[nodiscard]] std::string_view to_text(Change change);

// Everything that one input causes.
struct Transition {
  SagaRecord after;
  bool moved = false;      // the record changed; its version is one higher
  bool postponed = false;  // nothing but due_at changed
  bool amended = false;    // also what rarely changes: whose money it is and how much, resolution
  Change change = Change::None;
  std::optional<StartedAttempt> started = {};
  std::optional<AttemptResult> result = {};
  bool send = false;                              // the request of `after`
  std::string cause = {};                         // id of the event that caused it; empty for a deadline or a command
  std::optional<std::string> route_outcome = {};  // the saga has ended
  std::optional<CommandOutcome> command = {};
  std::optional<EndedAttempt> ended = {};  // how long it took; not of one that was given up before it was answered
};

struct Policy {
  RetryPolicy retry = {};
  std::map<std::string, std::chrono::milliseconds, std::less<>> deadlines = {};
};

// The saga's rules; no input or record makes it fail, and it reads no clock and draws no random number.
[[nodiscard]] Transition advance(const Policy& policy, const SagaRecord& record, const Input& input, TimePoint now);

// The record of a new saga of its type with its first attempt on the way. The caller has filled in what is known of the
// order.
[[nodiscard]] Transition begin(const Policy& policy, SagaRecord record, TimePoint now);

// A reply from its stream. Invalid if it cannot be one.
[[nodiscard]] Result<Reply> read_reply(std::string_view topic, const Event& event);

// How long to wait after the failed `attempt`.
[[nodiscard]] std::chrono::milliseconds backoff_of(const RetryPolicy& policy, std::string_view saga_id, int attempt);

}  // namespace saga::payment
