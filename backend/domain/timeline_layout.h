// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "backend/domain/timeline_spans.h"

// What is drawn of a part of time: a pure function of the spans, the window and its size in pixels.
namespace saga::timeline {

inline constexpr double kNarrow = 3;       // pixels: what is narrower folds into columns
inline constexpr int kMostItems = 10'000;  // that are ever drawn
inline constexpr int kLeastLane = 26;      // pixels of a lane with nothing in it
inline constexpr int kLaneWithSomething = 44;

struct Window {
  Range range = {};
  int width = 0;  // of the lanes, pixels
  int height = 0;
  Micros now = 0;  // by the server's clock; what goes on goes on until then
  LanesBy by = LanesBy::Status;
  [[nodiscard]] double pixel() const;  // microseconds
  [[nodiscard]] double x_of(Micros at) const;
  [[nodiscard]] Micros at_x(double x) const;
};

// One span, drawn by itself.
struct Bar {
  float x = 0, width = 0;  // within the window
  float turn = 0;          // from here on it is in trouble; x: all of it
  float y = 0, height = 0;
  Condition condition = Condition::Unknown;
  bool legacy = false;
  std::uint8_t store = 0;  // in the timeline's stores
  std::uint32_t span = 0;
};

// The narrow spans of one condition that touch a column of time, as a block whose height is their number. Blocks of one
// column stand on each other, the gravest at the bottom.
struct Cell {
  float x = 0, width = 0;
  float y = 0, height = 0;
  Condition condition = Condition::Unknown;
  std::uint32_t lane = 0;
  std::uint32_t count = 0;
};

struct Lane {
  LaneKey key = {};
  int y = 0;
  int height = 0;
  std::int64_t total = 0;   // spans in the window, at least in part
  std::int64_t bars = 0;    // of them, those drawn by themselves
  std::int64_t folded = 0;  // and those in columns
  std::int64_t top = 0;     // what a column as high as its place would count; 0: no columns
  int rows = 0;             // of bars
  [[nodiscard]] bool empty() const { return total == 0; }
};

struct Layout {
  std::vector<Lane> lanes;
  std::vector<Bar> bars;
  std::vector<Cell> cells;
  double column = 0;  // microseconds that a column stands for
  [[nodiscard]] std::size_t items() const { return bars.size() + cells.size(); }
};

// O(pixels + items) searches, however many spans there are.
[[nodiscard]] Layout layout(const Timeline& timeline, const Window& window);

}  // namespace saga::timeline
