// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QWidget>

#include "ui/overview/group_model.h"
#include "ui/overview/step_model.h"
#include "ui/places/place.h"

class QBoxLayout;
class QStackedWidget;

namespace saga::ui {

class ActionButton;
class ActionList;
class Banner;
class GroupView;
class OverviewController;
class OverviewTiles;
class PlainTextLabel;
class RangeSwitch;
class RouteChart;
class StateView;
class StepView;

// What needs me now? Figures on top, below them the groups of sagas in trouble, each of which leads to its sagas, and
// the steps; beside them the routes and what others have just done.
class OverviewPage final : public QWidget {
  Q_OBJECT

 public:
  OverviewPage(OverviewController& controller, GoTo go_to, QWidget* parent = nullptr);

  void focus_content();

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  QWidget* build_head();
  QWidget* build_groups();
  QWidget* build_steps();
  QWidget* build_routes();
  QWidget* build_actions();
  void connect_all();
  void refresh();
  void refresh_groups();
  void refresh_steps();
  void refresh_chart();
  void refresh_state();
  void refresh_banner();
  void refresh_foot();
  void refresh_legend();
  void restore_choice();
  void open_group(int row);
  void open_step(int row);

  OverviewController& controller_;
  GoTo go_to_;
  GroupModel model_;
  StepModel step_model_;
  std::optional<TroubleGroup> chosen_;  // by key
  PlainTextLabel* subtitle_;
  RangeSwitch* range_;
  QWidget* banner_place_;
  Banner* banner_;
  OverviewTiles* tiles_;
  PlainTextLabel* groups_summary_;
  QStackedWidget* stack_;
  GroupView* groups_;
  StateView* state_;
  QWidget* foot_;
  ActionButton* open_;
  PlainTextLabel* hint_;
  PlainTextLabel* steps_summary_;
  StepView* steps_;
  PlainTextLabel* event_driven_;
  PlainTextLabel* legacy_;
  PlainTextLabel* when_;
  RouteChart* chart_;
  ActionList* actions_;
  QWidget* side_;
  bool shown_groups_ = false;
};

}  // namespace saga::ui
