// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

#include "ui/journal/journal_model.h"
#include "ui/widgets/row_table.h"

namespace saga::ui {

// The rows of the journal; Enter opens what a row is about. Columns give way when it is narrow.
class JournalView final : public RowTable {
  Q_OBJECT

 public:
  explicit JournalView(JournalModel& model, QWidget* parent = nullptr);
  [[nodiscard]] const JournalModel& entries() const { return model_; }

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void fit_columns();

  JournalModel& model_;
};

class JournalDelegate final : public QStyledItemDelegate {
  Q_OBJECT

 public:
  explicit JournalDelegate(JournalView& view) : QStyledItemDelegate(&view), view_(view) {}
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

 private:
  JournalView& view_;
};

}  // namespace saga::ui
