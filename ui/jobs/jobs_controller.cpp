// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/jobs_controller.h"

#include <algorithm>
#include <utility>

#include "backend/services/job_csv.h"
#include "ui/jobs/job_words.h"
#include "ui/widgets/format.h"

namespace saga::ui {
namespace {

using std::chrono::ceil;
using std::chrono::milliseconds;

// A commit whose connection broke has ended one way or the other after this long: longer than the statements' deadline.
constexpr std::chrono::seconds kSettleTime{15};
constexpr std::size_t kSamples = 12;
constexpr int kLargestPage = 10'000;

Error no_jobs() { return Error{ErrorKind::Incompatible, "This system knows no bulk actions."}; }

JobStatus status_after(JobChange change) {
  switch (change) {
    case JobChange::Pause: return JobStatus::Paused;
    case JobChange::Resume: return JobStatus::Running;
    case JobChange::Cancel: return JobStatus::Cancelled;
  }
  return JobStatus::Unknown;
}

}  // namespace

JobsController::JobsController(Attachment& attachment, Executor& gui, const Clock& clock, QObject* parent)
    : QObject(parent),
      attachment_(attachment),
      clock_(clock),
      gate_(gui),
      asking_(gui),
      item_page_(gui),
      more_items_(gui),
      export_(attachment, gui) {
  due_.setSingleShot(true);
  connect(&due_, &QTimer::timeout, this, &JobsController::ask);
  connect(&items_, &ItemModel::more_wanted, this, &JobsController::ask_more_items);
}

void JobsController::start() {
  AttachmentEvents events;
  events.source = gate_.pass<SourceState>([this](const SourceState& state) {
    if (state.source != Source::Postgres) return;
    const bool was_connected = postgres_ && postgres_->health == SourceState::Health::Connected;
    postgres_ = state;
    if (!was_connected && state.health == SourceState::Health::Connected) refresh();
    Q_EMIT changed();
  });
  events.platform = gate_.pass<PlatformStatus>([this](PlatformStatus status) {
    if (status.server_now != TimePoint{}) server_offset_ = status.server_now - clock_.now();
    platform_ = std::move(status);
    Q_EMIT changed();
  });
  subscription_ = attachment_.subscribe(std::move(events));
  ask();
}

bool JobsController::lost() const { return postgres_ && postgres_->health == SourceState::Health::Lost; }

const Job* JobsController::find(const JobId& id) const {
  const auto found = std::ranges::find(jobs_, id, &Job::id);
  return found == jobs_.end() ? nullptr : &*found;
}

int JobsController::running() const {
  return static_cast<int>(std::ranges::count_if(jobs_, [](const Job& job) { return !job.at_rest(); }));
}

int JobsController::paused() const {
  return static_cast<int>(std::ranges::count(jobs_, JobStatus::Paused, &Job::status));
}

void JobsController::set_open(bool open) {
  if (std::exchange(open_, open) == open) return;
  if (open) {
    if (selected_.empty() && !jobs_.empty()) select(jobs_.front().id);
    refresh();
    ask_items();
  }
  Q_EMIT open_changed();
}

void JobsController::show(const JobId& id) {
  select(id);
  set_open(true);
  refresh();
}

void JobsController::select(const JobId& id) {
  if (id == selected_) return;
  selected_ = id;
  only_.clear();
  items_of_.reset();
  items_error_.reset();
  items_.show({}, true);
  if (changing_ && changing_->settled()) changing_.reset();
  ask_items();
  Q_EMIT selected_changed();
}

std::optional<double> JobsController::rate_of(const JobId& id) const {
  const auto found = samples_.find(id);
  if (found == samples_.end() || found->second.size() < 2) return std::nullopt;
  const Sample& first = found->second.front();
  const Sample& last = found->second.back();
  const double seconds = std::chrono::duration<double>(last.at - first.at).count();
  if (seconds <= 0) return std::nullopt;
  return static_cast<double>(last.settled - first.settled) / seconds;
}

void JobsController::set_only(std::vector<JobItemStatus> only) {
  if (only == only_) return;
  only_ = std::move(only);
  items_of_.reset();
  items_.show({}, true);
  ask_items();
  Q_EMIT items_changed();
}

void JobsController::export_to(const QString& path) {
  if (selected() == nullptr) return;
  export_.start(path,
                [file = std::filesystem::path(path.toStdString()), id = selected_,
                 csv = std::shared_ptr<JobCsv>()](Readers& readers) mutable -> Result<ExportProgress> {
                  if (!readers.jobs) return std::unexpected(no_jobs());
                  if (!csv) {
                    auto created = JobCsv::create(file, id);
                    if (!created) return std::unexpected(created.error());
                    csv = std::move(*created);
                  }
                  return csv->write_next(*readers.jobs);
                });
}

void JobsController::refresh() {
  due_.stop();
  ask();
}

void JobsController::ask() {
  if (asking_.busy()) return;  // its answer asks again
  asked_at_ = clock_.monotonic();
  asking_.ask(
      [this](auto done) {
        attachment_.ask<std::vector<Job>>(
            Lane::Interactive,
            [](Readers& readers) -> Result<std::vector<Job>> {
              if (!readers.jobs) return std::unexpected(no_jobs());
              return readers.jobs->list(kJobs);
            },
            std::move(done));
      },
      [this](Result<std::vector<Job>> jobs) { take(std::move(jobs)); });
}

void JobsController::take(Result<std::vector<Job>> jobs) {
  took_ = clock_.monotonic() - asked_at_;
  if (jobs) {
    error_.reset();
    read_once_ = true;
    jobs_ = std::move(*jobs);
    note_rates();
    look_back();
    if (open_ && selected_.empty() && !jobs_.empty()) select(jobs_.front().id);
    const Job* job = selected();
    if (open_ && job != nullptr && items_of_ != job->counts) ask_items();
  } else {
    error_ = jobs.error();
  }
  const milliseconds least = running() == 0 && !(changing_ && !changing_->settled()) ? kQuiet
                             : open_                                                 ? kWatched
                                                                                     : kRunning;
  due_.start(ceil<milliseconds>(std::max<MonoTime::duration>(least, took_ * kPausePerAnswer)));
  Q_EMIT changed();
}

void JobsController::note_rates() {
  std::erase_if(samples_, [&](const auto& of) { return find(of.first) == nullptr; });
  for (const Job& job : jobs_) {
    if (job.at_rest()) {
      samples_.erase(job.id);
      continue;
    }
    auto& samples = samples_[job.id];
    samples.push_back({clock_.monotonic(), settled(job.counts)});
    if (samples.size() > kSamples) samples.erase(samples.begin());
  }
}

// As many as were read, from the beginning again: outcomes come in any order.
void JobsController::ask_items() {
  const Job* job = selected();
  if (job == nullptr || item_page_.busy()) return;
  const int limit = std::clamp(items_.rowCount(), kItems, kLargestPage);
  item_page_.ask(
      [this, id = selected_, only = only_, limit](auto done) {
        attachment_.ask<JobItemPage>(
            Lane::Background,
            [id, only, limit](Readers& readers) -> Result<JobItemPage> {
              if (!readers.jobs) return std::unexpected(no_jobs());
              return readers.jobs->items(id, only, 0, limit);
            },
            std::move(done));
      },
      [this, id = selected_, only = only_, counts = job->counts](Result<JobItemPage> page) {
        if (id != selected_ || only != only_) return ask_items();  // another job, or other items, since then
        if (page) {
          items_error_.reset();
          items_of_ = counts;
          items_.show(std::move(page->items), !page->next);
        } else {
          items_error_ = page.error();
        }
        Q_EMIT items_changed();
      });
}

void JobsController::ask_more_items() {
  if (more_items_.busy() || items_.rowCount() == 0) return;
  const int after = items_.item(items_.rowCount() - 1).position;
  more_items_.ask(
      [this, id = selected_, only = only_, after](auto done) {
        attachment_.ask<JobItemPage>(
            Lane::Background,
            [id, only, after](Readers& readers) -> Result<JobItemPage> {
              if (!readers.jobs) return std::unexpected(no_jobs());
              return readers.jobs->items(id, only, after, kItems);
            },
            std::move(done));
      },
      [this, id = selected_, only = only_, after](Result<JobItemPage> page) {
        if (!page || id != selected_ || only != only_ || items_.rowCount() == 0) return;
        if (items_.item(items_.rowCount() - 1).position != after) return;
        items_.append(page->items, !page->next);
        Q_EMIT items_changed();
      });
}

std::optional<QString> JobsController::closed_because(JobChange change) const {
  const Job* job = selected();
  if (job == nullptr) return tr("no job is chosen");
  if (lost()) return tr("PostgreSQL is lost");
  if (!platform_) return tr("it is not known yet what this role may do");
  if (!platform_->may_retry) return tr("the role saga_operator is needed");
  if (changing_ && !changing_->settled() && changing_->job == job->id) {
    return changing_->stage == JobChanging::Stage::Unknown
               ? tr("the outcome of the last change is unknown, it is being read back")
               : tr("a change is under way");
  }
  const bool ended = job->status == JobStatus::Cancelled || job->status == JobStatus::Finished;
  if (ended) return tr("the job has ended");
  if (change == JobChange::Pause && job->status != JobStatus::Running) return tr("it is paused already");
  if (change == JobChange::Resume && job->status != JobStatus::Paused) return tr("it is running");
  return std::nullopt;
}

void JobsController::change(JobChange change, const QString& reason) {
  if (closed_because(change) || reason.trimmed().isEmpty()) return;
  changing_ = JobChanging{.change = change, .job = selected_, .requested_at = server_now()};
  attachment_.change_job(change, selected_, reason.trimmed().toStdString(),
                         gate_.pass<ActionOutcome>([this](const ActionOutcome& outcome) { take_outcome(outcome); }));
  Q_EMIT changing_changed();
}

void JobsController::take_outcome(const ActionOutcome& outcome) {
  if (!changing_ || changing_->stage != JobChanging::Stage::Sending) return;
  using Stage = JobChanging::Stage;
  if (const auto* applied = std::get_if<Applied>(&outcome)) {
    changing_->stage = Stage::Done;
    changing_->said = text(applied->warning);
  } else if (const auto* refused = std::get_if<Refused>(&outcome)) {
    changing_->stage = Stage::Refused;
    changing_->said = text(refused->reason);
  } else if (const auto* conflict = std::get_if<Conflict>(&outcome)) {
    changing_->stage = Stage::Conflict;
    changing_->said = text(conflict->reason);
  } else if (const auto* unknown = std::get_if<OutcomeUnknown>(&outcome)) {
    changing_->stage = Stage::Unknown;
    changing_->said = text(unknown->error.message);
  } else if (const auto* failed = std::get_if<Failed>(&outcome)) {
    changing_->stage = Stage::NotSent;
    changing_->said = text(failed->error.message);
  }
  Q_EMIT changing_changed();
  refresh();
}

void JobsController::look_back() {
  if (!changing_ || changing_->stage != JobChanging::Stage::Unknown) return;
  const Job* job = find(changing_->job);
  if (job != nullptr && job->status == status_after(changing_->change) && job->status_at >= changing_->requested_at) {
    changing_->stage = JobChanging::Stage::Done;
    changing_->said.clear();
  } else if (server_now() - changing_->requested_at > kSettleTime) {
    changing_->stage = JobChanging::Stage::NotSent;
    changing_->said = tr("It was read back: it never arrived");
  } else {
    return;
  }
  Q_EMIT changing_changed();
}

void JobsController::dismiss() {
  if (!changing_ || !changing_->settled()) return;
  changing_.reset();
  Q_EMIT changing_changed();
}

}  // namespace saga::ui
