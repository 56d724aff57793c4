// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/domain/timeline_layout.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "backend/domain/timeline_columns.h"

namespace saga::timeline {
namespace {

constexpr int kMostBars = 4'000;
constexpr int kMostCells = kMostItems - kMostBars;
constexpr int kMargin = 5;          // above and below what is in a lane, pixels
constexpr int kFoldedBelow = 18;    // of the columns under a lane's bars
constexpr int kMostlyColumns = 20;  // times as many spans are folded as are drawn
constexpr int kLeastRow = 3;
constexpr int kLowBelow = 560;  // a window in which lanes start smaller, pixels
constexpr int kGapBelow = 6;    // rows of this height and more have a gap of two pixels

struct Member {
  const SpanStore* store;
  std::uint8_t number;  // of the store
  const Series* series;
};

struct Draft {
  Lane lane;
  std::vector<Member> members;
  std::vector<Bar> bars;            // without their heights
  std::vector<std::uint16_t> rows;  // of the bars
  int wanted_rows = 0;
  int row_height = 0;
  int bars_room = 0;   // of the lane's height, before its columns got what was left
  bool grows = false;  // its columns are what matters
};

std::vector<Draft> drafts_of(const Timeline& timeline, LanesBy by) {
  std::map<LaneKey, Draft> lanes;
  for (const LaneKey& key : standing_lanes(by)) lanes[key].lane.key = key;
  std::uint8_t number = 0;
  for (const SpanStore* store : timeline.stores()) {
    for (const Series& series : store->series()) {
      const LaneKey key = store->lane(by, series);
      Draft& draft = lanes[key];
      draft.lane.key = key;
      draft.members.push_back({store, number, &series});
    }
    ++number;
  }
  std::vector<Draft> drafts;
  for (auto& [key, draft] : lanes) drafts.push_back(std::move(draft));
  return drafts;
}

Bar bar_of(const Window& window, const Member& member, std::uint32_t number) {
  const Span span = member.store->at(number);
  const Micros end = std::min(span.end, window.now);
  const double left = std::max(window.x_of(span.start), 0.0);
  const double right = std::max(std::min(window.x_of(end), static_cast<double>(window.width)), left);
  const double turn = std::clamp(window.x_of(std::max(span.turned, span.start)), left, right);
  return {.x = static_cast<float>(left),
          .width = static_cast<float>(std::max(right - left, 1.0)),
          .turn = static_cast<float>(turn),
          .condition = span.condition,
          .legacy = span.legacy,
          .store = member.number,
          .span = number};
}

// The longest first, an octave at a time, as long as all of it can be drawn one by one.
void find_bars(Draft& draft, const Window& window, std::size_t most) {
  const auto narrow = static_cast<Micros>(std::ceil(kNarrow * window.pixel()));
  for (std::size_t octave = Series::kOctaves; octave-- > 0;) {
    const bool open = octave == Series::kOpenOctave;
    const Micros longest = open ? kOpen : Micros{2} << octave;
    if (longest <= narrow) return;
    std::size_t candidates = 0;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> found;
    for (const Member& member : draft.members) {
      const auto& of = *member.series;
      const auto begin = of.by_octave.begin() + of.octave_at[octave],
                 end = of.by_octave.begin() + of.octave_at[octave + 1];
      const auto start = [&](std::uint32_t span) { return member.store->start(span); };
      const auto first = open ? begin : std::ranges::lower_bound(begin, end, window.range.from - longest, {}, start);
      const auto last = std::ranges::lower_bound(first, end, window.range.to, {}, start);
      found.emplace_back(first - of.by_octave.begin(), last - of.by_octave.begin());
      candidates += static_cast<std::size_t>(last - first);
    }
    if (draft.bars.size() + candidates > most) return;
    for (std::size_t m = 0; m < draft.members.size(); ++m) {
      const Member& member = draft.members[m];
      for (std::uint32_t i = found[m].first; i < found[m].second; ++i) {
        const std::uint32_t span = member.series->by_octave[i];
        const Micros until = std::min(member.store->end(span), window.now);
        if (until <= window.range.from || until - member.store->start(span) < narrow) continue;
        draft.bars.push_back(bar_of(window, member, span));
        draft.rows.push_back(member.store->row(window.by, span));
        draft.wanted_rows = std::max(draft.wanted_rows, draft.rows.back() + 1);
      }
    }
  }
}

bool has_columns(const Draft& draft) { return draft.lane.total > static_cast<std::int64_t>(draft.bars.size()); }

// How much of the room that is left a lane's columns get.
int weight_of(const Draft& draft) {
  using Kind = LaneKey::Kind;
  const Kind kind = draft.lane.key.kind;
  return kind == Kind::EventDriven || kind == Kind::Legacy || kind == Kind::Step ? 3 : 1;
}

int wanted_row_height(int rows) { return rows <= 8 ? 14 : rows <= 16 ? 10 : 6; }
constexpr int kHighestRow = 22;

// What bars would like to have, with the columns below them.
int wish_of(const Draft& draft, int row_height) {
  return draft.wanted_rows * row_height + 2 * kMargin + (has_columns(draft) ? kFoldedBelow : 0) - draft.lane.height;
}

// Part of what is left, to the lanes with bars for which `takes` holds.
void give(std::vector<Draft>& drafts, int& left, double most, bool taller, bool (*takes)(LaneKey::Kind)) {
  for (Draft& draft : drafts) {
    if (draft.wanted_rows == 0 || left <= 0 || !takes(draft.lane.key.kind)) continue;
    const int row = taller ? kHighestRow : wanted_row_height(draft.wanted_rows);
    const int more = std::clamp(wish_of(draft, row), 0, static_cast<int>(left * most));
    draft.lane.height += more;
    left -= more;
  }
}

// Trouble gets what it needs, other bars a part of what is left, and the rest goes to the columns.
void share_height(std::vector<Draft>& drafts, int height) {
  const auto trouble = [](LaneKey::Kind kind) { return kind <= LaneKey::Kind::Stuck; };
  const auto other = [](LaneKey::Kind kind) { return kind > LaneKey::Kind::Stuck; };
  const auto any = [](LaneKey::Kind) { return true; };
  const int least = height < kLowBelow ? kLaneWithSomething - 6 : kLaneWithSomething;
  int left = height;
  int growing = 0;
  for (Draft& draft : drafts) {
    draft.lane.height = draft.lane.empty() ? kLeastLane : least;
    left -= draft.lane.height;
    draft.grows =
        has_columns(draft) && draft.lane.total > kMostlyColumns * static_cast<std::int64_t>(draft.bars.size());
    if (draft.grows) growing += weight_of(draft);
  }
  if (left < 0) {
    for (Draft& draft : drafts) draft.lane.height = height / static_cast<int>(drafts.size());
  }
  give(drafts, left, growing > 0 ? 0.8 : 1, false, trouble);
  give(drafts, left, growing > 0 ? 0.35 : 1, false, other);
  if (growing == 0) give(drafts, left, 1, true, any);
  for (Draft& draft : drafts) draft.bars_room = draft.lane.height;
  for (Draft& draft : drafts) {
    if (growing == 0 || left <= 0 || !draft.grows) continue;
    const int weight = weight_of(draft);
    const int more = left * weight / growing;
    draft.lane.height += more;
    left -= more;
    growing -= weight;
  }
  int y = 0;
  for (Draft& draft : drafts) {
    draft.lane.y = y;
    y += draft.lane.height;
  }
}

// Gives the bars their places; those in rows that have none are left to the columns.
void place_bars(Draft& draft) {
  const int below = has_columns(draft) ? kFoldedBelow : 0;
  const int room = draft.bars_room - 2 * kMargin - below;
  if (draft.wanted_rows == 0) return;
  draft.row_height = std::clamp(room / draft.wanted_rows, kLeastRow, kHighestRow);
  const int rows = std::max(room / draft.row_height, 1);
  const int gap = draft.row_height >= kGapBelow ? 2 : 1;
  std::vector<Bar> placed;
  placed.reserve(draft.bars.size());
  for (std::size_t i = 0; i < draft.bars.size(); ++i) {
    if (draft.rows[i] >= rows) continue;
    Bar bar = draft.bars[i];
    bar.y = static_cast<float>(draft.lane.y + kMargin + draft.rows[i] * draft.row_height);
    bar.height = static_cast<float>(draft.row_height - gap);
    placed.push_back(bar);
  }
  draft.bars = std::move(placed);
  draft.lane.rows = std::min(rows, draft.wanted_rows);
}

// 1, 2 or 5 times a power of ten: a scale that stays while the counts move a little.
std::int64_t nice_top(std::int64_t most) {
  if (most <= 5) return std::max<std::int64_t>(most, 1);
  std::int64_t power = 1;
  while (power * 10 < most) power *= 10;
  for (const std::int64_t digit : {1, 2, 3, 5, 8}) {
    if (digit * power >= most) return digit * power;
  }
  return 10 * power;
}

void place_cells(Draft& draft, const Columns& columns, const Window& window, std::uint32_t number, Layout& into) {
  const Lane& lane = draft.lane;
  const bool under_bars = !draft.bars.empty();
  const int bars = kMargin + lane.rows * draft.row_height + 2;
  const int room = !under_bars   ? lane.height - 2 * kMargin
                   : draft.grows ? std::max(lane.height - bars - 4, kFoldedBelow)
                                 : std::min(kFoldedBelow, lane.height / 3);
  const double ground = lane.y + lane.height - (under_bars ? 2 : kMargin);
  for (std::size_t c = 0; c < columns.size(); ++c) {
    const double left = std::clamp(std::round(window.x_of(columns.begin(c))), 0.0, 1.0 * window.width);
    const double right = std::clamp(std::round(window.x_of(columns.begin(c + 1))), 0.0, 1.0 * window.width);
    if (right <= left) continue;
    double y = ground;
    for (const Condition condition : Columns::from_the_ground()) {
      const std::int64_t count = columns.count(condition, c);
      if (count <= 0) continue;
      const double high = std::max(std::round(room * static_cast<double>(count) / static_cast<double>(lane.top)),
                                   gravity(condition) > 1 ? 2.0 : 1.0);
      y -= high;
      into.cells.push_back({.x = static_cast<float>(left),
                            .width = static_cast<float>(std::max(right - left - 1, 1.0)),
                            .y = static_cast<float>(y),
                            .height = static_cast<float>(high),
                            .condition = condition,
                            .lane = number,
                            .count = static_cast<std::uint32_t>(count)});
    }
  }
}

}  // namespace

double Window::pixel() const { return static_cast<double>(range.length()) / std::max(width, 1); }
double Window::x_of(Micros at) const { return static_cast<double>(at - range.from) / std::max(pixel(), 1e-9); }
Micros Window::at_x(double x) const { return range.from + static_cast<Micros>(std::llround(x * pixel())); }

Layout layout(const Timeline& timeline, const Window& window) {
  Layout out;
  if (window.width < 1 || window.height < 1 || window.range.length() < 1) return out;
  std::vector<Draft> drafts = drafts_of(timeline, window.by);
  std::size_t parts = 0;  // lanes times their conditions, of those that have something
  for (Draft& draft : drafts) {
    std::array<bool, Columns::kConditions> seen{};
    for (const Member& member : draft.members) {
      const std::int64_t touching = member.series->touching(window.range, window.now);
      draft.lane.total += touching;
      if (touching > 0) seen[static_cast<std::size_t>(member.series->condition)] = true;
    }
    parts += static_cast<std::size_t>(std::ranges::count(seen, true));
    find_bars(draft, window, kMostBars / std::max<std::size_t>(drafts.size(), 1));
  }
  share_height(drafts, window.height);
  const double fewest_pixels = std::ceil(static_cast<double>(parts) * (window.width + 6) / kMostCells);
  const Columns::Grid grid(window.range, std::max(kNarrow, fewest_pixels) * window.pixel());
  out.column = static_cast<double>(grid.width);
  std::vector<Columns> all;
  std::int64_t shared = 0;  // completed payments of both routes are measured alike
  for (Draft& draft : drafts) {
    place_bars(draft);
    Columns& columns = all.emplace_back(grid);
    if (draft.lane.empty()) continue;
    draft.lane.bars = static_cast<std::int64_t>(draft.bars.size());
    draft.lane.folded = draft.lane.total - draft.lane.bars;
    if (draft.lane.folded == 0) continue;
    for (const Member& member : draft.members) columns.add(*member.series, window);
    for (const Bar& bar : draft.bars) {
      const SpanStore& store = *timeline.stores()[bar.store];
      columns.remove({store.start(bar.span), store.end(bar.span)}, bar.condition, window);
    }
    draft.lane.top = nice_top(columns.highest());
    if (draft.lane.key.kind == LaneKey::Kind::EventDriven || draft.lane.key.kind == LaneKey::Kind::Legacy) {
      shared = std::max(shared, draft.lane.top);
    }
  }
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    Lane& lane = drafts[i].lane;
    const bool route = lane.key.kind == LaneKey::Kind::EventDriven || lane.key.kind == LaneKey::Kind::Legacy;
    if (lane.folded > 0 && route && drafts[i].bars.empty()) lane.top = shared;
    if (lane.folded > 0) place_cells(drafts[i], all[i], window, static_cast<std::uint32_t>(i), out);
    out.lanes.push_back(lane);
    out.bars.insert(out.bars.end(), drafts[i].bars.begin(), drafts[i].bars.end());
  }
  return out;
}

}  // namespace saga::timeline
