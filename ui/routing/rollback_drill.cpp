// SPDX-License-Identifier: GPL-3.0-or-later
// The rollback rehearsed: the same row under the same lock, and the time until every gateway has its version.
#include <algorithm>
#include <iterator>

#include "ui/routing/rollback_controller.h"
#include "ui/widgets/format.h"
#include "ui/widgets/permission.h"

namespace saga::ui {

using std::chrono::duration_cast;
using std::chrono::microseconds;
using Stage = RollbackDrill::Stage;

std::optional<QString> RollbackController::drill_closed_because() const {
  if (engaged()) return tr("the rollback is engaged, this is no drill");
  if (acting()) return tr("it is under way");
  if (drill_ && (drill_->stage == Stage::Sending || drill_->stage == Stage::Waiting)) return tr("a drill is under way");
  if (!platform_) return tr("it is not known yet what this role may do");
  return closed_by_role(*platform_, &PlatformStatus::may_route);
}

void RollbackController::start_drill(const QString& reason) {
  if (drill_closed_because() || reason.trimmed().isEmpty()) return;
  drill_ = RollbackDrill{.at = clock_.now()};
  drill_began_ = clock_.monotonic();
  rollback_.drill(reason.trimmed().toStdString(),
                  gate_.pass<DrillReport>([this](const DrillReport& report) { take_drill(report); }));
  Q_EMIT changed();
}

void RollbackController::take_drill(const DrillReport& report) {
  if (!drill_ || drill_->stage != Stage::Sending) return;
  const ActionOutcome& outcome = report.in_postgres.outcome;
  drill_->version = report.in_postgres.version;
  drill_->stage = std::holds_alternative<Applied>(outcome)          ? Stage::Waiting
                  : std::holds_alternative<OutcomeUnknown>(outcome) ? Stage::Unknown
                                                                    : Stage::NotDone;
  drill_waits_since_ = clock_.monotonic();
  if (const auto* refused = std::get_if<Refused>(&outcome)) drill_->said = text(refused->reason);
  if (const auto* conflict = std::get_if<Conflict>(&outcome)) drill_->said = text(conflict->reason);
  if (const auto* failed = std::get_if<Failed>(&outcome)) drill_->said = text(failed->error.message);
  // Of Unknown there is nothing to say: it may have been committed, and switches nothing either way.
  ask_postgres();
  if (has_second_path()) ask_redis();
  Q_EMIT changed();
}

void RollbackController::measure_drill() {
  if (!drill_ || drill_->stage != Stage::Waiting) return;
  drill_->stragglers.clear();
  for (const GatewayReport& gateway : gateways_.live) {
    if (gateway.version < drill_->version) drill_->stragglers.push_back(gateway.instance);
  }
  const auto waited = clock_.monotonic() - drill_began_;
  // Who ran when it began and says nothing more has not confirmed, even though it does not count as running now.
  std::ranges::move(lost_since(gateways_, duration_cast<microseconds>(waited),
                               [this](const GatewayReport& gateway) { return gateway.version >= drill_->version; }),
                    std::back_inserter(drill_->stragglers));
  if (!gateways_.live.empty() && drill_->stragglers.empty()) {
    drill_->stage = Stage::Safe;
    drill_->gateways = static_cast<int>(gateways_.live.size());
    drill_->safe_after = duration_cast<microseconds>(waited);
    // By the server's clock alone where it has said so, and so exact.
    const Toggle* known = toggle();
    if (known == nullptr || known->version != drill_->version || !in_postgres_ || !*in_postgres_) return;
    microseconds last{0};
    for (const GatewayReport& gateway : (*in_postgres_)->gateways.gateways) {
      if (gateway.version < drill_->version) continue;
      last = std::max(last, duration_cast<microseconds>(gateway.applied_at - known->updated_at));
    }
    if (last > microseconds(0)) drill_->safe_after = last;
  } else if (clock_.monotonic() - drill_waits_since_ >= kDrillPatience) {
    drill_->stage = Stage::Late;
  }
}

}  // namespace saga::ui
