// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "ui/jobs/job_list.h"
#include "ui/places/place.h"

namespace saga::ui {

class ActionButton;
class JobPanel;
class JobsController;
class PlainTextLabel;

// The drawer at the bottom of the window: running and recent jobs at its left, the chosen one at its right. It is there
// on every page, and what it says lives in the controller: closing it, or the window, stops nothing.
class JobsDrawer final : public QWidget {
  Q_OBJECT

 public:
  JobsDrawer(JobsController& controller, GoTo go_to, QWidget* parent = nullptr);
  [[nodiscard]] JobListView& list() const { return *list_; }
  [[nodiscard]] JobPanel& panel() const { return *panel_; }

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;
  void showEvent(QShowEvent* event) override;

 private:
  void add_commands();
  void refresh();
  void refresh_selection();
  void show_open();
  void take_height();
  void close_up();

  JobsController& controller_;
  JobListModel model_;
  JobListView* list_;
  JobPanel* panel_;
  PlainTextLabel* summary_;
  ActionButton* close_;
  QWidget* left_;
};

}  // namespace saga::ui
