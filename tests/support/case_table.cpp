// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/case_table.h"

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string_view>

namespace saga::test {
namespace {

const std::map<std::string, std::string, std::less<>> kWhyNot = {
    {"moving", "the saga is not stuck, it goes on by itself"},
    {"ended", "the saga has ended, nothing is left to do"},
    {"for-good", "the saga has failed for good, only its compensation is open"},
    {"undoing", "compensation is under way, retry continues it"},
    {"recoverable", "the saga can still be retried or compensated"},
    {"resolved", "the saga was already resolved by hand"},
    {"refund", "a refund is not compensated, retry continues it"},
    {"unknown", "the saga has a status that is not known here"},
};

[[noreturn]] void give_up(const std::string& why) {
  std::cerr << "tests/domain/case_table.txt: " << why << '\n';
  std::exit(EXIT_FAILURE);
}

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  std::istringstream parts(line);
  for (std::string cell; std::getline(parts, cell, '|');) {
    const auto from = cell.find_first_not_of(' ');
    cells.push_back(from == std::string::npos ? "" : cell.substr(from, cell.find_last_not_of(' ') - from + 1));
  }
  return cells;
}

std::optional<std::string> unless_dash(const std::string& cell) {
  return cell == "-" ? std::nullopt : std::optional(cell);
}

Case case_from(const std::string& text, int line) {
  const auto cells = cells_of(text);
  if (cells.size() != 11) give_up("line " + std::to_string(line) + " has not eleven cells");
  Case row{line,
           cells[0],
           unless_dash(cells[1]),
           std::stoi(cells[2]),
           std::stoi(cells[3]),
           unless_dash(cells[4]),
           cells[5],
           {},
           {},
           {}};
  const auto refusal_in = [&](std::size_t at) {
    const auto why = kWhyNot.find(cells[at]);
    if (cells[at] != "yes" && why == kWhyNot.end()) {
      give_up("line " + std::to_string(line) + ": no such refusal: " + cells[at]);
    }
    return cells[at] == "yes" ? std::nullopt : std::optional(why->second);
  };
  row.refusals = {{"RETRY", refusal_in(6)}, {"COMPENSATE", refusal_in(7)}, {"RESOLVE", refusal_in(8)}};
  row.refund_refusals = row.refusals;
  row.refund_refusals["COMPENSATE"] = refusal_in(9);
  std::istringstream figures(cells[10]);
  for (std::string figure; figures >> figure;) {
    if (figure != "-") row.figures.insert(figure);
  }
  return row;
}

std::vector<Case> read_table() {
  const char* source = std::getenv("SAGA_SOURCE");
  std::ifstream file(std::string(source != nullptr ? source : ".") + "/tests/domain/case_table.txt");
  std::vector<Case> rows;
  int number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    if (!line.empty() && line.front() != '#') rows.push_back(case_from(line, number));
  }
  if (rows.empty()) give_up("it cannot be read");
  return rows;
}

}  // namespace

const std::vector<Case>& case_table() {
  static const std::vector<Case> kRows = read_table();
  return kRows;
}

}  // namespace saga::test
