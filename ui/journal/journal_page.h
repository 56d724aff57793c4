// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>

#include "ui/journal/journal_query.h"
#include "ui/places/place.h"

class QSplitter;
class QStackedWidget;

namespace saga::ui {

class ActionButton;
class ChainBar;
class JournalChips;
class JournalController;
class JournalDetail;
class JournalView;
class PlainTextLabel;
class SearchField;
class StateView;
class TableStrip;

// The Journal page: who did what, and whether anybody has been at it. Filter above, rows left, the chosen row right;
// below the rows when the window is narrow.
class JournalPage final : public QWidget {
  Q_OBJECT

 public:
  JournalPage(JournalController& controller, GoTo go_to, QWidget* parent = nullptr);

  void focus_filter();
  void focus_content();
  void show_place(const Place& place);
  [[nodiscard]] Place place() const;
  void show_newer();
  [[nodiscard]] JournalView& view() const { return *view_; }
  [[nodiscard]] ChainBar& chain() const { return *chain_; }
  [[nodiscard]] JournalDetail& detail() const { return *detail_; }

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  QWidget* build_head();
  QWidget* build_table();
  void connect_all();
  void connect_view();
  void add_commands();
  void write(const JournalQuery& query);
  void apply_filter();
  void refresh();
  void refresh_state();
  void refresh_strip();
  void refresh_foot();
  void select_looked_at();
  void hold();
  void ask_export();
  void show_breach();
  void share_room();
  void refresh_detail_place();
  [[nodiscard]] QString room_key() const;

  JournalController& controller_;
  GoTo go_to_;
  SearchField* search_;
  ActionButton* export_;
  JournalChips* chips_;
  ChainBar* chain_;
  TableStrip* strip_;
  QStackedWidget* stack_;
  JournalView* view_;
  StateView* state_;
  PlainTextLabel* foot_;
  PlainTextLabel* foot_right_;
  JournalDetail* detail_;
  QSplitter* splitter_;
  QTimer typing_;
  bool placed_ = false;
};

}  // namespace saga::ui
