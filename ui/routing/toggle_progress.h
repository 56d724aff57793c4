// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "backend/ports/routing_reader.h"

namespace saga::ui {

// One change of a toggle, from the click to the last gateway that obeys it. GUI-free rules.
struct ToggleProgress {
  enum class Stage {
    Sending,  // requested, no answer yet
    Applied,  // in force in the database; the gateways are being watched
    Obeyed,   // observed: every gateway that runs has taken it up
    Refused,
    Conflict,
    Unknown,  // sent, the answer is lost; being read back, and closed until then
    NotSent,  // certainly did not happen
  };

  ToggleRequest request;
  std::string value_before = {};
  Stage stage = Stage::Sending;
  std::string text = {};                                       // why it was refused, who was first, what went wrong
  std::int64_t version = 0;                                    // Applied: of the toggle now
  std::int64_t journal_seq = 0;                                // Applied: its row in the journal
  std::string warning = {};                                    // Applied: what went wrong beside it
  TimePoint requested_at = {};                                 // the server's clock, as well as it is known here
  std::vector<std::string> confirmed = {}, stragglers = {};    // the gateways that run
  std::optional<std::chrono::microseconds> obeyed_after = {};  // Obeyed: the last of them, after the change

  // Nothing more will happen by itself.
  [[nodiscard]] bool settled() const {
    return stage == Stage::Obeyed || stage == Stage::Refused || stage == Stage::Conflict || stage == Stage::NotSent;
  }
};

// An answer that was lost may still be on its way in the database for as long as a statement may run.
inline constexpr std::chrono::seconds kLostAnswerMayCommit{12};

// What the answer to the request means for it.
void take_outcome(ToggleProgress& progress, const ToggleOutcome& outcome);
// What is known now: gateways that have taken it up, and what became of a request whose answer was lost. `user` is who
// the console is in the database.
void take_snapshot(ToggleProgress& progress, const RoutingSnapshot& snapshot, const std::string& user);

// How long after the change the gateway took it up; none if it has not, or if it was started later than that.
[[nodiscard]] std::optional<std::chrono::microseconds> obeyed_after(const GatewayReport& gateway, const Toggle& toggle);

}  // namespace saga::ui
