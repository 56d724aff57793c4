// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <utility>
#include <vector>

#include <QAbstractTableModel>

#include "backend/domain/journal.h"
#include "backend/services/journal_verification.h"

namespace saga::ui {

// Rows of the journal, newest first, as far as they have been read. Touched by the GUI thread only.
class JournalModel final : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum class Column { When, Row, Who, What, On, Outcome, Why };
  static constexpr int kColumns = 7;

  using QAbstractTableModel::QAbstractTableModel;
  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
  [[nodiscard]] bool canFetchMore(const QModelIndex& parent) const override;
  void fetchMore(const QModelIndex& parent) override;  // asks for them: more_wanted()

  // Another list. `complete`: there is nothing behind it.
  void show(std::vector<JournalEntry> entries, bool complete);
  // How many rows of the newest page are not here yet, wherever they belong: chains are written side by side, and a
  // transaction that took long shows its row below those that were noted after it.
  [[nodiscard]] int fresh(const std::vector<JournalEntry>& newest) const;
  // Takes them in, each at its place. Where the page does not reach what is here, or a row of it is gone, the page
  // becomes the list.
  void take_newest(const std::vector<JournalEntry>& newest, bool complete);
  void append(const std::vector<JournalEntry>& older, bool complete);

  [[nodiscard]] const JournalEntry& entry(int row) const { return entries_[static_cast<std::size_t>(row)]; }
  [[nodiscard]] int row_of(const std::string& area, std::int64_t seq) const;  // -1: not among those that were read
  [[nodiscard]] bool complete() const { return complete_; }

  // Marks what a verification has found.
  void mark(const std::vector<JournalBreach>& breaches);
  [[nodiscard]] const JournalBreach* breach_of(const JournalEntry& entry) const;

 Q_SIGNALS:
  void more_wanted();

 private:
  // How many of the rows that are here the page ought to hold as well.
  [[nodiscard]] std::ptrdiff_t reached(const std::vector<JournalEntry>& newest) const;

  std::vector<JournalEntry> entries_;
  bool complete_ = true;
  std::map<std::pair<std::string, std::int64_t>, JournalBreach> breaches_;  // the first of each row
};

}  // namespace saga::ui
