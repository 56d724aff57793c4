// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QAbstractListModel>
#include <QListView>
#include <QStyledItemDelegate>

#include "ui/shell/palette_list.h"

namespace saga::ui {

// The lines of the palette as a list; the keyboard stays in the field above it.
class PaletteModel final : public QAbstractListModel {
  Q_OBJECT

 public:
  explicit PaletteModel(QObject* parent = nullptr) : QAbstractListModel(parent) {}
  void show_entries(std::vector<PaletteEntry> entries);
  [[nodiscard]] const PaletteEntry& entry(int row) const { return entries_.at(static_cast<std::size_t>(row)); }
  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;

 private:
  std::vector<PaletteEntry> entries_;
};

class PaletteDelegate final : public QStyledItemDelegate {
  Q_OBJECT

 public:
  explicit PaletteDelegate(const PaletteModel& model, QObject* parent = nullptr)
      : QStyledItemDelegate(parent), model_(model) {}
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

 private:
  const PaletteModel& model_;
};

}  // namespace saga::ui
