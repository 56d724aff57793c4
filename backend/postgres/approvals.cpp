// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/postgres/approvals.h"

#include <fmt/format.h>

#include "backend/domain/uuid.h"
#include "backend/postgres/large_sets.h"
#include "backend/postgres/saga_outcomes.h"

namespace saga::pg {
namespace {

constexpr std::string_view kColumns =
    "kind, subject_id, is_job, set_hash, targets, selection, requested_by, reason, requested_at, expires_at, status, "
    "decided_by, decided_at, decision";
constexpr std::string_view kNoJob = "there is no such job";

Approval approval_from(const Row& row) {
  return {.subject = row.text("subject_id"),
          .is_job = row.boolean("is_job"),
          .kind = row.text("kind"),
          .set_hash = row.text("set_hash"),
          .targets = row.int64("targets"),
          .selection = row.optional_text("selection").value_or(""),
          .requested_by = row.text("requested_by"),
          .reason = row.text("reason"),
          .requested_at = row.time("requested_at"),
          .expires_at = row.time("expires_at"),
          .status = approval_status_from(row.text("status")),
          .decided_by = row.optional_text("decided_by").value_or(""),
          .decided_at = row.optional_time("decided_at"),
          .decision = row.optional_text("decision").value_or("")};
}

ActionOutcome outcome_from(const Row& row, JournalAnchor& anchor) {
  const std::string outcome = row.text("outcome");
  const std::string detail = row.optional_text("detail").value_or("");
  anchor = {row.int64("seq"), row.text("hash")};
  if (outcome == "ACCEPTED") return Applied{.command_id = row.text("subject_id"), .anchor = anchor};
  if (outcome == "REFUSED") return Refused{detail};
  if (outcome == "CONFLICT") return Conflict{detail};
  row.fail("outcome", "it is an outcome that is not known here");
  return Refused{};
}

}  // namespace

Result<std::vector<Approval>> PgApprovalBoard::list(bool only_waiting, int limit) {
  const auto rows = session_->read(
      fmt::format("select {} from saga.approval_view where not $1::boolean or status = 'WAITING' order by requested_at "
                  "desc, approval_id desc limit $2",
                  kColumns),
      {only_waiting, limit});
  if (!rows) return std::unexpected(rows.error());
  return rows->map(approval_from);
}

Result<std::optional<Approval>> PgApprovalBoard::find(const std::string& subject) {
  if (!is_uuid(subject)) return std::nullopt;
  const auto rows = session_->read(
      fmt::format("select {} from saga.approval_view where subject_id = $1::uuid order by approval_id desc limit 1",
                  kColumns),
      {subject});
  if (!rows) return std::unexpected(rows.error());
  return rows->first(approval_from);
}

Result<std::vector<ApprovalRule>> PgApprovalBoard::rules() {
  const auto rows = session_->read(
      "select kind, above, environment, extract(epoch from lives)::bigint as lives, "
      "extract(epoch from within)::bigint as within from saga.approval_rule_view order by kind");
  if (!rows) return std::unexpected(rows.error());
  return rows->map([](const Row& row) {
    return ApprovalRule{.kind = row.text("kind"),
                        .above = row.optional_int32("above"),
                        .environment = row.text("environment"),
                        .lives = std::chrono::seconds(row.int64("lives")),
                        .within = std::chrono::seconds(row.int64("within"))};
  });
}

ActionOutcome PgApprovalOperator::decide(ApprovalDecision decision, const std::string& subject,
                                         const std::string& set_hash, const std::string& reason) {
  if (!is_uuid(subject)) return Refused{std::string(kNoJob)};
  constexpr std::string_view kRole = "saga_approver";
  if (decision == ApprovalDecision::Refuse) {
    return call("select subject_id, outcome, detail, seq, hash from saga.refuse_job($1::uuid, $2)", {subject, reason},
                kRole);
  }
  return call("select subject_id, outcome, detail, seq, hash from saga.approve_job($1::uuid, $2, $3)",
              {subject, set_hash, reason}, kRole);
}

ActionOutcome PgApprovalOperator::ask_again(const JobId& job, const std::string& reason) {
  if (!is_uuid(job)) return Refused{std::string(kNoJob)};
  return call("select subject_id, outcome, detail, seq, hash from saga.ask_again($1::uuid, $2)", {job, reason},
              "saga_operator");
}

ActionOutcome PgApprovalOperator::ask(const LetterSetOrder& order) {
  if (!is_uuid(order.id)) return Refused{"an approval needs an id"};
  std::vector<std::string> ids;
  std::vector<int> generations;
  for (const LetterTarget& target : order.targets) {
    ids.push_back(target.id);
    generations.push_back(target.generation);
  }
  return call(
      "select subject_id, outcome, detail, seq, hash from saga.ask_approval($1::uuid, $2, $3::text[], $4::int[], $5)",
      {order.id, to_text(order.action), ids, generations, order.reason}, "saga_operator");
}

ActionOutcome PgApprovalOperator::call(const std::string& sql, const Params& params, std::string_view role) {
  // What is asked for is hashed, and what is approved once more.
  const auto rows = query_large_set(*session_, sql, params);
  if (!rows && rows.error().kind == ErrorKind::Permission) {
    return Refused{fmt::format("{}; it needs the role {}", rows.error().message, role)};
  }
  if (!rows) return outcome_of(rows.error());
  JournalAnchor anchor;
  auto outcome = rows->one([&](const Row& row) { return outcome_from(row, anchor); });
  // The call has committed: an answer that cannot be read leaves what it said unknown, not undone.
  if (!outcome) return OutcomeUnknown{outcome.error()};
  if (keep_anchors_) {
    if (const auto kept = keep_anchors_({anchor}); !kept) add_warning(*outcome, kept.error());
  }
  return std::move(*outcome);
}

}  // namespace saga::pg
