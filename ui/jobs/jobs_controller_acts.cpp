// SPDX-License-Identifier: GPL-3.0-or-later
// What a person does to a job, as its operator and as the second person.
#include <algorithm>

#include "ui/jobs/jobs_controller.h"
#include "ui/widgets/format.h"
#include "ui/widgets/permission.h"

namespace saga::ui {
namespace {

bool ended(JobStatus status) {
  return status == JobStatus::Cancelled || status == JobStatus::Finished || status == JobStatus::Refused;
}

// Of the second person.
bool decides(JobAct act) { return act == JobAct::Approve || act == JobAct::Refuse; }

}  // namespace

const Approval* JobsController::approval() const {
  const auto found =
      std::ranges::find_if(approvals_, [&](const Approval& a) { return a.is_job && a.subject == selected_; });
  return found == approvals_.end() ? nullptr : &*found;
}

// What was approved is to be done soon: a job that is paused for longer has to be approved once more.
bool JobsController::approval_ran_out() const {
  const Approval* its = approval();
  return its != nullptr && its->expires_at <= server_now();
}

const JobActing* JobsController::acting() const {
  const auto found = acting_.find(selected_);
  return found == acting_.end() ? nullptr : &found->second;
}

bool JobsController::any_unsettled() const {
  return std::ranges::any_of(acting_, [](const auto& of) { return !of.second.settled(); });
}

std::vector<JobAct> JobsController::acts() const {
  const Job* job = selected();
  if (job == nullptr) return {};
  switch (job->status) {
    case JobStatus::AwaitingApproval: return {JobAct::Approve, JobAct::Refuse, JobAct::Cancel};
    case JobStatus::Running: return {JobAct::Pause, JobAct::Cancel};
    case JobStatus::Paused: return {approval_ran_out() ? JobAct::AskAgain : JobAct::Resume, JobAct::Cancel};
    case JobStatus::Expired: return {JobAct::AskAgain, JobAct::Cancel};
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
  if (const JobActing* last = acting(); last != nullptr && !last->settled()) {
    return last->stage == JobActing::Stage::Unknown
               ? tr("the outcome of the last change is unknown, it is being read back")
               : tr("a change is under way");
  }
  const auto suiting = acts();
  if (std::ranges::find(suiting, act) != suiting.end()) return std::nullopt;
  if (decides(act)) return tr("it does not wait for a second person");
  if (ended(job->status)) return tr("the job has ended");
  if (job->status == JobStatus::AwaitingApproval) return tr("it waits for a second person");
  if (job->status == JobStatus::Expired) return tr("it was not approved in time, it can be asked for again");
  if (act == JobAct::AskAgain) return tr("nothing has to be asked again");
  if (job->status == JobStatus::Unknown) return look_of(*job).word;
  if (job->status == JobStatus::Running) return tr("it is running");
  return act == JobAct::Pause ? tr("it is paused already") : tr("its approval has run out, it can be asked for again");
}

void JobsController::act(JobAct act, const QString& reason) {
  if (closed_because(act) || reason.trimmed().isEmpty()) return;
  const std::string why = reason.trimmed().toStdString();
  acting_.insert_or_assign(
      selected_,
      JobActing{.act = act, .job = selected_, .who = platform_->user, .reason = why, .requested_at = server_now()});
  auto done =
      gate_.pass<ActionOutcome>([this, id = selected_](const ActionOutcome& outcome) { take_outcome(id, outcome); });
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

void JobsController::take_outcome(const JobId& id, const ActionOutcome& outcome) {
  const auto found = acting_.find(id);
  if (found == acting_.end() || found->second.stage != JobActing::Stage::Sending) return;
  JobActing& acting = found->second;
  using Stage = JobActing::Stage;
  if (const auto* applied = std::get_if<Applied>(&outcome)) {
    acting.stage = Stage::Done;
    acting.said = text(applied->warning);
  } else if (const auto* refused = std::get_if<Refused>(&outcome)) {
    acting.stage = Stage::Refused;
    acting.said = text(refused->reason);
  } else if (const auto* conflict = std::get_if<Conflict>(&outcome)) {
    acting.stage = Stage::Conflict;
    acting.said = text(conflict->reason);
  } else if (const auto* unknown = std::get_if<OutcomeUnknown>(&outcome)) {
    acting.stage = Stage::Unknown;
    acting.unknown_since = server_now();
    acting.said = text(unknown->error.message);
  } else if (const auto* failed = std::get_if<Failed>(&outcome)) {
    acting.stage = Stage::NotSent;
    acting.said = text(failed->error.message);
  }
  Q_EMIT acting_changed();
  refresh();
}

void JobsController::dismiss() {
  const auto found = acting_.find(selected_);
  if (found == acting_.end() || !found->second.settled()) return;
  acting_.erase(found);
  Q_EMIT acting_changed();
}

}  // namespace saga::ui
