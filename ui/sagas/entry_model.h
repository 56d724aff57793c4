// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include <QAbstractTableModel>

#include "backend/ports/saga_context.h"
#include "backend/ports/saga_streams.h"

namespace saga::ui {

// One entry of a stream or of an event store, as a row: when, what, where, which.
struct Entry {
  TimePoint at = {};
  QString kind;
  QString where;
  QString id;
  std::string payload;
  friend bool operator==(const Entry&, const Entry&) = default;
};

[[nodiscard]] std::vector<Entry> entries_of(const std::vector<StreamHit>& hits);
[[nodiscard]] std::vector<Entry> entries_of(const std::vector<StoredEvent>& events);

class EntryModel final : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum class Column { Time, Kind, Where, Id };
  static constexpr int kColumns = 4;

  EntryModel(QString where, QString id, QObject* parent = nullptr)
      : QAbstractTableModel(parent), where_(std::move(where)), id_(std::move(id)) {}

  void show_rows(std::vector<Entry> rows);
  [[nodiscard]] const Entry& row(int row) const { return rows_[static_cast<std::size_t>(row)]; }
  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  QString where_;  // what the columns are called
  QString id_;
  std::vector<Entry> rows_;
};

}  // namespace saga::ui
