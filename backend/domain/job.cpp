// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/domain/job.h"

namespace saga {

std::string_view to_text(JobStatus status) {
  switch (status) {
    case JobStatus::AwaitingApproval: return "AWAITING_APPROVAL";
    case JobStatus::Running: return "RUNNING";
    case JobStatus::Paused: return "PAUSED";
    case JobStatus::Cancelled: return "CANCELLED";
    case JobStatus::Finished: return "FINISHED";
    case JobStatus::Refused: return "REFUSED";
    case JobStatus::Expired: return "EXPIRED";
    case JobStatus::Unknown: return "UNKNOWN";
  }
  return "UNKNOWN";
}

std::string_view to_text(JobItemStatus status) {
  switch (status) {
    case JobItemStatus::Waiting: return "WAITING";
    case JobItemStatus::Requested: return "REQUESTED";
    case JobItemStatus::Observed: return "OBSERVED";
    case JobItemStatus::Applied: return "APPLIED";
    case JobItemStatus::Refused: return "REFUSED";
    case JobItemStatus::Conflicted: return "CONFLICTED";
    case JobItemStatus::Unverified: return "UNVERIFIED";
    case JobItemStatus::Unknown: return "UNKNOWN";
  }
  return "UNKNOWN";
}

std::string_view to_text(JobChange change) {
  switch (change) {
    case JobChange::Pause: return "PAUSE";
    case JobChange::Resume: return "RESUME";
    case JobChange::Cancel: return "CANCEL";
  }
  return "";
}

JobStatus job_status_from(std::string_view text) {
  for (const JobStatus status : {JobStatus::AwaitingApproval, JobStatus::Running, JobStatus::Paused,
                                 JobStatus::Cancelled, JobStatus::Finished, JobStatus::Refused, JobStatus::Expired}) {
    if (to_text(status) == text) return status;
  }
  return JobStatus::Unknown;
}

JobItemStatus job_item_status_from(std::string_view text) {
  for (const JobItemStatus status :
       {JobItemStatus::Waiting, JobItemStatus::Requested, JobItemStatus::Observed, JobItemStatus::Applied,
        JobItemStatus::Refused, JobItemStatus::Conflicted, JobItemStatus::Unverified}) {
    if (to_text(status) == text) return status;
  }
  return JobItemStatus::Unknown;
}

}  // namespace saga
