// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/overview_controller.h"

#include <algorithm>
#include <utility>

#include "ui/widgets/format.h"
#include "ui/widgets/memory.h"

namespace saga::ui {
namespace {

constexpr QLatin1String kRangeKey{"overview/range"};

}  // namespace

using std::chrono::ceil;
using std::chrono::milliseconds;

OverviewController::OverviewController(Attachment& attachment, Executor& gui, const Clock& clock, QObject* parent)
    : QObject(parent), attachment_(attachment), clock_(clock), gate_(gui), asking_(gui) {
  connect(&ticker_, &QTimer::timeout, this, &OverviewController::ticked);
  connect(&due_, &QTimer::timeout, this, &OverviewController::ask);
  ticker_.setInterval(1000);
  due_.setSingleShot(true);
  const std::chrono::minutes kept(recall(kRangeKey).toInt());
  if (std::ranges::find(kRanges, kept) != kRanges.end()) range_ = kept;
}

void OverviewController::set_range(std::chrono::minutes range) {
  if (range == range_) return;
  range_ = range;
  keep(kRangeKey, static_cast<int>(range.count()));
  if (overview_) overview_->history.clear();
  Q_EMIT changed();
  refresh();
}

const std::vector<FlowSlot>& OverviewController::flow() const {
  static const std::vector<FlowSlot> kNone;
  if (!overview_) return kNone;
  return range_ == kRanges.front() ? overview_->flow : overview_->history;
}

std::chrono::seconds OverviewController::flow_slot() const {
  return overview_ && range_ != kRanges.front() ? overview_->history_slot : kFlowSlot;
}

bool OverviewController::reading_back() const {
  if (!overview_ || range_ == kRanges.front()) return false;
  return flow().empty() || flow().front().from > overview_->server_now - range_ + flow_slot();
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

void OverviewController::watch(bool seen) {
  if (seen == seen_) return;
  seen_ = seen;
  if (seen && overview_) refresh();
}

void OverviewController::ask() {
  if (asking_.busy()) return;  // its answer asks again
  asked_at_ = clock_.monotonic();
  asking_.ask(
      [this](auto done) {
        attachment_.ask<Overview>(
            Lane::Background,
            [range = range_](Readers& readers) -> Result<Overview> {
              if (readers.overview) return readers.overview->overview(range);
              return std::unexpected(Error{ErrorKind::Invalid, "This system gives no overview."});
            },
            std::move(done));
      },
      [this, asked = range_](Result<Overview> overview) {
        if (overview && asked != range_) overview->history.clear();  // in slots of another width
        take(std::move(overview));
      });
}

void OverviewController::take(Result<Overview> overview) {
  const auto took = clock_.monotonic() - asked_at_;
  const auto pause = std::max<MonoTime::duration>(kShortest, took * (seen_ ? kPausePerAnswer : kPauseUnseen));
  not_before_ = clock_.monotonic() + pause;
  due_.start(std::max(kLongest, ceil<milliseconds>(pause)));
  if (overview) {
    error_.reset();
    overview_ = std::move(*overview);
    last_read_ = clock_.now();
    take_server_time(overview_->server_now);
    // The rest of a long range comes in parts, each of which costs little: they follow each other quickly.
    if (reading_back()) due_.start(std::max(kReadingBack, ceil<milliseconds>(took * kPausePerAnswer)));
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
