// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/postgres/large_sets.h"

#include <fmt/format.h>

namespace saga::pg {

Result<Rows> query_large_set(Session& session, std::string_view sql, const Params& params) {
  auto transaction = session.begin();
  if (!transaction) return std::unexpected(transaction.error());
  const auto time = std::chrono::milliseconds(kLargeSetTimeout).count();
  if (auto set = transaction->execute_script(fmt::format("SET LOCAL statement_timeout = {}", time)); !set) {
    return std::unexpected(set.error());
  }
  auto rows = transaction->query(sql, params);
  if (!rows) return rows;
  if (auto committed = transaction->commit(); !committed) return std::unexpected(committed.error());
  return rows;
}

}  // namespace saga::pg
