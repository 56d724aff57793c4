// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "backend/postgres/session.h"
#include "tests/fault/race_operators.h"

namespace saga::test {

// Holds what operators were told against what the database has, once everything has settled; each breach is a sentence.
//   call ↔ journal    each call has one row, that of the anchor it was given, and each row is of one call
//   call ↔ command    each accepted call has one command, and each command is of one call; one a saga and version
//   command ↔ journal each command was settled once, in one row, from the version after it to the next
//   command ↔ effect  each applied command sent an attempt that no other command sent, or wrote the one resolution;
//   each
//                     version of a saga is explained by one request or one change of an orchestrator
//   the losers        a conflict names who was first and when, be it a person or the saga itself; a refusal is one of
//                     the table of status and action, at the right version
// Leaves temporary tables behind in the session, which has to be the owner's.
[[nodiscard]] std::vector<std::string> race_breaches(pg::Session& session, const std::vector<RaceCall>& calls);

// How the races went, "won by kim 140, by lee 131, …": after race_breaches() in the same session.
[[nodiscard]] Result<std::vector<std::pair<std::string, std::int64_t>>> race_results(pg::Session& session);

}  // namespace saga::test
