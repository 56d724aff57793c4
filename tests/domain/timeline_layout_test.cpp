// SPDX-License-Identifier: GPL-3.0-or-later
// What the timeline draws of a part of time, as text, and beside a count of every single span. Seen red: with columns
// that forget what began before them, with spans folded at two pixels instead of three, with bars that stay in their
// columns, too, and with rows that are free one microsecond too late.
#include "backend/domain/timeline_layout.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <random>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "backend/domain/timeline_columns.h"
#include "backend/domain/timeline_summary.h"

namespace saga::timeline {
namespace {

using testing::ElementsAre;

constexpr Micros kSecond = 1'000'000;

// Seconds after some moment; an end of -1 goes on.
Span span(double from, double to, Condition condition, std::uint64_t id, bool legacy = false) {
  const auto at = [](double seconds) { return static_cast<Micros>(seconds * kSecond); };
  return {.id = {1, id},
          .start = at(from),
          .turned = at(from),
          .end = to < 0 ? kOpen : at(to),
          .condition = condition,
          .legacy = legacy};
}

Timeline timeline_of(std::vector<Span> spans) { return {SpanStore::build({{"Pay"}, std::move(spans)}), nullptr}; }

Window window(double from, double to, int width = 100, int height = 400, double now = 1000) {
  return {.range = {static_cast<Micros>(from * kSecond), static_cast<Micros>(to * kSecond)},
          .width = width,
          .height = height,
          .now = static_cast<Micros>(now * kSecond)};
}

// A lane's bars in their rows, "." for a free pixel of ten, letters for the spans; then what was folded.
std::vector<std::string> picture(const Timeline& timeline, const Window& window) {
  const Layout drawn = layout(timeline, window);
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < drawn.lanes.size(); ++i) {
    const Lane& lane = drawn.lanes[i];
    if (lane.empty()) continue;
    std::map<int, std::string> rows;
    for (const Bar& bar : drawn.bars) {
      if (bar.y < static_cast<float>(lane.y) || bar.y >= static_cast<float>(lane.y + lane.height)) continue;
      std::string& row = rows.try_emplace(static_cast<int>(bar.y), window.width / 10, '.').first->second;
      const auto& store = *timeline.stores()[bar.store];
      for (int x = static_cast<int>(bar.x) / 10; x < static_cast<int>(bar.x + bar.width + 9) / 10; ++x) {
        row[static_cast<std::size_t>(x)] = static_cast<char>('a' + store.at(bar.span).id.low);
      }
    }
    std::string columns;
    for (const Cell& cell : drawn.cells) {
      if (cell.lane == i) columns += fmt::format(" {}@{:.0f}", cell.count, cell.x);
    }
    lines.push_back(fmt::format("{}: {} = {} + {}{}", static_cast<int>(lane.key.kind), lane.total, lane.bars,
                                lane.folded, columns));
    for (const auto& [y, row] : rows) lines.push_back(row);
  }
  return lines;
}

constexpr int kStuckLane = static_cast<int>(LaneKey::Kind::Stuck);
const std::string kCompletedLane = std::to_string(static_cast<int>(LaneKey::Kind::EventDriven)) + ": ";

TEST(TimelineLayout, StuckSagasMakeAStaircaseFromWhereTheOutageBegan) {
  const Timeline timeline = timeline_of(
      {span(10, -1, Condition::Stuck, 0), span(30, -1, Condition::Stuck, 1), span(50, -1, Condition::Stuck, 2)});
  EXPECT_THAT(picture(timeline, window(0, 100)),
              ElementsAre(fmt::format("{}: 3 = 3 + 0", kStuckLane), ".aaaaaaaaa", "...bbbbbbb", ".....ccccc"));
}

TEST(TimelineLayout, WhatGoesOnEndsNow) {
  const Timeline timeline = timeline_of({span(10, -1, Condition::Stuck, 0)});
  EXPECT_THAT(picture(timeline, window(0, 100, 100, 400, 60)),
              ElementsAre(fmt::format("{}: 1 = 1 + 0", kStuckLane), ".aaaaa...."));
  EXPECT_THAT(picture(timeline, window(70, 90, 100, 400, 60)), ElementsAre()) << "nothing is known of the future";
}

TEST(TimelineLayout, SpansShareARowWhenTheyDoNotOverlap) {
  const Timeline timeline = timeline_of({span(0, 20, Condition::Completed, 0), span(10, 40, Condition::Completed, 1),
                                         span(20, 60, Condition::Completed, 2), span(70, 90, Condition::Completed, 3)});
  EXPECT_THAT(picture(timeline, window(0, 100)),
              ElementsAre(testing::StartsWith(kCompletedLane + "4 = 4 + 0"), "aacccc.dd.", ".bbb......"));
}

TEST(TimelineLayout, ARowStaysARowWhereverTheWindowBegins) {
  const Timeline timeline = timeline_of({span(0, 50, Condition::Completed, 0), span(10, 90, Condition::Completed, 1)});
  EXPECT_THAT(picture(timeline, window(60, 90, 100, 400)), ElementsAre(kCompletedLane + "1 = 1 + 0", "bbbbbbbbbb"));
  const Layout both = layout(timeline, window(0, 90)), later = layout(timeline, window(55, 90));
  const auto row_of_b = [](const Layout& drawn) {
    return std::ranges::find_if(drawn.bars, [](const Bar& bar) { return bar.span == 1; })->y;
  };
  EXPECT_EQ(row_of_b(both), row_of_b(later));
}

TEST(TimelineLayout, NarrowerThanThreePixelsFoldsIntoColumns) {
  // A pixel is a second.
  const Timeline timeline = timeline_of({span(10, 13, Condition::Completed, 0), span(40, 42.9, Condition::Completed, 1),
                                         span(40.5, 41, Condition::Completed, 2)});
  EXPECT_THAT(picture(timeline, window(0, 100)),
              ElementsAre(kCompletedLane + "3 = 1 + 2 2@39 1@42", testing::StartsWith(".a")));
}

TEST(TimelineLayout, AColumnCountsWhatTouchesItAlsoWhenItBeganBefore) {
  std::vector<Span> spans;
  for (std::uint64_t i = 0; i < 5'000; ++i) spans.push_back(span(0, 100, Condition::Completed, i));
  const Layout drawn = layout(timeline_of(std::move(spans)), window(50, 53, 9, 100));
  ASSERT_FALSE(drawn.cells.empty());
  for (const Cell& cell : drawn.cells) EXPECT_EQ(cell.count, 5'000U) << "at " << cell.x;
  EXPECT_TRUE(drawn.bars.empty()) << "more than can be told apart";
}

TEST(TimelineLayout, TroubleStandsAtTheGroundAndIsSeenHoweverLittleItIs) {
  std::vector<Span> spans;
  for (std::uint64_t i = 0; i < 5000; ++i) spans.push_back(span(10, 10.5, Condition::Completed, i));
  spans.push_back(span(10, 10.5, Condition::Failed, 6000));
  Window by_route = window(0, 100);
  by_route.by = LanesBy::Route;
  const Layout drawn = layout(timeline_of(std::move(spans)), by_route);
  ASSERT_EQ(drawn.cells.size(), 2U);
  EXPECT_EQ(drawn.cells[0].condition, Condition::Failed);
  EXPECT_GE(drawn.cells[0].height, 2);
  EXPECT_GT(drawn.cells[0].y, drawn.cells[1].y);
}

TEST(TimelineLayout, LanesFillTheHeightAndDoNotOverlap) {
  std::vector<Span> spans;
  for (std::uint64_t i = 0; i < 300; ++i) {
    spans.push_back(span(static_cast<double>(i), i % 3 == 0 ? -1 : static_cast<double>(i) + 0.2,
                         all_conditions()[i % 7], i, i % 5 == 0));
  }
  const Timeline timeline = timeline_of(std::move(spans));
  for (const LanesBy by : {LanesBy::Status, LanesBy::Step, LanesBy::Route}) {
    for (const int height : {120, 400, 900}) {
      Window shown = window(0, 300, 700, height);
      shown.by = by;
      const Layout drawn = layout(timeline, shown);
      int y = 0;
      for (const Lane& lane : drawn.lanes) {
        EXPECT_EQ(lane.y, y);
        y += lane.height;
      }
      EXPECT_LE(y, height);
      for (const Bar& bar : drawn.bars) {
        EXPECT_GE(bar.y, 0);
        EXPECT_LE(bar.y + bar.height, static_cast<float>(height));
      }
    }
  }
}

// The whole of it beside a plain loop over all spans, at every zoom.
class TimelineCounts : public testing::TestWithParam<int> {};

std::vector<Span> random_spans(int count, std::mt19937_64& random) {
  std::vector<Span> spans;
  const auto uniform = [&](double from, double to) { return std::uniform_real_distribution<>(from, to)(random); };
  for (int i = 0; i < count; ++i) {
    const double from = uniform(0, 900), length = std::pow(10.0, uniform(-4, 2.5));
    const bool open = i % 40 == 0;
    spans.push_back(span(from, open ? -1 : from + length, all_conditions()[random() % 8], static_cast<std::uint64_t>(i),
                         i % 3 == 0));
    spans.back().step = static_cast<std::uint8_t>(random() % 3);
  }
  return spans;
}

bool touches(const Span& span, Range range, Micros now) {
  return span.start < range.to && std::max(std::min(span.end, kOpen), span.start + 1) > range.from && range.from < now;
}

TEST_P(TimelineCounts, EverySpanInTheWindowIsABarOrInTheColumnsThatItTouches) {
  std::mt19937_64 random(static_cast<unsigned>(GetParam()));
  const auto spans = random_spans(6000, random);
  SpanList first{{"A", "B", "C"}, {}}, second{{"A", "B", "C"}, {}};
  for (std::size_t i = 0; i < spans.size(); ++i) (i % 4 == 0 ? second : first).spans.push_back(spans[i]);
  const Timeline timeline{SpanStore::build(std::move(first)), SpanStore::build(std::move(second))};
  for (int zoom = 0; zoom < 30; ++zoom) {
    const double length = std::pow(10.0, std::uniform_real_distribution<>(-3, 3)(random));
    const double from = std::uniform_real_distribution<>(-50, 1000 - length)(random);
    Window shown = window(from, from + length, 1100, 760);
    shown.by = static_cast<LanesBy>(zoom % kLaneModes);
    const Layout drawn = layout(timeline, shown);
    EXPECT_LE(drawn.items(), static_cast<std::size_t>(kMostItems));

    std::map<LaneKey, std::int64_t> expected;
    for (const Span& span : spans) {
      if (!touches(span, shown.range, shown.now)) continue;
      ++expected[lane_of(shown.by, span.condition, span.legacy, std::string(1, static_cast<char>('A' + span.step)))];
    }
    for (std::size_t i = 0; i < drawn.lanes.size(); ++i) {
      const Lane& lane = drawn.lanes[i];
      EXPECT_EQ(lane.total, expected[lane.key]);
      EXPECT_EQ(lane.bars + lane.folded, lane.total);
    }
    // Each column against each span that is not a bar.
    std::vector<SpanId> bars;
    for (const Bar& bar : drawn.bars) bars.push_back(timeline.stores()[bar.store]->at(bar.span).id);
    std::ranges::sort(bars);
    EXPECT_EQ(std::ranges::adjacent_find(bars), bars.end()) << "one span, two bars";
    std::map<std::pair<Condition, Micros>, std::int64_t> in_columns, counted;
    const auto width = static_cast<Micros>(drawn.column);
    for (const Span& span : spans) {
      if (!touches(span, shown.range, shown.now) || std::ranges::binary_search(bars, span.id)) continue;
      const Micros start = std::max(span.start, shown.range.from);
      const Micros end = std::min({span.end, shown.range.to, shown.now});
      for (Micros c = start / width - (start < 0); c <= (std::max(end - 1, start)) / width; ++c)
        ++in_columns[{span.condition, c}];
    }
    for (const Cell& cell : drawn.cells) {
      const Micros middle = shown.at_x(cell.x + cell.width / 2);
      counted[{cell.condition, middle / width - (middle < 0)}] += cell.count;
    }
    if (drawn.cells.empty()) continue;
    std::int64_t all = 0, seen = 0;
    for (const auto& [at, count] : in_columns) all += count;
    for (const auto& [at, count] : counted) seen += count;
    // A column that is less than half a pixel wide at the edge is not drawn.
    EXPECT_LE(seen, all);
    EXPECT_GE(seen, all - static_cast<std::int64_t>(in_columns.size()) - all / 50)
        << "window " << from << " + " << length;
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, TimelineCounts, testing::Values(1, 2, 3));

TEST(TimelineLayout, NeverMoreThanTenThousandItems) {
  std::mt19937_64 random(7);
  std::vector<Span> spans = random_spans(20'000, random);
  SpanList list;
  for (int step = 0; step < 12; ++step) list.steps.push_back(fmt::format("Step{}", step));
  for (Span& each : spans) each.step = static_cast<std::uint8_t>(random() % 12);
  list.spans = std::move(spans);
  const Timeline timeline{SpanStore::build(std::move(list)), nullptr};
  for (const LanesBy by : {LanesBy::Status, LanesBy::Step, LanesBy::Route}) {
    for (double length = 0.001; length < 2000; length *= 5) {
      Window shown = window(450 - length / 2, 450 + length / 2, 2500, 1400);
      shown.by = by;
      EXPECT_LE(layout(timeline, shown).items(), static_cast<std::size_t>(kMostItems)) << length;
    }
  }
}

TEST(TimelineSummary, CountsWhatBeganWithin) {
  std::vector<Span> spans{span(10, 11, Condition::Completed, 0), span(10, -1, Condition::Stuck, 1),
                          span(19, 30, Condition::Compensated, 2), span(20, 21, Condition::Completed, 3),
                          span(12, 13, Condition::Completed, 4, true)};
  spans[1].step = 1;
  const Timeline timeline{SpanStore::build({{"OrderValidation", "StockConfirmation"}, spans}), nullptr};
  const Summary summary = summary_of(timeline, {10 * kSecond, 20 * kSecond});
  EXPECT_EQ(summary.all(), 4);
  EXPECT_EQ(summary.legacy, 1);
  EXPECT_EQ(summary.of(Condition::Completed), 1);
  EXPECT_EQ(summary.of(Condition::Stuck), 1);
  EXPECT_THAT(summary.stopped, testing::UnorderedElementsAre(testing::Pair("StockConfirmation", 1),
                                                             testing::Pair("OrderValidation", 1)));
  EXPECT_EQ(under_way(timeline, 20 * kSecond, LanesBy::Status), 3) << "the stuck one, the compensated, the second";
}

TEST(TimelineSpans, TheLastOfTheSameIdCounts) {
  SpanList list{{"Pay"}, {span(1, -1, Condition::Running, 7)}};
  const auto before = SpanStore::build(list);
  const auto after = SpanStore::merged(*before, {{"Other"}, {span(1, 2, Condition::Completed, 7)}});
  ASSERT_EQ(after->size(), 1U);
  EXPECT_EQ(after->at(0).condition, Condition::Completed);
  EXPECT_EQ(after->step_name(after->at(0).step), "Other") << "lists number their steps each for itself";
}

TEST(TimelineSpans, AnIdIsTheSagasOwn) {
  const std::string uuid = "0195a1c3-52f0-7c18-b0aa-4d129f3b7e02";
  ASSERT_TRUE(span_id_from(uuid));
  EXPECT_EQ(saga_id_of(*span_id_from(uuid)), uuid);
  EXPECT_FALSE(span_id_from("0195a1c3-52f0-7c18-b0aa-4d129f3b7e0"));
  EXPECT_FALSE(span_id_from("0195a1c3x52f0-7c18-b0aa-4d129f3b7e02"));
  EXPECT_FALSE(span_id_from("O-4753013"));
}

}  // namespace
}  // namespace saga::timeline
