// SPDX-License-Identifier: GPL-3.0-or-later
#include <type_traits>

#include "backend/services/act_on_saga.h"

namespace saga {

using Stage = ActionProgress::Stage;

namespace {

template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

// At most one command was ever accepted for a saga at one version, so this is ours (or its like).
bool is_ours(const CommandRecord& command, const ActionProgress& progress) {
  if (!progress.command_id.empty()) return command.command_id == progress.command_id;
  return command.action == progress.action && command.expected_version == progress.target.expected_version &&
         command.reason == progress.reason;
}

}  // namespace

void take_outcome(ActionProgress& progress, const ActionOutcome& outcome) {
  std::visit(Overloaded{
                 [&](const Applied& applied) {
                   progress.stage = Stage::Accepted;
                   progress.detail = "waits for the orchestrator";
                   progress.command_id = applied.command_id;
                   progress.version = applied.version;
                   progress.warning = applied.warning;
                 },
                 [&](const Refused& refused) {
                   progress.stage = Stage::Refused;
                   progress.detail = refused.reason;
                 },
                 [&](const Conflict& conflict) {
                   progress.stage = Stage::Conflict;
                   progress.detail = conflict.reason;
                   progress.version = conflict.actual_version;
                 },
                 [&](const OutcomeUnknown& unknown) {
                   progress.stage = Stage::ReadingBack;
                   progress.detail = unknown.error.message;
                   progress.error = unknown.error;
                 },
                 [&](const Failed& failed) {
                   progress.stage = Stage::Failed;
                   progress.detail = failed.error.message;
                   progress.error = failed.error;
                 },
             },
             outcome);
}

void take_observation(ActionProgress& progress, const Result<std::optional<CommandRecord>>& found) {
  if (progress.settled()) return;
  if (!found) {
    progress.error = found.error();
    return;
  }
  if (!*found || !is_ours(**found, progress)) return;
  const CommandRecord& command = **found;
  progress.observed = command;
  progress.command_id = command.command_id;
  progress.error.reset();
  if (progress.stage == Stage::ReadingBack) {
    progress.version = command.expected_version + 1;
    progress.detail = "waits for the orchestrator";
  }
  progress.stage = Stage::Accepted;
  if (command.status == "APPLIED") progress.stage = Stage::Applied;
  if (command.status == "REFUSED") progress.stage = Stage::Refused;
  if (progress.settled()) progress.detail = command.outcome;
}

void give_up(ActionProgress& progress) {
  if (progress.settled()) return;
  progress.detail = progress.stage == Stage::Accepted
                        ? "accepted, but the orchestrator has not applied it yet"
                        : "the answer was lost and the request cannot be found; read the saga before trying again";
  progress.stage = Stage::Unverified;
}

}  // namespace saga
