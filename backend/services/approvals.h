// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "backend/concurrency/clock.h"
#include "backend/ports/approvals.h"

namespace saga {

// For the command line, blocking. Each is opened anew when it is lost.
struct ApprovalWorld {
  std::function<Result<ApprovalOperator*>(bool anew)> operations;  // anew: the one given before is lost
  std::function<Result<ApprovalBoard*>(bool anew)> board;          // likewise
  std::function<void(std::chrono::milliseconds)> sleep;
  const Clock& clock;
};

struct ApprovalPatience {
  std::chrono::milliseconds outage{30'000};  // how long a lost connection is tried to be had again
  std::chrono::milliseconds interval{500};   // between two looks
};

// Decides, or finds out whether it was decided so when the answer was lost; OutcomeUnknown only if that could not be
// found out in time.
[[nodiscard]] ActionOutcome decide_approval(const ApprovalWorld& world, ApprovalDecision decision,
                                            const std::string& subject, const std::string& set_hash,
                                            const std::string& reason, ApprovalPatience patience = {});

// Asks for dead letters, likewise.
[[nodiscard]] ActionOutcome ask_approval(const ApprovalWorld& world, const LetterSetOrder& order,
                                         ApprovalPatience patience = {});

// Waits until it is decided or its time is over, or until `stop` says so: as it is then.
[[nodiscard]] Result<Approval> await_decision(const ApprovalWorld& world, const std::string& subject,
                                              const std::function<bool()>& stop, ApprovalPatience patience = {});

// Whether so many targets would need a second person if nothing was done before; the database decides in the end.
[[nodiscard]] bool needs_second_person(const std::vector<ApprovalRule>& rules, std::string_view kind,
                                       std::int64_t targets);

}  // namespace saga
