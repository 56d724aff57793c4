// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/step_model.h"

#include <algorithm>

#include <QLocale>

#include "ui/overview/overview_words.h"
#include "ui/widgets/format.h"
#include "ui/widgets/plain_text_label.h"

namespace saga::ui {

namespace {

using Column = StepModel::Column;

std::optional<std::chrono::microseconds> measured(const StepFlow& step, Column column) {
  switch (column) {
    case Column::P50: return percentile(step.latencies, 0.5);
    case Column::P95: return percentile(step.latencies, 0.95);
    case Column::P99: return percentile(step.latencies, 0.99);
    case Column::Step:
    case Column::Running:
    case Column::Rate:
    case Column::Limit:
    case Column::Failed:
    case Column::Retries: return std::nullopt;
  }
  return std::nullopt;
}

double share(std::int64_t part, std::int64_t whole) { return static_cast<double>(part) / static_cast<double>(whole); }

const QString& none() {
  static const QString kNone = QStringLiteral("–");
  return kNone;
}

}  // namespace

int StepModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int StepModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : kColumns; }

QVariant StepModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || section < 0 || section >= kColumns) return {};
  const auto column = static_cast<Column>(section);
  if (role == Qt::TextAlignmentRole) {
    return static_cast<int>(Qt::AlignVCenter | (column == Column::Step ? Qt::AlignLeft : Qt::AlignRight));
  }
  if (role != Qt::DisplayRole) return {};
  switch (column) {
    case Column::Step: return tr("Step");
    case Column::Running: return tr("In flight");
    case Column::Rate: return tr("Per second");
    case Column::P50: return QStringLiteral("p50");
    case Column::P95: return QStringLiteral("p95");
    case Column::P99: return QStringLiteral("p99");
    case Column::Limit: return tr("Limit");
    case Column::Failed: return tr("Failed");
    case Column::Retries: return tr("Retries");
  }
  return {};
}

QVariant StepModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
  const auto column = static_cast<Column>(index.column());
  switch (role) {
    case Qt::DisplayRole: return text_of(row(index.row()), column);
    case Qt::TextAlignmentRole: return headerData(index.column(), Qt::Horizontal, Qt::TextAlignmentRole);
    case Qt::ToolTipRole: return safe_tool_tip(tool_tip(row(index.row()), column));
    default: return {};
  }
}

void StepModel::update(const Overview& overview) {
  seconds_ =
      overview.steps_since ? std::chrono::duration<double>(overview.server_now - *overview.steps_since).count() : 0;
  const bool same = std::ranges::equal(rows_, overview.steps, {}, &StepFlow::step, &StepFlow::step);
  if (!same) beginResetModel();
  rows_ = overview.steps;
  if (!same) {
    endResetModel();
  } else if (!rows_.empty()) {
    Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, kColumns - 1));
  }
}

QString StepModel::text_of(const StepFlow& step, Column column) const {
  switch (column) {
    case Column::Step: return text(step.step);
    case Column::Running: return count_text(step.running);
    case Column::Rate:
      return seconds_ > 0 ? QLocale().toString(static_cast<double>(step.attempts) / seconds_, 'f', 1) : none();
    case Column::P50:
    case Column::P95:
    case Column::P99: {
      const auto value = measured(step, column);
      return value ? duration_text(*value) : none();
    }
    case Column::Limit:
      return step.limit ? tr("%1 s").arg(QLocale().toString(std::chrono::duration<double>(*step.limit).count(), 'g', 3))
                        : none();
    case Column::Failed:
      return step.attempts > 0 ? tr("%1 %").arg(share_text(share(step.failed, step.attempts), 2)) : none();
    case Column::Retries: return step.attempts > 0 ? count_text(step.retries) : none();
  }
  return {};
}

bool StepModel::is_missed(const StepFlow& step, Column column) {
  if (column == Column::Failed) {
    return step.attempts > 0 && share(step.failed, step.attempts) > 1 - kSuccessTarget;
  }
  const auto value = measured(step, column);
  return value && step.limit && *value > *step.limit;
}

QString StepModel::tool_tip(const StepFlow& step, Column column) const {
  switch (column) {
    case Column::Running: return tr("Sagas that are at this step now, the stuck ones too");
    case Column::P50:
    case Column::P95:
    case Column::P99: return tr("Of %1 attempts that were made forward").arg(count_text(step.attempts));
    case Column::Limit: return tr("How long an attempt may take before it is made again");
    case Column::Failed: return tr("%1 of %2 attempts failed").arg(count_text(step.failed), count_text(step.attempts));
    case Column::Retries:
      return tr("%1 of %2 attempts were not the first").arg(count_text(step.retries), count_text(step.attempts));
    case Column::Step:
    case Column::Rate: return {};
  }
  return {};
}

}  // namespace saga::ui
