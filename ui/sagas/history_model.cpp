// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sagas/history_model.h"

#include <algorithm>

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

#include "ui/sagas/deed_words.h"
#include "ui/sagas/words.h"
#include "ui/widgets/format.h"
#include "ui/widgets/plain_text_label.h"

namespace saga::ui {

namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(saga::ui::History)
};

QString command_outcome(const CommandRecord& command) {
  const QString took = command.finished_at ? age_text(*command.finished_at - command.requested_at) : QString();
  if (command.status == "APPLIED") return Words::tr("applied after %1").arg(took);
  if (command.status == "REFUSED") return Words::tr("refused: %1").arg(text(command.outcome));
  return Words::tr("waits for the orchestrator");
}

}  // namespace

std::vector<HistoryLine> history_of(const std::vector<CommandRecord>& commands,
                                    const std::vector<JournalRow>& journal) {
  std::vector<HistoryLine> lines;
  std::vector<bool> placed(commands.size(), false);
  for (const JournalRow& row : journal) {
    HistoryLine line{row.at, text(row.who), deed_text(row.what), {}, text(row.why), {}};
    line.more = QStringLiteral("%1 → %2").arg(text(row.before), text(row.after));
    const QJsonObject after = QJsonDocument::fromJson(QByteArray::fromStdString(row.after)).object();
    if (row.kind == "OBSERVED") {
      line.what = Words::tr("%1, observed").arg(line.what);
      if (line.why.isEmpty() && after.isEmpty()) line.why = text(row.after);
    }
    line.outcome = deed_outcome(row.after);
    const QString id = after.value(QLatin1String("commandId")).toString();
    for (std::size_t i = 0; i < commands.size() && !id.isEmpty(); ++i) {
      if (text(commands[i].command_id) != id) continue;
      placed[i] = true;
      line.outcome = command_outcome(commands[i]);
    }
    lines.push_back(std::move(line));
  }
  for (std::size_t i = 0; i < commands.size(); ++i) {
    if (placed[i]) continue;
    const CommandRecord& command = commands[i];
    lines.push_back({command.requested_at, text(command.requested_by), action_word(command.action),
                     command_outcome(command), text(command.reason), text(command.outcome)});
  }
  std::ranges::sort(lines, std::ranges::greater{}, &HistoryLine::at);
  return lines;
}

void HistoryModel::show_lines(std::vector<HistoryLine> lines) {
  if (lines == lines_) return;  // a refresh must not move what is being read
  beginResetModel();
  lines_ = std::move(lines);
  endResetModel();
}

int HistoryModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(lines_.size());
}

int HistoryModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : kColumns; }

QVariant HistoryModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || section < 0 || section >= kColumns) return {};
  if (role == Qt::TextAlignmentRole) return static_cast<int>(Qt::AlignVCenter | Qt::AlignLeft);
  if (role != Qt::DisplayRole) return {};
  switch (static_cast<Column>(section)) {
    case Column::Time: return tr("Time");
    case Column::Who: return tr("Who");
    case Column::What: return tr("What");
    case Column::Outcome: return tr("Outcome");
    case Column::Why: return tr("Why, or result");
  }
  return {};
}

QVariant HistoryModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
  const HistoryLine& line = lines_[static_cast<std::size_t>(index.row())];
  const auto column = static_cast<Column>(index.column());
  if (role == Qt::ToolTipRole) {
    if (column == Column::Time) return safe_tool_tip(full_time_text(line.at));
    const QString shown = data(index, Qt::DisplayRole).toString();
    return safe_tool_tip(shown.isEmpty() ? line.more : shown + QLatin1Char('\n') + line.more);
  }
  if (role != Qt::DisplayRole) return {};
  switch (column) {
    case Column::Time: return clock_text(line.at);
    case Column::Who: return line.who;
    case Column::What: return line.what;
    case Column::Outcome: return line.outcome;
    case Column::Why: return line.why;
  }
  return {};
}

}  // namespace saga::ui
