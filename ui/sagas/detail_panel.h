// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "backend/domain/action.h"

class QGridLayout;
class QStackedWidget;
class QTabBar;

namespace saga::ui {

class Banner;
class ClaimBar;
class DetailHeader;
class DetailTabs;
class GanttView;
class PlainTextLabel;
class PlanView;
class RequestPanel;
class SagasController;
class StateView;

// Everything about the selected saga, in the order in which it is asked: what and how much, what may be done, what
// each step did, what it read and wrote and what else is known, what an action would do.
class DetailPanel final : public QWidget {
  Q_OBJECT

 public:
  explicit DetailPanel(SagasController& controller, QWidget* parent = nullptr);

  // Beside the table it is tall; below it, wide.
  void set_wide(bool wide);
  void open_request(Action action);
  void close_request();
  [[nodiscard]] bool request_open() const;
  void show_neighbours(const QString& no_previous, const QString& no_next);
  // Takes the saga, or gives it back.
  void take_or_release();
  void begin_note();

 Q_SIGNALS:
  void neighbour_wanted(int direction);
  void close_wanted();

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void refresh();
  void refresh_banner();
  void refresh_plan();
  void show_execution(int execution);

  SagasController& controller_;
  QStackedWidget* outer_;
  StateView* state_;
  DetailHeader* header_;
  QStackedWidget* body_;
  Banner* banner_;
  GanttView* gantt_;
  ClaimBar* claim_;
  DetailTabs* tabs_;
  QWidget* plan_part_;
  QTabBar* plan_tabs_;
  PlainTextLabel* plan_age_;
  PlanView* plan_;
  RequestPanel* request_;
  QGridLayout* grid_;
  std::string shown_saga_;
};

}  // namespace saga::ui
