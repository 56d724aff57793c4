// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QWidget>

#include "ui/places/place.h"
#include "ui/widgets/step_list.h"

namespace saga::ui {

class ActionButton;
class DrainChart;
class FlightFigure;
class PlainTextLabel;
class RoutingController;
class Surface;

// The emergency rollback: how far it has come while it is engaged, and whether it is ready while it is not.
class RollbackPanel final : public QWidget {
  Q_OBJECT

 public:
  RollbackPanel(RoutingController& controller, GoTo go_to, QWidget* parent = nullptr);
  void refresh();
  void set_low(bool low);  // no room for the curve
  // What is told on the telephone: how it stands, in a few lines.
  [[nodiscard]] QString call_text() const;
  [[nodiscard]] const std::vector<StepLine>& steps() const { return steps_->lines(); }

 Q_SIGNALS:
  void arm_wanted();
  void release_wanted();

 private:
  void refresh_engaged();
  void refresh_ready();
  void refresh_foot();
  [[nodiscard]] std::vector<StepLine> steps_of_rollback() const;
  [[nodiscard]] std::vector<StepLine> steps_of_readiness() const;
  [[nodiscard]] StepLine armed_line() const;
  [[nodiscard]] StepLine written_line() const;
  [[nodiscard]] StepLine obeyed_line() const;
  [[nodiscard]] StepLine quiet_line() const;
  [[nodiscard]] StepLine drained_line() const;
  [[nodiscard]] StepLine decided_line() const;
  [[nodiscard]] QString time_left() const;

  RoutingController& controller_;
  GoTo go_to_;
  bool low_ = false;
  Surface* head_;
  PlainTextLabel* title_;
  PlainTextLabel* age_;
  FlightFigure* figure_;
  DrainChart* drain_;
  PlainTextLabel* what_;
  StepList* steps_;
  ActionButton* open_;
  ActionButton* copy_;
  ActionButton* release_;
  ActionButton* arm_;
  PlainTextLabel* hint_;
};

}  // namespace saga::ui
