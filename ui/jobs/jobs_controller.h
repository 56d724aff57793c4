// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <vector>

#include <QObject>
#include <QTimer>

#include "backend/services/attachment.h"
#include "ui/async/gate.h"
#include "ui/async/latest.h"
#include "ui/exports/file_export.h"
#include "ui/jobs/item_model.h"
#include "ui/jobs/job_words.h"

namespace saga::ui {

// One act on one job, and what is known of it.
struct JobActing {
  enum class Stage { Sending, Done, Refused, Conflict, Unknown, NotSent } stage = Stage::Sending;
  JobAct act = JobAct::Pause;
  JobId job = {};
  std::string who = {};  // asked
  std::string reason = {};
  QString said = {};  // by the database
  TimePoint requested_at = {};
  TimePoint unknown_since = {};  // Unknown: the commit was in doubt from then on, however long the call took before
  [[nodiscard]] bool settled() const { return stage != Stage::Sending && stage != Stage::Unknown; }
};

// Follows the bulk actions of the running system, whoever began them, and changes them. The window shows this object's
// state: in the bar at its bottom, and in the drawer. Lives on the GUI thread; answers come in through the gate.
class JobsController final : public QObject {
  Q_OBJECT

 public:
  static constexpr int kJobs = 50;
  static constexpr int kItems = 500;
  static constexpr std::chrono::milliseconds kWatched{300};  // between two questions, while a job runs and is looked at
  static constexpr std::chrono::milliseconds kRunning{1000};  // while one runs
  static constexpr std::chrono::milliseconds kQuiet{2000};    // otherwise: so long a new one may go unnoticed
  static constexpr int kPausePerAnswer = 19;                  // asking takes at most a twentieth of the server's time

  JobsController(Attachment& attachment, Executor& gui, const Clock& clock, QObject* parent = nullptr);

  // Newest first. What was read stays when it cannot be read again.
  [[nodiscard]] const std::vector<Job>& jobs() const { return jobs_; }
  [[nodiscard]] const Job* find(const JobId& id) const;  // the selected one also when it is older than those
  [[nodiscard]] bool read_once() const { return read_once_; }
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }  // of the last answer
  [[nodiscard]] bool lost() const;
  [[nodiscard]] TimePoint server_now() const { return clock_.now() + server_offset_; }
  [[nodiscard]] int running() const;  // that something still happens to
  [[nodiscard]] int waiting() const;  // for a second person
  [[nodiscard]] int paused() const;

  [[nodiscard]] bool is_open() const { return open_; }  // the drawer
  void set_open(bool open);
  void show(const JobId& id);  // opens the drawer on it
  [[nodiscard]] const Job* selected() const { return find(selected_); }
  [[nodiscard]] bool gone() const;  // one is selected, and the database does not keep it any more
  void select(const JobId& id);
  // Sagas settled a second, over the last few answers.
  [[nodiscard]] std::optional<double> rate_of(const JobId& id) const;

  [[nodiscard]] ItemModel& items() { return items_; }
  [[nodiscard]] const std::vector<JobItemStatus>& only() const { return only_; }
  void set_only(std::vector<JobItemStatus> only);  // empty: all
  [[nodiscard]] const std::optional<Error>& items_error() const { return items_error_; }
  [[nodiscard]] FileExport& exporting() { return export_; }
  void export_to(const QString& path);  // the items of the selected job

  // What was asked of a second person for the selected job, the last time; nullptr: it needed none.
  [[nodiscard]] const Approval* approval() const;
  // The acts that suit the selected job as it stands, whether they are closed or not.
  [[nodiscard]] std::vector<JobAct> acts() const;
  // Why that cannot be done to the selected job now; nullopt: it can.
  [[nodiscard]] std::optional<QString> closed_because(JobAct act) const;
  void act(JobAct act, const QString& reason);  // on the selected one
  // The last act on the selected job, until it is dismissed; nullptr: there is none. Each job has its own.
  [[nodiscard]] const JobActing* acting() const;
  void dismiss();  // what became of it, once it is settled

  void start();
  void refresh();

 Q_SIGNALS:
  void changed();
  void selected_changed();
  void items_changed();
  void acting_changed();
  void open_changed();

 private:
  struct Sample {
    MonoTime at = {};
    std::int64_t settled = 0;
  };
  struct Answer {
    std::vector<Job> jobs;
    std::vector<Approval> approvals = {};  // newest first
    JobId older_asked = {};                // the job that was selected then
    std::optional<Job> older = {};         // that job, unless it is among the newest
  };
  using Traces = std::map<JobId, std::optional<JournalEntry>>;
  void ask();
  void take(Result<Answer> answer);
  void note_rates();
  void ask_items();
  void ask_more_items();
  void take_outcome(const JobId& id, const ActionOutcome& outcome);
  [[nodiscard]] std::optional<QString> closed_to_person(JobAct act) const;
  [[nodiscard]] bool approval_ran_out() const;  // of the selected job
  [[nodiscard]] bool any_unsettled() const;
  void look_back();  // what unknown outcomes were
  void take_traces(const Traces& traces, TimePoint looked_at);

  Attachment& attachment_;
  const Clock& clock_;
  std::vector<Job> jobs_;
  std::optional<Job> older_;
  JobId older_asked_;
  std::vector<Approval> approvals_;
  bool read_once_ = false;
  std::optional<Error> error_;
  std::optional<SourceState> postgres_;
  std::optional<PlatformStatus> platform_;
  std::chrono::microseconds server_offset_{0};
  bool open_ = false;
  JobId selected_;
  std::map<JobId, std::vector<Sample>> samples_;
  ItemModel items_;
  std::vector<JobItemStatus> only_;
  std::optional<JobCounts> items_of_;  // the counts when the items were read
  std::optional<Error> items_error_;
  std::map<JobId, JobActing> acting_;
  MonoTime asked_at_ = {};
  MonoTime::duration took_{0};
  QTimer due_;

  Gate gate_;
  Latest<Result<Answer>> asking_;
  Latest<Result<JobItemPage>> item_page_;
  Latest<Result<JobItemPage>> more_items_;
  Latest<Result<Traces>> tracing_;
  FileExport export_;
  Subscription subscription_;  // last: ends before anything that it calls
};

}  // namespace saga::ui
