// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/timeline_controller.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "backend/services/incident_bundle.h"

namespace saga::ui {

using std::chrono::ceil;
using std::chrono::milliseconds;
using timeline::micros;
using timeline::Range;
using timeline::time_of;

namespace {

constexpr std::chrono::seconds kMarkersEvery{5};
constexpr std::chrono::hours kFurthestInOneGo{24 * 7};
constexpr std::size_t kMostStepsKept = 2000;
constexpr std::chrono::seconds kStepsEvery{2};

template <class T>
Result<T> ask_timeline(Readers& readers, const std::function<Result<T>(TimelineReader&)>& question) {
  if (readers.timeline) return question(*readers.timeline);
  return std::unexpected(Error{ErrorKind::Incompatible, "This system gives no timeline"});
}

}  // namespace

TimelineController::TimelineController(Attachment& attachment, Executor& gui, const Clock& clock, QObject* parent)
    : QObject(parent),
      attachment_(attachment),
      clock_(clock),
      feed_(std::make_shared<TimelineFeed>()),
      export_(attachment, gui),
      gate_(gui),
      asking_(gui),
      marking_(gui),
      stepping_(gui),
      inspecting_(gui) {
  connect(&due_, &QTimer::timeout, this, &TimelineController::ask);
  due_.setSingleShot(true);
}

void TimelineController::start() {
  AttachmentEvents events;
  events.source = gate_.pass<SourceState>([this](SourceState state) { take_source(state); });
  events.platform =
      gate_.pass<PlatformStatus>([this](const PlatformStatus& status) { take_server_time(status.server_now); });
  // The feed says that something changed: then sooner than without it, but never more often than every second.
  events.feed = gate_.pass<FeedBatch>([this](const FeedBatch&) {
    if (watched_ && !asking_.busy()) {
      due_.start(ceil<milliseconds>(std::max(due_at_ - clock_.monotonic(), MonoTime::duration(0))));
    }
  });
  subscription_ = attachment_.subscribe(std::move(events));
}

void TimelineController::watch(bool watched) {
  if (watched == watched_) return;
  watched_ = watched;
  if (watched) ask();
}

bool TimelineController::lost() const { return postgres_ && postgres_->health == SourceState::Health::Lost; }

TimelineController::Content TimelineController::content() const {
  if (error_ && error_->kind == ErrorKind::Permission) return Content::Forbidden;
  if (!snapshot_) return error_ ? Content::Failed : Content::Loading;
  for (const timeline::SpanStore* store : snapshot_->spans.stores()) {
    if (store->size() > 0) return Content::Spans;
  }
  return reading() ? Content::Loading : Content::Empty;
}

bool TimelineController::reading() const { return !snapshot_ || wish().has_value(); }

void TimelineController::refresh() {
  due_at_ = {};
  markers_due_ = {};
  ask();
}

void TimelineController::look_at(const Range& window) {
  window_ = window;
  if (!watched_ || !snapshot_ || asking_.busy()) return;
  if (wish() || (marked_ && time_of(window_.from) < markers_from_)) ask();
}

std::optional<TimelineController::Wish> TimelineController::wish() const {
  if (!snapshot_ || snapshot_->read.empty()) return std::nullopt;
  const TimePoint now = snapshot_->server_now;
  const Range& past = snapshot_->read.front();
  const TimePoint day = now - kDay;
  if (window_.length() > 0) {
    const Range seen{window_.from, std::min(window_.to, micros(now))};
    const bool in_gap = snapshot_->read.size() > 1 && seen.to > past.to && seen.from < snapshot_->read.back().from;
    const bool far = past.from - seen.to > micros(TimePoint(kFurthestInOneGo));
    const bool before = seen.from < past.from && seen.from < seen.to;
    if (in_gap) return Wish{time_of(seen.to), time_of(seen.from)};
    if (before && (far || (snapshot_->full && seen.to <= past.from))) return Wish{time_of(seen.to), time_of(seen.from)};
    if (before && !snapshot_->full) return Wish{std::nullopt, time_of(seen.from)};
  }
  // The day as a whole, for its picture above the lanes.
  if (snapshot_->read.size() == 1 && !snapshot_->full && time_of(past.from) > day) return Wish{std::nullopt, day};
  return std::nullopt;
}

void TimelineController::ask() {
  if (!watched_ || asking_.busy()) return;  // its answer asks again
  const MonoTime begun = clock_.monotonic();
  const auto next = wish();
  const bool refreshes = !snapshot_ || begun >= due_at_ || !next;
  if (refreshes && snapshot_ && begun < due_at_) {  // nothing to do yet
    due_.start(ceil<milliseconds>(due_at_ - begun));
    return;
  }
  const auto question = [feed = feed_, refreshes, next](TimelineReader& reader) -> Result<TimelineSnapshot> {
    if (refreshes) return feed->refresh(reader);
    if (next->jump) feed->jump(*next->jump);
    return feed->read_back(reader, next->from);
  };
  asking_.ask(
      [this, question](auto done) {
        attachment_.ask<TimelineSnapshot>(
            Lane::Background,
            [question](Readers& readers) { return ask_timeline<TimelineSnapshot>(readers, question); },
            std::move(done));
      },
      [this, begun, refreshes](Result<TimelineSnapshot> snapshot) {
        if (refreshes) {
          const auto took = clock_.monotonic() - begun;
          due_at_ = clock_.monotonic() + std::max<MonoTime::duration>(kShortest, took * kPausePerAnswer);
        }
        take(std::move(snapshot), refreshes);
      });
  ask_markers();
}

void TimelineController::take(Result<TimelineSnapshot> snapshot, bool refreshed) {
  if (snapshot) {
    error_.reset();
    snapshot_ = std::move(*snapshot);
    last_read_ = clock_.now();
    if (refreshed) take_server_time(snapshot_->server_now);
  } else {
    error_ = snapshot.error();  // what was read before stays
  }
  if (snapshot && wish()) {
    due_.start(0);
  } else {
    due_.start(std::max(kLongest, ceil<milliseconds>(due_at_ - clock_.monotonic())));
  }
  Q_EMIT changed();
}

void TimelineController::ask_markers() {
  const TimePoint from = std::min(server_now() - kDay, window_.length() > 0 ? time_of(window_.from) : server_now());
  if (marking_.busy() || (marked_ && clock_.monotonic() < markers_due_ && from >= markers_from_)) return;
  const TimePoint since = from - (kDay / 4);  // so that a step to the left asks for nothing
  marked_ = true;
  markers_from_ = since;
  markers_due_ = clock_.monotonic() + kMarkersEvery;
  const auto question = [since, to = server_now() + kDay](TimelineReader& reader) { return reader.markers(since, to); };
  marking_.ask(
      [this, question](auto done) {
        attachment_.ask<std::vector<timeline::Marker>>(
            Lane::Background,
            [question](Readers& readers) { return ask_timeline<std::vector<timeline::Marker>>(readers, question); },
            std::move(done));
      },
      [this](Result<std::vector<timeline::Marker>> markers) {
        if (!markers || *markers == markers_) return;  // an error is told by the spans' own question
        markers_ = std::move(*markers);
        Q_EMIT markers_changed();
      });
}

void TimelineController::want_steps(const std::vector<WantedSteps>& sagas) {
  if (stepping_.busy() || !watched_) return;
  if (steps_.size() > kMostStepsKept) {
    steps_.clear();
    steps_read_at_.clear();
  }
  const MonoTime now = clock_.monotonic();
  std::vector<SagaId> missing;
  for (const auto& [id, open] : sagas) {
    if (missing.size() == kMostSteps) break;
    const auto read = steps_read_at_.find(id);
    // One that has ended since it was read is read once more.
    const bool old = read != steps_read_at_.end() && (!open || now - read->second >= kStepsEvery);
    if (steps_.contains(id) && !old) continue;
    missing.push_back(id);
    if (open) {
      steps_read_at_[id] = now;
    } else {
      steps_read_at_.erase(id);
    }
  }
  if (missing.empty()) return;
  const auto question = [missing](TimelineReader& reader) { return reader.steps(missing); };
  stepping_.ask(
      [this, question](auto done) {
        attachment_.ask<Steps>(
            Lane::Interactive, [question](Readers& readers) { return ask_timeline<Steps>(readers, question); },
            std::move(done));
      },
      [this, missing](Result<Steps> steps) {
        if (!steps) return;  // bars without their steps are still true
        for (const SagaId& id : missing) steps_[id] = std::move((*steps)[id]);
        Q_EMIT steps_changed();
      });
}

void TimelineController::inspect(const SagaId& saga) {
  if (saga == inspecting_id_) return;
  inspecting_id_ = saga;
  inspected_.reset();
  inspecting_.cancel();
  Q_EMIT inspected_changed();
  if (saga.empty()) return;
  inspecting_.ask([this, saga](auto done) { attachment_.by_id({saga}, std::move(done)); },
                  [this, saga](Result<SagaPage> page) {
                    if (!page || page->sagas.empty() || saga != inspecting_id_) return;
                    inspected_ = std::move(page->sagas.front());
                    Q_EMIT inspected_changed();
                  });
}

void TimelineController::export_incident(const QString& path, const timeline::Range& period) {
  const Incident incident{.system = system_,
                          .from = timeline::time_of(period.from),
                          .to = timeline::time_of(period.to),
                          .asked = server_now()};
  export_.start(path,
                [file = std::filesystem::path(path.toStdString()), incident,
                 bundle = std::shared_ptr<IncidentBundle>()](Readers& readers) mutable -> Result<ExportProgress> {
                  if (!bundle) {
                    auto created = IncidentBundle::create(file, incident);
                    if (!created) return std::unexpected(created.error());
                    bundle = std::move(*created);
                  }
                  return bundle->write_next(readers);
                });
}

void TimelineController::take_source(const SourceState& state) {
  if (state.source != Source::Postgres) return;
  const bool was_connected = postgres_ && postgres_->health == SourceState::Health::Connected;
  postgres_ = state;
  Q_EMIT sources_changed();
  if (!was_connected && state.health == SourceState::Health::Connected) refresh();
}

void TimelineController::take_server_time(TimePoint server_now) {
  if (server_now != TimePoint{}) server_offset_ = server_now - clock_.now();
}

}  // namespace saga::ui
