// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "backend/ports/saga_list.h"
#include "backend/postgres/params.h"

namespace saga::pg {

struct ListSql {
  std::string sql;
  Params params;
};

// The statements of the list over saga.saga_view. All of them walk an index in order and stop; none skips rows.

// server_now, then kSagaColumns: the first `limit` of the range, or its last ones in reverse.
[[nodiscard]] ListSql page_sql(const ListQuery& query, const ListRange& range, int limit, SagaList::End end);
// n: how many, at most `limit`.
[[nodiscard]] ListSql count_sql(const ListQuery& query, const ListRange& range, int limit);
// server_now, n (the row's number, from 1), a and b (the key; a is null where it has no text), saga_id: every
// stride-th row, and the last one.
[[nodiscard]] ListSql keys_sql(const ListQuery& query, const ListRange& range, int stride);

}  // namespace saga::pg
