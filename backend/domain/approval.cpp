// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/domain/approval.h"

namespace saga {

std::string_view to_text(ApprovalStatus status) {
  switch (status) {
    case ApprovalStatus::Waiting: return "WAITING";
    case ApprovalStatus::Approved: return "APPROVED";
    case ApprovalStatus::Refused: return "REFUSED";
    case ApprovalStatus::Expired: return "EXPIRED";
    case ApprovalStatus::Withdrawn: return "WITHDRAWN";
    case ApprovalStatus::Unknown: return "UNKNOWN";
  }
  return "UNKNOWN";
}

std::string_view to_text(ApprovalDecision decision) {
  switch (decision) {
    case ApprovalDecision::Approve: return "APPROVE";
    case ApprovalDecision::Refuse: return "REFUSE";
  }
  return "";
}

ApprovalStatus approval_status_from(std::string_view text) {
  for (const ApprovalStatus status : {ApprovalStatus::Waiting, ApprovalStatus::Approved, ApprovalStatus::Refused,
                                      ApprovalStatus::Expired, ApprovalStatus::Withdrawn}) {
    if (to_text(status) == text) return status;
  }
  return ApprovalStatus::Unknown;
}

}  // namespace saga
