// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <ostream>
#include <set>
#include <string>
#include <vector>

namespace saga::test {

// One row of tests/domain/case_table.txt.
struct Case {
  int line = 0;
  std::string status;
  std::optional<std::string> parked_reason;
  int silent_seconds = 0;
  int open_effects = 0;
  std::optional<std::string> resolution;
  std::string condition;
  std::map<std::string, std::optional<std::string>> refusals;         // by action; nothing: allowed
  std::map<std::string, std::optional<std::string>> refund_refusals;  // the same of a RefundSaga
  std::set<std::string> figures;  // of the overview that count it: flight, stuck, attention

  friend void PrintTo(const Case& row, std::ostream* out) { *out << "line " << row.line << " of the case table"; }
};

// Ends the test program if the table cannot be read.
const std::vector<Case>& case_table();

}  // namespace saga::test
