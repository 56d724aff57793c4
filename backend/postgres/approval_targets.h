// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "backend/ports/approval_targets.h"
#include "backend/postgres/session.h"

namespace saga::pg {

// Over saga.approval_target_view of 022_approvals.sql and saga.why_second_person of 024_guards.sql. A session that only
// reads is enough.
class PgApprovalTargets final : public ApprovalTargets {
 public:
  explicit PgApprovalTargets(std::shared_ptr<Session> session) : session_(std::move(session)) {}

  Result<ApprovalTargetPage> page(const std::string& subject, const std::string& after, int limit) override;
  Result<std::optional<std::string>> why_second_person(DeadLetterAction action,
                                                       const std::vector<LetterTarget>& targets) override;

 private:
  std::shared_ptr<Session> session_;
};

}  // namespace saga::pg
