// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sagactl/json_jobs.h"

#include "app/sagactl/text.h"

namespace saga::ctl {
namespace {

Json unless_empty(std::string_view text) { return text.empty() ? Json() : Json(text); }
Json or_null(const std::optional<TimePoint>& time) { return time ? Json(iso_time(*time)) : Json(); }

}  // namespace

Json to_json(const Job& job) {
  return Json{{"id", job.id},
              {"action", to_text(job.action)},
              {"status", to_text(job.status)},
              {"status_by", job.status_by},
              {"status_why", unless_empty(job.status_why)},
              {"status_at", iso_time(job.status_at)},
              {"reason", job.reason},
              {"evidence", unless_empty(job.evidence)},
              {"selection", job.selection},
              {"requested_by", job.requested_by},
              {"requested_at", iso_time(job.requested_at)},
              {"set_hash", job.set_hash},
              {"rate", job.rate},
              {"ramped", job.ramped},
              {"failure_limit", job.failure_limit},
              {"requested", job.counts.requested},
              {"applied", job.counts.applied},
              {"refused", job.counts.refused},
              {"conflict", job.counts.conflicted},
              {"unverified", job.counts.unverified},
              {"remaining", job.counts.remaining},
              {"in_flight", job.counts.in_flight},
              {"failed", job.counts.failed}};
}

Json to_json(const JobItem& item) {
  return Json{{"position", item.position},
              {"id", item.saga},
              {"expected_version", item.expected_version},
              {"status", to_text(item.status)},
              {"detail", item.detail},
              {"ended_as", item.ended_as ? Json(to_text(*item.ended_as)) : Json()},
              {"command_id", unless_empty(item.command_id)},
              {"requested_at", or_null(item.requested_at)},
              {"finished_at", or_null(item.finished_at)}};
}

Json to_json(const JobPreviewPart& part) {
  return Json{{"outcome", part.refusal.empty() ? "allowed" : "refused"},
              {"detail", part.refusal},
              {"type", part.type},
              {"step", part.step},
              {"sagas", part.sagas},
              {"amount", Json{{"minor", part.amount.minor}, {"currency", part.amount.currency}}}};
}

Json to_json(const Approval& approval) {
  return Json{{"id", approval.subject},
              {"is_job", approval.is_job},
              {"action", approval.kind},
              {"targets", approval.targets},
              {"set_hash", approval.set_hash},
              {"selection", unless_empty(approval.selection)},
              {"requested_by", approval.requested_by},
              {"reason", approval.reason},
              {"requested_at", iso_time(approval.requested_at)},
              {"expires_at", iso_time(approval.expires_at)},
              {"status", to_text(approval.status)},
              {"decided_by", unless_empty(approval.decided_by)},
              {"decided_at", or_null(approval.decided_at)},
              {"decision", unless_empty(approval.decision)}};
}

Json to_json(const ApprovalRule& rule) {
  return Json{{"action", rule.kind},
              {"above", rule.above ? Json(*rule.above) : Json()},
              {"environment", rule.environment},
              {"lives_s", rule.lives.count()},
              {"within_s", rule.within.count()}};
}

Json to_json(const ApprovalTarget& target) {
  return Json{{"target", target.target}, {"generation", target.generation}, {"used_at", or_null(target.used_at)}};
}

}  // namespace saga::ctl
