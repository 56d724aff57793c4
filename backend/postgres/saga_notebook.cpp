// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/postgres/saga_notebook.h"

#include "backend/domain/uuid.h"
#include "backend/postgres/saga_outcomes.h"

namespace saga::pg {
namespace {

struct Answer {
  ActionOutcome outcome;
  JournalAnchor anchor;
};

Answer answer_from(const Row& row) {
  const std::string outcome = row.text("outcome");
  const std::string detail = row.optional_text("detail").value_or("");
  const int version = row.optional_int32("version").value_or(0);
  const JournalAnchor anchor{row.int64("seq"), row.text("hash")};
  if (outcome == "APPLIED") return {Applied{"", version, anchor, ""}, anchor};
  if (outcome == "REFUSED") return {Refused{detail}, anchor};
  if (outcome == "CONFLICT") return {Conflict{detail, version}, anchor};
  row.fail("outcome", "it is an outcome that is not known here");
  return {Refused{}, anchor};
}

}  // namespace

Result<Rows> PgSagaNotebook::call(const NoteChange& change) {
  static constexpr const char* kColumns = "select outcome, detail, version, seq, hash from ";
  switch (change.kind) {
    case NoteChange::Kind::Note:
      return session_->query(std::string(kColumns) + "saga.add_note($1::uuid, $2::text)", {change.saga, change.text});
    case NoteChange::Kind::Take:
      return session_->query(std::string(kColumns) + "saga.take_saga($1::uuid, nullif($2::text, ''))",
                             {change.saga, change.over});
    case NoteChange::Kind::Release:
      return session_->query(std::string(kColumns) + "saga.release_saga($1::uuid)", {change.saga});
  }
  return std::unexpected(Error{ErrorKind::Internal, "there is no such change"});
}

ActionOutcome PgSagaNotebook::change(const NoteChange& change) {
  if (!is_uuid(change.saga)) return Refused{"there is no such saga"};
  const auto rows = call(change);
  if (!rows) return outcome_of(rows.error());
  auto answer = rows->one(answer_from);
  // The call has committed: an answer that cannot be read leaves what it said unknown, not undone.
  if (!answer) return OutcomeUnknown{answer.error()};
  if (keep_anchors_) {
    if (const auto kept = keep_anchors_({answer->anchor}); !kept) add_warning(answer->outcome, kept.error());
  }
  return answer->outcome;
}

}  // namespace saga::pg
