// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "backend/domain/uuid.h"
#include "backend/postgres/job_board.h"
#include "backend/postgres/job_targets.h"
#include "backend/postgres/large_sets.h"
#include "backend/postgres/saga_outcomes.h"

namespace saga::pg {
namespace {

const char* function_of(JobChange change) {
  switch (change) {
    case JobChange::Pause: return "saga.pause_job";
    case JobChange::Resume: return "saga.resume_job";
    case JobChange::Cancel: return "saga.cancel_job";
  }
  return "saga.pause_job";
}

struct Anchors {
  JournalAnchor job = {};
  std::optional<JournalAnchor> approval = {};
};

constexpr std::string_view kColumns = "o.job_id, o.outcome, o.detail, o.seq, o.hash, o.approval_seq, o.approval_hash";

ActionOutcome outcome_from(const Row& row, Anchors& anchors) {
  const std::string outcome = row.text("outcome");
  const std::string detail = row.optional_text("detail").value_or("");
  anchors.job = {row.int64("seq"), row.text("hash")};
  if (!row.is_null("approval_seq")) anchors.approval = {row.int64("approval_seq"), row.text("approval_hash")};
  if (outcome == "ACCEPTED") return Applied{.command_id = row.text("job_id"), .anchor = anchors.job};
  if (outcome == "REFUSED") return Refused{detail};
  if (outcome == "CONFLICT") return Conflict{detail};
  row.fail("outcome", "it is an outcome that is not known here");
  return Refused{};
}

}  // namespace

// The set is an argument that this statement selects: it never leaves the database, is read at one moment and with the
// rights of who asks for it.
ActionOutcome PgJobOperator::create(const JobOrder& order) {
  if (!is_uuid(order.id)) return Refused{"a job needs an id"};
  Values values;
  const std::string arguments = fmt::format(
      "{}::uuid, {}, h.ids, h.versions, {}, {}, {}::int, {}::boolean, {}::int, p_selection => {}, p_expected_hash => "
      "{}",
      values.place(order.id), values.place(to_text(order.action)), values.place(order.reason),
      values.place(order.action == Action::Resolve ? std::optional(order.evidence) : std::nullopt),
      values.place(order.rate), values.place(order.ramped), values.place(order.failure_limit),
      values.place(order.selection), values.place(order.expected_hash));
  // Frozen: the very set whose hash was shown, which the function makes sure of by that hash.
  const std::string targets =
      order.targets ? fmt::format(
                          "select split_part(p, ':', 1)::uuid as saga_id, split_part(p, ':', 2)::integer as "
                          "version from unnest(string_to_array({}, ',')) as p",
                          values.place(*order.targets))
                    : targets_sql(order.filter, "saga_id, version", values);
  return told(
      query_large_set(*session_,
                      fmt::format("select {} from (select array_agg(saga_id) as ids, array_agg(version) as versions "
                                  "from ({}) t) h cross join lateral saga.create_job({}) o",
                                  kColumns, targets, arguments),
                      values.take()));
}

ActionOutcome PgJobOperator::change(JobChange change, const JobId& id, const std::string& reason) {
  if (!is_uuid(id)) return Refused{"there is no such job"};
  return told(
      session_->query(fmt::format("select {} from {}($1::uuid, $2) o", kColumns, function_of(change)), {id, reason}));
}

ActionOutcome PgJobOperator::told(const Result<Rows>& rows) {
  if (!rows) return outcome_of(rows.error());
  Anchors anchors;
  auto outcome = rows->one([&](const Row& row) { return outcome_from(row, anchors); });
  // The call has committed: an answer that cannot be read leaves what it said unknown, not undone.
  if (!outcome) return OutcomeUnknown{outcome.error()};
  if (keep_anchors_) {
    if (const auto kept = keep_anchors_({anchors.job}); !kept) add_warning(*outcome, kept.error());
  }
  if (keep_approval_anchors_ && anchors.approval) {
    if (const auto kept = keep_approval_anchors_({*anchors.approval}); !kept) add_warning(*outcome, kept.error());
  }
  return std::move(*outcome);
}

}  // namespace saga::pg
