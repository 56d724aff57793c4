// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QAbstractTableModel>

#include "backend/ports/saga_reader.h"

namespace saga::ui {

// One thing that a person did to the saga, or that came of it.
struct HistoryLine {
  TimePoint at = {};
  QString who;
  QString what;
  QString outcome;  // "applied after 0.4 s", "refused", "waits for the orchestrator"
  QString why;      // the reason that was given, or what was observed
  QString more;     // for the tool tip: before and after
  friend bool operator==(const HistoryLine&, const HistoryLine&) = default;
};

// Commands and journal as one timeline, newest first. A command stands in the line of the journal that accepted it;
// one whose line is not here has a line of its own.
[[nodiscard]] std::vector<HistoryLine> history_of(const std::vector<CommandRecord>& commands,
                                                  const std::vector<JournalRow>& journal);

class HistoryModel final : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum class Column { Time, Who, What, Outcome, Why };
  static constexpr int kColumns = 5;

  explicit HistoryModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}

  void show_lines(std::vector<HistoryLine> lines);
  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  std::vector<HistoryLine> lines_;
};

}  // namespace saga::ui
