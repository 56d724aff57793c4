// SPDX-License-Identifier: GPL-3.0-or-later
// How the palette finds what was typed, and in which order.
#include "ui/shell/fuzzy.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "ui/shell/palette_list.h"

namespace saga::ui {
namespace {

QString utf8(const char* text) { return QString::fromUtf8(text); }

// The letters that were found, in brackets: "[O]pen [s]aga".
std::string marked(const char* pattern, const char* text) {
  const auto match = fuzzy_match(utf8(pattern), utf8(text));
  if (!match) return "-";
  QString out;
  const QString whole = utf8(text);
  for (int i = 0; i < whole.size(); ++i) {
    const bool found = std::ranges::find(match->letters, i) != match->letters.end();
    out += found ? QLatin1Char('[') + whole.mid(i, 1) + QLatin1Char(']') : whole.mid(i, 1);
  }
  return out.replace(QStringLiteral("]["), QString()).toStdString();
}

TEST(Fuzzy, LettersAreFoundWhereAPersonMeansThem) {
  EXPECT_EQ(marked("", "Sagas"), "Sagas");
  EXPECT_EQ(marked("sagas", "Sagas"), "[Sagas]");
  EXPECT_EQ(marked("cl", "Copy a link to this place"), "[C]opy a [l]ink to this place");
  EXPECT_EQ(marked("sn", "Show newer rows"), "[S]how [n]ewer rows");
  EXPECT_EQ(marked("new", "Show newer rows"), "Show [new]er rows");
  EXPECT_EQ(marked("s n", "Show newer rows"), "[S]how [n]ewer rows");
  EXPECT_EQ(marked("ro", "Show newer rows"), "Show newer [ro]ws");
  EXPECT_EQ(marked("sc", "StockConfirmation"), "[S]tock[C]onfirmation");
  EXPECT_EQ(marked("wrong", "Show newer rows"), "-");
  EXPECT_EQ(marked("sagass", "Sagas"), "-");
}

TEST(Fuzzy, KoreanMayBeAbbreviatedAndUnfinished) {
  EXPECT_EQ(marked("사가", "사가"), "[사가]");
  EXPECT_EQ(marked("ㅅㄱ", "사가"), "[사가]");
  EXPECT_EQ(marked("ㅌ", "타임라인"), "[타]임라인");
  EXPECT_EQ(marked("타임라이", "타임라인"), "[타임라인]");
  EXPECT_EQ(marked("삭", "사가"), "[사가]") << "the ㄱ of 가 stands below 사 while it is being typed";
  EXPECT_EQ(marked("ㄹㅋ ㅂㅅ", "이 위치의 링크 복사"), "이 위치의 [링크] [복사]");
  EXPECT_EQ(marked("ㅎ", "사가"), "-");
}

std::vector<PaletteEntry> entries(std::initializer_list<const char*> titles) {
  std::vector<PaletteEntry> out;
  for (const char* title : titles) out.push_back({.id = QStringLiteral("id.") + utf8(title), .title = utf8(title)});
  return out;
}

QStringList titles(const std::vector<PaletteEntry>& found) {
  QStringList out;
  for (const PaletteEntry& entry : found) out << entry.title;
  return out;
}

TEST(Ranking, WhatIsMeantComesFirst) {
  const auto found = ranked(entries({"Language: English", "Read again", "Show newer rows", "Sagas", "Reconnect now"}),
                            QStringLiteral("re"), {});
  EXPECT_EQ(found.front().title, QStringLiteral("Read again"));
  EXPECT_EQ(found.at(1).title, QStringLiteral("Reconnect now"));
  EXPECT_FALSE(titles(found).contains(QStringLiteral("Sagas")));
  EXPECT_EQ(titles(ranked(entries({"Sagas of yesterday", "Sagas"}), QStringLiteral("sagas"), {})).front(),
            QStringLiteral("Sagas"))
      << "of two that match alike the shorter one is meant";
}

TEST(Ranking, WithoutATextTheLatestChoicesStandFirst) {
  const QStringList recent{QStringLiteral("id.C"), QStringLiteral("id.B"), QStringLiteral("gone")};
  EXPECT_EQ(titles(ranked(entries({"A", "B", "C", "D"}), {}, recent)), QStringList({"C", "B", "A", "D"}));
}

TEST(Ranking, AHabitDecidesBetweenEqualsOnly) {
  const auto of = [](const char* typed) {
    return titles(ranked(entries({"Read again", "Reconnect now", "Filter"}), QString::fromLatin1(typed),
                         {QStringLiteral("id.Reconnect now"), QStringLiteral("id.Filter")}));
  };
  EXPECT_EQ(of("re").front(), QStringLiteral("Reconnect now"));
  EXPECT_EQ(of("read").front(), QStringLiteral("Read again"));
}

TEST(Ranking, RecentChoicesAreFewAndDifferent) {
  QStringList recent;
  for (int i = 0; i < 40; ++i) recent = with_recent(std::move(recent), QString::number(i % 15));
  EXPECT_EQ(recent.size(), 12);
  EXPECT_EQ(recent.front(), QStringLiteral("9"));
  recent = with_recent(std::move(recent), QStringLiteral("3"));
  EXPECT_EQ(recent.front(), QStringLiteral("3"));
  EXPECT_EQ(recent.count(QStringLiteral("3")), 1);
  EXPECT_EQ(with_recent({QStringLiteral("a")}, {}), QStringList{QStringLiteral("a")});
}

}  // namespace
}  // namespace saga::ui
