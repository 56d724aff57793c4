// SPDX-License-Identifier: GPL-3.0-or-later
// What the database notes in the journal is said in words. Seen red: with the deeds of second persons, which the page
// told as "approvals 3 | APPROVE".
#include "ui/journal/journal_words.h"

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include <QtGlobal>
#include <gmock/gmock.h>

#include "ui/sagas/deed_words.h"

namespace saga::test {
namespace {

using testing::IsSupersetOf;

struct Noted {
  std::set<std::string> areas;
  std::set<std::string> deeds;
};

// The areas and deeds that the functions of the contract name when they write to the journal.
Noted noted_by_the_contract() {
  static const std::regex call(R"(journal_append\('([a-z-]+)',\s*'[A-Z]+',\s*[^,]+,\s*(?:'([A-Z_]+)')?)");
  const std::filesystem::path root(qEnvironmentVariable("SAGA_SOURCE", QStringLiteral(".")).toStdString());
  Noted noted;
  for (const auto& file : std::filesystem::directory_iterator(root / "resources/sql/saga")) {
    if (file.path().extension() != ".sql") continue;
    std::ostringstream sql;
    sql << std::ifstream(file.path()).rdbuf();
    const std::string text = sql.str();
    for (std::sregex_iterator at(text.begin(), text.end(), call), end; at != end; ++at) {
      noted.areas.insert((*at)[1]);
      if ((*at)[2].matched) noted.deeds.insert((*at)[2]);
    }
  }
  return noted;
}

TEST(JournalWords, EveryDeedThatTheContractNotesHasWords) {
  const Noted noted = noted_by_the_contract();
  ASSERT_THAT(noted.deeds, IsSupersetOf({"REFUND", "ENGAGE_ROLLBACK", "PAUSE", "REVEAL"})) << "read from the sources";
  std::set<std::string> deeds = noted.deeds;
  // Those that a function is given: of sagas, of routing, of jobs, of dead letters, of second persons.
  deeds.insert({"RETRY", "COMPENSATE", "RESOLVE", "NOTE", "TAKE", "RELEASE", "SET_TOGGLE", "RELEASE_ROLLBACK", "RESUME",
                "CANCEL", "REPLAY", "DISCARD", "RESTORE", "ASK", "APPROVE"});
  for (const std::string& deed : deeds) EXPECT_NE(ui::deed_text(deed).toStdString(), deed);
}

TEST(JournalWords, EveryAreaThatTheContractWritesToIsKnown) {
  const Noted noted = noted_by_the_contract();
  EXPECT_EQ(noted.areas, (std::set<std::string>{"approvals", "dead-letters", "jobs", "routing", "sagas"}))
      << "a new area needs its words in area_text()";
  EXPECT_EQ(ui::area_text("dead-letters").toStdString(), "dead letters");
}

}  // namespace
}  // namespace saga::test
