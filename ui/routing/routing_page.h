// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include <QWidget>

#include "ui/places/place.h"

class QStackedWidget;
class QTabBar;

namespace saga::ui {

class Banner;
class ChangePanel;
class ComparePanel;
class ExplainPanel;
class GatewayPanel;
class HistoryPanel;
class PlainTextLabel;
class RollbackPanel;
class RouteChart;
class RoutingController;
class StateView;
class TogglePanel;

// Which way payments take, why, who obeys and what comes of it; and the change of it. The right column belongs to what
// is being done: a change that is asked for and then watched, or the emergency rollback. In a narrow window the panels
// that only inform share one place, behind tabs.
class RoutingPage final : public QWidget {
  Q_OBJECT

 public:
  RoutingPage(RoutingController& controller, GoTo go_to, QWidget* parent = nullptr);

  void focus_content();
  void focus_filter();  // the user to be explained
  [[nodiscard]] ChangePanel& change_panel() const { return *change_; }
  [[nodiscard]] RollbackPanel& rollback_panel() const { return *rollback_; }
  [[nodiscard]] TogglePanel& toggle_panel() const { return *toggle_; }
  [[nodiscard]] bool changing() const;  // the right column asks for, or follows, a change

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  QWidget* build_head();
  QWidget* build_chart();
  void connect_all();
  void lay_out(bool narrow);
  void refresh();
  void refresh_head();
  void refresh_chart();
  void refresh_legend();
  void refresh_state();

  void ask_change(const QString& toggle, const QString& value);
  void ask_release();
  void offer_change();
  void offer_release();
  void confirm(const QString& reason);
  [[nodiscard]] std::optional<std::int64_t> moving() const;  // sagas; none: not known
  void close_change();
  void refresh_change();
  void show_toggle_progress();
  void show_release_progress();

  RoutingController& controller_;
  GoTo go_to_;
  // What the right column is about.
  enum class Subject { None, Toggle, Release };
  Subject subject_ = Subject::None;
  QString wanted_toggle_, wanted_value_;
  std::int64_t seen_version_ = 0;
  bool sent_ = false;
  std::optional<bool> narrow_;

  PlainTextLabel* title_;
  PlainTextLabel* headline_;
  QWidget* banner_place_;
  Banner* banner_;
  QStackedWidget* body_;
  StateView* state_;
  QWidget* panels_;
  TogglePanel* toggle_;
  ExplainPanel* explain_;
  HistoryPanel* history_;
  GatewayPanel* gateways_;
  QWidget* chart_panel_;
  RouteChart* chart_;
  PlainTextLabel* event_driven_;
  PlainTextLabel* legacy_;
  PlainTextLabel* when_;
  ComparePanel* compare_;
  QStackedWidget* side_;
  RollbackPanel* rollback_;
  ChangePanel* change_;
  QTabBar* tabs_;
  QStackedWidget* tab_stack_;
};

}  // namespace saga::ui
