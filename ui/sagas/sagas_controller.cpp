// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sagas/sagas_controller.h"

#include <algorithm>
#include <utility>

#include "ui/widgets/format.h"

namespace saga::ui {

namespace {

constexpr int kTickMs = 1000;
constexpr int kGatherMs = 16;

}  // namespace

SagasController::SagasController(Attachment& attachment, Executor& gui, const Clock& clock, QObject* parent)
    : QObject(parent),
      attachment_(attachment),
      clock_(clock),
      model_(clock),
      gate_(gui),
      page_(gui),
      rows_(gui),
      newest_(gui),
      newer_count_(gui),
      keys_(gui),
      by_id_(gui),
      counting_(gui),
      detailing_(gui),
      choosing_(gui),
      choosing_all_(gui),
      between_(gui),
      export_(attachment, gui),
      copy_(attachment, gui),
      context_(attachment, gui, clock) {
  connect(&model_, &SagaTableModel::wants, this, &SagasController::read_rows);
  connect(&model_, &SagaTableModel::selection_changed, this, &SagasController::take_selection);
  connect(&context_, &DetailContext::noted, this, [this] {
    if (!selected_.empty()) read_detail();
  });
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
  if (filter == query_.filter) return;
  query_.filter = filter;
  choose_none();
  begin_again();
}

void SagasController::set_order(const SagaOrder& order) {
  if (order == query_.order) return;
  query_.order = order;
  begin_again();
}

void SagasController::begin_again() {
  content_ = Content::Loading;
  Q_EMIT content_changed();
  read_page();
}

void SagasController::refresh() {
  read_page();
  read_counts();
  if (!selected_.empty()) read_detail();
}

void SagasController::read_counts() {
  if (counting_.busy()) return;  // the next tick asks again
  counts_pace_.asked(clock_.monotonic());
  counting_.ask([this](auto done) { attachment_.counts(std::move(done)); },
                [this](Result<ConditionCounts> counts) {
                  counts_pace_.answered(clock_.monotonic());
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
  model_.keep(id);
  detail_.reset();
  context_.look_at(id);
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
                     model_.update({detail_->saga}, detail_->server_now);
                   }
                   Q_EMIT detail_changed();
                   if (detail_outdated_) read_detail();
                 });
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
    if (counts_pace_.due(clock_.monotonic())) read_counts();
    // What is being looked at stays fresh, also when the feed has nothing to say about it.
    if (!selected_.empty() && !detailing_.busy()) read_detail();
    if (content_ == Content::Failed && !page_.busy()) read_page();
    // Time alone makes a saga stuck, and so one of a list of those.
    newer_wanted_ = newer_wanted_ || !query_.filter.conditions.empty();
    read_newer();
    read_keys();
    count_chosen();
  }
  if (live_ && !held_) show_newer();
  watch_actions();
  Q_EMIT ticked();
}

}  // namespace saga::ui
