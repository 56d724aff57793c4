// SPDX-License-Identifier: GPL-3.0-or-later
// Lanes, their names, and what is in them. Plain rectangles in few colours: thousands of them are drawn each time the
// pointer's wheel turns.
#include <algorithm>
#include <array>
#include <cmath>

#include <QPainter>

#include "ui/timeline/timeline_scene.h"
#include "ui/timeline/timeline_words.h"
#include "ui/widgets/format.h"
#include "ui/widgets/paint.h"
#include "ui/widgets/status_style.h"
#include "ui/widgets/theme.h"

namespace saga::ui {
namespace {

using timeline::Bar;
using timeline::Cell;
using timeline::Lane;

constexpr int kIcon = 14;
constexpr int kIndent = 30;
constexpr int kNoteLine = 14;
constexpr float kLeastForSteps = 24;
constexpr float kLeastForNames = 56;

QColor mixed(const QColor& ink, const QColor& ground, double share) {
  const auto part = [share](int a, int b) { return static_cast<int>(std::lround(a * share + b * (1 - share))); };
  return {part(ink.red(), ground.red()), part(ink.green(), ground.green()), part(ink.blue(), ground.blue())};
}

// What ended well is quieter than what did not.
class Inks {
 public:
  explicit Inks(bool greyed) {
    const QColor ground = color(Color::SurfaceBase);
    for (const Condition condition : all_conditions()) {
      const QColor ink = greyed ? color(Color::BorderControl) : status_color(status_kind(condition));
      const int loud = timeline::gravity(condition);
      bars_[static_cast<std::size_t>(condition)] = mixed(ink, ground, loud == 0 ? 0.68 : loud == 1 ? 0.8 : 0.88);
      pale_[static_cast<std::size_t>(condition)] = mixed(ink, ground, 0.34);
    }
  }
  [[nodiscard]] const QColor& of(Condition condition) const { return bars_[static_cast<std::size_t>(condition)]; }
  [[nodiscard]] const QColor& pale(Condition condition) const { return pale_[static_cast<std::size_t>(condition)]; }

 private:
  std::array<QColor, 8> bars_;
  std::array<QColor, 8> pale_;
};

// What it was before it came into trouble.
Condition before(Condition trouble) {
  return trouble == Condition::NeedsAttention ? Condition::Compensating : Condition::Running;
}

Condition condition_of(const StepExecution& step) {
  switch (step.status) {
    case StepStatus::Success:
      return step.direction == Direction::Forward ? Condition::Completed : Condition::Compensated;
    case StepStatus::Compensated: return Condition::Compensated;
    case StepStatus::Failed: return Condition::Failed;
    case StepStatus::Pending:
      return step.direction == Direction::Forward ? Condition::Running : Condition::Compensating;
  }
  return Condition::Unknown;
}

class LanePainter {
 public:
  LanePainter(QPainter& painter, const TimelineScene& scene)
      : painter_(painter), scene_(scene), inks_(scene.greyed), left_(scene.plot.left()), top_(scene.plot.top()) {}

  void paint_cells() {
    for (const Cell& cell : scene_.layout.cells) {
      painter_.fillRect(QRectF(left_ + cell.x, top_ + cell.y, cell.width, cell.height), inks_.of(cell.condition));
    }
  }

  void paint_bars() {
    for (const Bar& bar : scene_.layout.bars) {
      QRectF rect(left_ + bar.x, top_ + bar.y, bar.width, bar.height);
      // Where lanes are not made by status, what is quiet is thinner, so that trouble is not told by its colour alone.
      if (scene_.window.by != timeline::LanesBy::Status && timeline::gravity(bar.condition) == 0 && bar.height >= 6) {
        rect.adjust(0, bar.height / 4, 0, -bar.height / 4);
      }
      if (bar.width >= kLeastForSteps && bar.height >= 5 && !bar.legacy && paint_steps(bar, rect)) continue;
      if (bar.turn > bar.x + 0.5F) {
        painter_.fillRect(QRectF(rect.left(), rect.top(), bar.turn - bar.x, rect.height()),
                          inks_.of(before(bar.condition)));
        rect.setLeft(left_ + bar.turn);
      }
      painter_.fillRect(rect, inks_.of(bar.condition));
    }
  }

