// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <unordered_map>
#include <vector>

#include <QAbstractTableModel>

#include "backend/concurrency/clock.h"
#include "backend/domain/saga.h"
#include "backend/ports/saga_reader.h"

namespace saga::ui {

// The sagas that were read, newest first, in immutable snapshots. Rows change in place by their key and never move;
// what is newer than the first row waits until it is asked for. Touched by the GUI thread only.
class SagaTableModel final : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum class Column { Status, Saga, Order, Step, Amount, Age };
  static constexpr int kColumns = 6;
  static constexpr std::chrono::milliseconds kFlash{400};

  struct Row {
    std::shared_ptr<const Saga> saga;
    Condition condition = Condition::Unknown;
    MonoTime changed_at = {};  // for the flash; the epoch if it has not changed since it was read
  };

  explicit SagaTableModel(const Clock& clock, QObject* parent = nullptr);

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
  [[nodiscard]] bool canFetchMore(const QModelIndex& parent) const override;
  void fetchMore(const QModelIndex& parent) override;

  // The first page, replacing everything; then further ones below it.
  void reset(const SagaPage& page);
  void append(const SagaPage& page);
  void clear();
  // A page could not be read: the same one may be asked for again.
  void fetch_failed() { fetching_ = false; }

  // Sagas as they are now: rows that are shown change in place, newer ones that `wanted` accepts wait.
  void update(const std::vector<Saga>& sagas, TimePoint server_now, const std::function<bool(const Saga&)>& wanted);
  [[nodiscard]] int waiting() const { return static_cast<int>(waiting_.size()); }
  // Puts what waits on top. At most `most_rows` are kept: the last ones can be fetched again.
  void show_waiting(int most_rows);

  // Once a second: ages, and rows that became stuck merely by waiting.
  void tick(TimePoint server_now);

  [[nodiscard]] const Row& row(int index) const { return rows_[static_cast<std::size_t>(index)]; }
  [[nodiscard]] int row_of(const SagaId& id) const;  // -1: not shown
  [[nodiscard]] std::vector<SagaId> ids(int first, int count) const;
  [[nodiscard]] std::chrono::microseconds age(int index) const { return now_ - row(index).saga->created_at; }
  [[nodiscard]] double flash(int index) const;  // 1 just changed … 0 long ago
  [[nodiscard]] bool flashing() const { return clock_.monotonic() - last_change_ < kFlash; }

 Q_SIGNALS:
  // The view came near the end; answer with append() or fetch_failed().
  void wants_more(const saga::SagaCursor& after);
  void waiting_changed(int count);

 private:
  [[nodiscard]] QString display(const Row& row, Column column, int index) const;
  [[nodiscard]] QString tool_tip(const Row& row, Column column) const;
  [[nodiscard]] Row make_row(const Saga& saga) const;
  void reindex();

  const Clock& clock_;
  std::vector<Row> rows_;
  std::unordered_map<SagaId, int> index_;
  std::map<std::pair<TimePoint, SagaId>, Saga, std::greater<>> waiting_;  // newest first
  TimePoint now_ = {};
  MonoTime last_change_ = {};
  bool more_ = false;
  bool fetching_ = false;
};

}  // namespace saga::ui
