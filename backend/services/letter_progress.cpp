// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/services/act_on_dead_letters.h"

namespace saga {
namespace {

template <class... Visit>
struct Overloaded : Visit... {
  using Visit::operator()...;
};

using Stage = LetterProgress::Stage;

void observe_replay(LetterProgress& progress, const LetterRecord& record) {
  const bool died_again = record.generation > progress.target.generation;
  if (died_again) {
    progress.stage = Stage::DiedAgain;
    progress.detail = "it died again: " + record.error;
  } else if (record.status == DeliveryStatus::Sent) {
    progress.stage = Stage::Applied;
    progress.detail = "it arrived";
  } else if (record.status == DeliveryStatus::Failed) {
    progress.detail = "waits for its next attempt: " + record.error;
  }
}

}  // namespace

void take_outcome(LetterProgress& progress, DeadLetterAction action, const ActionOutcome& outcome) {
  const bool done = action != DeadLetterAction::Replay;
  std::visit(Overloaded{[&](const Applied& applied) {
                          progress.stage = done ? Stage::Applied : Stage::Accepted;
                          progress.detail = done ? "" : "waits for the publisher";
                          progress.request_id = applied.command_id;
                          progress.warning = applied.warning;
                        },
                        [&](const Refused& refused) {
                          progress.stage = Stage::Refused;
                          progress.detail = refused.reason;
                        },
                        [&](const Conflict& conflict) {
                          progress.stage = Stage::Conflict;
                          progress.detail = conflict.reason;
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
                        }},
             outcome);
}

void take_record(LetterProgress& progress, DeadLetterAction action, const std::string& reason,
                 const LetterRecord& record) {
  if (progress.settled() || record.id != progress.target.id) return;
  if (progress.stage == Stage::ReadingBack) {
    // A replay is made once a death, by us or by nobody else; that somebody says the same for the same reason at the
    // same moment is taken for ours, as what is there is what we asked for.
    const bool ours = record.action == to_text(action) && record.action_generation == progress.target.generation &&
                      record.reason == reason;
    if (!ours) return;
    progress.stage = action == DeadLetterAction::Replay ? Stage::Accepted : Stage::Applied;
    progress.detail = action == DeadLetterAction::Replay ? "waits for the publisher" : "";
    progress.error.reset();
  }
  progress.observed = record;
  if (progress.stage == Stage::Accepted) observe_replay(progress, record);
}

void give_up(LetterProgress& progress) {
  if (progress.settled()) return;
  if (progress.stage != Stage::Accepted) {
    progress.detail = "the answer was lost and the request cannot be found; look at the delivery before trying again";
  } else if (progress.detail.empty() || progress.detail == "waits for the publisher") {
    progress.detail = "accepted, but it has not arrived yet";
  }
  progress.stage = Stage::Unverified;
}

}  // namespace saga
