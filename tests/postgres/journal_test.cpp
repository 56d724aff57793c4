// SPDX-License-Identifier: GPL-3.0-or-later
// The journal as a whole: what was done to it behind everybody's back is found. Each tampering here is one of somebody
// who may do everything in the database: triggers are off, hashes are made anew by the contract's own function.
//
// Seen red: with the link to the row before not looked at, with the hash of the content not, with what was kept outside
// not, and with the noted end not.
#include <cstdlib>
#include <map>
#include <memory>
#include <random>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "backend/postgres/journal_reader.h"
#include "backend/services/journal_hash.h"
#include "backend/services/journal_verification.h"
#include "tests/postgres/saga_database.h"

namespace saga {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr int kRows = 20;  // of each chain

class JournalTest : public testing::Test {
 protected:
  JournalTest() {
    database_.run("set session_replication_role = replica");
    for (int row = 1; row <= kRows; ++row) {
      for (const char* area : {"sagas", "routing"})
        append(area, fmt::format("reason {}", row), row % 3 == 0 || row == kRows);
    }
    database_.run("create table kept_journal as select * from saga.operator_journal");
    database_.run("create table kept_chain as select * from saga.journal_chain");
  }

  void append(const std::string& area, const std::string& why, bool anchored,
              const std::optional<std::string>& before = std::nullopt, const std::optional<std::string>& after = "{}") {
    const auto rows = database_.admin().query(
        "select seq, hash from saga.journal_append($1, 'REQUESTED', 'kim', 'RETRY', 'saga-1', $2, $3, $4)",
        {area, why, before, after});
    ASSERT_TRUE(rows) << rows.error().message;
    const auto given = rows->one([&](const pg::Row& row) { return KeptAnchor{area, row.int64(0), row.text(1)}; });
    ASSERT_TRUE(given) << given.error().message;
    if (anchored) anchors_.push_back(*given);
  }
  void restore() {
    database_.run(
        "truncate saga.operator_journal, saga.journal_chain; "
        "insert into saga.operator_journal select * from kept_journal; "
        "insert into saga.journal_chain select * from kept_chain");
  }
  // Makes every hash from this row on anew, and the note of the end.
  void forge(const std::string& area, std::int64_t from) {
    database_.run(fmt::format(
        "do $$ declare r saga.operator_journal; v_prev text; begin "
        "select j.hash into v_prev from saga.operator_journal j where j.area = '{0}' and j.seq < {1} "
        "order by j.seq desc limit 1; v_prev := coalesce(v_prev, repeat('0', 64)); "
        "for r in select * from saga.operator_journal j where j.area = '{0}' and j.seq >= {1} order by j.seq loop "
        "  r.prev_hash := v_prev; r.hash := saga.journal_hash(r); v_prev := r.hash; "
        "  update saga.operator_journal j set prev_hash = r.prev_hash, hash = r.hash "
        "   where j.area = r.area and j.seq = r.seq; end loop; "
        "update saga.journal_chain c set hash = v_prev, "
        "  seq = (select coalesce(max(j.seq), 0) from saga.operator_journal j where j.area = '{0}') "
        "where c.area = '{0}'; end $$",
        area, from));
  }
  JournalReport verify(const std::vector<KeptAnchor>& anchors) {
    pg::PgJournalReader reader(vera_);
    auto report = verify_journal(reader, anchors);
    EXPECT_TRUE(report) << report.error().message;
    return report.value_or(JournalReport{});
  }
  // "sagas 4 changed"
  static std::vector<std::string> told(const JournalReport& report) {
    std::vector<std::string> lines;
    for (const JournalBreach& breach : report.breaches) {
      lines.push_back(fmt::format("{} {} {}", breach.area, breach.seq, to_text(breach.kind)));
    }
    return lines;
  }
  std::vector<std::string> found() { return told(verify(anchors_)); }

