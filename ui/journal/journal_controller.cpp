// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/journal/journal_controller.h"

#include <algorithm>
#include <utility>

#include "backend/services/journal_export.h"
#include "ui/widgets/format.h"

namespace saga::ui {
namespace {

constexpr int kTickMs = 500;

Error no_journal() { return Error{ErrorKind::Incompatible, "This system keeps no journal."}; }

}  // namespace

JournalController::JournalController(Attachment& attachment, Anchors anchors, Executor& gui, const Clock& clock,
                                     QObject* parent)
    : QObject(parent),
      attachment_(attachment),
      anchors_(std::move(anchors)),
      clock_(clock),
      gate_(gui),
      asking_(gui),
      older_(gui),
      looking_(gui),
      walking_(gui),
      export_(attachment, gui) {
  ticker_.setInterval(kTickMs);
  connect(&ticker_, &QTimer::timeout, this, [this] {
    if (seen_ && !asking_.busy() && pace_.due(clock_.monotonic())) ask();
    Q_EMIT ticked();
  });
  connect(&model_, &JournalModel::more_wanted, this, &JournalController::ask_older);
}

JournalController::~JournalController() {
  if (walk_) walk_->given_up = true;
}

void JournalController::start() {
  AttachmentEvents events;
  events.source = gate_.pass<SourceState>([this](const SourceState& state) { take_source(state); });
  events.platform = gate_.pass<PlatformStatus>([this](const PlatformStatus& status) {
    if (status.server_now != TimePoint{}) server_offset_ = status.server_now - clock_.now();
  });
  subscription_ = attachment_.subscribe(std::move(events));
  ticker_.start();
}

bool JournalController::lost() const { return postgres_ && postgres_->health == SourceState::Health::Lost; }

std::int64_t JournalController::rows() const {
  std::int64_t all = 0;
  for (const auto& [area, rows] : chains_) all += rows;
  return all;
}

JournalController::Content JournalController::content() const {
  if (error_ && error_->kind == ErrorKind::Permission) return Content::Forbidden;
  if (model_.rowCount() > 0) return Content::Rows;
  if (read_once_) return query_ == JournalQuery{} ? Content::Empty : Content::NothingMatches;
  return error_ && error_->kind != ErrorKind::Connection ? Content::Failed : Content::Loading;
}

void JournalController::set_query(const JournalQuery& query) {
  if (query == query_) return;
  query_ = query;
  another_list_ = true;
  read_once_ = false;
  newer_ = 0;
  older_.cancel();
  model_.show({}, true);
  refresh();
  Q_EMIT changed();
}

void JournalController::refresh() {
  asking_.cancel();  // it may have been asked with another query
  pace_.begin_again();
  ask();
}

void JournalController::watch(bool seen) {
  if (std::exchange(seen_, seen) == seen || !seen || asking_.busy()) return;
  ask();
}

void JournalController::ask() {
  pace_.asked(clock_.monotonic());
  asking_.ask(
      [this, filter = query_.filter(server_now()), with_ends = !ends_read_](auto done) {
        attachment_.ask<Read>(
            Lane::Background,
            [filter, with_ends](Readers& readers) -> Result<Read> {
              if (!readers.journal) return std::unexpected(no_journal());
              auto page = readers.journal->page(filter, {}, kPage);
              if (!page) return std::unexpected(page.error());
              Read read{.page = std::move(*page)};
              if (with_ends) {
                auto ends = readers.journal->ends();
                if (!ends) return std::unexpected(ends.error());
                read.ends = std::move(*ends);
              }
              return read;
            },
            std::move(done));
      },
      [this](Result<Read> read) { take(std::move(read)); });
}

void JournalController::take(Result<Read> read) {
  pace_.answered(clock_.monotonic());
  if (!read) {
    error_ = read.error();  // what was read before stays
    Q_EMIT changed();
    return;
  }
  error_.reset();
  last_read_ = clock_.now();
  read_once_ = true;
  if (read->ends) {
    for (const ChainEnd& end : *read->ends) chains_[end.area] = std::max(chains_[end.area], end.last_seq);
    ends_read_ = true;
  }
  saga::JournalPage& page = read->page;
  note_chains(page.entries);
  if (std::exchange(another_list_, false) || model_.rowCount() == 0) {
    newer_ = 0;
    model_.show(std::move(page.entries), !page.next);
  } else if (held_ && model_.fresh(page.entries) > 0) {
    newer_ = model_.fresh(page.entries);
    waiting_ = std::move(page);
  } else {
    newer_ = 0;
    model_.take_newest(page.entries, !page.next);
  }
  Q_EMIT changed();
}

void JournalController::note_chains(const std::vector<JournalEntry>& entries) {
  for (const JournalEntry& entry : entries) chains_[entry.area] = std::max(chains_[entry.area], entry.seq);
}

void JournalController::show_newer() {
  if (newer_ == 0) return refresh();
  newer_ = 0;
  model_.take_newest(waiting_.entries, !waiting_.next);
  Q_EMIT changed();
}

void JournalController::ask_older() {
  if (older_.busy() || model_.rowCount() == 0) return;
  const JournalEntry& last = model_.entry(model_.rowCount() - 1);
  older_.ask(
      [this, filter = query_.filter(server_now()), after = JournalCursor{last.at, last.area, last.seq}](auto done) {
        attachment_.ask<saga::JournalPage>(
            Lane::Background,
            [filter, after](Readers& readers) -> Result<saga::JournalPage> {
              if (!readers.journal) return std::unexpected(no_journal());
              return readers.journal->page(filter, after, kPage);
            },
            std::move(done));
      },
      [this, area = last.area, seq = last.seq](Result<saga::JournalPage> page) {
        if (!page || model_.rowCount() == 0) return;  // asked for again when somebody scrolls there
        const JournalEntry& end = model_.entry(model_.rowCount() - 1);
        if (end.area == area && end.seq == seq) model_.append(page->entries, !page->next);
        Q_EMIT changed();
      });
}

void JournalController::look_at(const JournalEntry& entry) {
  looking_.cancel();
  missing_.reset();
  if (looked_at_ == entry) return;
  looked_at_ = entry;
  Q_EMIT looked();
}

void JournalController::look_away() {
  looking_.cancel();
  missing_.reset();
  looked_at_.reset();
  Q_EMIT looked();
}

void JournalController::look_at(const JournalBreach& breach) {
  if (const int row = model_.row_of(breach.area, breach.seq); row >= 0) return look_at(model_.entry(row));
  looking_.ask(
      [this, breach](auto done) {
        attachment_.ask<std::vector<JournalEntry>>(
            Lane::Background,
            [breach](Readers& readers) -> Result<std::vector<JournalEntry>> {
              if (!readers.journal) return std::unexpected(no_journal());
              return readers.journal->chain(breach.area, breach.seq - 1, breach.seq, 1);
            },
            std::move(done));
      },
      [this, breach](Result<std::vector<JournalEntry>> found) {
        if (!found) return;  // the source's state says so
        if (!found->empty()) return look_at(found->front());
        looked_at_.reset();
        missing_ = breach;
        Q_EMIT looked();
      });
}

void JournalController::verify() {
  if (verification_.state == JournalVerification::State::Running) return;
  before_ = verification_;
  verification_ = {};
  verification_.state = JournalVerification::State::Running;
  verification_.of = rows();
  walk_ = std::make_shared<Walk>();
  walk_->anchors = anchors_;
  step();
  Q_EMIT verification_changed();
  Q_EMIT badge_changed();
}

void JournalController::stop_verifying() {
  if (verification_.state != JournalVerification::State::Running) return;
  walk_->given_up = true;
  walk_.reset();
  walking_.cancel();
  verification_ = before_;  // what was found stays found: looking again does not take it back
  Q_EMIT verification_changed();
  Q_EMIT badge_changed();
}

// A page of a chain a question, so that others come in between.
void JournalController::step() {
  walking_.ask(
      [this, walk = walk_](auto done) {
        attachment_.ask<WalkStep>(
            Lane::Background,
            [walk](Readers& readers) -> Result<WalkStep> {
              if (walk->given_up) return std::unexpected(Error{ErrorKind::Invalid, "The verification was given up."});
              if (!readers.journal) return std::unexpected(no_journal());
              if (!walk->walk) {
                // Before the database is asked: what is written meanwhile then cannot look as if it were missing.
                auto kept = walk->anchors ? walk->anchors() : Result<KeptAnchors>(KeptAnchors{});
                if (!kept) return std::unexpected(kept.error());
                walk->unreadable = kept->unreadable;
                walk->walk.emplace(std::move(kept->anchors));
              }
              const auto progress = walk->walk->next(*readers.journal);
              if (!progress) return std::unexpected(progress.error());
              WalkStep seen{.progress = *progress, .unreadable = walk->unreadable};
              if (progress->complete) {
                seen.report = walk->walk->report();
                seen.ends = walk->walk->ends();
              }
              return seen;
            },
            std::move(done));
      },
      [this](Result<WalkStep> seen) { take_step(std::move(seen)); });
}

void JournalController::take_step(Result<WalkStep> seen) {
  using State = JournalVerification::State;
  if (!seen) {
    if (before_.state == State::Broken)
      verification_ = before_;
    else
      verification_.state = State::Failed;
    verification_.error = seen.error();
    walk_.reset();
    Q_EMIT verification_changed();
    Q_EMIT badge_changed();
    return;
  }
  verification_.rows = seen->progress.rows;
  verification_.of = seen->progress.of;
  verification_.unreadable = seen->unreadable;
  if (!seen->report) {
    step();
    Q_EMIT verification_changed();
    return;
  }
  walk_.reset();
  verification_.report = std::move(*seen->report);
  verification_.state = verification_.report.breach_count > 0 ? State::Broken : State::Sound;
  verification_.at = clock_.now();
  for (const ChainEnd& end : seen->ends) {
    verification_.up_to[end.area] = end.last_seq;
    chains_[end.area] = std::max(chains_[end.area], end.last_seq);
  }
  model_.mark(verification_.report.breaches);
  if (verification_.state == State::Broken && !looked_at_) look_at(verification_.report.breaches.front());
  Q_EMIT verification_changed();
  Q_EMIT badge_changed();
}

std::int64_t JournalController::written_since() const {
  std::int64_t since = 0;
  for (const auto& [area, rows] : chains_) {
    const auto seen = verification_.up_to.find(area);
    since += std::max<std::int64_t>(0, rows - (seen == verification_.up_to.end() ? 0 : seen->second));
  }
  return since;
}

void JournalController::export_to(const QString& path) {
  export_.start(path,
                [file = std::filesystem::path(path.toStdString()), filter = query_.filter(server_now()),
                 csv = std::shared_ptr<JournalCsv>()](Readers& readers) mutable -> Result<ExportProgress> {
                  if (!readers.journal) return std::unexpected(no_journal());
                  if (!csv) {
                    auto created = JournalCsv::create(file, filter);
                    if (!created) return std::unexpected(created.error());
                    csv = std::move(*created);
                  }
                  return csv->write_next(*readers.journal);
                });
}

Badge JournalController::badge() const {
  // While it is looked at again, what was found stands.
  using State = JournalVerification::State;
  const JournalVerification& known = verification_.state == State::Running ? before_ : verification_;
  if (known.state != State::Broken) return {};
  return {count_text(known.report.breach_count), Badge::Tone::Alarm, tr("the journal's chain is broken")};
}

void JournalController::take_source(const SourceState& state) {
  if (state.source != Source::Postgres) return;
  const bool was_connected = postgres_ && postgres_->health == SourceState::Health::Connected;
  postgres_ = state;
  Q_EMIT sources_changed();
  if (!was_connected && state.health == SourceState::Health::Connected && seen_) refresh();
}

}  // namespace saga::ui
