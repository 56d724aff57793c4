// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "backend/postgres/compat.h"

namespace saga::pg {

struct RowsData {
  explicit RowsData(pqxx::result from);

  pqxx::result result;
  std::vector<std::string> names;
};

}  // namespace saga::pg
