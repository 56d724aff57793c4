// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sagactl/text.h"

#include <gtest/gtest.h>

#include "app/sagactl/commands.h"
#include "app/sagactl/exit_status.h"

namespace saga::ctl {
namespace {

using namespace std::chrono_literals;

TEST(Printable, LeavesWordsOfEveryLanguageAlone) {
  for (const char* text : {"plain", "재고 부족", "Größe", "🙂", ""}) EXPECT_EQ(printable(text), text);
}

TEST(Printable, MakesWhatATerminalWouldObeyVisible) {
  EXPECT_EQ(printable("\x1b[2J"), "\\x1b[2J");
  EXPECT_EQ(printable("a\nb\tc\r"), "a\\nb c\\x0d");
  EXPECT_EQ(printable("\xc2\x9b"
                      "31m"),
            "\\x9b31m");  // C1: an escape in one character
  EXPECT_EQ(printable("\xe2\x80\xae"
                      "drow"),
            "\\u202edrow");  // right-to-left override
  EXPECT_EQ(printable("\x7f"), "\\x7f");
  EXPECT_EQ(printable(std::string_view("\0x", 2)), "\\x00x");
}

TEST(Printable, ShowsBytesThatAreNoUtf8) {
  EXPECT_EQ(printable("\xff"), "\\xff");
  EXPECT_EQ(printable("a\xc0\xaf"), "a\\xc0\\xaf");         // an overlong slash
  EXPECT_EQ(printable("\xed\xa0\x80"), "\\xed\\xa0\\x80");  // half a surrogate pair
  EXPECT_EQ(printable("\xe2\x82"), "\\xe2\\x82");           // cut short
}

TEST(Table, ColumnsLineUpForWideLettersToo) {
  EXPECT_EQ(table({"A", "B"}, {{"재고", "x"}, {"abc", "y"}}), "A     B\n재고  x\nabc   y\n");
}

TEST(Duration, TakesTheUsualUnits) {
  EXPECT_EQ(duration_from("90"), 90s);
  EXPECT_EQ(duration_from("5m"), 5min);
  EXPECT_EQ(duration_from("2h"), 2h);
  EXPECT_EQ(duration_from("1d"), 24h);
  for (const char* text : {"", "m", "5 m", "-1", "5w", "1.5h", "99999999999999999999"}) {
    EXPECT_EQ(duration_from(text), std::nullopt) << text;
  }
}

TEST(Age, IsShort) {
  EXPECT_EQ(age(4s), "4s");
  EXPECT_EQ(age(252s), "4m 12s");
  EXPECT_EQ(age(2h + 5min), "2h 5m");
  EXPECT_EQ(age(50h), "2d 2h");
  EXPECT_EQ(age(-3s), "0s");
}

TEST(IsoTime, KeepsMicroseconds) {
  EXPECT_EQ(iso_time(TimePoint(1'763'658'546'000'123us)), "2025-11-20T17:09:06.000123Z");
  EXPECT_EQ(iso_time(TimePoint(-1us)), "1969-12-31T23:59:59.999999Z");
}

TEST(StatusOfSeveral, IsPartlyOrTheGravest) {
  EXPECT_EQ(status_of(std::vector<int>{kDone, kDone}), kDone);
  EXPECT_EQ(status_of(std::vector<int>{kDone, kConflict}), kPartly);
  EXPECT_EQ(status_of(std::vector<int>{kRefused, kConflict}), kConflict);
  EXPECT_EQ(status_of(std::vector<int>{kConflict, kUnverified, kRefused}), kUnverified);
}

}  // namespace
}  // namespace saga::ctl
