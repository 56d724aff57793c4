// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>

#include "backend/domain/action.h"
#include "backend/ports/saga_list.h"
#include "ui/places/place.h"
#include "ui/sagas/saved_views.h"

class QSplitter;
class QStackedWidget;

namespace saga::ui {

class ActionButton;
class Banner;
class DetailPanel;
class FilterChips;
class PlainTextLabel;
class SagasController;
class SagaTableView;
class SearchField;
class SelectionStrip;
class StateView;
class TableStrip;
class ViewBar;

// The Sagas page: filter above, table left, detail right; below the table when the window is narrow.
class SagasPage final : public QWidget {
  Q_OBJECT

 public:
  explicit SagasPage(SagasController& controller, QWidget* parent = nullptr);

  void focus_filter();
  void focus_content();
  void clear_filter();
  void show_view(const QString& id);  // a saved one: its filter, order and columns
  // Shows the saga in the detail, and its row if it is loaded.
  void select(const std::string& saga_id);
  void show_place(const Place& place);
  [[nodiscard]] Place place() const;
  void open_request(Action action);
  void close_request();
  void set_live(bool live);
  // What waits above the first row comes in, and the list is shown from its top.
  void show_newer();
  // The saga above or below the selected one in the list.
  void step(int direction);

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  QWidget* build_head();
  QWidget* build_table();
  void connect_all();
  void connect_views();
  void connect_selection();
  void add_commands();
  void add_view_commands();
  void order(const SagaOrder& wanted);
  [[nodiscard]] ViewContent shown_view() const;
  void refresh_views();
  void refresh_selection();
  void copy_selection();
  void take_copied(const QString& tsv);
  void select_current();
  void apply_filter();
  void set_filter(const struct FilterPart& part);
  void refresh_content();
  void refresh_state_view();
  void refresh_strip();
  void refresh_foot();
  void refresh_export();
  void ask_export(bool chosen);
  static QString order_text(const SagaOrder& order);
  void refresh_detail_place();
  void share_room();
  [[nodiscard]] QString room_key() const;
  void refresh_neighbours();
  void restore_selection();
  void flash();
  void close_detail();

  SagasController& controller_;
  SearchField* search_;
  ViewBar* view_bar_;
  ActionButton* columns_button_;
  ActionButton* export_;
  ActionButton* live_;
  FilterChips* chips_;
  TableStrip* strip_;
  SelectionStrip* selection_;
  QStackedWidget* strips_;
  QStackedWidget* stack_;
  SagaTableView* table_;
  QWidget* skeleton_;
  StateView* state_;
  PlainTextLabel* foot_;
  PlainTextLabel* foot_right_;
  QSplitter* splitter_;
  DetailPanel* detail_;
  Banner* undo_;
  QString told_removed_;  // the view whose deletion was told
  QString copied_;        // what was copied last
  bool shown_rows_ = false;
  bool placed_ = false;
  QTimer typing_;
  QTimer flashing_;
  QTimer undoing_;
};

}  // namespace saga::ui
