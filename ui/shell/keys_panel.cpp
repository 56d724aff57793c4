// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/keys_panel.h"

#include <algorithm>

#include <QApplication>
#include <QKeyEvent>
#include <QPainter>

#include "ui/widgets/action_button.h"
#include "ui/widgets/paint.h"
#include "ui/widgets/theme.h"

namespace saga::ui {
namespace {

constexpr int kColumn = 320;
constexpr int kLine = height::kRowCompact;
constexpr int kHead = 28;  // of a section
constexpr int kMostColumns = 3;

}  // namespace

KeysPanel::KeysPanel(QWidget* window) : QWidget(window) {
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(tr("Keys"));
  hide();
}

void KeysPanel::open() {
  before_ = QApplication::focusWidget();
  lines_ = keys_of(*parentWidget());
  QStringList spoken;
  for (const KeyLine& line : lines_) spoken << QStringLiteral("%1: %2").arg(line.keys, line.name);
  setAccessibleDescription(spoken.join(QStringLiteral("; ")));
  place();
  show();
  setFocus(Qt::PopupFocusReason);
}

void KeysPanel::close_up() {
  const QPointer<QWidget> before = before_;
  hide();
  if (before && before->isVisible()) before->setFocus(Qt::PopupFocusReason);
}

// Sections stay whole; a column ends where the next section would not fit into its share of the lines.
void KeysPanel::lay_out() {
  placed_.clear();
  const int room = parentWidget()->width() - 2 * space::kSection;
  const int columns = std::clamp(room / kColumn, 1, kMostColumns);
  int whole = 0;
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    whole += kLine + (i == 0 || lines_[i].section != lines_[i - 1].section ? kHead : 0);
  }
  const int share = whole / columns + kHead;
  int x = 0;
  int y = 0;
  int deepest = 0;
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    const bool first = i == 0 || lines_[i].section != lines_[i - 1].section;
    if (first) {
      int section = kHead;
      for (std::size_t k = i; k < lines_.size() && lines_[k].section == lines_[i].section; ++k) section += kLine;
      if (y > 0 && y + section > share && x / kColumn + 1 < columns) {
        x += kColumn;
        y = 0;
      }
      placed_.push_back({QRect(x, height::kPanelHead + y, kColumn, kHead), -1, lines_[i].section});
      y += kHead;
    }
    placed_.push_back({QRect(x, height::kPanelHead + y, kColumn, kLine), static_cast<int>(i), lines_[i].section});
    y += kLine;
    deepest = std::max(deepest, y);
  }
  setFixedSize(x + kColumn, height::kPanelHead + deepest + space::kUnit);
}

void KeysPanel::place() {
  lay_out();
  const QWidget* around = parentWidget();
  move(around->width() - width() - space::kUnit, around->height() - height() - height::kStatusBar - space::kUnit);
  raise();
}

void KeysPanel::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paint_box(painter, rect(), radius::kDialog, color(Color::SurfaceBase), color(Color::BorderControl));
  paint_text(painter, QRect(space::kSection, 2, width(), height::kPanelHead - 2), Qt::AlignLeft, tr("Keys"),
             type::kBodyStrong, color(Color::TextPrimary));
  painter.fillRect(1, height::kPanelHead - 1, width() - 2, 1, color(Color::BorderPanel));
  for (const Placed& placed : placed_) {
    const QRect inside = placed.at.adjusted(space::kSection, 0, -space::kSection, 0);
    if (placed.at.left() > 0)
      painter.fillRect(placed.at.left(), placed.at.top(), 1, placed.at.height(), color(Color::BorderHairline));
    if (placed.line < 0) {
      paint_text(painter, inside.adjusted(0, 4, 0, 0), Qt::AlignLeft, section_text(placed.section), type::kDenseStrong,
                 color(Color::TextMuted));
      continue;
    }
    const KeyLine& line = lines_[static_cast<std::size_t>(placed.line)];
    const int cap = paint_key_cap(painter, inside, line.keys, color(Color::TextSecondary));
    paint_text(painter, inside.adjusted(0, 0, -cap - space::kUnit, 0), Qt::AlignLeft, line.name, type::kBody,
               color(Color::TextPrimary));
  }
}

void KeysPanel::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape || event->key() == Qt::Key_Question) {
    close_up();
    return;
  }
  QWidget::keyPressEvent(event);
}

void KeysPanel::focusOutEvent(QFocusEvent* event) {
  QWidget::focusOutEvent(event);
  hide();
}

}  // namespace saga::ui
