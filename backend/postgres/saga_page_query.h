// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "backend/ports/saga_reader.h"
#include "backend/postgres/params.h"

namespace saga::pg {

// The condition as a predicate over saga.saga_view, in the words of its partial indexes. The same rule as
// saga.condition() and condition_of().
[[nodiscard]] std::string predicate(Condition condition);

struct PageQuery {
  std::string sql;  // server_now, then kSagaColumns
  Params params;
};

// One page, newest first, with one saga more than `limit` if there are any behind it.
[[nodiscard]] PageQuery page_query(const SagaFilter& filter, const std::optional<SagaCursor>& after, int limit);

// A text as a LIKE pattern that means only itself.
[[nodiscard]] std::string like_escaped(std::string_view text);

}  // namespace saga::pg
