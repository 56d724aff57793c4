// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "backend/services/act_on_saga.h"

namespace saga {
namespace {

using Stage = ActionProgress::Stage;
constexpr std::size_t kCall = 200;  // the contract's functions take no more at once

class Acting {
 public:
  Acting(const ActingWorld& world, bool wait, Patience patience) : world_(world), wait_(wait), patience_(patience) {}

  void request(std::vector<ActionProgress>& all) {
    for (std::size_t from = 0; from < all.size(); from += kCall) {
      const std::size_t to = std::min(from + kCall, all.size());
      std::vector<ActionTarget> targets;
      for (std::size_t i = from; i < to; ++i) targets.push_back(all[i].target);
      const auto outcomes = send(all.front(), targets);
      for (std::size_t i = from; i < to; ++i) {
        take_outcome(all[i], i - from < outcomes.size() ? outcomes[i - from] : unanswered());
      }
    }
  }

  void observe(std::vector<ActionProgress>& all) {
    const auto deadline = world_.clock.monotonic() + patience_.total;
    while (true) {
      for (ActionProgress& progress : all) {
        if (open(progress)) take_observation(progress, look(progress));
      }
      if (std::ranges::none_of(all, [&](const ActionProgress& progress) { return open(progress); })) return;
      if (world_.clock.monotonic() >= deadline) break;
      world_.sleep(patience_.interval);
    }
    for (ActionProgress& progress : all) {
      if (open(progress)) give_up(progress);
    }
  }

 private:
  [[nodiscard]] bool open(const ActionProgress& progress) const {
    return !progress.settled() && (wait_ || progress.stage != Stage::Accepted);
  }

  static ActionOutcome unanswered() {
    return OutcomeUnknown{Error{ErrorKind::Internal, "There was no answer for this saga."}};
  }

  Result<SagaOperator*> operations() {
    auto found = world_.operations(std::exchange(lost_, false));
    if (!found) lost_ = true;
    return found;
  }

  std::vector<ActionOutcome> send(const ActionProgress& first, const std::vector<ActionTarget>& targets) {
    const auto operations = this->operations();
    if (!operations) return {targets.size(), Failed{operations.error()}};
    auto outcomes = (*operations)->request(first.action, targets, first.reason, first.evidence);
    lost_ = std::ranges::any_of(outcomes, [](const ActionOutcome& outcome) {
      const auto* failed = std::get_if<Failed>(&outcome);
      return std::holds_alternative<OutcomeUnknown>(outcome) ||
             (failed != nullptr && failed->error.kind == ErrorKind::Connection);
    });
    return outcomes;
  }

  Result<std::optional<CommandRecord>> look(const ActionProgress& progress) {
    const auto operations = this->operations();
    if (!operations) return std::unexpected(operations.error());
    auto found = progress.command_id.empty() ? (*operations)->latest(progress.target.id)
                                             : (*operations)->observe(progress.command_id);
    lost_ = !found && (found.error().kind == ErrorKind::Connection || found.error().kind == ErrorKind::InDoubt);
    return found;
  }

  const ActingWorld& world_;
  bool wait_;
  Patience patience_;
  bool lost_ = false;
};

}  // namespace

std::vector<ActionProgress> act_on_sagas(const ActingWorld& world, Action action,
                                         const std::vector<ActionTarget>& targets, const std::string& reason, bool wait,
                                         Patience patience, const std::string& evidence) {
  std::vector<ActionProgress> all;
  for (const ActionTarget& target : targets) {
    all.push_back(ActionProgress{.target = target, .action = action, .reason = reason, .evidence = evidence});
  }
  Acting acting(world, wait, patience);
  acting.request(all);
  acting.observe(all);
  return all;
}

}  // namespace saga
