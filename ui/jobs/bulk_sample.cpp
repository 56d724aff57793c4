// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/bulk_sample.h"

#include <algorithm>
#include <ranges>

#include <QJsonDocument>
#include <QJsonObject>
#include <QPainter>

#include "ui/sagas/plan_view.h"
#include "ui/sagas/words.h"
#include "ui/widgets/format.h"
#include "ui/widgets/json_text.h"
#include "ui/widgets/paint.h"
#include "ui/widgets/plain_text_label.h"
#include "ui/widgets/status_style.h"
#include "ui/widgets/theme.h"

namespace saga::ui {
namespace {

using Column = BulkSample::Column;

constexpr int kSaga = 164;
constexpr int kOrder = 96;
constexpr int kStep = 136;
constexpr int kAmount = 116;

}  // namespace

// The result of the step's last success that names something by an id of its own.
QString reference_of(const SagaDetail& detail, const std::string& step_name) {
  for (const StepExecution& execution : detail.executions | std::views::reverse) {
    if (execution.step_name != step_name || execution.direction != Direction::Forward ||
        execution.status != StepStatus::Success) {
      continue;
    }
    const QJsonObject output = QJsonDocument::fromJson(QByteArray::fromStdString(execution.output)).object();
    for (const QString& key : output.keys()) {
      if (!key.endsWith(QLatin1String("Id"))) continue;
      if (key == QLatin1String("sagaId") || key == QLatin1String("orderId") || key == QLatin1String("userId")) continue;
      const QString value = output.value(key).toVariant().toString();
      if (!value.isEmpty()) return visible_text(value);
    }
  }
  return {};
}

BulkLine bulk_line(Action action, const SagaDetail& detail, TimePoint server_now) {
  const Saga& saga = detail.saga;
  BulkLine line{.saga = saga.id,
                .order = visible_text(saga.order_id ? text(*saga.order_id) : QStringLiteral("–")),
                .step = visible_text(text(saga.current_step))};
  const PlanText plan = plan_text(action, detail, server_now);
  if (!plan.refused.isEmpty()) {
    line.refused = true;
    line.what = line.more = plan.refused;
    return line;
  }
  QStringList steps;
  QStringList more;
  for (const PlanLine& planned : plan.lines) {
    const QString reference = reference_of(detail, planned.step.toStdString());
    const QString named = reference.isEmpty() ? planned.step : QStringLiteral("%1 (%2)").arg(planned.step, reference);
    more << QStringLiteral("%1: %2 %3 %4").arg(named, planned.effect, planned.amount, planned.unit).trimmed();
    if (!planned.quiet) steps << QStringLiteral("%1 %2").arg(named, planned.effect);
  }
  more << plan.summary;
  line.what = steps.isEmpty() ? plan.summary : steps.join(QStringLiteral(" → "));
  line.more = more.join(QLatin1Char('\n'));
  if (saga.amount) {
    const MoneyText money = money_parts(*saga.amount);
    line.amount = money.number;
    line.unit = money.unit;
  }
  return line;
}

int BulkSample::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(lines_.size());
}

int BulkSample::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : kColumns; }

QVariant BulkSample::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || section < 0 || section >= kColumns) return {};
  const auto column = static_cast<Column>(section);
  if (role == Qt::TextAlignmentRole) {
    return static_cast<int>(Qt::AlignVCenter | (column == Column::Amount ? Qt::AlignRight : Qt::AlignLeft));
  }
  if (role != Qt::DisplayRole) return {};
  switch (column) {
    case Column::Saga: return tr("Saga");
    case Column::Order: return tr("Order");
    case Column::Step: return tr("Stands at");
    case Column::What: return tr("What happens, in this order");
    case Column::Amount: return tr("Amount");
  }
  return {};
}

QVariant BulkSample::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
  const BulkLine& row = line(index.row());
  if (role == Qt::TextAlignmentRole) {
    const bool right = static_cast<Column>(index.column()) == Column::Amount;
    return static_cast<int>(Qt::AlignVCenter | (right ? Qt::AlignRight : Qt::AlignLeft));
  }
  if (role == Qt::ToolTipRole) return safe_tool_tip(row.more);
  if (role != Qt::DisplayRole) return {};
  switch (static_cast<Column>(index.column())) {
    case Column::Saga: return visible_text(text(row.saga));
    case Column::Order: return row.order;
    case Column::Step: return row.step;
    case Column::What: return row.what;
    case Column::Amount: return row.unit.isEmpty() ? QStringLiteral("–") : row.amount + QLatin1Char(' ') + row.unit;
  }
  return {};
}

void BulkSample::show(std::vector<BulkLine> lines) {
  if (lines == lines_) return;
  beginResetModel();
  lines_ = std::move(lines);
  endResetModel();
}

BulkSampleView::BulkSampleView(BulkSample& model, QWidget* parent) : RowTable(parent), model_(model) {
  setModel(&model);
  setItemDelegate(new BulkSampleDelegate(*this));
  set_up_rows(*this, height::kRow, height::kHead);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setAccessibleName(tr("Sample"));
}

void BulkSampleView::resizeEvent(QResizeEvent* event) {
  RowTable::resizeEvent(event);
  const auto set = [this](Column column, int width) { setColumnWidth(static_cast<int>(column), width); };
  set(Column::Saga, kSaga);
  set(Column::Order, kOrder);
  set(Column::Step, kStep);
  set(Column::What, std::max(120, viewport()->width() - kSaga - kOrder - kStep - kAmount));
  set(Column::Amount, kAmount);
}

void BulkSampleDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  paint_row(*painter, option, view_, index.row());
  const BulkLine& line = view_.sample().line(index.row());
  const auto column = static_cast<Column>(index.column());
  QRect cell = option.rect.adjusted(index.column() == 0 ? 14 : 6, 0, -10, -1);
  QColor ink = color(Color::TextPrimary);
  if (line.refused) ink = color(Color::TextSecondary);
  if (line.refused && column == Column::What) {
    const QColor red = status_color(StatusKind::Failed);
    paint_icon(
        *painter,
        QRectF(cell.left(), cell.center().y() - icon_size::kTable / 2.0 + 1, icon_size::kTable, icon_size::kTable),
        Icon::RingCross, red);
    cell.setLeft(cell.left() + icon_size::kTable + 6);
  }
  if (column == Column::Amount && !line.unit.isEmpty()) {
    const int unit = text_width(line.unit, type::kCaption) + 4;
    paint_text(*painter, cell.adjusted(0, 0, -unit, 0), Qt::AlignRight, line.amount, type::kBodyStrong, ink);
    paint_text(*painter, cell, Qt::AlignRight, line.unit, type::kCaption, color(Color::TextMuted));
    return;
  }
  const bool id = column == Column::Saga || column == Column::Order;
  paint_text(*painter, cell, column == Column::Amount ? Qt::AlignRight : Qt::AlignLeft, index.data().toString(),
             type::kBody, ink, id, id ? Qt::ElideMiddle : Qt::ElideRight);
}

}  // namespace saga::ui
