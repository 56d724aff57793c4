// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/overview_controller.h"

#include <algorithm>
#include <utility>

#include "ui/widgets/format.h"

namespace saga::ui {

using std::chrono::ceil;
using std::chrono::milliseconds;

OverviewController::OverviewController(Attachment& attachment, Executor& gui, const Clock& clock, QObject* parent)
    : QObject(parent), attachment_(attachment), clock_(clock), gate_(gui), asking_(gui) {
  connect(&ticker_, &QTimer::timeout, this, &OverviewController::ticked);
  connect(&due_, &QTimer::timeout, this, &OverviewController::ask);
  ticker_.setInterval(1000);
  due_.setSingleShot(true);
}

void OverviewController::start() {
  AttachmentEvents events;
  events.source = gate_.pass<SourceState>([this](SourceState state) { take_source(state); });
  events.platform = gate_.pass<PlatformStatus>([this](PlatformStatus status) {
    take_server_time(status.server_now);
    platform_ = std::move(status);
    Q_EMIT platform_changed();
  });
  events.feed = gate_.pass<FeedBatch>([this](const FeedBatch&) { take_feed(); });
  subscription_ = attachment_.subscribe(std::move(events));
  ticker_.start();
  ask();
}

bool OverviewController::lost() const { return postgres_ && postgres_->health == SourceState::Health::Lost; }

bool OverviewController::stale() const {
  if (!last_read_ || lost()) return false;
  const auto pause = std::max(not_before_ - asked_at_, MonoTime::duration(0));
  return now() - *last_read_ > kStale + std::chrono::duration_cast<std::chrono::microseconds>(pause);
}

OverviewController::Content OverviewController::content() const {
  if (error_ && error_->kind == ErrorKind::Permission) return Content::Forbidden;
  if (overview_) return overview_->groups.empty() ? Content::Calm : Content::Trouble;
  return error_ && error_->kind != ErrorKind::Connection ? Content::Failed : Content::Loading;
}

QString OverviewController::badge() const {
  if (!overview_) return {};
  const std::int64_t waiting = trouble_of(*overview_, Condition::NeedsAttention).count;
  return waiting > 0 ? count_text(waiting) : QString();
}

void OverviewController::refresh() {
  not_before_ = {};
  ask();
}

void OverviewController::ask() {
  if (asking_.busy()) return;  // its answer asks again
  asked_at_ = clock_.monotonic();
  asking_.ask(
      [this](auto done) {
        attachment_.ask<Overview>(
            Lane::Background,
            [](Readers& readers) -> Result<Overview> {
              if (readers.overview) return readers.overview->overview();
              return std::unexpected(Error{ErrorKind::Invalid, "This system gives no overview."});
            },
            std::move(done));
      },
      [this](Result<Overview> overview) { take(std::move(overview)); });
}

void OverviewController::take(Result<Overview> overview) {
  const auto took = clock_.monotonic() - asked_at_;
  const auto pause = std::max<MonoTime::duration>(kShortest, took * kPausePerAnswer);
  not_before_ = clock_.monotonic() + pause;
  due_.start(std::max(kLongest, ceil<milliseconds>(pause)));
  if (overview) {
    error_.reset();
    overview_ = std::move(*overview);
    last_read_ = clock_.now();
    take_server_time(overview_->server_now);
    Q_EMIT badge_changed();
  } else {
    error_ = overview.error();  // what was read before stays
  }
  Q_EMIT changed();
}

// The feed says that something changed: then sooner than without it, but never more often than every second.
void OverviewController::take_feed() {
  if (asking_.busy() || !due_.isActive()) return;
  const auto pause = std::max(not_before_ - clock_.monotonic(), MonoTime::duration(0));
  if (ceil<milliseconds>(pause) < due_.remainingTimeAsDuration()) due_.start(ceil<milliseconds>(pause));
}

void OverviewController::take_source(const SourceState& state) {
  if (state.source != Source::Postgres) return;
  const bool was_connected = postgres_ && postgres_->health == SourceState::Health::Connected;
  postgres_ = state;
  Q_EMIT sources_changed();
  if (!was_connected && state.health == SourceState::Health::Connected) refresh();
}

void OverviewController::take_server_time(TimePoint server_now) {
  if (server_now != TimePoint{}) server_offset_ = server_now - clock_.now();
}

}  // namespace saga::ui
