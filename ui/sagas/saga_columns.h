// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <vector>

#include <QObject>
#include <QStringList>

#include "ui/sagas/saga_table_model.h"

class QHeaderView;
class QMenu;
class QTableView;

namespace saga::ui {

// The columns of the table of sagas: which are shown, in which order, how wide. Widths that nobody has chosen share the
// room that there is. What a person chooses is kept in Memory and found again.
class SagaColumns final : public QObject {
  Q_OBJECT

 public:
  using Column = SagaTableModel::Column;

  explicit SagaColumns(QTableView& view);  // whose model has columns already

  // The columns beside the six that are always there, by their names in the settings.
  void show(const QStringList& names);
  [[nodiscard]] QStringList shown() const;
  // As they stand on the screen, without the mark.
  [[nodiscard]] std::vector<Column> in_order() const;
  void fit();  // to the room that there is now
  // Everything as if nobody had chosen anything.
  void reset();
  void fill(QMenu& menu);  // with what can be chosen

 Q_SIGNALS:
  void changed();  // a person chose other columns, another order or width

 private:
  [[nodiscard]] QHeaderView& header() const;
  [[nodiscard]] int width_of(Column column, int own) const;
  void share(int room);
  void restore();
  void keep_them();

  QTableView& view_;
  std::map<Column, int> chosen_widths_;
  bool fitting_ = false;
};

}  // namespace saga::ui
