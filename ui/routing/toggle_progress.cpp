// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/routing/toggle_progress.h"

#include <algorithm>

namespace saga::ui {
namespace {

// A gateway reads the toggles several times a second. One that has what is old since much later began later.
constexpr std::chrono::seconds kBeganLater{60};
// The clocks of two machines are known to each other only roughly.
constexpr std::chrono::seconds kClockSlack{5};

using Stage = ToggleProgress::Stage;

struct Take {
  ToggleProgress& progress;
  const ToggleOutcome& outcome;

  void operator()(const Applied& applied) const {
    progress.stage = Stage::Applied;
    progress.version = outcome.version;
    progress.journal_seq = applied.anchor.seq;
    progress.warning = applied.warning;
    progress.text = outcome.detail;
  }
  void operator()(const Refused& refused) const {
    progress.stage = Stage::Refused;
    progress.text = refused.reason;
  }
  void operator()(const Conflict& conflict) const {
    progress.stage = Stage::Conflict;
    progress.text = conflict.reason;
  }
  void operator()(const OutcomeUnknown& unknown) const {
    progress.stage = Stage::Unknown;
    progress.text = unknown.error.message;
  }
  void operator()(const Failed& failed) const {
    progress.stage = Stage::NotSent;
    progress.text = failed.error.message;
  }
};

void read_back(ToggleProgress& progress, const RoutingSnapshot& snapshot, const std::string& user) {
  const Toggle* now = find_toggle(snapshot.toggles, progress.request.name);
  if (now == nullptr) return;
  if (now->version == progress.request.expected_version) {
    if (snapshot.server_now - progress.requested_at > kLostAnswerMayCommit) progress.stage = Stage::NotSent;
    return;
  }
  const auto ours = std::ranges::find_if(snapshot.history, [&](const ToggleChange& change) {
    const Toggle& toggle = change.toggle;
    return toggle.name == progress.request.name && toggle.version > progress.request.expected_version &&
           toggle.value == progress.request.value && toggle.reason == progress.request.reason &&
           toggle.updated_by == user && toggle.updated_at >= progress.requested_at - kClockSlack;
  });
  if (ours == snapshot.history.end()) {
    progress.stage = Stage::Conflict;
    progress.text = now->updated_by;
    return;
  }
  progress.stage = Stage::Applied;
  progress.version = ours->toggle.version;
  progress.text.clear();
}

void watch_gateways(ToggleProgress& progress, const RoutingSnapshot& snapshot) {
  progress.confirmed.clear();
  progress.stragglers.clear();
  std::optional<std::chrono::microseconds> last;
  const auto change = std::ranges::find(snapshot.history, progress.version,
                                        [](const ToggleChange& entry) { return entry.toggle.version; });
  for (const GatewayReport& gateway : snapshot.gateways) {
    // One that ran when it was asked for and has gone silent since may be back at any moment, and not know.
    if (!is_live(gateway, snapshot.server_now) && !is_live(gateway, progress.requested_at)) continue;
    const bool obeys = gateway.version >= progress.version;
    (obeys ? progress.confirmed : progress.stragglers).push_back(gateway.instance);
    if (!obeys || change == snapshot.history.end()) continue;
    if (const auto after = obeyed_after(gateway, change->toggle)) last = std::max(last.value_or(*after), *after);
  }
  if (progress.confirmed.empty() || !progress.stragglers.empty()) return;
  progress.stage = Stage::Obeyed;
  progress.obeyed_after = last;
}

}  // namespace

void take_outcome(ToggleProgress& progress, const ToggleOutcome& outcome) {
  std::visit(Take{progress, outcome}, outcome.outcome);
}

void take_snapshot(ToggleProgress& progress, const RoutingSnapshot& snapshot, const std::string& user) {
  if (progress.stage == Stage::Unknown) read_back(progress, snapshot, user);
  if (progress.stage == Stage::Applied) watch_gateways(progress, snapshot);
}

std::optional<std::chrono::microseconds> obeyed_after(const GatewayReport& gateway, const Toggle& toggle) {
  if (gateway.version < toggle.version) return std::nullopt;
  const auto after = std::max(gateway.applied_at - toggle.updated_at, TimePoint::duration(0));
  if (after > kBeganLater) return std::nullopt;
  return std::chrono::duration_cast<std::chrono::microseconds>(after);
}

}  // namespace saga::ui
