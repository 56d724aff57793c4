// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "backend/outcome/error.h"
#include "backend/postgres/migrations.h"
#include "backend/postgres/session.h"

namespace saga::pg {

// A schema as it was found, against the migrations that are known.
struct SchemaState {
  std::string schema;
  int version = 0;                        // the highest applied; 0: none
  std::vector<const Migration*> missing;  // in the order in which they are to be applied
};

// Incompatible if what was applied is not what is known; Invalid for a name outside the contract.
[[nodiscard]] Result<SchemaState> read_schema_state(Session& session, const std::string& schema,
                                                    const std::vector<Migration>& known);

}  // namespace saga::pg