  test::SagaDatabase database_;
  std::shared_ptr<pg::Session> vera_ = database_.session("vera", true);
  std::vector<KeptAnchor> anchors_;
};

TEST_F(JournalTest, WhatNobodyTouchedIsSound) {
  const JournalReport report = verify(anchors_);
  EXPECT_THAT(told(report), IsEmpty());
  EXPECT_EQ(report.rows(), 2 * kRows);
  EXPECT_EQ(report.anchors(), static_cast<std::int64_t>(anchors_.size()));
  ASSERT_EQ(report.chains.size(), 2U);
  EXPECT_EQ(report.chains[0].area, "routing");
  EXPECT_EQ(report.chains[1].rows, kRows);
}

TEST_F(JournalTest, TheHashIsFoundOutHereAsInTheDatabaseWhateverIsWritten) {
  std::string controls;
  for (char c = 1; c < 0x20; ++c) controls += c;
  for (const std::string& text : {std::string("\"quoted\" and \\back\\slashed"), controls, std::string("\x7f"),
                                  std::string("환불 요청 \U0001F600"), std::string("</script>\u2028'; drop table"),
                                  std::string(), std::string(100'000, 'x')}) {
    append("sagas", text, true, text, std::nullopt);
    append("sagas", text, true, std::nullopt, text);
  }
  pg::PgJournalReader reader(database_.session("vera", true));
  const auto rows = reader.chain("sagas", 0, 1000, 1000);
  ASSERT_TRUE(rows) << rows.error().message;
  ASSERT_EQ(rows->size(), kRows + 14U);
  for (const JournalEntry& entry : *rows) EXPECT_EQ(journal_hash(entry), entry.hash) << entry.seq;
}

TEST_F(JournalTest, AnEditedRowIsNamed) {
  database_.run("update saga.operator_journal set who = 'lee' where area = 'sagas' and seq = 4");
  EXPECT_THAT(found(), ElementsAre("sagas 4 changed"));
  // Whoever also gives it the hash of what it says now has broken what follows.
  database_.run("update saga.operator_journal j set hash = saga.journal_hash(j) where area = 'sagas' and seq = 4");
  EXPECT_THAT(found(), ElementsAre("sagas 5 unlinked"));
}

TEST_F(JournalTest, RowsThatAreGoneAreNamed) {
  database_.run("delete from saga.operator_journal where area = 'routing' and seq in (7, 8)");
  EXPECT_THAT(found(), ElementsAre("routing 7 missing"));
  EXPECT_THAT(verify(anchors_).breaches[0].detail, HasSubstr("up to 8"));
}

TEST_F(JournalTest, ATailThatWasCutOffIsNoticedWithItsNoteOrWithout) {
  database_.run("delete from saga.operator_journal where area = 'sagas' and seq > 15");
  EXPECT_THAT(found(), ElementsAre("sagas 16 cut-off"));
  forge("sagas", 15);  // the note of the end says 15, too
  EXPECT_THAT(found(), ElementsAre("sagas 16 cut-off"));
  EXPECT_THAT(told(verify({})), IsEmpty()) << "without what was kept elsewhere nobody could tell";
}

TEST_F(JournalTest, AChainThatIsGoneAsAWholeIsNoticed) {
  database_.run("delete from saga.operator_journal where area = 'sagas'");
  database_.run("delete from saga.journal_chain where area = 'sagas'");
  EXPECT_THAT(found(), ElementsAre("sagas 1 cut-off"));
}

TEST_F(JournalTest, AChainWrittenAnewDiffersFromWhatWasKept) {
  database_.run("update saga.operator_journal set why = 'another reason' where area = 'routing' and seq = 1");
  forge("routing", 1);
  EXPECT_THAT(found(), Contains("routing 20 differs-from-anchor"));
  EXPECT_THAT(told(verify({})), IsEmpty());
}

TEST_F(JournalTest, RowsBehindTheNotedEndAreNamed) {
  database_.run(
      "update saga.journal_chain c set seq = 18, hash = j.hash from saga.operator_journal j "
      "where c.area = 'sagas' and j.area = 'sagas' and j.seq = 18");
  EXPECT_THAT(found(), ElementsAre("sagas 19 beyond-the-end"));
}

// One of everything that somebody with all rights could think of, on a random place. A tail that is cut and a chain
// that is written anew, with the note of the end, are found by what was kept outside the database and by nothing else.
// SAGA_TAMPER_SEED repeats a run.
TEST_F(JournalTest, AThousandRandomTamperingsAreAllFound) {
  const char* given = std::getenv("SAGA_TAMPER_SEED");
  const auto seed = given != nullptr ? static_cast<std::uint32_t>(std::stoul(given)) : std::random_device{}();
  fmt::print("seed {}\n", seed);
  std::mt19937 random(seed);
  const auto pick = [&](int from, int to) { return std::uniform_int_distribution<int>(from, to)(random); };
  std::map<std::string, int> tried;
  for (int n = 0; n < 1000; ++n) {
    const std::string area = pick(0, 1) == 0 ? "sagas" : "routing";
    const int row = pick(1, kRows);
    const std::string here = fmt::format("area = '{}' and seq = {}", area, row);
    std::string what;
    switch (pick(0, 6)) {
      case 0: {
        static constexpr std::array kEdits{"why = why || ' '",
                                           "who = 'lee'",
                                           "what = 'COMPENSATE'",
                                           "on_what = 'saga-2'",
                                           "before = '{}'",
                                           "after = null",
                                           "at = at + interval '1 us'",
                                           "kind = 'OBSERVED'",
                                           "prev_hash = hash",
                                           "hash = repeat('0', 64)",
                                           "why = E'\\u00a0' || why"};
        what = "edit";
        database_.run(fmt::format("update saga.operator_journal set {} where {}",
                                  kEdits.at(static_cast<std::size_t>(pick(0, kEdits.size() - 1))), here));
        break;
      }
      case 1:
        what = "edit, and forge from there on";
        database_.run("update saga.operator_journal set why = 'forged' where " + here);
        forge(area, row);
        break;
      case 2:
        what = "delete";
        database_.run("delete from saga.operator_journal where " + here);
        break;
      case 3: {
        what = "reorder";
        const int other = row % kRows + 1;
        database_.run(fmt::format("update saga.operator_journal set seq = -{} where {}", other, here));
        database_.run(
            fmt::format("update saga.operator_journal set seq = {} where area = '{}' and seq = {}", row, area, other));
        database_.run(fmt::format("update saga.operator_journal set seq = -seq where area = '{}' and seq < 0", area));
        if (pick(0, 1) == 0) forge(area, std::min(row, other));
        break;
      }
      case 4:
        what = "insert";
        database_.run(
            fmt::format("update saga.operator_journal set seq = -seq where area = '{}' and seq >= {}", area, row));
        database_.run(
            fmt::format("update saga.operator_journal set seq = 1 - seq where area = '{}' and seq < 0", area));
        database_.run(
            fmt::format("insert into saga.operator_journal select area, {}, kind, 'lee', what, on_what, why, before, "
                        "after, at, prev_hash, hash from saga.operator_journal where area = '{}' and seq = {}",
                        row, area, row + 1));
        if (pick(0, 1) == 0) forge(area, row);
        break;
      case 5:
        what = "cut the tail";
        database_.run(fmt::format("delete from saga.operator_journal where area = '{}' and seq >= {}", area, row));
        if (pick(0, 1) == 0) {
          forge(area, row);
          what += ", and its note";
        }
        break;
      default:
        what = "rewrite the whole chain";
        database_.run(fmt::format("update saga.operator_journal set who = 'lee' where area = '{}'", area));
        forge(area, 1);
    }
    const auto place = fmt::format("{}: {} at row {} of {}, seed {}", n, what, row, area, seed);
    ASSERT_GT(verify(anchors_).breach_count, 0) << place;
    if (what == "cut the tail, and its note" || what == "rewrite the whole chain") {
      ASSERT_EQ(verify({}).breach_count, 0) << place;
    }
    ++tried[what];
    restore();
  }
  EXPECT_EQ(tried.size(), 8U);
  EXPECT_THAT(found(), IsEmpty());
}

TEST_F(JournalTest, PagesGoFromTheNewestToTheOldestOverAllChains) {
  pg::PgJournalReader reader(database_.session("vera", true));
  std::vector<std::string> seen;
  std::optional<JournalCursor> after;
  do {
    const auto page = reader.page({}, after, 7);
    ASSERT_TRUE(page) << page.error().message;
    for (const JournalEntry& entry : page->entries) seen.push_back(fmt::format("{} {}", entry.area, entry.seq));
    after = page->next ? journal_cursor_from(to_text(*page->next)) : std::nullopt;
    ASSERT_EQ(after.has_value(), page->next.has_value());
    append("routing", "written meanwhile", false);
  } while (after);
  ASSERT_EQ(seen.size(), 2U * kRows);
  EXPECT_EQ(seen.front(), "routing 20");
  EXPECT_EQ(seen[1], "sagas 20");
  EXPECT_EQ(seen.back(), "sagas 1");
  const auto some =
      reader.page({.area = "routing", .who = "kim", .what = "RETRY", .on_what = "saga-1"}, std::nullopt, 3);
  ASSERT_TRUE(some) << some.error().message;
  EXPECT_EQ(some->entries.size(), 3U);
  EXPECT_EQ(reader.page({.who = "lee"}, std::nullopt, 3)->entries.size(), 0U);
}

TEST_F(JournalTest, WhoHasNoRoleIsRefused) {
  pg::PgJournalReader reader(database_.session("nobody", true));
  const auto report = verify_journal(reader, {});
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().kind, ErrorKind::Permission);
}

}  // namespace
}  // namespace saga
