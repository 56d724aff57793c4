// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QWidget>

#include "backend/ports/routing_reader.h"
#include "ui/widgets/row_table.h"

namespace saga::ui {

class ActionButton;
class PlainTextLabel;
class RoutingController;

// What was set, newest first. Touched by the GUI thread only.
class HistoryOfToggles final : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum class Column { Version, When, Change, Who };
  static constexpr int kColumns = 4;

  using QAbstractTableModel::QAbstractTableModel;
  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
  void update(const std::vector<ToggleChange>& changes, TimePoint now);
  [[nodiscard]] const ToggleChange& row(int index) const { return rows_[static_cast<std::size_t>(index)]; }

 private:
  std::vector<ToggleChange> rows_;
  TimePoint now_ = {};
};

class HistoryView final : public RowTable {
  Q_OBJECT

 public:
  explicit HistoryView(HistoryOfToggles& model, QWidget* parent = nullptr);

 protected:
  void resizeEvent(QResizeEvent* event) override;
};

// Who changed what, and why. The chosen line can be reverted: to what the toggle was before it.
class HistoryPanel final : public QWidget {
  Q_OBJECT

 public:
  explicit HistoryPanel(RoutingController& controller, QWidget* parent = nullptr);
  void refresh();
  [[nodiscard]] HistoryView& view() const { return *view_; }

 Q_SIGNALS:
  void change_wanted(const QString& toggle, const QString& value);

 private:
  void refresh_foot();
  [[nodiscard]] const ToggleChange* chosen() const;

  RoutingController& controller_;
  HistoryOfToggles model_;
  std::int64_t chosen_ = 0;  // version
  HistoryView* view_;
  PlainTextLabel* summary_;
  ActionButton* revert_;
  PlainTextLabel* hint_;
};

}  // namespace saga::ui
