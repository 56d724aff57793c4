// SPDX-License-Identifier: GPL-3.0-or-later
// What a text names by itself: a saga, a filter, a link.
#include "ui/shell/palette_words.h"

#include <gtest/gtest.h>

namespace saga::ui {
namespace {

using Kind = Reading::Kind;

std::vector<Kind> kinds(const char* typed) {
  std::vector<Kind> out;
  for (const Reading& reading : readings_of(QString::fromUtf8(typed), QStringLiteral("Payments-KR"))) {
    out.push_back(reading.kind);
  }
  return out;
}

TEST(PaletteWords, TellApartWhatIsTyped) {
  EXPECT_EQ(kinds("  "), std::vector<Kind>{});
  EXPECT_EQ(kinds("user:812"), std::vector{Kind::Filter});
  EXPECT_EQ(kinds("O-4812933"), std::vector{Kind::Filter});
  EXPECT_EQ(kinds("0195a1c3"), std::vector{Kind::Filter});
  EXPECT_EQ(kinds("0195a1c3-52f0-7c18-b0aa-4d129f3b7e02"), (std::vector{Kind::Saga, Kind::Filter}));
  EXPECT_EQ(kinds("0195a1c3-52f0-7c18-b0aa-4d129f3b7e0"), std::vector{Kind::Filter}) << "a letter is missing";
  EXPECT_EQ(kinds("saga-console://payments-kr/saga/0195a1c3"), std::vector{Kind::Link});
  EXPECT_EQ(kinds(" saga-console://payments-kr/sagas?filter=user%3A812\n"), std::vector{Kind::Link});
  EXPECT_EQ(kinds("saga-console://staging/sagas"), std::vector{Kind::OtherProfile});
  EXPECT_EQ(kinds("saga-console://payments-kr/nowhere"), std::vector{Kind::NoPlace});
  EXPECT_EQ(kinds("saga-console:nonsense"), std::vector{Kind::NoPlace});
}

TEST(PaletteWords, LeadWhereTheyName) {
  const auto saga = readings_of(QStringLiteral("0195A1C3-52F0-7C18-B0AA-4D129F3B7E02"), QStringLiteral("p")).front();
  EXPECT_EQ(saga.place.saga.toStdString(), "0195a1c3-52f0-7c18-b0aa-4d129f3b7e02");
  EXPECT_EQ(saga.place.page, PageId::Sagas);
  EXPECT_EQ(readings_of(QStringLiteral("user: 812"), QStringLiteral("p")).front().place.filter.toStdString(),
            "user:812");
  const auto link =
      readings_of(QStringLiteral("saga-console://p/sagas?filter=step%3AStockConfirmation"), QStringLiteral("p"));
  EXPECT_EQ(link.front().place.filter.toStdString(), "step:StockConfirmation");
  EXPECT_EQ(
      readings_of(QStringLiteral("saga-console://other/sagas"), QStringLiteral("p")).front().profile.toStdString(),
      "other");
}

// Everything that is sent to the database is what somebody may have meant as a number.
TEST(PaletteWords, OnlyNumbersAreSearchedFor) {
  const auto search = [](const char* typed) {
    return saga_search_of(QString::fromUtf8(typed)).value_or(QStringLiteral("-")).toStdString();
  };
  EXPECT_EQ(search("user:812"), "812");
  EXPECT_EQ(search("user: 812"), "812");
  EXPECT_EQ(search("user:"), "-");
  EXPECT_EQ(search("order:O-48"), "O-48");
  EXPECT_EQ(search("O-4812933"), "O-4812933");
  EXPECT_EQ(search("0195A1"), "0195a1");
  EXPECT_EQ(search("feed"), "feed") << "four digits of an id, in letters";
  EXPECT_EQ(search("sagas"), "-");
  EXPECT_EQ(search("12"), "-");
  EXPECT_EQ(search("the 3 oldest"), "-");
  EXPECT_EQ(search("0195a1c3-52f0-7c18-b0aa-4d129f3b7e02"), "-") << "it is known which saga that is";
  EXPECT_EQ(search("saga-console://p/sagas"), "-");
}

}  // namespace
}  // namespace saga::ui
