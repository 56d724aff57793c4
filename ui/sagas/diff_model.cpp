// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sagas/diff_model.h"

#include <QPainter>

#include "ui/widgets/format.h"
#include "ui/widgets/json_text.h"
#include "ui/widgets/paint.h"
#include "ui/widgets/plain_text_label.h"
#include "ui/widgets/theme.h"

namespace saga::ui {

void DiffModel::show_diff(JsonDiff diff) {
  if (diff == diff_) return;  // a refresh must not move what is being read
  beginResetModel();
  diff_ = std::move(diff);
  endResetModel();
}

int DiffModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(diff_.changes.size());
}

int DiffModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : kColumns; }

QVariant DiffModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || section < 0 || section >= kColumns) return {};
  if (role == Qt::TextAlignmentRole) return static_cast<int>(Qt::AlignVCenter | Qt::AlignLeft);
  if (role != Qt::DisplayRole) return {};
  switch (static_cast<Column>(section)) {
    case Column::Change: return tr("Change");
    case Column::Path: return tr("Where");
    case Column::Before: return tr("Input");
    case Column::After: return tr("Output");
  }
  return {};
}

QVariant DiffModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
  const JsonChange& change = diff_.changes[static_cast<std::size_t>(index.row())];
  if (role == KindRole) return static_cast<int>(change.kind);
  if (role == Qt::ToolTipRole) return safe_tool_tip(data(index, Qt::DisplayRole).toString());
  if (role != Qt::DisplayRole) return {};
  switch (static_cast<Column>(index.column())) {
    case Column::Change:
      switch (change.kind) {
        case JsonChange::Kind::Added: return tr("+ added");
        case JsonChange::Kind::Removed: return tr("− removed");
        case JsonChange::Kind::Changed: return tr("~ changed");
      }
      return {};
    case Column::Path: return visible_text(text(change.path));
    case Column::Before: return visible_text(text(change.before));
    case Column::After: return visible_text(text(change.after));
  }
  return {};
}

void DiffDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  const auto kind = static_cast<JsonChange::Kind>(index.data(DiffModel::KindRole).toInt());
  const auto column = static_cast<DiffModel::Column>(index.column());
  const bool selected = (option.state & QStyle::State_Selected) != 0;
  QColor fill = color(selected ? Color::RowSelected : Color::SurfaceBase);
  const bool gone = column == DiffModel::Column::Before && kind != JsonChange::Kind::Added;
  const bool come = column == DiffModel::Column::After && kind != JsonChange::Kind::Removed;
  if (gone) fill = color(Color::DiffDel);
  if (come) fill = color(Color::DiffAdd);
  painter->fillRect(option.rect, fill);
  painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1),
                    color(Color::BorderHairline));
  const bool word = column == DiffModel::Column::Change;
  const QString line = index.data().toString().replace(QLatin1Char('\n'), QLatin1Char(' '));
  paint_text(*painter, option.rect.adjusted(space::kInset, 0, -space::kHalf, -1), Qt::AlignLeft, line, type::kDense,
             word ? color(Color::TextSecondary) : color(Color::TextPrimary), !word,
             column == DiffModel::Column::Path ? Qt::ElideMiddle : Qt::ElideRight);
}

}  // namespace saga::ui
