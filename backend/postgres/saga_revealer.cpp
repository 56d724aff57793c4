// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/postgres/saga_revealer.h"

#include "backend/domain/uuid.h"

namespace saga::pg {

Result<RevealedSaga> PgSagaRevealer::reveal(const SagaId& id, const std::string& reason) {
  if (!is_uuid(id)) return std::unexpected(Error{ErrorKind::Invalid, "there is no such saga"});
  const auto rows = session_->query(
      "select outcome, detail, step_name, direction, attempt, input_data, output_data, error_message, seq, hash from "
      "saga.reveal($1::uuid, $2) with ordinality order by ordinality",
      {id, reason});
  if (!rows) {
    Error error = rows.error();
    if (error.kind == ErrorKind::Permission) error.advice = "It needs the role saga_operator.";
    return std::unexpected(std::move(error));
  }
  RevealedSaga revealed;
  std::optional<Error> refused;
  JournalAnchor anchor;
  const auto read = rows->each([&](const Row& row) {
    anchor = {row.int64("seq"), row.text("hash")};
    if (row.text("outcome") != "APPLIED") refused = Error{ErrorKind::Invalid, row.text("detail")};
    if (row.is_null("step_name")) {
      revealed.compensation_data = row.optional_text("input_data");
      revealed.resolution = row.optional_text("output_data");
      revealed.parked_reason = row.optional_text("error_message");
    } else {
      revealed.attempts.push_back({.step = row.text("step_name"),
                                   .direction = row.text("direction"),
                                   .attempt = row.int32("attempt"),
                                   .input = row.optional_text("input_data"),
                                   .output = row.optional_text("output_data"),
                                   .error = row.optional_text("error_message")});
    }
  });
  if (!read) return std::unexpected(read.error());
  if (keep_anchors_) {
    if (const auto kept = keep_anchors_({anchor}); !kept) {
      revealed.warning = "The journal's position could not be kept on this machine: " + kept.error().message;
    }
  }
  if (refused) return std::unexpected(*refused);
  return revealed;
}

}  // namespace saga::pg
