// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/postgres/saga_revealer.h"

#include "backend/domain/uuid.h"
#include "backend/postgres/reveal_request.h"

namespace saga::pg {

Result<RevealedSaga> PgSagaRevealer::reveal(const SagaId& id, const std::string& reason) {
  if (!is_uuid(id)) return std::unexpected(Error{ErrorKind::Invalid, "there is no such saga"});
  const auto request = ask_reveal(*session_, "sagas", id, reason);
  if (!request) return std::unexpected(request.error());
  RevealedSaga revealed;
  if (keep_anchors_) {
    if (const auto kept = keep_anchors_({request->anchor}); !kept) {
      revealed.warning = "The journal's position could not be kept on this machine: " + kept.error().message;
    }
  }
  if (request->id.empty()) return std::unexpected(Error{ErrorKind::Invalid, request->refusal});
  const auto rows = session_->read(
      "select step_name, direction, attempt, input_data, output_data, error_message from saga.reveal($1::uuid) with "
      "ordinality order by ordinality",
      {request->id});
  if (!rows) return std::unexpected(rows.error());
  const auto read = rows->each([&](const Row& row) {
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
  return revealed;
}

}  // namespace saga::pg
