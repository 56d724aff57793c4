// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/services/approvals.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace saga {
namespace {

// Asks the board, again on a new connection while it is out of reach and patience lasts.
class Asking {
 public:
  Asking(const ApprovalWorld& world, ApprovalPatience patience) : world_(world), patience_(patience) {}

  Result<std::optional<Approval>> find(const std::string& subject) {
    const auto until = world_.clock.monotonic() + patience_.outage;
    while (true) {
      auto board = world_.board(std::exchange(lost_, false));
      auto found = board ? (*board)->find(subject) : Result<std::optional<Approval>>(std::unexpected(board.error()));
      if (found || !found.error().worth_retrying()) return found;
      lost_ = true;
      if (world_.clock.monotonic() >= until) return found;
      world_.sleep(patience_.interval);
    }
  }

 private:
  const ApprovalWorld& world_;
  ApprovalPatience patience_;
  bool lost_ = false;
};

// What became of a call whose answer was lost. A server process may still be at it for as long as a statement lasts, so
// a later look could find what an earlier one did not.
ActionOutcome found_out(const ApprovalWorld& world, ActionOutcome outcome, const std::string& subject,
                        const std::function<bool(const Approval&)>& done, ApprovalPatience patience) {
  if (!std::holds_alternative<OutcomeUnknown>(outcome)) return outcome;
  const auto until = world.clock.monotonic() + patience.outage;
  Asking asking(world, patience);
  while (true) {
    const auto found = asking.find(subject);
    if (found && *found && done(**found)) return Applied{.command_id = subject};
    if (!found || world.clock.monotonic() >= until) return outcome;
    world.sleep(patience.interval);
  }
}

}  // namespace

ActionOutcome decide_approval(const ApprovalWorld& world, ApprovalDecision decision, const std::string& subject,
                              const std::string& set_hash, const std::string& reason, ApprovalPatience patience) {
  const auto operations = world.operations(false);
  if (!operations) return Failed{operations.error()};
  const auto wanted = decision == ApprovalDecision::Approve ? ApprovalStatus::Approved : ApprovalStatus::Refused;
  return found_out(
      world, (*operations)->decide(decision, subject, set_hash, reason), subject,
      [&](const Approval& approval) { return approval.status == wanted && approval.decision == reason; }, patience);
}

ActionOutcome ask_approval(const ApprovalWorld& world, const LetterSetOrder& order, ApprovalPatience patience) {
  const auto operations = world.operations(false);
  if (!operations) return Failed{operations.error()};
  // The id is ours alone: if there is one, it is this one.
  return found_out(world, (*operations)->ask(order), order.id, [](const Approval&) { return true; }, patience);
}

Result<Approval> await_decision(const ApprovalWorld& world, const std::string& subject,
                                const std::function<bool()>& stop, ApprovalPatience patience) {
  Asking asking(world, patience);
  while (true) {
    auto found = asking.find(subject);
    if (!found) return std::unexpected(found.error());
    if (!*found) {
      return std::unexpected(Error{ErrorKind::Invalid, fmt::format("Nobody asked for an approval of {}.", subject)});
    }
    if ((*found)->status != ApprovalStatus::Waiting || stop()) return std::move(**found);
    world.sleep(patience.interval);
  }
}

bool needs_second_person(const std::vector<ApprovalRule>& rules, std::string_view kind, std::int64_t targets) {
  const auto rule = std::ranges::find(rules, kind, &ApprovalRule::kind);
  return rule != rules.end() && rule->above && targets > *rule->above;
}

}  // namespace saga
