// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sagas/sagas_controller.h"

#include <algorithm>
#include <utility>

#include "ui/sagas/filter_match.h"
#include "ui/widgets/format.h"

namespace saga::ui {

namespace {

constexpr int kTickMs = 1000;
constexpr int kGatherMs = 60;

}  // namespace

SagasController::SagasController(Attachment& attachment, Executor& gui, const Clock& clock, QObject* parent)
    : QObject(parent),
      attachment_(attachment),
      clock_(clock),
      model_(clock),
      gate_(gui),
      page_(gui),
      more_(gui),
      by_id_(gui),
      counting_(gui),
      detailing_(gui) {
  connect(&model_, &SagaTableModel::wants_more, this, &SagasController::read_more);
  connect(&model_, &SagaTableModel::waiting_changed, this, &SagasController::newer_changed);
  connect(&ticker_, &QTimer::timeout, this, &SagasController::tick);
  connect(&soon_, &QTimer::timeout, this, &SagasController::read_changed);
  ticker_.setInterval(kTickMs);
  soon_.setInterval(kGatherMs);
  soon_.setSingleShot(true);
}

void SagasController::start() {
  AttachmentEvents events;
  events.source = gate_.pass<SourceState>([this](SourceState state) { take_source(state); });
  events.platform = gate_.pass<PlatformStatus>([this](PlatformStatus status) { take_platform(status); });
  events.feed = gate_.pass<FeedBatch>([this](FeedBatch batch) { take_feed(batch); });
  subscription_ = attachment_.subscribe(std::move(events));
  ticker_.start();
  refresh();
}

bool SagasController::lost() const { return postgres_ && postgres_->health == SourceState::Health::Lost; }

void SagasController::set_filter(const SagaFilter& filter) {
  if (filter == filter_) return;
  filter_ = filter;
  content_ = Content::Loading;
  Q_EMIT content_changed();
  read_page();
}

void SagasController::refresh() {
  read_page();
  read_counts();
  if (!selected_.empty()) read_detail();
}

void SagasController::read_page() {
  changed_.clear();
  gap_ = false;
  more_.cancel();
  page_.ask([this, filter = filter_](auto done) { attachment_.page(filter, std::nullopt, kPageSize, std::move(done)); },
            [this](Result<SagaPage> page) { take_page(std::move(page)); });
}

void SagasController::take_page(Result<SagaPage> page) {
  if (!page) {
    error_ = page.error();
    // Rows that were read stay, greyed by the page; only an empty place says what failed.
    if (error_.kind == ErrorKind::Permission) {
      content_ = Content::Forbidden;
    } else if (model_.rowCount() == 0) {
      content_ = Content::Failed;
    } else {
      content_ = Content::Rows;
    }
    Q_EMIT content_changed();
    return;
  }
  take_server_time(page->server_now);
  last_read_ = clock_.now();
  model_.reset(*page);
  const bool any = model_.rowCount() > 0;
  content_ = any ? Content::Rows : filter_ == SagaFilter{} ? Content::Empty : Content::NothingMatches;
  Q_EMIT content_changed();
}

void SagasController::read_more(const SagaCursor& after) {
  more_.ask([this, filter = filter_, after](auto done) { attachment_.page(filter, after, kPageSize, std::move(done)); },
            [this](Result<SagaPage> page) {
              if (page) {
                model_.append(*page);
              } else {
                model_.fetch_failed();
              }
            });
}

void SagasController::read_counts() {
  if (counting_.busy()) return;  // the next tick asks again
  counting_.ask([this](auto done) { attachment_.counts(std::move(done)); },
                [this](Result<ConditionCounts> counts) {
                  if (!counts) return;  // the source's state says so already; the old counts stay
                  counts_ = std::move(*counts);
                  Q_EMIT counts_changed();
                });
}

QString SagasController::badge() const {
  if (!counts_) return {};
  CappedCount waiting;
  for (const auto& [condition, count] : counts_->counts) {
    if (condition != Condition::Stuck && condition != Condition::NeedsAttention) continue;
    waiting.count += count.count;
    waiting.capped = waiting.capped || count.capped;
  }
  return waiting.count > 0 ? count_text(waiting) : QString();
}

void SagasController::select(const SagaId& id) {
  if (id == selected_) return;
  selected_ = id;
  detail_.reset();
  detail_error_.reset();
  detailing_.cancel();
  Q_EMIT detail_changed();
  if (!id.empty()) read_detail();
}

void SagasController::read_detail() {
  detail_outdated_ = false;
  detailing_.ask([this, id = selected_](auto done) { attachment_.detail(id, std::move(done)); },
                 [this, id = selected_](Result<std::optional<SagaDetail>> detail) {
                   if (id != selected_) return;
                   if (!detail) {
                     detail_error_ = detail.error();
                   } else if (!*detail) {
                     detail_error_ = Error{ErrorKind::Invalid, tr("This saga does not exist any more").toStdString()};
                     detail_.reset();
                   } else {
                     detail_error_.reset();
                     detail_ = std::move(**detail);
                     detail_read_at_ = clock_.now();
                     take_server_time(detail_->server_now);
                     model_.update({detail_->saga}, detail_->server_now, [](const Saga&) { return false; });
                   }
                   Q_EMIT detail_changed();
                   if (detail_outdated_) read_detail();
                 });
}

void SagasController::take_feed(const FeedBatch& batch) {
  take_server_time(batch.server_now);
  changed_.insert(batch.changed.begin(), batch.changed.end());
  gap_ = gap_ || batch.gap || changed_.size() > kMostChanged;
  if (!soon_.isActive()) soon_.start();
}

void SagasController::read_changed() {
  if (by_id_.busy()) {
    soon_.start();
    return;
  }
  if (gap_) {
    // More changed than is worth asking one by one: what is on screen is read again, in place.
    gap_ = false;
    changed_.clear();
    const auto shown = model_.ids(0, static_cast<int>(kMostChanged));
    changed_.insert(shown.begin(), shown.end());
  }
  if (changed_.empty()) return;
  if (!selected_.empty() && changed_.contains(selected_)) {
    if (detailing_.busy()) {
      detail_outdated_ = true;
    } else {
      read_detail();
    }
  }
  std::vector<SagaId> ids(changed_.begin(), changed_.end());
  changed_.clear();
  by_id_.ask([this, ids = std::move(ids)](auto done) { attachment_.by_id(ids, std::move(done)); },
             [this](Result<SagaPage> page) {
               if (!page) return;  // the source's state says so; after a reconnect the feed reports a gap
               take_server_time(page->server_now);
               last_read_ = clock_.now();
               const TimePoint now = page->server_now;
               model_.update(page->sagas, now, [&](const Saga& saga) { return matches(filter_, saga, now); });
               if (content_ != Content::Rows && model_.waiting() > 0) show_newer();
             });
}

void SagasController::show_newer() {
  if (model_.waiting() > kPageSize) {
    read_page();
  } else {
    model_.show_waiting(kMostLiveRows);
  }
  if (model_.rowCount() > 0 && content_ != Content::Rows) {
    content_ = Content::Rows;
    Q_EMIT content_changed();
  }
}

void SagasController::set_live(bool live) {
  live_ = live;
  if (live) refresh();
  Q_EMIT content_changed();
}

void SagasController::take_source(const SourceState& state) {
  if (state.source != Source::Postgres) return;
  const bool was_lost = lost();
  postgres_ = state;
  Q_EMIT sources_changed();
  if (was_lost && !lost()) refresh();
}

void SagasController::take_platform(const PlatformStatus& status) {
  take_server_time(status.server_now);
  platform_ = status;
  Q_EMIT platform_changed();
}

void SagasController::take_server_time(TimePoint server_now) {
  if (server_now != TimePoint{}) server_offset_ = server_now - clock_.now();
}

void SagasController::tick() {
  if (!lost()) {
    model_.tick(server_now());
    read_counts();
    // What is being looked at stays fresh, also when the feed has nothing to say about it.
    if (!selected_.empty() && !detailing_.busy()) read_detail();
    if (content_ == Content::Failed && !page_.busy()) read_page();
  }
  if (live_ && !held_) show_newer();
  watch_actions();
  Q_EMIT ticked();
}

}  // namespace saga::ui
