// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/postgres/saga_operator.h"

#include <algorithm>

#include <fmt/format.h>

#include "backend/domain/uuid.h"
#include "backend/postgres/saga_outcomes.h"
#include "backend/postgres/saga_rows.h"

namespace saga::pg {
namespace {

using Outcomes = std::vector<ActionOutcome>;

const char* function_of(Action action) {
  switch (action) {
    case Action::Retry: return "saga.retry";
    case Action::Compensate: return "saga.compensate";
    case Action::Resolve: return "saga.resolve";
  }
  return "saga.retry";
}

struct Answer {
  ActionOutcome outcome;
  JournalAnchor anchor;
};

Answer answer_from(const Row& row) {
  const std::string outcome = row.text("outcome");
  const std::string detail = row.optional_text("detail").value_or("");
  const JournalAnchor anchor{row.int64("seq"), row.text("hash")};
  if (outcome == "ACCEPTED") return {Applied{row.text("command_id"), row.int32("version"), anchor, ""}, anchor};
  if (outcome == "REFUSED") return {Refused{detail}, anchor};
  if (outcome == "CONFLICT") return {Conflict{detail, row.int32("version")}, anchor};
  row.fail("outcome", "it is an outcome that is not known here");
  return {Refused{}, anchor};
}

Result<std::optional<CommandRecord>> one_command(Session& session, const std::string& sql, const std::string& id) {
  if (!is_uuid(id)) return std::nullopt;
  const auto rows = session.read(sql, {id});
  if (!rows) return std::unexpected(rows.error());
  return rows->first(command_from);
}

}  // namespace

std::vector<ActionOutcome> PgSagaOperator::request(Action action, const std::vector<ActionTarget>& targets,
                                                   const std::string& reason, const std::string& evidence) {
  const auto all = [&](const ActionOutcome& outcome) { return Outcomes(targets.size(), outcome); };
  if (targets.size() > kMostTargets) {
    return all(Failed{Error{ErrorKind::Invalid, fmt::format("At most {} sagas a call.", kMostTargets)}});
  }
  Outcomes outcomes = all(Refused{"there is no such saga"});
  std::vector<std::string> ids;
  std::vector<int> versions;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < targets.size(); ++i) {
    if (!is_uuid(targets[i].id)) continue;  // one text that is no uuid would fail the call for all
    ids.push_back(targets[i].id);
    versions.push_back(targets[i].expected_version);
    places.push_back(i);
  }
  if (ids.empty()) return outcomes;

  Params params;
  params.add_array(ids).add_array(versions).add(reason);
  const bool with_evidence = action == Action::Resolve;
  if (with_evidence) params.add(evidence);
  const auto rows = session_->query(
      fmt::format("select outcome, detail, command_id, version, seq, hash from {}($1::uuid[], $2::int[], $3::text{}) "
                  "with ordinality order by ordinality",
                  function_of(action), with_evidence ? ", $4::text" : ""),
      params);
  const auto fail = [&](const ActionOutcome& outcome) {
    for (const std::size_t place : places) outcomes[place] = outcome;
    return outcomes;
  };
  if (!rows) return fail(outcome_of(rows.error()));
  const auto answers = rows->map(answer_from);
  // The call has committed: an answer that cannot be read leaves what it said unknown, not undone.
  if (!answers) return fail(OutcomeUnknown{answers.error()});
  if (answers->size() != ids.size()) {
    return fail(OutcomeUnknown{Error{ErrorKind::Internal, "The database answered for another number of sagas."}});
  }

  std::vector<JournalAnchor> anchors;
  for (std::size_t i = 0; i < places.size(); ++i) {
    outcomes[places[i]] = (*answers)[i].outcome;
    anchors.push_back((*answers)[i].anchor);
  }
  if (keep_anchors_) {
    if (const auto kept = keep_anchors_(anchors); !kept) {
      for (const std::size_t place : places) add_warning(outcomes[place], kept.error());
    }
  }
  return outcomes;
}

Result<std::optional<CommandRecord>> PgSagaOperator::observe(const std::string& command_id) {
  static const std::string kSql =
      fmt::format("select {} from saga.command_view where command_id = $1::uuid", kCommandColumns);
  return one_command(*session_, kSql, command_id);
}

Result<std::optional<CommandRecord>> PgSagaOperator::latest(const SagaId& id) {
  static const std::string kSql = fmt::format(
      "select {} from saga.command_view where saga_id = $1::uuid order by requested_at desc limit 1", kCommandColumns);
  return one_command(*session_, kSql, id);
}

}  // namespace saga::pg
