// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "backend/domain/json_lines.h"

namespace saga {

// One place at which two payloads differ. Values are compared as they stand: 1.0 and 1.00 are not the same digits.
struct JsonChange {
  enum class Kind { Added, Removed, Changed } kind = Kind::Changed;
  std::string path;         // "$.items[0].quantity"
  std::string before = {};  // as it stands, long ones cut; "" when added
  std::string after = {};   // "" when removed
  friend bool operator==(const JsonChange&, const JsonChange&) = default;
};

struct JsonDiff {
  std::vector<JsonChange> changes;  // in the order of the first payload, then what only the second has
  std::size_t same = 0;             // values that are equal
  friend bool operator==(const JsonDiff&, const JsonDiff&) = default;
};

// Compares value by value, each found by its path; elements of arrays by their place. A name that occurs twice in one
// object is told apart by its number: $.a, $.a(2). Both must be JSON and whole; larger than 64 KiB belongs into a
// worker.
[[nodiscard]] JsonDiff diff_of(const PayloadText& before, const PayloadText& after);

}  // namespace saga
