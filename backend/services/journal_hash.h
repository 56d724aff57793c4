// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "backend/domain/journal.h"

namespace saga {

// What saga.journal_hash of the contract (resources/sql/saga/005_journal.sql) says of this row, found out here: whoever
// could change the rows of a database could change its functions, too. Of the row's own `hash` it knows nothing.
[[nodiscard]] std::string journal_hash(const JournalEntry& entry);

}  // namespace saga
