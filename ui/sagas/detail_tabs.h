// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "backend/ports/saga_context.h"

class QStackedWidget;
class QTabBar;
class QTableView;

namespace saga::ui {

class DeliveriesView;
class DiffView;
class EntriesView;
class HistoryModel;
class NotesView;
class PayloadPane;
class SagasController;
class StateView;

// What one looks into when the steps are not enough: the payloads of an attempt and their difference, the saga's events
// in the streams and in the stores, what became of them outside, what people wrote and did. A tab asks for what it
// shows when it is opened.
class DetailTabs final : public QWidget {
  Q_OBJECT

 public:
  enum class Tab { Input, Output, Error, Diff, Streams, Events, External, Notes, History };
  static constexpr int kTabs = 9;

  explicit DetailTabs(SagasController& controller, QWidget* parent = nullptr);
  // `chosen`: a person chose this attempt, or it is shown for the first time; its most telling tab comes to the front.
  void show_execution(int execution, bool chosen);
  void refresh();
  [[nodiscard]] Tab tab() const;
  void set_tab(Tab tab);
  void begin_note();

 private:
  void open_tab();
  void search_streams_again();
  void refresh_titles();
  void refresh_payload();
  void refresh_streams();
  void refresh_events();
  void refresh_deliveries();
  void refresh_history();
  void say_no_payload(PayloadPart part);
  [[nodiscard]] QString execution_title() const;
  [[nodiscard]] PayloadKey payload_key() const;

  SagasController& controller_;
  QTabBar* tabs_;
  QStackedWidget* stack_;
  PayloadPane* payload_;
  StateView* none_;
  DiffView* diff_;
  EntriesView* streams_;
  EntriesView* events_;
  DeliveriesView* deliveries_;
  NotesView* notes_;
  QTableView* history_view_;
  HistoryModel* history_;
  StepExecution execution_;
  bool has_execution_ = false;
};

}  // namespace saga::ui
