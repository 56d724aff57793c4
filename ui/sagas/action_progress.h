// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include <QString>

#include "backend/domain/action.h"
#include "backend/outcome/action_outcome.h"
#include "backend/ports/saga_reader.h"

namespace saga::ui {

// One request on one saga, from the click to what came of it.
struct ActionProgress {
  enum class Stage {
    Sending,   // requested, no answer yet
    Accepted,  // the database has it; what the orchestrator does with it is being watched
    Observed,  // the orchestrator applied or refused it: `record` says which
    Refused,
    Conflict,
    Unknown,  // sent, the answer is lost; being read back, and closed until then
    NotSent,  // certainly did not happen
  };

  Action action = Action::Retry;
  SagaId saga;
  std::string reason;
  Stage stage = Stage::Sending;
  std::string command_id = {};
  std::string text = {};         // why it was refused, who was first, what went wrong
  int actual_version = 0;        // Conflict
  std::int64_t journal_seq = 0;  // Accepted: its row in the journal
  std::optional<CommandRecord> record = {};
  TimePoint requested_at = {};  // the server's clock, as well as it is known here

  // Nothing more will happen by itself.
  [[nodiscard]] bool settled() const {
    return stage == Stage::Observed || stage == Stage::Refused || stage == Stage::Conflict || stage == Stage::NotSent;
  }
};

// What the answer to the request means for it.
void take_outcome(ActionProgress& progress, const ActionOutcome& outcome);
// A record that was read back. An unknown outcome takes it only if it is this very request.
void take_record(ActionProgress& progress, const CommandRecord& record);

}  // namespace saga::ui
