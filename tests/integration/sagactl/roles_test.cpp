// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <cstdlib>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <tuple>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "app/sagactl/exit_status.h"
#include "tests/integration/sagactl/command_line.h"
#include "tests/postgres/new_delivery.h"
#include "tests/support/servers.h"

// Which verb of sagactl each role may use: the table in resources/sql/saga/ROLES.md, tried with the program.
//
// Seen red with: rows missing for rollback drill, incident, verify and events tail (EveryVerb…); a letter that the
// operator's attempt had used up, and so the next role's was not judged (MayUse…).
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
    // Of its own, as rollback engage would do by Redis what PostgreSQL refuses.
    const auto endpoint = fresh_redis();
    for (const auto& [profile, name] :
         {std::pair{"viewer", "vera"}, {"op", "kim"}, {"second", "park"}, {"engine", "sagad"}, {"nobody", "nobody"}}) {
      world_.add_profile(std::string(profile) + "-redis", name, "[redis]\nsocket = \"" + endpoint.unix_path + "\"\n");
    }
    const auto entry = open_client(endpoint)->call({"XADD", "payment.completed", "*", "event", "{}"});
    EXPECT_TRUE(entry) << entry.error().message;
  }

  // What the next attempt finds, whatever the one before has done.
  void restock() {
    saga_ = world_.database.insert({.parked_reason = "no reply"});
    event_ = insert(world_.database, {}).substr(0, 36);
    const DeliveryId discarded = insert(world_.database, {});
    world_.database.run("delete from saga.unapproved_action; select saga.discard_dead_letters('{" + discarded +
                        "}', '{1}', 'to be restored')");
    discarded_ = discarded.substr(0, 36);
  }
  // The newest step of the contract is not there: install has something to do.
  void uninstall() {
    world_.database.run(
        "create temp table if not exists kept as select * from saga.schema_migration; delete from "
        "saga.schema_migration "
        "where version = (select max(version) from saga.schema_migration)");
  }
  void reinstall() {
    world_.database.run("insert into saga.schema_migration select * from kept on conflict do nothing");
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
        {"dead-letters restore", queue + "--event " + discarded_ + why},
        {"dead-letters export", queue + "--format csv"},
        {"jobs list", ""},
        {"jobs show", job},
        {"jobs export", job + " --format csv"},
        {"jobs pause", job + why},
        {"jobs resume", job + why},
        {"jobs cancel", job + why},
        {"jobs approvals", ""},
        {"jobs approvals ID", ""},
        {"jobs approve", job + why + " --hash " + std::string(64, 'a')},
        {"jobs refuse", job + why},
        {"jobs ask", job + why},
        {"toggles list", ""},
        {"toggles set", "payment.canary.percent 7" + why},
        {"rollback status", ""},
        {"rollback drill", "--patience 1s" + why},
        {"rollback engage", why},
        {"rollback release", why},
        {"routing explain", "--user 7"},
        {"journal list", ""},
        {"journal verify", ""},
        {"journal export", "--format csv"},
        {"install", ""},
        {"install --dry-run", ""},
        {"events tail", "--from-beginning --count 1 payment.completed"},
        {"incident", "--since 1h --out " + (world_.own.root / "incident.zip").string()},
        {"verify", "--kind saga.open-effects --margin 0s --pause 0s"},
    };
  }

  SagactlWorld world_;
  std::string saga_;
  std::string event_;
  std::string discarded_;
};

// The verbs that a help text names, as a user reads it.
std::vector<std::string> named_in(const std::string& help) {
  std::vector<std::string> names;
  std::istringstream lines(help);
  bool here = false;
  for (std::string line; std::getline(lines, line);) {
    if (line == "Subcommands:" || line == "SUBCOMMANDS:") {
      here = true;
    } else if (here && line.size() > 2 && line.starts_with("  ") && line[2] != ' ') {
      names.push_back(line.substr(2, line.find(' ', 2) - 2));
    }
  }
  return names;
}

// Those of the document and of the help, without options and what stands for an argument.
TEST_F(SagactlRoles, EveryVerbOfTheHelpIsDocumented) {
  std::set<std::string> offered;
  for (const std::string& what : named_in(sagactl({"--help"}).out)) {
    const auto verbs = named_in(sagactl({what, "--help"}).out);
    if (verbs.empty()) offered.insert(what);
    for (const std::string& verb : verbs) offered.insert(what + " " + verb);
  }
  EXPECT_GT(offered.size(), 30U);
  // They tell what one has, whatever that is.
  for (const char* everybodys : {"profile list", "profile test"}) EXPECT_EQ(offered.erase(everybodys), 1U);
  std::set<std::string> known;
  for (const auto& [row, cells] : documented()) {
    std::string verb = row.substr(0, row.find(" --"));
    if (verb.ends_with(" ID")) verb.resize(verb.size() - 3);
    known.insert(verb);
  }
  for (const std::string& verb : offered) EXPECT_TRUE(known.contains(verb)) << verb << " is not in ROLES.md";
  for (const std::string& verb : known) EXPECT_TRUE(offered.contains(verb)) << verb << " is only in ROLES.md";
}

// A row of the document as it is typed.
std::string spoken(const std::string& verb) {
  return verb.ends_with(" ID") ? verb.substr(0, verb.size() - 2) + "00000000-0000-4000-8000-000000000000" : verb;
}

// Refused for a missing right: said so, and by the exit status. What works in part may say that it lacks one.
void expect_as_documented(const std::string& cell, const std::string& attempt, const Finished& finished) {
  const std::string told = finished.out + finished.err;
  const bool lacks = told.find("needs the role") != std::string::npos ||
                     told.find("Ask for the role") != std::string::npos ||
                     told.find("permission denied") != std::string::npos;
  const bool refused = finished.status == ctl::kRefused || finished.status == ctl::kCannotConnect;
  EXPECT_EQ(lacks && refused ? "·" : "x", cell) << attempt << " ends with " << finished.status << "\n" << told;
  EXPECT_NE(finished.status, ctl::kUsage) << attempt << "\n" << told;
  EXPECT_NE(finished.status, ctl::kUnexpected) << attempt << "\n" << told;
}

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
      restock();
      const bool installs = verb == "install";
      if (installs) uninstall();
      const std::string profile = kProfiles[role];
      std::vector<std::string> line{"--profile", verb == "events tail" ? profile + "-redis" : profile};
      std::istringstream words(spoken(verb) + " " + verbs().at(verb));
      for (std::string word; words >> word;) line.push_back(word);
      const Finished finished = sagactl(line);
      if (installs) reinstall();
      expect_as_documented(row->second[role], profile + ": " + verb, finished);
    }
  }
}

}  // namespace
}  // namespace saga::test
