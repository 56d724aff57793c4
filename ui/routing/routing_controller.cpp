// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/routing/routing_controller.h"

#include <algorithm>
#include <utility>

#include "ui/widgets/format.h"
#include "ui/widgets/permission.h"

namespace saga::ui {

using std::chrono::ceil;
using std::chrono::milliseconds;

RoutingController::RoutingController(Attachment& attachment, RollbackController& rollback, Executor& gui,
                                     const Clock& clock, QObject* parent)
    : QObject(parent), attachment_(attachment), rollback_(rollback), clock_(clock), gate_(gui), asking_(gui) {
  ticker_.setInterval(1000);
  due_.setSingleShot(true);
  connect(&ticker_, &QTimer::timeout, this, &RoutingController::ticked);
  connect(&due_, &QTimer::timeout, this, &RoutingController::ask);
  connect(&rollback_, &RollbackController::engaged_changed, this, [this] {
    changed_at_ = clock_.monotonic();
    Q_EMIT badge_changed();
    refresh();
  });
}

void RoutingController::start() {
  AttachmentEvents events;
  events.source = gate_.pass<SourceState>([this](const SourceState& state) { take_source(state); });
  events.platform = gate_.pass<PlatformStatus>([this](PlatformStatus status) {
    const Badge before = badge();
    if (status.server_now != TimePoint{}) server_offset_ = status.server_now - clock_.now();
    platform_ = std::move(status);
    if (badge() != before) Q_EMIT badge_changed();
    Q_EMIT changed();
  });
  subscription_ = attachment_.subscribe(std::move(events));
  ticker_.start();
  ask();
}

bool RoutingController::lost() const { return postgres_ && postgres_->health == SourceState::Health::Lost; }

bool RoutingController::stale() const {
  if (!last_read_ || lost() || !wanted()) return false;
  const auto pause = std::max<MonoTime::duration>(kShortest, took_ * kPausePerAnswer);
  return now() - *last_read_ > kStale + std::chrono::duration_cast<std::chrono::microseconds>(pause);
}

RoutingController::Content RoutingController::content() const {
  if (error_ && error_->kind == ErrorKind::Permission) return Content::Forbidden;
  if (snapshot_) return Content::Shown;
  return error_ && error_->kind != ErrorKind::Connection ? Content::Failed : Content::Loading;
}

RoutingState RoutingController::state(bool without_rollback) const {
  RoutingState state = snapshot_ ? routing_state_of(snapshot_->toggles) : RoutingState{};
  state.rollback = !without_rollback && (state.rollback || rollback_.engaged());
  return state;
}

std::optional<double> RoutingController::event_driven_rate(const std::string& instance) const {
  const auto found = rates_.find(instance);
  return found != rates_.end() ? std::optional(found->second) : std::nullopt;
}

std::optional<std::int64_t> RoutingController::in_flight_at_rollback() const {
  const Toggle* toggle = snapshot_ ? find_toggle(snapshot_->toggles, kRollbackToggle) : nullptr;
  if (toggle == nullptr || !rollback_from(toggle->value)) return std::nullopt;
  const auto after = std::ranges::find_if(drain_, [&](const auto& sample) { return sample.at >= toggle->updated_at; });
  if (after == drain_.end() || after == drain_.begin()) return std::nullopt;
  return std::prev(after)->sagas.all();
}

Badge RoutingController::badge() const {
  if (rollback_.engaged() || (platform_ && platform_->rollback_engaged)) {
    return {tr("%1 %").arg(0), Badge::Tone::Alarm, tr("the emergency rollback is engaged")};
  }
  if (!platform_ || platform_->route.empty()) return {};
  const bool event_driven = platform_->route == to_text(Route::EventDriven);
  const int percent = event_driven ? platform_->canary_percent : 0;
  return {tr("%1 %").arg(percent), Badge::Tone::Quiet,
          tr("%1 % of the users take the event-driven route").arg(percent)};
}

std::optional<QString> RoutingController::closed_because() const {
  if (rollback_.engaged()) return tr("locked while the emergency rollback is engaged");
  if (lost()) return tr("PostgreSQL is lost");
  if (!snapshot_) return tr("the toggles are not known yet");
  if (!platform_) return tr("it is not known yet what this role may do");
  if (auto closed = closed_by_role(*platform_, &PlatformStatus::may_route)) return closed;
  if (progress_ && progress_->stage == ToggleProgress::Stage::Unknown) {
    return tr("the outcome of the last change is unknown, it is being read back");
  }
  if (progress_ && progress_->stage == ToggleProgress::Stage::Sending) return tr("a change is under way");
  return std::nullopt;
}

void RoutingController::change(const std::string& name, const std::string& value, std::int64_t seen_version,
                               const QString& reason) {
  if (closed_because() || reason.trimmed().isEmpty()) return;
  ToggleProgress progress;
  progress.request = {name, value, seen_version, reason.trimmed().toStdString()};
  if (const Toggle* toggle = find_toggle(snapshot_->toggles, name)) progress.value_before = toggle->value;
  progress.requested_at = server_now();
  progress_ = progress;
  changed_at_ = clock_.monotonic();
  attachment_.change_toggle(progress.request, gate_.pass<ToggleOutcome>([this](const ToggleOutcome& outcome) {
    if (!progress_ || progress_->stage != ToggleProgress::Stage::Sending) return;
    take_outcome(*progress_, outcome);
    Q_EMIT progress_changed();
    refresh();
  }));
  Q_EMIT progress_changed();
}

void RoutingController::dismiss() {
  if (!progress_ || !(progress_->settled() || progress_->stage == ToggleProgress::Stage::Applied)) return;
  progress_.reset();
  Q_EMIT progress_changed();
}

// What matters in a hurry is asked for more often: whether everybody obeys.
bool RoutingController::watching() const {
  const bool taken_up = progress_ && !progress_->settled() && progress_->stage != ToggleProgress::Stage::Sending;
  const bool rolled_back = rollback_.engaged() && !rollback_.time_to_safe();
  return (taken_up || rolled_back) && clock_.monotonic() - changed_at_ < kPatience;
}

bool RoutingController::wanted() const {
  return seen_ || watching() || rollback_.engaged() || (progress_ && !progress_->settled());
}

void RoutingController::refresh() {
  due_.stop();
  ask();
}

void RoutingController::watch(bool seen) {
  if (std::exchange(seen_, seen) == seen) return;
  rollback_.watch(seen);
  if (seen) refresh();
}

void RoutingController::ask() {
  if (asking_.busy()) return;  // its answer asks again
  asked_at_ = clock_.monotonic();
  asking_.ask(
      [this](auto done) {
        attachment_.ask<RoutingSnapshot>(
            Lane::Background,
            [](Readers& readers) -> Result<RoutingSnapshot> {
              if (readers.routing) return readers.routing->routing();
              return std::unexpected(Error{ErrorKind::Invalid, "This system has no routing."});
            },
            std::move(done));
      },
      [this](Result<RoutingSnapshot> snapshot) { take(std::move(snapshot)); });
}

void RoutingController::take(Result<RoutingSnapshot> snapshot) {
  took_ = clock_.monotonic() - asked_at_;
  if (snapshot) {
    error_.reset();
    note_rates(*snapshot);
    note_drain(*snapshot);
    snapshot_ = std::move(*snapshot);
    last_read_ = clock_.now();
    server_offset_ = snapshot_->server_now - clock_.now();
    if (progress_ && !progress_->settled()) {
      take_snapshot(*progress_, *snapshot_, platform_ ? platform_->user : std::string());
      Q_EMIT progress_changed();
    }
  } else {
    error_ = snapshot.error();  // what was read before stays
  }
  if (wanted() || !snapshot_) {
    const auto pause = std::max<MonoTime::duration>(watching() ? kWatching : kShortest, took_ * kPausePerAnswer);
    due_.start(ceil<milliseconds>(pause));
  }
  Q_EMIT changed();
}

void RoutingController::note_rates(const RoutingSnapshot& snapshot) {
  if (!snapshot_) return;
  for (const GatewayReport& gateway : snapshot.gateways) {
    const auto before = std::ranges::find(snapshot_->gateways, gateway.instance, &GatewayReport::instance);
    if (before == snapshot_->gateways.end()) continue;
    const auto seconds = std::chrono::duration<double>(gateway.heartbeat_at - before->heartbeat_at).count();
    const std::int64_t payments = gateway.event_driven - before->event_driven;
    // One that was started again counts from nothing.
    if (seconds > 0 && payments >= 0) rates_[gateway.instance] = static_cast<double>(payments) / seconds;
    if (payments < 0) rates_.erase(gateway.instance);
  }
}

void RoutingController::note_drain(const RoutingSnapshot& snapshot) {
  if (!drain_.empty() && drain_.back().at >= snapshot.server_now) return;
  drain_.push_back({snapshot.server_now, snapshot.in_flight});
  while (drain_.front().at < snapshot.server_now - kDrain) drain_.pop_front();
}

void RoutingController::take_source(const SourceState& state) {
  if (state.source != Source::Postgres) return;
  const bool was_connected = postgres_ && postgres_->health == SourceState::Health::Connected;
  postgres_ = state;
  Q_EMIT sources_changed();
  if (!was_connected && state.health == SourceState::Health::Connected) refresh();
}

}  // namespace saga::ui
