// SPDX-License-Identifier: GPL-3.0-or-later
// The part of time on screen and its axis, as text.
#include <gmock/gmock.h>

#include "tests/ui/sample.h"
#include "ui/timeline/time_axis.h"
#include "ui/timeline/time_window.h"
#include "ui/timeline/timeline_words.h"

namespace saga::test {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using timeline::Micros;
using timeline::Range;
using ui::TimeWindow;

const Micros kNow = timeline::micros(sample_now());  // 11:44:31 in Seoul

std::vector<std::string> ticks(std::chrono::microseconds length, int width, Micros from = kNow) {
  std::vector<std::string> texts;
  for (const ui::Tick& tick : ui::ticks_of({from, from + length.count()}, width, 92)) {
    texts.push_back((tick.strong ? "*" : "") + tick.text.toStdString());
  }
  return texts;
}

TEST(TimeWindow, ZoomsAtThePointer) {
  TimeWindow window{{kNow - 900'000'000, kNow - 300'000'000}, false};
  const Micros anchor = kNow - 700'000'000;
  const auto share = [&](const TimeWindow& w) {
    return static_cast<double>(anchor - w.range.from) / static_cast<double>(w.range.length());
  };
  const double before = share(window);
  for (int i = 0; i < 40; ++i) {
    window = window.zoomed(0.8, anchor, kNow);
    EXPECT_NEAR(share(window), before, 0.01);
  }
  EXPECT_GE(window.range.length(), TimeWindow::kShortest.count());
  for (int i = 0; i < 200; ++i) window = window.zoomed(0.5, anchor, kNow);
  EXPECT_EQ(window.range.length(), TimeWindow::kShortest.count());
  for (int i = 0; i < 200; ++i) window = window.zoomed(2, anchor, kNow);
  EXPECT_EQ(window.range.length(), TimeWindow::kLongest.count());
}

TEST(TimeWindow, FollowsTheClockUntilItIsMovedAndAgainWhenItComesBack) {
  TimeWindow window = TimeWindow::live(10min, kNow);
  EXPECT_GT(window.range.to, kNow) << "a little room behind now";
  EXPECT_EQ(window.at(kNow + 5'000'000).range.to, window.range.to + 5'000'000);
  window = window.moved(-0.5, kNow);
  EXPECT_FALSE(window.follows);
  EXPECT_EQ(window.at(kNow + 5'000'000), window) << "the past stands still";
  window = window.moved(3, kNow);
  EXPECT_EQ(window, TimeWindow::live(10min, kNow));
}

TEST(TimeAxis, TimesAreRoundInTheOperatorsZone) {
  EXPECT_THAT(ticks(15min, 600), ElementsAre("11:45", "11:50", "11:55"));
  EXPECT_THAT(ticks(24h, 900), ElementsAre("12:00", "15:00", "18:00", "21:00", "*Mar 12", "03:00", "06:00", "09:00"));
  EXPECT_THAT(ticks(50s, 400), ElementsAre("11:44:45", "*11:45:00", "11:45:15"));
  EXPECT_THAT(ticks(1s, 500), ElementsAre("*11:44:31", ".200", ".400", ".600", ".800"));
  EXPECT_THAT(ticks(1ms, 500), ElementsAre("*31.000", "+200 µs", "+400 µs", "+600 µs", "+800 µs"));
}

TEST(TimeAxis, ARangeSaysItsZoneAndItsDateWhenItIsNotToday) {
  EXPECT_EQ(ui::range_text({kNow - 600'000'000, kNow}, kNow), "11:34:31 – 11:44:31 KST");
  EXPECT_EQ(ui::range_text({kNow - 4000, kNow}, kNow), "11:44:30.996000 – 11:44:31.000000 KST");
  EXPECT_THAT(ui::range_text({kNow - 86'400'000'000, kNow}, kNow).toStdString(), testing::HasSubstr("Mar 10 11:44 – "));
}

TEST(TimeAxis, LengthsAreExactEnoughForASelection) {
  const auto said = [](std::chrono::microseconds length) { return ui::length_text(length.count()).toStdString(); };
  EXPECT_EQ(said(12us), "12 µs");
  EXPECT_EQ(said(350ms), "350 ms");
  EXPECT_EQ(said(2500ms), "2.50 s");
  EXPECT_EQ(said(140s), "2 min 20 s");
  EXPECT_EQ(said(14min), "14 min");
  EXPECT_EQ(said(90min), "1 h 30 min");
  EXPECT_EQ(said(24h), "1 day");
}

TEST(TimelineWords, APartOfTimeIsALinkAndBack) {
  const Range range{kNow - 60'000'000, kNow};
  EXPECT_EQ(ui::range_from(ui::place_text(range)), range);
  EXPECT_FALSE(ui::range_from(QStringLiteral("step:Nothing")));
  EXPECT_FALSE(ui::range_from(QStringLiteral("from:\"2026-03-11\" to:\"2026-03-10\"")));
  const Condition stuck = Condition::Stuck;
  EXPECT_EQ(ui::sagas_within(range, &stuck).filter,
            QStringLiteral("status:stuck from:2026-03-11T02:43:31.000Z to:2026-03-11T02:44:31.000Z"));
}

TEST(TimelineWords, MarkersSayWhatAndWho) {
  timeline::Marker flip{
      .what = "payment.canary.percent", .before = "25", .after = "50", .version = 41, .who = "choi.hana"};
  EXPECT_EQ(ui::marker_text(flip), QStringLiteral("25 → 50 %, v41, choi.hana"));
  const timeline::Marker lost{.kind = timeline::MarkerKind::WorkerLost,
                              .at = sample_now(),
                              .until = sample_now() + 85s,
                              .lasts = true,
                              .what = "products-1"};
  EXPECT_EQ(ui::marker_text(lost), QStringLiteral("process lost: products-1, 1 min 25 s"));
}

}  // namespace
}  // namespace saga::test
