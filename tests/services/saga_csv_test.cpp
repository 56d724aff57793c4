// SPDX-License-Identifier: GPL-3.0-or-later
// Seen red: without the apostrophe, and with the file under its name from the start.
#include "backend/services/saga_csv.h"

#include <fstream>
#include <sstream>
#include <unistd.h>

#include <gtest/gtest.h>

#include "backend/private_servers/private_directory.h"
#include "tests/support/fake_list.h"

namespace saga::test {
namespace {

namespace fs = std::filesystem;

std::string content(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream out;
  out << file.rdbuf();
  return out.str();
}

struct SagaCsvTest : ::testing::Test {
  SagaCsvTest() {
    for (int i = 0; i < 25; ++i) {
      Saga saga{"0195a1c4-0000-7000-8000-0000000000" + std::to_string(10 + i)};
      saga.raw_status = "COMPLETED";
      saga.status = SagaStatus::Completed;
      saga.created_at = TimePoint(std::chrono::seconds(1'773'000'000 - i));
      sagas.push_back(saga);
    }
  }
  PrivateDirectory directory = PrivateDirectory::create("saga-csv").value();
  fs::path path = directory.path() / "out.csv";
  std::vector<Saga> sagas;
  TimePoint now{std::chrono::seconds(1'773'000'060)};
  FakeList list{sagas, now};
};

TEST(CsvField, IsQuotedWhenItHasToBeAndNeverAFormula) {
  EXPECT_EQ(csv_field("plain text"), "plain text");
  EXPECT_EQ(csv_field(""), "");
  EXPECT_EQ(csv_field("a,b"), "\"a,b\"");
  EXPECT_EQ(csv_field("say \"no\""), "\"say \"\"no\"\"\"");
  EXPECT_EQ(csv_field("two\nlines"), "\"two\nlines\"");
  EXPECT_EQ(csv_field("=HYPERLINK(\"x\")"), "\"'=HYPERLINK(\"\"x\"\")\"");
  for (const char* text : {"=1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1"}) {
    EXPECT_EQ(csv_field(text), "\"'" + std::string(text) + "\"");
  }
}

TEST_F(SagaCsvTest, ALineHoldsAllOfASaga) {
  Saga saga = sagas.front();
  saga.type = "PaymentSaga";
  saga.current_step = "StockConfirmation";
  saga.attempts = 3;
  saga.order_id = "O-1";
  saga.user_id = "812";
  saga.amount = Money{-16'267, "USD"};
  saga.route = "EVENT_DRIVEN";
  saga.parked_reason = "@later, maybe";
  saga.version = 7;
  saga.trace_id = "t";
  EXPECT_EQ(csv_line(saga, now),
            "0195a1c4-0000-7000-8000-000000000010,PaymentSaga,completed,COMPLETED,StockConfirmation,3,O-1,812,-16267,"
            "USD,EVENT_DRIVEN,\"'@later, maybe\",0,,2026-03-08T20:00:00.000000Z,1970-01-01T00:00:00.000000Z,"
            "1970-01-01T00:00:00.000000Z,7,t\r\n");
}

TEST_F(SagaCsvTest, IsWrittenPageByPageAndHasItsNameWhenItIsComplete) {
  auto csv = SagaCsv::create(path, {});
  ASSERT_TRUE(csv) << csv.error().message;
  EXPECT_EQ((*csv)->write_next(list, 10).value(), (SagaCsv::Progress{10, false}));
  EXPECT_FALSE(fs::exists(path));
  EXPECT_EQ((*csv)->write_next(list, 10).value(), (SagaCsv::Progress{20, false}));
  EXPECT_EQ((*csv)->write_next(list, 10).value(), (SagaCsv::Progress{25, true}));
  std::string expected = "\xef\xbb\xbf" + csv_header();
  for (const Saga& saga : sagas) expected += csv_line(saga, now);
  EXPECT_EQ(content(path), expected);
  csv->reset();
  EXPECT_TRUE(fs::exists(path));
}

TEST_F(SagaCsvTest, WhatIsGivenUpLeavesNothingBehindAndAnOlderFileAlone) {
  std::ofstream(path) << "older";
  auto csv = SagaCsv::create(path, {});
  ASSERT_TRUE(csv);
  ASSERT_TRUE((*csv)->write_next(list, 10));
  csv->reset();
  EXPECT_EQ(content(path), "older");
  for (const auto& entry : fs::directory_iterator(directory.path())) EXPECT_NE(entry.path().extension(), ".part");
}

// Seen red without O_EXCL.
TEST_F(SagaCsvTest, WhatAnotherProgramWritesOverThereIsLeftAlone) {
  // Left behind by one that had this program's number, under every name that could be next.
  const auto left = [&](int i) {
    return fs::path(path.string() + "." + std::to_string(getpid()) + "." + std::to_string(i) + ".part");
  };
  constexpr int kLeft = 20;
  for (int i = 1; i <= kLeft; ++i) std::ofstream(left(i)) << "theirs";
  auto csv = SagaCsv::create(path, {});
  ASSERT_TRUE(csv) << csv.error().message;
  while (!(*csv)->write_next(list, 10).value().complete) continue;
  EXPECT_TRUE(fs::exists(path));
  for (int i = 1; i <= kLeft; ++i) EXPECT_EQ(content(left(i)), "theirs");
}

TEST_F(SagaCsvTest, AFolderThatIsNotThereIsAnError) {
  EXPECT_FALSE(SagaCsv::create(directory.path() / "none" / "out.csv", {}));
}

}  // namespace
}  // namespace saga::test
