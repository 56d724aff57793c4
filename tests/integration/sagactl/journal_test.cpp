// SPDX-License-Identifier: GPL-3.0-or-later
// sagactl journal: stdout and exit status, against a real PostgreSQL.
#include <gmock/gmock.h>

#include "app/sagactl/exit_status.h"
#include "tests/integration/sagactl/command_line.h"

namespace saga::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;

class SagactlJournal : public testing::Test {
 protected:
  SagactlJournal() {
    for (const char* percent : {"5", "10", "25"}) {
      const auto set = sagactl({"--profile", "op", "toggles", "set", "payment.canary.percent", percent, "--reason",
                                std::string("step to ") + percent});
      EXPECT_EQ(set.status, ctl::kDone) << set.err;
    }
  }
  static Finished journal(std::vector<std::string> arguments, const std::string& profile = "op") {
    arguments.insert(arguments.begin(), {"--profile", profile, "journal"});
    return sagactl(arguments);
  }
  // As somebody who may do everything, and covers it up.
  void cut_off_the_last_row() {
    world_.database.run("set session_replication_role = replica");
    world_.database.run("delete from saga.operator_journal where area = 'routing' and seq = 3");
    world_.database.run(
        "update saga.journal_chain c set seq = 2, hash = j.hash from saga.operator_journal j "
        "where c.area = 'routing' and j.area = 'routing' and j.seq = 2");
  }

  SagactlWorld world_;
};

TEST_F(SagactlJournal, ListsWhatWasDoneNewestFirstAndInPages) {
  const auto first = journal({"list", "--limit", "2", "--json"}, "viewer");
  EXPECT_EQ(first.status, ctl::kDone) << first.err;
  const json page = first.json();
  ASSERT_EQ(page["entries"].size(), 2U);
  EXPECT_EQ(page["entries"][0]["why"], "step to 25");
  EXPECT_EQ(page["entries"][0]["who"], "kim");
  EXPECT_EQ(page["entries"][0]["what"], "SET_TOGGLE");
  EXPECT_EQ(page["entries"][0]["on"], "payment.canary.percent");
  EXPECT_EQ(page["entries"][0]["prev_hash"], page["entries"][1]["hash"]);
  const auto rest = journal({"list", "--after", page["next"].get<std::string>(), "--json"}, "viewer");
  ASSERT_EQ(rest.json()["entries"].size(), 1U);
  EXPECT_EQ(rest.json()["entries"][0]["why"], "step to 5");
  EXPECT_TRUE(rest.json()["next"].is_null());

  EXPECT_EQ(journal({"list", "--who", "lee", "--json"}).json()["entries"].size(), 0U);
  EXPECT_EQ(journal({"list", "--action", "SET_TOGGLE", "--since", "1h", "--json"}).json()["entries"].size(), 3U);
  EXPECT_THAT(journal({"list"}).out, HasSubstr("step to 10"));
  EXPECT_EQ(journal({"list", "--after", "nonsense"}).status, ctl::kUsage);
  EXPECT_EQ(journal({"list", "--json"}, "nobody").status, ctl::kRefused);
}

TEST_F(SagactlJournal, VerifiesAndComparesWithWhatThisMachineHasKept) {
  const auto sound = journal({"verify", "--json"});
  EXPECT_EQ(sound.status, ctl::kDone) << sound.err;
  EXPECT_EQ(sound.json()["sound"], true);
  EXPECT_EQ(sound.json()["rows"], 3);
  EXPECT_EQ(sound.json()["anchors"], 3);

  cut_off_the_last_row();
  const auto cut = journal({"verify", "--json"});
  EXPECT_EQ(cut.status, ctl::kRefused);
  EXPECT_EQ(cut.json()["sound"], false);
  ASSERT_EQ(cut.json()["breaches"].size(), 1U);
  EXPECT_EQ(cut.json()["breaches"][0]["kind"], "cut-off");
  EXPECT_EQ(cut.json()["breaches"][0]["seq"], 3);
  EXPECT_THAT(journal({"verify"}).out, HasSubstr("compare with a backup from before row 3 of routing"));

  const auto elsewhere = journal({"verify"}, "viewer");
  EXPECT_EQ(elsewhere.status, ctl::kDone) << "nothing was kept there";
  EXPECT_THAT(elsewhere.out, HasSubstr("No position was kept here"));
}

TEST_F(SagactlJournal, ExportsAllOfIt) {
  const auto lines = journal({"export", "--format", "ndjson"});
  EXPECT_EQ(lines.status, ctl::kDone) << lines.err;
  EXPECT_EQ(std::ranges::count(lines.out, '\n'), 3);
  EXPECT_EQ(json::parse(lines.out.substr(0, lines.out.find('\n')))["why"], "step to 25");
  const auto csv = journal({"export", "--format", "csv", "--area", "routing"});
  EXPECT_EQ(std::ranges::count(csv.out, '\n'), 4);
  EXPECT_TRUE(csv.out.starts_with("at,area,seq,kind,who,what,on,why,before,after,prev_hash,hash\r\n"));
  EXPECT_EQ(journal({"export"}).status, ctl::kUsage);
}

}  // namespace
}  // namespace saga::test
