// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include <QWidget>

#include "backend/domain/overview.h"

namespace saga::ui {

// Payments a second by route, one route on top of the other, with the target and with flags where the routing was
// changed. Under the pointer the legend reads out the values; without it, the newest ones.
class RouteChart final : public QWidget {
  Q_OBJECT

 public:
  explicit RouteChart(QWidget* parent = nullptr);
  // Slots of one width, the last of which is not over.
  void show_flow(const std::vector<FlowSlot>& flow, std::chrono::seconds slot = kFlowSlot);
  // In words, in any order; those outside the chart's time are left out.
  struct Marker {
    TimePoint at;
    QString text;
    friend bool operator==(const Marker&, const Marker&) = default;
  };
  void show_markers(const std::vector<Marker>& markers);
  [[nodiscard]] std::vector<Marker> markers() const;  // those that can be seen, the oldest first
  void set_greyed(bool greyed);
  // What the legend says, for the panel's head.
  struct Reading {
    QString when;  // "": now
    double event_driven = 0;
    double legacy = 0;
  };
  [[nodiscard]] std::optional<Reading> reading() const;
  [[nodiscard]] QSize sizeHint() const override;

 Q_SIGNALS:
  void reading_changed();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;

 private:
  [[nodiscard]] QRect plot() const;
  [[nodiscard]] double highest() const;  // of the axis, payments a second
  [[nodiscard]] double x_of(std::size_t slot) const;
  void paint_axes(QPainter& painter, const QRect& plot, double high) const;
  void paint_areas(QPainter& painter, const QRect& plot, double high) const;
  void paint_target(QPainter& painter, const QRect& plot, double high) const;
  void paint_markers(QPainter& painter, const QRect& plot) const;
  [[nodiscard]] double x_at(TimePoint time) const;
  [[nodiscard]] double rate_of(std::int64_t payments) const;

  std::vector<FlowSlot> flow_;  // whole slots only
  std::chrono::seconds slot_ = kFlowSlot;
  std::vector<Marker> markers_;
  std::optional<std::size_t> pointed_;
  bool greyed_ = false;
};

}  // namespace saga::ui
