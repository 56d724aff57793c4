// SPDX-License-Identifier: GPL-3.0-or-later
// What a person does to a job, as its operator and as the second person, and how its outcome is found out.
#include <algorithm>

#include "ui/jobs/jobs_controller.h"
#include "ui/widgets/format.h"
#include "ui/widgets/permission.h"

namespace saga::ui {
namespace {

// A commit whose connection broke has ended one way or the other after this long: longer than the statements' deadline.
constexpr std::chrono::seconds kSettleTime{15};

bool ended(JobStatus status) {
  return status == JobStatus::Cancelled || status == JobStatus::Finished || status == JobStatus::Refused ||
         status == JobStatus::Expired;
}

// Of the second person.
bool decides(JobAct act) { return act == JobAct::Approve || act == JobAct::Refuse; }

}  // namespace

const Approval* JobsController::approval() const {
  const auto found =
      std::ranges::find_if(approvals_, [&](const Approval& a) { return a.is_job && a.subject == selected_; });
  return found == approvals_.end() ? nullptr : &*found;
}

std::vector<JobAct> JobsController::acts() const {
  const Job* job = selected();
  if (job == nullptr) return {};
  switch (job->status) {
    case JobStatus::AwaitingApproval: return {JobAct::Approve, JobAct::Refuse, JobAct::Cancel};
    case JobStatus::Running: return {JobAct::Pause, JobAct::Cancel};
    case JobStatus::Paused: return {JobAct::Resume, JobAct::Cancel};
    case JobStatus::Expired: return {JobAct::AskAgain};
    case JobStatus::Cancelled:
    case JobStatus::Finished:
    case JobStatus::Refused:
    case JobStatus::Unknown: break;
  }
  return {};
}

std::optional<QString> JobsController::closed_to_person(JobAct act) const {
  if (!platform_) return tr("it is not known yet what this role may do");
  if (!decides(act)) return closed_by_role(*platform_, &PlatformStatus::may_retry);
  if (selected()->requested_by == platform_->user) return tr("who asked for it cannot be the second person");
  return closed_by_role(*platform_, &PlatformStatus::may_approve);
}

std::optional<QString> JobsController::closed_because(JobAct act) const {
  const Job* job = selected();
  if (job == nullptr) return tr("no job is chosen");
  if (lost()) return tr("PostgreSQL is lost");
  if (auto role = closed_to_person(act)) return role;
  if (acting_ && !acting_->settled() && acting_->job == job->id) {
    return acting_->stage == JobActing::Stage::Unknown
               ? tr("the outcome of the last change is unknown, it is being read back")
               : tr("a change is under way");
  }
  const auto suiting = acts();
  if (std::ranges::find(suiting, act) != suiting.end()) return std::nullopt;
  if (act == JobAct::AskAgain) return tr("nothing has to be asked again");
  if (decides(act)) return tr("it does not wait for a second person");
  if (ended(job->status)) return tr("the job has ended");
  if (job->status == JobStatus::AwaitingApproval) return tr("it waits for a second person");
  return act == JobAct::Pause ? tr("it is paused already") : tr("it is running");
}

void JobsController::act(JobAct act, const QString& reason) {
  if (closed_because(act) || reason.trimmed().isEmpty()) return;
  acting_ = JobActing{.act = act, .job = selected_, .reason = reason.trimmed(), .requested_at = server_now()};
  auto done = gate_.pass<ActionOutcome>([this](const ActionOutcome& outcome) { take_outcome(outcome); });
  const std::string why = acting_->reason.toStdString();
  switch (act) {
    case JobAct::Pause: attachment_.change_job(JobChange::Pause, selected_, why, std::move(done)); break;
    case JobAct::Resume: attachment_.change_job(JobChange::Resume, selected_, why, std::move(done)); break;
    case JobAct::Cancel: attachment_.change_job(JobChange::Cancel, selected_, why, std::move(done)); break;
    // The hash of what was on the screen: if something else waits by now, the database says so.
    case JobAct::Approve:
      attachment_.decide_approval(ApprovalDecision::Approve, selected_, selected()->set_hash, why, std::move(done));
      break;
    case JobAct::Refuse:
      attachment_.decide_approval(ApprovalDecision::Refuse, selected_, selected()->set_hash, why, std::move(done));
      break;
    case JobAct::AskAgain: attachment_.ask_approval_again(selected_, why, std::move(done)); break;
  }
  Q_EMIT acting_changed();
}

void JobsController::take_outcome(const ActionOutcome& outcome) {
  if (!acting_ || acting_->stage != JobActing::Stage::Sending) return;
  using Stage = JobActing::Stage;
  if (const auto* applied = std::get_if<Applied>(&outcome)) {
    acting_->stage = Stage::Done;
    acting_->said = text(applied->warning);
  } else if (const auto* refused = std::get_if<Refused>(&outcome)) {
    acting_->stage = Stage::Refused;
    acting_->said = text(refused->reason);
  } else if (const auto* conflict = std::get_if<Conflict>(&outcome)) {
    acting_->stage = Stage::Conflict;
    acting_->said = text(conflict->reason);
  } else if (const auto* unknown = std::get_if<OutcomeUnknown>(&outcome)) {
    acting_->stage = Stage::Unknown;
    acting_->said = text(unknown->error.message);
  } else if (const auto* failed = std::get_if<Failed>(&outcome)) {
    acting_->stage = Stage::NotSent;
    acting_->said = text(failed->error.message);
  }
  Q_EMIT acting_changed();
  refresh();
}

bool JobsController::seen_done(const JobActing& acting) const {
  const auto job_is = [&](JobStatus status) {
    const Job* job = find(acting.job);
    return job != nullptr && job->status == status && job->status_at >= acting.requested_at;
  };
  const auto approval_is = [&](ApprovalStatus status) {
    return std::ranges::any_of(approvals_, [&](const Approval& approval) {
      return approval.subject == acting.job && approval.status == status && text(approval.decision) == acting.reason;
    });
  };
  switch (acting.act) {
    case JobAct::Pause: return job_is(JobStatus::Paused);
    case JobAct::Resume: return job_is(JobStatus::Running);
    case JobAct::Cancel: return job_is(JobStatus::Cancelled);
    case JobAct::Approve: return approval_is(ApprovalStatus::Approved);
    case JobAct::Refuse: return approval_is(ApprovalStatus::Refused);
    case JobAct::AskAgain: return job_is(JobStatus::AwaitingApproval);
  }
  return false;
}

void JobsController::look_back() {
  if (!acting_ || acting_->stage != JobActing::Stage::Unknown) return;
  if (seen_done(*acting_)) {
    acting_->stage = JobActing::Stage::Done;
    acting_->said.clear();
  } else if (server_now() - acting_->requested_at > kSettleTime) {
    acting_->stage = JobActing::Stage::NotSent;
    acting_->said = tr("It was read back: it never arrived");
  } else {
    return;
  }
  Q_EMIT acting_changed();
}

void JobsController::dismiss() {
  if (!acting_ || !acting_->settled()) return;
  acting_.reset();
  Q_EMIT acting_changed();
}

}  // namespace saga::ui
