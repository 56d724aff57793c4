// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/job_words.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>

#include "ui/widgets/format.h"

namespace saga::ui {
namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(saga::ui::JobWords)
};

}  // namespace

JobLook look_of(const Job& job) {
  switch (job.status) {
    case JobStatus::AwaitingApproval: return {StatusKind::Stuck, Icon::Key, Words::tr("waits for a second person")};
    case JobStatus::Running: return {StatusKind::Running, Icon::RingPlay, Words::tr("running")};
    case JobStatus::Paused:
      return {StatusKind::Stuck, Icon::Pause,
              job.status_by == "breaker" ? Words::tr("paused by the breaker") : Words::tr("paused")};
    case JobStatus::Cancelled: return {StatusKind::Compensated, Icon::Stop, Words::tr("cancelled")};
    case JobStatus::Finished: return {StatusKind::Completed, Icon::Check, Words::tr("finished")};
    case JobStatus::Refused: return {StatusKind::Failed, Icon::RingCross, Words::tr("refused by the second person")};
    case JobStatus::Expired: return {StatusKind::Compensated, Icon::Hourglass, Words::tr("not approved in time")};
    case JobStatus::Unknown: break;
  }
  return {StatusKind::Unknown, Icon::RingQuestion, Words::tr("a status that is not known here")};
}

JobLook look_of(JobItemStatus status) {
  switch (status) {
    case JobItemStatus::Waiting: return {StatusKind::Unknown, Icon::Clock, Words::tr("waiting")};
    case JobItemStatus::Requested: return {StatusKind::Running, Icon::RingPlay, Words::tr("asked for")};
    case JobItemStatus::Observed: return {StatusKind::Running, Icon::RingPlay, Words::tr("under way")};
    case JobItemStatus::Applied: return {StatusKind::Completed, Icon::Check, Words::tr("applied")};
    case JobItemStatus::Refused: return {StatusKind::Failed, Icon::RingCross, Words::tr("refused")};
    case JobItemStatus::Conflicted: return {StatusKind::Compensating, Icon::UTurn, Words::tr("conflicted")};
    case JobItemStatus::Unverified: return {StatusKind::Unverified, Icon::RingQuestionDashed, Words::tr("unverified")};
    case JobItemStatus::Unknown: break;
  }
  return {StatusKind::Unknown, Icon::RingQuestion, Words::tr("unknown")};
}

JobLook look_of(const JobItem& item) {
  JobLook look = look_of(item.status);
  if (item.status != JobItemStatus::Applied || !item.ended_as) return look;
  const bool trouble = *item.ended_as == Condition::Stuck || *item.ended_as == Condition::NeedsAttention;
  if (!trouble) return look;
  const StatusKind kind = status_kind(*item.ended_as);
  return {StatusKind::Stuck, status_icon(kind), Words::tr("applied, %1 again").arg(status_word(kind))};
}

QString action_on_many(Action action, std::int64_t sagas) {
  QString count = count_text(sagas);
  switch (action) {
    case Action::Retry: return sagas == 1 ? Words::tr("Retry 1 saga") : Words::tr("Retry %1 sagas").arg(count);
    case Action::Compensate:
      return sagas == 1 ? Words::tr("Compensate 1 saga") : Words::tr("Compensate %1 sagas").arg(count);
    case Action::Resolve: return sagas == 1 ? Words::tr("Resolve 1 saga") : Words::tr("Resolve %1 sagas").arg(count);
  }
  return count;
}

QString job_title(const Job& job) { return action_on_many(job.action, job.counts.requested); }

QString act_text(JobAct act) {
  switch (act) {
    case JobAct::Pause: return Words::tr("Pause");
    case JobAct::Resume: return Words::tr("Resume");
    case JobAct::Cancel: return Words::tr("Cancel the job");
    case JobAct::Approve: return Words::tr("Approve");
    case JobAct::Refuse: return Words::tr("Refuse");
    case JobAct::AskAgain: return Words::tr("Ask again");
  }
  return {};
}

QString short_act_text(JobAct act) { return act == JobAct::Cancel ? Words::tr("Cancel") : act_text(act); }

QString hash_ends(const std::string& hash) {
  constexpr std::size_t kEnds = 4;
  if (hash.size() <= 2 * kEnds) return text(hash);
  return text(hash.substr(0, kEnds)) + QChar(0x2026) + text(hash.substr(hash.size() - kEnds));
}

std::int64_t settled(const JobCounts& counts) {
  return counts.applied + counts.refused + counts.conflicted + counts.unverified;
}

double share_settled(const JobCounts& counts) {
  if (counts.requested <= 0) return 0;
  return std::clamp(static_cast<double>(settled(counts)) / static_cast<double>(counts.requested), 0.0, 1.0);
}

QString percent_settled(const JobCounts& counts) {
  return Words::tr("%1 %").arg(static_cast<int>(std::floor(share_settled(counts) * 100)));
}

std::int64_t sum_of(const JobCounts& counts) { return settled(counts) + counts.remaining; }

bool adds_up(const JobCounts& counts) { return sum_of(counts) == counts.requested; }

std::optional<double> failure_share(const JobCounts& counts) {
  const std::int64_t asked = counts.applied + counts.unverified;
  if (asked <= 0) return std::nullopt;
  return static_cast<double>(counts.failed + counts.unverified) / static_cast<double>(asked);
}

QString stage_text(int stage) {
  switch (stage) {
    case 0: return QStringLiteral("1");
    case 1: return QStringLiteral("10");
    case 2: return QStringLiteral("100");
    default: return Words::tr("all");
  }
}

}  // namespace saga::ui
