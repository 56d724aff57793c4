// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "backend/ports/saga_filter.h"
#include "backend/postgres/saga_where.h"

namespace saga::pg {

// A query for these columns of saga.saga_view, saga_id among them, of every saga that the filter means, each once and
// in no order. The same sagas as a list of this filter shows.
[[nodiscard]] std::string targets_sql(const SagaFilter& filter, const std::string& columns, Values& values);

}  // namespace saga::pg
