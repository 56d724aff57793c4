// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "backend/ports/saga_reader.h"

class QStackedWidget;
class QTabBar;
class QTableView;

namespace saga::ui {

class JournalModel;
class JsonView;
class PlainTextLabel;
class StateView;

// Input, output and error of one attempt, and the saga's journal.
class PayloadTabs final : public QWidget {
  Q_OBJECT

 public:
  enum class Tab { Input, Output, Error, Journal };

  explicit PayloadTabs(QWidget* parent = nullptr);
  // `chosen`: a person chose this attempt, or it is shown for the first time; its most telling tab comes to the front.
  void show_execution(const SagaDetail& detail, int execution, bool chosen);
  [[nodiscard]] Tab tab() const;
  void set_tab(Tab tab);

 private:
  void refresh();

  QTabBar* tabs_;
  PlainTextLabel* which_;
  QStackedWidget* stack_;
  JsonView* view_;
  StateView* none_;
  QTableView* journal_view_;
  JournalModel* journal_;
  StepExecution execution_;
  bool has_execution_ = false;
};

}  // namespace saga::ui
