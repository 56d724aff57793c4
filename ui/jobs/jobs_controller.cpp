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

constexpr std::size_t kSamples = 12;
constexpr int kLargestPage = 10'000;

Error no_jobs() { return Error{ErrorKind::Incompatible, "This system knows no bulk actions."}; }

}  // namespace

JobsController::JobsController(Attachment& attachment, Executor& gui, const Clock& clock, QObject* parent)
    : QObject(parent),
      attachment_(attachment),
      clock_(clock),
      gate_(gui),
      asking_(gui),
      item_page_(gui),
      more_items_(gui),
      tracing_(gui),
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
  if (found != jobs_.end()) return &*found;
  return older_ && older_->id == id ? &*older_ : nullptr;
}

bool JobsController::gone() const { return !selected_.empty() && selected_ == older_asked_ && selected() == nullptr; }

int JobsController::running() const {
  return static_cast<int>(std::ranges::count_if(
      jobs_, [](const Job& job) { return !job.at_rest() && job.status != JobStatus::AwaitingApproval; }));
}

int JobsController::waiting() const {
  return static_cast<int>(std::ranges::count(jobs_, JobStatus::AwaitingApproval, &Job::status));
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
  items_.clear();
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
  items_.clear();
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
      [this, selected = selected_](auto done) {
        attachment_.ask<Answer>(
            Lane::Interactive,
            [selected](Readers& readers) -> Result<Answer> {
              if (!readers.jobs) return std::unexpected(no_jobs());
              auto jobs = readers.jobs->list(kJobs);
              if (!jobs) return std::unexpected(jobs.error());
              Answer answer{.jobs = std::move(*jobs), .older_asked = selected};
              const bool among = std::ranges::find(answer.jobs, selected, &Job::id) != answer.jobs.end();
              if (!selected.empty() && !among) {
                auto older = readers.jobs->find(selected);
                if (!older) return std::unexpected(older.error());
                answer.older = std::move(*older);
              }
              if (!readers.approvals) return answer;
              auto approvals = readers.approvals->list(false, kJobs);
              if (!approvals) return std::unexpected(approvals.error());
              answer.approvals = std::move(*approvals);
              if (answer.older &&
                  std::ranges::find(answer.approvals, selected, &Approval::subject) == answer.approvals.end()) {
                auto its = readers.approvals->find(selected);
                if (!its) return std::unexpected(its.error());
                if (*its) answer.approvals.push_back(std::move(**its));
              }
              return answer;
            },
            std::move(done));
      },
      [this](Result<Answer> answer) { take(std::move(answer)); });
}

void JobsController::take(Result<Answer> answer) {
  took_ = clock_.monotonic() - asked_at_;
  if (answer) {
    error_.reset();
    read_once_ = true;
    jobs_ = std::move(answer->jobs);
    approvals_ = std::move(answer->approvals);
    older_asked_ = std::move(answer->older_asked);
    older_ = std::move(answer->older);
    note_rates();
    look_back();
    if (open_ && selected_.empty() && !jobs_.empty()) select(jobs_.front().id);
    const Job* job = selected();
    if (open_ && job != nullptr && items_of_ != job->counts) ask_items();
  } else {
    error_ = answer.error();
  }
  const bool quiet = running() + waiting() == 0 && !any_unsettled();
  const milliseconds least = quiet ? kQuiet : open_ ? kWatched : kRunning;
  // A job that was selected meanwhile, and is not among the newest, has not been asked for yet.
  const bool unread = !error_ && selected() == nullptr && selected_ != older_asked_;
  due_.start(unread ? milliseconds(0)
                    : ceil<milliseconds>(std::max<MonoTime::duration>(least, took_ * kPausePerAnswer)));
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

}  // namespace saga::ui
