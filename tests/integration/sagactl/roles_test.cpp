// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <tuple>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "app/sagactl/exit_status.h"
#include "tests/integration/sagactl/command_line.h"
#include "tests/postgres/new_delivery.h"

// Which verb of sagactl each role may use: the table in resources/sql/saga/ROLES.md, tried with the program.
namespace saga::test {
namespace {

constexpr std::array kProfiles{"viewer", "op", "second", "engine", "nobody"};

// By verb, a cell for each role.
std::map<std::string, std::vector<std::string>> documented() {
  const char* source = std::getenv("SAGA_SOURCE");
  std::ifstream file(std::string(source != nullptr ? source : ".") + "/resources/sql/saga/ROLES.md");
  std::map<std::string, std::vector<std::string>> table;
  bool here = false;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("## ")) here = line == "## sagactl";
    if (!here || !line.starts_with("| `")) continue;
    std::vector<std::string> cells;
    std::istringstream parts(line.substr(1));
    for (std::string cell; std::getline(parts, cell, '|');) {
      const auto from = cell.find_first_not_of(" `");
      cells.push_back(cell.substr(from, cell.find_last_not_of(" `") - from + 1));
    }
    const std::string name = cells.front();
    cells.erase(cells.begin());
    table.emplace(name, cells);
  }
  return table;
}

class SagactlRoles : public testing::Test {
 protected:
  SagactlRoles() {
    for (const auto& [name, role, profile] :
         {std::tuple{"park", "saga_approver", "second"}, {"sagad", "saga_engine", "engine"}}) {
      world_.database.run(
          fmt::format("do $$ begin create role {} login in role {}; exception when duplicate_object then null; end $$",
                      name, role));
      world_.add_profile(profile, name);
    }
    saga_ = world_.database.insert({.parked_reason = "no reply"});
    event_ = insert(world_.database, {}).substr(0, 36);
  }

  // Each verb as the document names it, and what follows it, so that it would do something if it were allowed to.
  [[nodiscard]] std::map<std::string, std::string> verbs() const {
    const std::string job = "00000000-0000-4000-8000-000000000000";
    const std::string queue = "payment.completed ";
    const std::string why = " --reason x";
    return {
        {"sagas list", ""},
        {"sagas show", saga_},
        {"sagas show --reveal", saga_ + why},
        {"sagas trace", saga_},
        {"sagas retry", saga_ + " --no-wait" + why},
        {"sagas compensate", saga_ + " --no-wait" + why},
        {"sagas resolve", saga_ + " --evidence y --no-wait" + why},
        {"sagas retry --matching", "--stuck --yes --no-wait" + why},
        {"sagas retry --dry-run", saga_},
        {"dead-letters queues", ""},
        {"dead-letters list", queue},
        {"dead-letters groups", queue},
        {"dead-letters show", queue + "0"},
        {"dead-letters show --reveal", queue + "0" + why},
        {"dead-letters replay", queue + "--no-wait --event " + event_ + why},
        {"dead-letters discard", queue + "--event " + event_ + why},
        {"dead-letters restore", queue + "--event " + event_ + why},
        {"dead-letters export", queue + "--format csv"},
        {"jobs list", ""},
        {"jobs show", job},
        {"jobs export", job + " --format csv"},
        {"jobs pause", job + why},
        {"jobs resume", job + why},
        {"jobs cancel", job + why},
        {"jobs approvals", ""},
        {"jobs approve", job + why + " --hash " + std::string(64, 'a')},
        {"jobs refuse", job + why},
        {"jobs ask", job + why},
        {"toggles list", ""},
        {"toggles set", "payment.canary.percent 7" + why},
        {"rollback status", ""},
        {"rollback engage", why},
        {"rollback release", why},
        {"routing explain", "--user 7"},
        {"journal list", ""},
        {"journal verify", ""},
        {"journal export", "--format csv"},
        {"install", "--dry-run"},
    };
  }

  SagactlWorld world_;
  std::string saga_;
  std::string event_;
};

TEST_F(SagactlRoles, MayUseTheVerbsThatAreDocumented) {
  const auto table = documented();
  const auto all = verbs();
  for (const auto& [verb, cells] : table) EXPECT_TRUE(all.contains(verb)) << verb << " is documented and not tried";
  for (const auto& [verb, arguments] : all) {
    const auto row = table.find(verb);
    if (row == table.end()) {
      ADD_FAILURE() << verb << " is not in ROLES.md";
      continue;
    }
    ASSERT_EQ(row->second.size(), kProfiles.size()) << verb;
    for (std::size_t role = 0; role < kProfiles.size(); ++role) {
      std::vector<std::string> line{"--profile", kProfiles[role]};
      std::istringstream words(verb + " " + arguments);
      for (std::string word; words >> word;) line.push_back(word);
      const Finished finished = sagactl(line);
      const std::string told = finished.out + finished.err;
      const bool forbidden = told.find("needs the role") != std::string::npos ||
                             told.find("Ask for the role") != std::string::npos ||
                             told.find("permission denied") != std::string::npos;
      EXPECT_EQ(forbidden ? "·" : "x", row->second[role])
          << kProfiles[role] << ": " << verb << " ends with " << finished.status << "\n"
          << told;
      EXPECT_NE(finished.status, ctl::kUsage) << verb << "\n" << told;
      if (forbidden) {
        EXPECT_TRUE(finished.status == ctl::kRefused || finished.status == ctl::kCannotConnect)
            << kProfiles[role] << ": " << verb << " ends with " << finished.status;
      }
    }
  }
}

}  // namespace
}  // namespace saga::test
