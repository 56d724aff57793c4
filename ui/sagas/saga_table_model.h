// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <set>
#include <vector>

#include <QAbstractTableModel>

#include "backend/concurrency/clock.h"
#include "backend/ports/saga_list.h"
#include "backend/ports/saga_selection.h"
#include "ui/sagas/saga_blocks.h"

namespace saga::ui {

// A list of any length, of which only what is looked at is in memory: blocks between two keys, read when the window
// comes near and forgotten when it is far. Rows change in place and never move; what comes before the first row waits
// until it is asked for. Touched by the GUI thread only.
class SagaTableModel final : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum class Column { Mark, Status, Saga, Order, Step, Amount, Age, Updated, User, Type, Route, Reason };
  static constexpr int kColumns = 12;
  static constexpr int kBlock = 200;      // rows of a block as it is counted
  static constexpr int kMostBlocks = 40;  // in memory at once
  static constexpr std::chrono::milliseconds kFlash{400};
  using Row = SagaRow;

  explicit SagaTableModel(const Clock& clock, QObject* parent = nullptr);

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
  [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
  // Of the mark: takes the saga into the selection or out of it.
  bool setData(const QModelIndex& index, const QVariant& value, int role) override;

  // The first page of a list, replacing everything.
  void reset(const ListQuery& query, const ListPage& page);
  void clear();
  [[nodiscard]] const SagaOrder& order() const { return order_; }
  [[nodiscard]] static QString column_name(Column column);
  [[nodiscard]] static std::optional<SortBy> sorted_by(Column column);  // none: a list has no such order
  // All rows of the list are known, if not read; else it goes on after the last one.
  [[nodiscard]] bool complete() const { return !blocks_.open_end(); }

  // Which rows are looked at. Asks for those that are not read.
  void set_window(int first, int last);
  [[nodiscard]] std::pair<int, int> window() const { return window_; }
  // The answer to wants(); a block that is gone meanwhile is left alone.
  void take(const ListRange& range, const ListPage& page);
  void fetch_failed();

  // What has to be counted for adopt(), and what waits before the first row.
  [[nodiscard]] ListRange counted_range() const;
  [[nodiscard]] std::optional<ListRange> newer_range() const;
  void adopt(const KeyIndex& index);
  // All rows that waited, on top.
  void prepend(const ListPage& page);

  // What is chosen. Belongs to the sagas, not to the rows: it stays what it is while rows come, go and change.
  [[nodiscard]] const SagaSelection& selection() const { return selection_; }
  void set_selection(SagaSelection selection);
  [[nodiscard]] bool chosen(int row) const;  // false, too, for a row that is not read
  void choose(int row, bool chosen);         // a row that is not read is left alone
  // The chosen sagas, in the list's order, if all of them are in memory.
  [[nodiscard]] std::optional<std::vector<Saga>> chosen_sagas() const;
  // A cell's text, for a saga that need not be in the list.
  [[nodiscard]] static QString text_of(const Saga& saga, Column column, TimePoint now);

  // Sagas as they are now: rows in memory change in place. Others are left out.
  void update(const std::vector<Saga>& sagas, TimePoint server_now);
  // Changes were missed: what is not looked at is read again when it is.
  void distrust_unseen();

  // Once a second: ages, and rows that became stuck merely by waiting.
  void tick(TimePoint server_now);

  [[nodiscard]] const Row& row(int index) const { return blocks_.row(index); }
  [[nodiscard]] int row_of(const SagaId& id) const { return blocks_.row_of(id); }  // -1: not in memory
  [[nodiscard]] std::vector<SagaId> ids(int first, int count) const;               // those in memory
  [[nodiscard]] std::vector<SagaId> among(const std::set<SagaId>& ids) const;      // those in memory
  [[nodiscard]] int in_memory() const;
  void keep(const SagaId& id) { kept_ = id; }  // its block stays in memory
  [[nodiscard]] std::chrono::microseconds age(int index) const { return now_ - row(index).saga->created_at; }
  [[nodiscard]] TimePoint now() const { return now_; }
  [[nodiscard]] double flash(int index) const;  // 1 just changed … 0 long ago
  [[nodiscard]] bool flashing() const { return clock_.monotonic() - last_change_ < kFlash; }

 Q_SIGNALS:
  // Rows that are looked at have not been read: answer with take() or fetch_failed(). One at a time.
  void wants(const saga::ListRange& range);
  void rows_read(int first, int last);
  void selection_changed();

 private:
  [[nodiscard]] static QString display(const Saga& saga, Condition condition, Column column, TimePoint now);
  void repaint_marks();
  [[nodiscard]] QString tool_tip(const Row& row, Column column) const;
  [[nodiscard]] SagaRow make_row(const Saga& saga) const;
  [[nodiscard]] SagaBlock make_block(std::optional<SagaBound> from, const ListPage& page) const;
  void replace(int first, int last, std::vector<SagaBlock> fresh);
  void take_rows(const ListRange& range, const ListPage& page);
  void read_missing();
  void forget_far();

  const Clock& clock_;
  SagaOrder order_;
  SagaBlocks blocks_;
  std::pair<int, int> window_ = {0, 0};
  std::optional<ListRange> fetching_;
  bool changing_ = false;  // rows are being put in: what is missing is looked for afterwards
  SagaId kept_;
  SagaSelection selection_;
  TimePoint now_ = {};
  MonoTime last_change_ = {};
};

}  // namespace saga::ui
