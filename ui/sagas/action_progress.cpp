// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sagas/action_progress.h"

#include <chrono>

namespace saga::ui {

namespace {

// The clocks of two machines are known to each other only roughly.
constexpr std::chrono::seconds kClockSlack{5};

struct Take {
  ActionProgress& progress;

  void operator()(const Applied& applied) const {
    progress.stage = ActionProgress::Stage::Accepted;
    progress.command_id = applied.command_id;
    progress.journal_seq = applied.anchor.seq;
  }
  void operator()(const Refused& refused) const {
    progress.stage = ActionProgress::Stage::Refused;
    progress.text = refused.reason;
  }
  void operator()(const Conflict& conflict) const {
    progress.stage = ActionProgress::Stage::Conflict;
    progress.text = conflict.reason;
    progress.actual_version = conflict.actual_version;
  }
  void operator()(const OutcomeUnknown& unknown) const {
    progress.stage = ActionProgress::Stage::Unknown;
    progress.text = unknown.error.message;
  }
  void operator()(const Failed& failed) const {
    progress.stage = ActionProgress::Stage::NotSent;
    progress.text = failed.error.message;
  }
};

}  // namespace

void take_outcome(ActionProgress& progress, const ActionOutcome& outcome) { std::visit(Take{progress}, outcome); }

void take_record(ActionProgress& progress, const CommandRecord& record) {
  if (progress.stage == ActionProgress::Stage::Unknown) {
    const bool ours = record.action == progress.action && record.reason == progress.reason &&
                      record.requested_at >= progress.requested_at - kClockSlack;
    if (!ours) return;
    progress.command_id = record.command_id;
    progress.stage = ActionProgress::Stage::Accepted;
  }
  if (record.command_id != progress.command_id) return;
  progress.record = record;
  if (record.status != "PENDING") progress.stage = ActionProgress::Stage::Observed;
}

}  // namespace saga::ui
