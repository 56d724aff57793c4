// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/segments.h"

#include <algorithm>

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include "ui/widgets/paint.h"
#include "ui/widgets/theme.h"

namespace saga::ui {

namespace {
constexpr int kPad = 9;
}

Segments::Segments(const QString& name, QStringList choices, QWidget* parent)
    : QWidget(parent), choices_(std::move(choices)) {
  setAccessibleName(name);
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void Segments::show_choice(int choice) {
  if (choice == choice_) return;
  choice_ = choice;
  setAccessibleDescription(choices_.value(choice));
  update();
}

QSize Segments::sizeHint() const {
  const int last = static_cast<int>(choices_.size()) - 1;
  return {rect_of(last).right() + 1, height::kControlSmall};
}

// As wide as its word is when it is chosen, so that nothing moves.
QRect Segments::rect_of(int choice) const {
  int x = 0;
  for (int i = 0; i < choice; ++i) x += text_width(choices_[i], type::kDenseStrong) + 2 * kPad;
  return {x, 0, text_width(choices_[choice], type::kDenseStrong) + 2 * kPad, height::kControlSmall};
}

int Segments::at(QPoint point) const {
  for (int i = 0; i < choices_.size(); ++i) {
    if (rect_of(i).contains(point)) return i;
  }
  return -1;
}

void Segments::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const QRectF frame(0, 0, rect_of(static_cast<int>(choices_.size()) - 1).right() + 1, height::kControlSmall);
  paint_box(painter, frame, radius::kControl, color(Color::SurfaceBase), color(Color::BorderControl));
  QPainterPath inside;
  inside.addRoundedRect(frame.adjusted(1, 1, -1, -1), radius::kControl - 1, radius::kControl - 1);
  for (int i = 0; i < choices_.size(); ++i) {
    const QRect room = rect_of(i);
    const bool chosen = i == choice_;
    if (chosen || i == hovered_) {
      painter.save();
      painter.setClipPath(inside);
      painter.fillRect(room, color(chosen ? Color::RowSelected : Color::RowHover));
      painter.restore();
    }
    if (i > 0) {
      hairline(painter, QPointF(room.left(), 1), QPointF(room.left(), room.bottom() - 1), color(Color::BorderControl));
    }
    paint_text(painter, room, Qt::AlignHCenter, choices_[i], chosen ? type::kDenseStrong : type::kDense,
               color(chosen ? Color::AccentText : Color::TextSecondary));
  }
  if (hasFocus()) paint_focus_ring(painter, frame, radius::kControl);
}

void Segments::choose(int choice) {
  if (choice < 0 || choice >= choices_.size()) return;
  Q_EMIT chosen(choice);
}

void Segments::mousePressEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton) choose(at(event->pos()));
}

void Segments::mouseMoveEvent(QMouseEvent* event) {
  const int now = at(event->pos());
  if (now == hovered_) return;
  hovered_ = now;
  update();
}

void Segments::leaveEvent(QEvent*) {
  hovered_ = -1;
  update();
}

void Segments::keyPressEvent(QKeyEvent* event) {
  const int last = static_cast<int>(choices_.size()) - 1;
  switch (event->key()) {
    case Qt::Key_Left: return choose(choice_ < 0 ? 0 : std::max(choice_ - 1, 0));
    case Qt::Key_Right: return choose(std::min(choice_ + 1, last));
    default: QWidget::keyPressEvent(event);
  }
}

}  // namespace saga::ui
