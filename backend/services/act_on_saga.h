// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "backend/concurrency/clock.h"
#include "backend/concurrency/executor.h"
#include "backend/concurrency/subscription.h"
#include "backend/services/attachment.h"

namespace saga {

// How far one action on one saga has come: requested, accepted by the database, applied or refused by the
// orchestrator. "Accepted" is never told as done; an answer that was lost is read back before it is called unknown.
struct ActionProgress {
  enum class Stage {
    Requested,    // on its way
    Accepted,     // in the database, waits for the orchestrator
    ReadingBack,  // the answer was lost: finding out what became of it
    Applied,      // observed: the orchestrator has done it
    Refused,      // by a rule, by a missing right, or by the orchestrator
    Conflict,     // somebody or something else was faster; nothing was changed
    Failed,       // certainly not done
    Unverified,   // patience ended before anybody knew
  };
  ActionTarget target;
  Action action = Action::Retry;
  std::string reason = {};
  std::string evidence = {};  // of Action::Resolve
  Stage stage = Stage::Requested;
  std::string detail = {};      // what the database or the orchestrator said
  int version = 0;              // of the saga, as far as it is known
  std::string command_id = {};  // once it was accepted
  std::optional<CommandRecord> observed = {};
  std::string warning = {};  // of Applied outcomes: what went wrong beside it
  std::optional<Error> error = {};

  [[nodiscard]] bool settled() const {
    return stage != Stage::Requested && stage != Stage::Accepted && stage != Stage::ReadingBack;
  }
  friend bool operator==(const ActionProgress&, const ActionProgress&) = default;
};

// The rules, without any waiting.
void take_outcome(ActionProgress& progress, const ActionOutcome& outcome);
void take_observation(ActionProgress& progress, const Result<std::optional<CommandRecord>>& found);
void give_up(ActionProgress& progress);

struct Patience {
  std::chrono::milliseconds total{10'000};
  std::chrono::milliseconds interval{100};  // between two looks
};

// For the GUI: one saga, over an attachment. `on_progress` runs on worker threads at every new stage, the last
// time with settled(). Ending the subscription stops watching; the action itself goes on. The attachment and the
// executor must outlive it.
[[nodiscard]] Subscription act_on_saga(Attachment& attachment, Executor& timer, const Clock& clock, Action action,
                                       ActionTarget target, std::string reason,
                                       std::function<void(const ActionProgress&)> on_progress, Patience patience = {});

// For the command line: many sagas, blocking. The operator is opened anew when it is lost.
struct ActingWorld {
  std::function<Result<SagaOperator*>(bool anew)> operations;  // anew: the one given before is lost
  std::function<void(std::chrono::milliseconds)> sleep;
  const Clock& clock;
};
// `wait` false: accepted is enough.
[[nodiscard]] std::vector<ActionProgress> act_on_sagas(const ActingWorld& world, Action action,
                                                       const std::vector<ActionTarget>& targets,
                                                       const std::string& reason, bool wait = true,
                                                       Patience patience = {}, const std::string& evidence = {});

}  // namespace saga
