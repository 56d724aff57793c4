// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/palette_view.h"

#include <QPainter>

#include "ui/widgets/action_button.h"
#include "ui/widgets/fonts.h"
#include "ui/widgets/paint.h"
#include "ui/widgets/theme.h"

namespace saga::ui {
namespace {

constexpr int kLine = 32;
constexpr int kTextLeft = 40;

// The title with the typed letters in the accent colour, so that one sees why a line is there.
int paint_title(QPainter& painter, const QRect& room, const PaletteEntry& entry, const QColor& ink) {
  const int whole = text_width(entry.title, type::kBody);
  if (entry.letters.empty() || whole > room.width()) {
    return paint_text(painter, room, Qt::AlignLeft, entry.title, type::kBody, ink);
  }
  int x = room.left();
  qsizetype at = 0;
  const auto run = [&](qsizetype end, bool typed) {
    if (end <= at) return;
    // Widths of the whole beginning, so that the letters stand where they do in the plain text.
    const int next = room.left() + text_width(entry.title.left(end), type::kBody);
    painter.drawText(QRect(x, room.top(), next - x + 8, room.height()),
                     static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter) | Qt::TextSingleLine,
                     entry.title.mid(at, end - at));
    if (typed) painter.fillRect(QRect(x, room.bottom() - 7, next - x, 1), color(Color::AccentText));
    x = next;
    at = end;
  };
  painter.setFont(ui_font(type::kBody));
  for (const int letter : entry.letters) {
    painter.setPen(ink);
    run(letter, false);
    painter.setPen(color(Color::AccentText));
    run(letter + 1, true);
  }
  painter.setPen(ink);
  run(entry.title.size(), false);
  return whole;
}

}  // namespace

void PaletteModel::show_entries(std::vector<PaletteEntry> entries) {
  beginResetModel();
  entries_ = std::move(entries);
  endResetModel();
}

int PaletteModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(entries_.size());
}

QVariant PaletteModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  const PaletteEntry& line = entry(index.row());
  if (role == Qt::DisplayRole) return line.title;
  if (role == Qt::AccessibleTextRole) {
    QStringList spoken{line.title};
    for (const QString& more : {line.detail, line.closed, line.keys}) {
      if (!more.isEmpty()) spoken << more;
    }
    return spoken.join(QStringLiteral(", "));
  }
  return {};
}

Qt::ItemFlags PaletteModel::flags(const QModelIndex&) const { return Qt::ItemIsEnabled | Qt::ItemIsSelectable; }

QSize PaletteDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const { return {200, kLine}; }

void PaletteDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  const PaletteEntry& entry = model_.entry(index.row());
  const bool current = option.state.testFlag(QStyle::State_Selected);
  const QRect line = option.rect;
  if (current) {
    painter->fillRect(line, color(Color::RowSelected));
    painter->fillRect(QRect(line.left(), line.top(), 3, line.height()), color(Color::AccentText));
  } else if (option.state.testFlag(QStyle::State_MouseOver)) {
    painter->fillRect(line, color(Color::RowHover));
  }
  const bool closed = !entry.closed.isEmpty();
  const QColor ink = closed ? color(Color::TextMuted) : color(Color::TextPrimary);
  paint_icon(*painter,
             QRectF(line.left() + 14, line.top() + (kLine - icon_size::kControl) / 2.0, icon_size::kControl,
                    icon_size::kControl),
             closed ? Icon::Lock : entry.icon, closed ? ink : color(Color::TextSecondary));
  int right = line.right() - space::kSection;
  if (!entry.keys.isEmpty()) {
    right -= paint_key_cap(*painter, QRect(line.left(), line.top(), right - line.left(), line.height()), entry.keys,
                           color(Color::TextSecondary)) +
             space::kPanelInset;
  }
  const QRect room(line.left() + kTextLeft, line.top(), right - line.left() - kTextLeft, line.height());
  const int used = paint_title(*painter, room, entry, ink);
  const QString more = closed ? entry.closed : entry.detail;
  const int left = room.left() + used + space::kPanelInset;
  if (!more.isEmpty()) {
    paint_text(*painter, QRect(left, line.top(), right - left, line.height()), Qt::AlignRight, more, type::kDense,
               current ? color(Color::TextSecondary) : color(Color::TextMuted));
  }
}

}  // namespace saga::ui
