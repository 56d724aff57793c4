// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "backend/ports/approvals.h"
#include "backend/postgres/saga_operator.h"
#include "backend/postgres/session.h"

namespace saga::pg {

// Over the views of 022_approvals.sql.
class PgApprovalBoard final : public ApprovalBoard {
 public:
  explicit PgApprovalBoard(std::shared_ptr<Session> session) : session_(std::move(session)) {}

  Result<std::vector<Approval>> list(bool only_waiting, int limit) override;
  Result<std::optional<Approval>> find(const std::string& subject) override;
  Result<std::vector<ApprovalRule>> rules() override;

 private:
  std::shared_ptr<Session> session_;
};

// Over its functions, and that of 024_guards.sql. The session must be writable and is used for nothing else at the same
// time. The anchors are those of the journal's area "approvals".
class PgApprovalOperator final : public ApprovalOperator {
 public:
  explicit PgApprovalOperator(std::shared_ptr<Session> session, AnchorSink keep_anchors = {})
      : session_(std::move(session)), keep_anchors_(std::move(keep_anchors)) {}

  ActionOutcome decide(ApprovalDecision decision, const std::string& subject, const std::string& set_hash,
                       const std::string& reason) override;
  ActionOutcome ask_again(const JobId& job, const std::string& reason) override;
  ActionOutcome ask(const LetterSetOrder& order) override;

 private:
  ActionOutcome call(const std::string& sql, const Params& params, std::string_view role);

  std::shared_ptr<Session> session_;
  AnchorSink keep_anchors_;
};

}  // namespace saga::pg
