// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <vector>

#include <QRect>
#include <QString>

#include "backend/domain/timeline_layout.h"
#include "backend/domain/timeline_marker.h"

class QPainter;

namespace saga::ui {

// Everything that one picture of the timeline is made of, without what follows the pointer.
struct TimelineScene {
  static constexpr int kHeader = 46;  // the markers' words above the times

  timeline::Timeline spans = {};
  timeline::Window window = {};
  timeline::Layout layout = {};
  std::vector<timeline::Range> read = {};  // what is known of; elsewhere is not nothing, but unknown
  std::vector<timeline::Marker> markers = {};
  std::map<SagaId, std::vector<StepExecution>> steps = {};
  QRect plot = {};  // of the lanes; their names stand at its left, the axis above it
  bool reading = false;
  bool greyed = false;  // as of a source that is lost

  [[nodiscard]] double x_of(timeline::Micros at) const { return plot.left() + window.x_of(at); }
  [[nodiscard]] timeline::Micros at_x(double x) const { return window.at_x(x - plot.left()); }
  [[nodiscard]] double x_at(const timeline::Bar& bar) const { return plot.left() + static_cast<double>(bar.x); }
  [[nodiscard]] double y_at(const timeline::Bar& bar) const { return plot.top() + static_cast<double>(bar.y); }
  // It began, or lasted, within what is on screen.
  [[nodiscard]] bool crosses(const timeline::Marker& marker) const;
  [[nodiscard]] timeline::Span span_of(const timeline::Bar& bar) const;
};

// A flag, for what is said about its markers under the pointer.
struct Flag {
  QRect rect;
  std::vector<std::size_t> markers = {};
};

void paint_lanes(QPainter& painter, const TimelineScene& scene);
void paint_axis(QPainter& painter, const TimelineScene& scene);
// Lines and bands through all lanes, and the flags above them.
[[nodiscard]] std::vector<Flag> paint_markers(QPainter& painter, const TimelineScene& scene);

}  // namespace saga::ui
