// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "ui/sagas/entry_model.h"

class QSplitter;
class QStackedWidget;
class QTableView;

namespace saga::ui {

class ActionButton;
class PayloadPane;
class PlainTextLabel;
class StateView;
class Surface;

// Entries as a table, with what one of them carries unfolded below: a click or Enter unfolds it, again folds it. Above
// it where was looked, and what was not looked at.
class EntriesView final : public QWidget {
  Q_OBJECT

 public:
  EntriesView(const QString& name, const QString& where, const QString& id, QWidget* parent = nullptr);

  void show_rows(std::vector<Entry> rows);
  // `more`: the button beside it, which emits more_wanted(); empty: none. Likewise `again`.
  void tell(const QString& scope, const QString& more, const QString& again);
  // In the place of the rows.
  void show_state(const QString& title, const QString& detail, const QString& button, bool bad);
  [[nodiscard]] QString scope() const;
  [[nodiscard]] StateView& state() { return *state_; }
  [[nodiscard]] QTableView& table() { return *table_; }
  [[nodiscard]] EntryModel& model() { return *model_; }
  [[nodiscard]] bool unfolded() const;

 Q_SIGNALS:
  void more_wanted();
  void again_wanted();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void fit_columns();
  void unfold(const QModelIndex& index);
  void toggle(const QModelIndex& index);

  EntryModel* model_;
  Surface* head_;
  PlainTextLabel* scope_;
  ActionButton* more_;
  ActionButton* again_;
  QStackedWidget* stack_;
  QSplitter* splitter_;
  QTableView* table_;
  PayloadPane* payload_;
  StateView* state_;
  bool moved_ = false;  // to another row, since the mouse was pressed
};

}  // namespace saga::ui
