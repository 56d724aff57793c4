// SPDX-License-Identifier: GPL-3.0-or-later
// What needs no server: times, array literals, SQLSTATEs, connection strings.
#include "backend/postgres/params.h"

#include <gmock/gmock.h>

#include "backend/postgres/errors.h"
#include "backend/postgres/session.h"

namespace saga::pg {
namespace {

using testing::HasSubstr;

TimePoint at(std::int64_t microseconds) { return TimePoint(std::chrono::microseconds(microseconds)); }

TEST(Time, ReadsWhatAServerInUtcPrints) {
  EXPECT_EQ(parse_time("1970-01-01 00:00:00+00"), at(0));
  EXPECT_EQ(parse_time("1970-01-01 00:00:01.5+00"), at(1'500'000));
  EXPECT_EQ(parse_time("1970-01-01 00:00:00.000001+00"), at(1));
  EXPECT_EQ(parse_time("2026-11-20 10:00:00.123456+00"), at(1'795'168'800'123'456));
}

TEST(Time, ReadsOtherOffsets) {
  EXPECT_EQ(parse_time("1970-01-01 09:00:00+09"), at(0));
  EXPECT_EQ(parse_time("1970-01-01 05:30:00+05:30"), at(0));
  EXPECT_EQ(parse_time("1969-12-31 16:00:00-08"), at(0));
}

TEST(Time, RefusesWhatItWouldMisread) {
  for (const char* text : {"", "infinity", "-infinity", "2026-11-20", "2026-11-20 10:00:00", "2026-11-20 10:00+00",
                           "2026-13-20 10:00:00+00", "2026-02-30 10:00:00+00", "2026-11-20 24:00:00+00",
                           "2026-11-20 10:00:00.+00", "2026-11-20 10:00:00.1234567+00", "0044-03-15 12:00:00+00 BC",
                           "2026-11-20T10:00:00Z", "20/11/2026 10:00:00+00"}) {
    EXPECT_EQ(parse_time(text), std::nullopt) << text;
  }
}

TEST(Time, IsWrittenAsItIsRead) {
  for (const std::int64_t microseconds : {0LL, 1LL, 1'795'168'800'123'456LL, -1LL}) {
    EXPECT_EQ(parse_time(format_time(at(microseconds))), at(microseconds));
  }
}

TEST(Params, TakeWhatACallerHas) {
  const std::optional<int> none;
  const Params params{"text", std::string("more"), 7, std::int64_t{-8}, true, 0.1, none, std::optional<int>(9)};
  const std::vector<std::optional<std::string>> expected{"text", "more", "7", "-8", "t", "0.1", std::nullopt, "9"};
  EXPECT_EQ(params.values(), expected);
}

TEST(Params, WriteArrays) {
  EXPECT_EQ(Params(std::vector<std::string>{}).values()[0], "{}");
  EXPECT_EQ(Params(std::vector<std::int64_t>{1, -2}).values()[0], "{1,-2}");
  EXPECT_EQ(Params(std::vector<std::string>{"", "NULL", "a,b", "{}", R"(q"\)"}).values()[0],
            R"({"","NULL","a,b","{}","q\"\\"})");
  EXPECT_EQ(Params(std::vector<std::optional<std::string>>{std::nullopt, "NULL"}).values()[0], R"({NULL,"NULL"})");
}

TEST(Params, FindAZeroByte) {
  const std::string cut("a\0b", 3);
  EXPECT_EQ(Params("a", "b").unsendable(), std::nullopt);
  EXPECT_EQ(Params("a", cut).unsendable(), 2U);
  EXPECT_EQ(Params(std::vector<std::string>{"a", cut}).unsendable(), 1U);
}

TEST(Errors, SayWhatTheCallerCanStillDo) {
  EXPECT_EQ(kind_of("08006"), ErrorKind::Connection);
  EXPECT_EQ(kind_of("57P01"), ErrorKind::Connection);
  EXPECT_EQ(kind_of("57014"), ErrorKind::Timeout);
  EXPECT_EQ(kind_of("40001"), ErrorKind::Conflict);
  EXPECT_EQ(kind_of("40P01"), ErrorKind::Conflict);
  EXPECT_EQ(kind_of("23505"), ErrorKind::Conflict);
  EXPECT_EQ(kind_of("55P03"), ErrorKind::Conflict);
  EXPECT_EQ(kind_of("42501"), ErrorKind::Permission);
  EXPECT_EQ(kind_of("25006"), ErrorKind::Permission);
  EXPECT_EQ(kind_of("42P01"), ErrorKind::Incompatible);
  EXPECT_EQ(kind_of("42703"), ErrorKind::Incompatible);
  EXPECT_EQ(kind_of("3F000"), ErrorKind::Incompatible);
  EXPECT_EQ(kind_of("22P02"), ErrorKind::Invalid);
  EXPECT_EQ(kind_of("23514"), ErrorKind::Invalid);
  EXPECT_EQ(kind_of("XX000"), ErrorKind::Internal);
  EXPECT_EQ(kind_of(""), ErrorKind::Internal);
}

TEST(Errors, KeepTheHeadlineAndDropTheRow) {
  const Error error = server_error(
      "23514", "ERROR:  23514: new row violates check \"positive\"\nDETAIL:  Failing row contains (secret).\n");
  EXPECT_EQ(error.message, "new row violates check \"positive\"");
  EXPECT_EQ(error.code, "23514");
}

TEST(ConnectionString, CarriesTheSettingsBehindTheUsersOwn) {
  const auto text =
      connection_string({.conninfo = "host=/run dbname=shop options='-c work_mem=8MB -c TimeZone=Asia/Seoul'",
                         .read_only = true,
                         .statement_timeout = std::chrono::milliseconds(1500)});
  ASSERT_TRUE(text) << text.error().message;
  EXPECT_THAT(*text, HasSubstr("options='-c work_mem=8MB -c TimeZone=Asia/Seoul -c TimeZone=UTC"));
  EXPECT_THAT(*text, HasSubstr("-c default_transaction_read_only=on"));
  EXPECT_THAT(*text, HasSubstr("-c statement_timeout=1500"));
}

TEST(ConnectionString, ReadsUrisAndKeepsHostileValuesWhole) {
  const auto text = connection_string({.conninfo = "postgresql://kim@db:6432/it's?application_name=x"});
  ASSERT_TRUE(text) << text.error().message;
  EXPECT_THAT(*text, HasSubstr(R"(dbname='it\'s')"));
  EXPECT_THAT(*text, HasSubstr("port='6432'"));
}

TEST(ConnectionString, RefusesWhatLibpqCannotRead) {
  const auto text = connection_string({.conninfo = "no_such_key=1"});
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().kind, ErrorKind::Invalid);
  EXPECT_THAT(text.error().message, HasSubstr("no_such_key"));
}

}  // namespace
}  // namespace saga::pg
