// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "backend/ports/journal_reader.h"

namespace saga {

// Reads all that a filter means, newest first, a page at a time, so that they are never all in memory. How many; an
// Error of `take` ends it.
[[nodiscard]] Result<std::int64_t> for_each_entry(JournalReader& reader, const JournalFilter& filter,
                                                  const std::function<Result<void>(const JournalEntry&)>& take);

[[nodiscard]] std::string journal_csv_header();
// Foreign text in it is only text: see csv_field.
[[nodiscard]] std::string journal_csv_line(const JournalEntry& entry);

}  // namespace saga
