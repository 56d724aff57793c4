// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QAbstractTableModel>
#include <QStyledItemDelegate>

#include "backend/domain/action.h"
#include "backend/ports/saga_reader.h"
#include "ui/widgets/row_table.h"

namespace saga::ui {

// One saga of a bulk action: what would become of it.
struct BulkLine {
  SagaId saga;
  QString order = {};
  QString step = {};
  QString what = {};  // "StockConfirmation is undone (rsv-77120) → …", or why it is refused
  QString more = {};  // line by line, with amounts
  QString amount = {};
  QString unit = {};
  bool refused = false;
  friend bool operator==(const BulkLine&, const BulkLine&) = default;
};
[[nodiscard]] BulkLine bulk_line(Action action, const SagaDetail& detail, TimePoint server_now);
// What stands for the effect of a step in the saga's own data: "rsv-77120-0481"; "": nothing does.
[[nodiscard]] QString reference_of(const SagaDetail& detail, const std::string& step_name);

// The sample of a bulk action. Touched by the GUI thread only.
class BulkSample final : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum class Column { Saga, Order, Step, What, Amount };
  static constexpr int kColumns = 5;

  using QAbstractTableModel::QAbstractTableModel;
  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
  void show(std::vector<BulkLine> lines);
  [[nodiscard]] const BulkLine& line(int row) const { return lines_[static_cast<std::size_t>(row)]; }

 private:
  std::vector<BulkLine> lines_;
};

class BulkSampleView final : public RowTable {
  Q_OBJECT

 public:
  explicit BulkSampleView(BulkSample& model, QWidget* parent = nullptr);
  [[nodiscard]] const BulkSample& sample() const { return model_; }

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  BulkSample& model_;
};

class BulkSampleDelegate final : public QStyledItemDelegate {
  Q_OBJECT

 public:
  explicit BulkSampleDelegate(BulkSampleView& view) : QStyledItemDelegate(&view), view_(view) {}
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

 private:
  BulkSampleView& view_;
};

}  // namespace saga::ui
