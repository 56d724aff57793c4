// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

#include <QWidget>

#include "backend/domain/job.h"
#include "ui/jobs/job_words.h"
#include "ui/places/place.h"

class QStackedWidget;

namespace saga::ui {

class ActionButton;
class Banner;
class CountsPanel;
class ItemView;
class JobsController;
class PlainTextLabel;
class ReasonBar;
class StateView;
class Surface;

// The chosen job: what it does and for whom, how far it is, what drives and stops it, and what became of each saga.
class JobPanel final : public QWidget {
  Q_OBJECT

 public:
  JobPanel(JobsController& controller, GoTo go_to, QWidget* parent = nullptr);
  void refresh();
  void ask(JobAct act);
  [[nodiscard]] bool asking() const;
  void stop_asking();
  [[nodiscard]] ItemView& items() const { return *items_; }
  [[nodiscard]] CountsPanel& counts() const { return *counts_; }

 private:
  QWidget* build_head();
  QWidget* build_middle();
  void connect_all();
  void refresh_head(const Job& job);
  void refresh_drive(const Job& job);
  void refresh_acts();
  void refresh_acting();
  [[nodiscard]] QString approval_words(const Job& job) const;
  void open_item(int row);
  void ask_export();

  JobsController& controller_;
  GoTo go_to_;
  JobAct asked_ = JobAct::Pause;  // while the reason is asked for
  QStackedWidget* stack_;
  StateView* state_;
  PlainTextLabel* mark_;
  PlainTextLabel* title_;
  PlainTextLabel* detail_;
  std::array<ActionButton*, 3> acts_;
  ActionButton* export_;
  ReasonBar* reason_;
  Banner* told_;
  CountsPanel* counts_;
  PlainTextLabel* rate_;
  std::array<PlainTextLabel*, 4> stages_;
  PlainTextLabel* breaker_;
  PlainTextLabel* stopped_;
  PlainTextLabel* approval_;
  ItemView* items_;
  PlainTextLabel* items_told_;
};

}  // namespace saga::ui
