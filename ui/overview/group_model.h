// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QAbstractTableModel>

#include "backend/concurrency/clock.h"
#include "backend/domain/overview.h"

namespace saga::ui {

// The groups of sagas in trouble. While they are held – the pointer is on them, or one is chosen – no row moves: those
// that are gone stay with a count of zero, and new ones come last. Touched by the GUI thread only.
class GroupModel final : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum class Column { Step, Error, Count, AtRisk, Trend, First, Last };
  static constexpr int kColumns = 7;

  struct Row {
    TroubleGroup group;
    MonoTime changed_at = {};  // when its count changed; the epoch if it did not
  };

  explicit GroupModel(const Clock& clock, QObject* parent = nullptr) : QAbstractTableModel(parent), clock_(clock) {}

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  void update(const std::vector<TroubleGroup>& groups, TimePoint server_now, bool held);
  void tick(TimePoint server_now);  // ages

  [[nodiscard]] const Row& row(int index) const { return rows_[static_cast<std::size_t>(index)]; }
  [[nodiscard]] int row_of(const TroubleGroup& group) const;  // the one of the same key; -1: none
  [[nodiscard]] double flash(int index) const;                // 1 just changed … 0 long ago
  [[nodiscard]] bool flashing() const;
  [[nodiscard]] QString text_of(const TroubleGroup& group, Column column) const;

 private:
  [[nodiscard]] QString tool_tip(const TroubleGroup& group, Column column) const;

  const Clock& clock_;
  std::vector<Row> rows_;
  TimePoint now_ = {};
};

}  // namespace saga::ui
