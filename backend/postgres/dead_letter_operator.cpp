// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "backend/postgres/dead_letter_queue.h"
#include "backend/postgres/reveal_request.h"
#include "backend/postgres/saga_outcomes.h"

namespace saga::pg {
namespace {

using Outcomes = std::vector<ActionOutcome>;

const char* function_of(DeadLetterAction action) {
  switch (action) {
    case DeadLetterAction::Replay: return "saga.replay_dead_letters";
    case DeadLetterAction::Discard: return "saga.discard_dead_letters";
    case DeadLetterAction::Restore: return "saga.restore_dead_letters";
  }
  return "saga.replay_dead_letters";
}

ActionOutcome outcome_from(const Row& row, JournalAnchor& anchor) {
  const std::string outcome = row.text("outcome");
  const std::string detail = row.optional_text("detail").value_or("");
  const int generation = row.optional_int32("generation").value_or(0);
  anchor = {row.int64("seq"), row.text("hash")};
  if (outcome == "ACCEPTED") return Applied{std::to_string(row.int64("request_id")), generation, anchor, ""};
  if (outcome == "REFUSED") return Refused{detail};
  if (outcome == "CONFLICT") return Conflict{detail, generation};
  row.fail("outcome", "it is an outcome that is not known here");
  return Refused{};
}

}  // namespace

Outcomes PgDeadLetterOperator::act(DeadLetterAction action, const std::vector<LetterTarget>& targets,
                                   const std::string& reason) {
  const auto all = [&](const ActionOutcome& outcome) { return Outcomes(targets.size(), outcome); };
  if (targets.size() > kMostTargets) {
    return all(Failed{Error{ErrorKind::Invalid, fmt::format("At most {} deliveries a call.", kMostTargets)}});
  }
  if (targets.empty()) return {};
  std::vector<std::string> ids;
  std::vector<int> generations;
  for (const LetterTarget& target : targets) {
    ids.push_back(target.id);
    generations.push_back(target.generation);
  }
  const auto rows = session_->query(
      fmt::format("select outcome, detail, generation, request_id, seq, hash from {}($1::text[], $2::int[], $3) "
                  "with ordinality order by ordinality",
                  function_of(action)),
      {ids, generations, reason});
  if (!rows) return all(outcome_of(rows.error()));
  JournalAnchor anchor;
  auto outcomes = rows->map([&](const Row& row) { return outcome_from(row, anchor); });
  // The call has committed: an answer that cannot be read leaves what it said unknown, not undone.
  if (!outcomes) return all(OutcomeUnknown{outcomes.error()});
  if (outcomes->size() != targets.size()) {
    return all(OutcomeUnknown{Error{ErrorKind::Internal, "The database answered for another number of deliveries."}});
  }
  if (keep_anchors_) {
    if (const auto kept = keep_anchors_({anchor}); !kept) {
      for (ActionOutcome& outcome : *outcomes) add_warning(outcome, kept.error());
    }
  }
  return std::move(*outcomes);
}

Result<std::optional<RevealedLetter>> PgDeadLetterOperator::reveal(const DeliveryId& id, const std::string& reason) {
  const auto request = ask_reveal(*session_, "dead-letters", id, reason);
  if (!request) return std::unexpected(request.error());
  std::string warning;
  if (keep_anchors_) {
    if (const auto kept = keep_anchors_({request->anchor}); !kept) warning = kept.error().message;
  }
  if (request->id.empty()) return std::nullopt;
  const auto rows =
      session_->read("select event_data, error_message from saga.reveal_delivery($1::uuid)", {request->id});
  if (!rows) return std::unexpected(rows.error());
  return rows->first([&](const Row& row) {
    return RevealedLetter{row.text("event_data"), row.optional_text("error_message").value_or(""), warning};
  });
}

}  // namespace saga::pg
