// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdlib>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "backend/domain/action.h"

// The table of status x action that backend/payment/README.md publishes is the one in force, row by row. That SQL says
// the same is shown by the case table.
namespace saga {
namespace {

struct Row {
  std::string type;
  Condition condition = Condition::Unknown;
  SagaStatus status = SagaStatus::Unknown;
  std::string retry, compensate, resolve;
};

SagaStatus status_in(Condition condition, const std::string& text) {
  switch (condition) {
    case Condition::Completed: return SagaStatus::Completed;
    case Condition::Running: return SagaStatus::Running;
    case Condition::Compensating: return SagaStatus::Compensating;
    case Condition::Compensated:
    case Condition::NeedsAttention:
    case Condition::Failed: return SagaStatus::Failed;
    case Condition::Stuck:
    case Condition::Unknown: return saga_status_from(text);
  }
  return SagaStatus::Unknown;
}

std::vector<Row> published() {
  const char* source = std::getenv("SAGA_SOURCE");
  std::ifstream file(std::string(source != nullptr ? source : ".") + "/backend/payment/README.md");
  std::vector<Row> rows;
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with("| PaymentSaga |") && !line.starts_with("| RefundSaga |")) continue;
    std::vector<std::string> cells;
    std::istringstream parts(line.substr(1));
    for (std::string cell; std::getline(parts, cell, '|');) {
      const auto from = cell.find_first_not_of(' ');
      cells.push_back(from == std::string::npos ? "" : cell.substr(from, cell.find_last_not_of(' ') - from + 1));
    }
    if (cells.size() != 5) {
      ADD_FAILURE() << line;
      continue;
    }
    const auto comma = cells[1].find(", ");
    const auto condition = condition_from(cells[1].substr(0, comma)).value_or(Condition::Unknown);
    rows.push_back({cells[0], condition,
                    status_in(condition, comma == std::string::npos ? "" : cells[1].substr(comma + 2)), cells[2],
                    cells[3], cells[4]});
  }
  return rows;
}

TEST(PublishedTable, IsTheOneInForce) {
  const auto rows = published();
  EXPECT_EQ(rows.size(), 11U);
  for (const Row& row : rows) {
    SCOPED_TRACE(row.type + " " + std::string(to_text(row.condition)) + " " + std::string(to_text(row.status)));
    EXPECT_NE(row.condition, Condition::Unknown);
    EXPECT_NE(row.status, SagaStatus::Unknown);
    const auto in_force = [&](Action action) {
      const auto refused = refusal(action, row.type, row.status, row.condition);
      return refused ? std::string(to_text(*refused)) : "yes";
    };
    EXPECT_EQ(in_force(Action::Retry), row.retry);
    EXPECT_EQ(in_force(Action::Compensate), row.compensate);
    EXPECT_EQ(in_force(Action::Resolve), row.resolve);
  }
}

}  // namespace
}  // namespace saga
