// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/postgres/reveal_request.h"

namespace saga::pg {

Result<RevealRequest> ask_reveal(Session& session, std::string_view area, const std::string& on_what,
                                 const std::string& reason) {
  const auto rows = session.query("select request_id, outcome, detail, seq, hash from saga.ask_reveal($1, $2, $3)",
                                  {area, on_what, reason});
  if (!rows) {
    Error error = rows.error();
    if (error.kind == ErrorKind::Permission) error.advice = "It needs the role saga_operator.";
    return std::unexpected(std::move(error));
  }
  return rows->one([](const Row& row) {
    RevealRequest request{.anchor = {row.int64("seq"), row.text("hash")}};
    if (row.text("outcome") == "ACCEPTED") {
      request.id = row.text("request_id");
    } else {
      request.refusal = row.text("detail");
    }
    return request;
  });
}

}  // namespace saga::pg