  void paint_names(const QRect& column) {
    for (const Lane& lane : scene_.layout.lanes) {
      const QRect room(column.left(), scene_.plot.top() + lane.y, column.width(), lane.height);
      painter_.save();
      painter_.setClipRect(room);
      paint_name(lane, room.adjusted(8, 0, -8, 0));
      painter_.restore();
      hairline(painter_, QPointF(column.left(), room.bottom() + 1), QPointF(scene_.plot.right(), room.bottom() + 1),
               color(Color::BorderPanel));
    }
  }

 private:
  void paint_name(const Lane& lane, const QRect& room) {
    const bool quiet = lane.empty() || scene_.greyed;
    const int line = lane.empty() ? lane.height : 22;
    const QColor ink = quiet ? color(Color::TextMuted) : lane_color(lane.key);
    paint_icon(painter_, QRectF(room.left(), room.top() + (line - kIcon) / 2.0, kIcon, kIcon), lane_icon(lane.key),
               ink);
    const QString count = count_text(lane.total);
    const int wide = text_width(count, type::kBody) + 2;
    const QRect head(room.left() + kIndent - 8, room.top(), room.width() - kIndent + 8, line);
    paint_text(painter_, head.adjusted(0, 0, -wide - 6, 0), Qt::AlignLeft, lane_name(lane.key, scene_.window.by),
               quiet ? type::kDense : type::kDenseStrong, color(quiet ? Color::TextMuted : Color::TextPrimary));
    paint_text(painter_, head, Qt::AlignRight, count, type::kBody,
               color(quiet ? Color::TextMuted : Color::TextPrimary));
    int y = room.top() + line - 2;
    for (const QString& note : lane_notes(lane, scene_.layout.column)) {
      if (y + kNoteLine > room.bottom()) break;
      paint_text(painter_, QRect(head.left(), y, head.width(), kNoteLine), Qt::AlignLeft, note, type::kCaption,
                 color(Color::TextMuted));
      y += kNoteLine;
    }
  }

  // Its attempts as solid blocks on a pale bar; false: they are not known.
  bool paint_steps(const Bar& bar, const QRectF& rect) {
    const timeline::Span span = scene_.span_of(bar);
    const auto found = scene_.steps.find(timeline::saga_id_of(span.id));
    if (found == scene_.steps.end() || found->second.empty()) return false;
    const double turn = std::max(left_ + bar.turn, rect.left());
    const bool trouble = timeline::gravity(bar.condition) >= 2;
    painter_.fillRect(rect, inks_.pale(bar.condition));
    // Once it is in trouble nothing is quiet about it, whatever waits for an answer still.
    if (trouble)
      painter_.fillRect(QRectF(turn, rect.top(), rect.right() - turn, rect.height()), inks_.of(bar.condition));
    for (const StepExecution& step : found->second) {
      const double from = std::max(scene_.x_of(timeline::micros(step.started_at)), rect.left());
      const double end = step.executed_at ? scene_.x_of(timeline::micros(*step.executed_at))
                         : trouble        ? std::max(turn, from)
                                          : rect.right();
      const double to = std::min(end, rect.right());
      if (to < from || from > rect.right()) continue;
      // A hair between one attempt and the next.
      const QRectF block(from, rect.top(), std::max(to - from - 0.6, 1.0), rect.height());
      painter_.fillRect(block, inks_.of(condition_of(step)));
      if (block.width() < kLeastForNames || rect.height() < 12) continue;
      paint_text(painter_, block.toRect().adjusted(4, 0, -2, 0), Qt::AlignLeft, text(step.step_name), type::kCaption,
                 color(Color::SurfaceBase));
    }
    return true;
  }

  QPainter& painter_;
  const TimelineScene& scene_;
  Inks inks_;
  double left_;
  double top_;
};

}  // namespace

timeline::Span TimelineScene::span_of(const Bar& bar) const {
  const auto stores = spans.stores();
  return bar.store < stores.size() && bar.span < stores[bar.store]->size() ? stores[bar.store]->at(bar.span)
                                                                           : timeline::Span{};
}

void paint_lanes(QPainter& painter, const TimelineScene& scene) {
  LanePainter lanes(painter, scene);
  painter.save();
  painter.setClipRect(scene.plot);
  painter.setPen(Qt::NoPen);
  lanes.paint_cells();
  lanes.paint_bars();
  painter.restore();
  lanes.paint_names(QRect(0, scene.plot.top(), scene.plot.left(), scene.plot.height()));
}

}  // namespace saga::ui
