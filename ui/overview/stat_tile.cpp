// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/stat_tile.h"

#include <QKeyEvent>
#include <QPainter>

#include "ui/overview/flash.h"
#include "ui/overview/sparkline.h"
#include "ui/widgets/paint.h"
#include "ui/widgets/plain_text_label.h"
#include "ui/widgets/theme.h"

namespace saga::ui {

namespace {

constexpr int kHeight = 100;
constexpr int kLeastWidth = 104;
constexpr int kInset = 12;
constexpr int kFrameMs = 40;
constexpr int kLine = 18;

QColor ink_of(TileText::Tone tone) {
  switch (tone) {
    case TileText::Tone::Quiet: return color(Color::TextPrimary);
    case TileText::Tone::Missed:
    case TileText::Tone::Stuck: return color(status_token(StatusKind::Stuck).fg);
    case TileText::Tone::NeedsAttention: return color(status_token(StatusKind::NeedsAttention).fg);
  }
  return {};
}

}  // namespace

StatTile::StatTile(Icon icon, const QString& label, const Clock& clock, QWidget* parent)
    : QAbstractButton(parent), icon_(icon), clock_(clock) {
  setText(label);
  setAccessibleName(label);
  setFocusPolicy(Qt::NoFocus);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  flashing_.setInterval(kFrameMs);
  connect(&flashing_, &QTimer::timeout, this, [this] {
    update();
    if (!flashing()) flashing_.stop();
  });
}

void StatTile::show_text(const TileText& text) {
  if (known_ && text == text_) return;
  if (known_ && flashes_ && text.figure != text_.figure) {
    changed_at_ = clock_.monotonic();
    flashing_.start();
  }
  known_ = true;
  text_ = text;
  QStringList said{QStringLiteral("%1: %2 %3").arg(this->text(), text.figure, text.unit).trimmed()};
  for (const QString& line : {text.first_line, text.second_line}) {
    if (!line.isEmpty()) said << line;
  }
  setAccessibleName(said.join(QStringLiteral(", ")));
  setToolTip(text.hint.isEmpty() ? QString() : safe_tool_tip(text.hint));
  update();
}

void StatTile::set_leads_somewhere(bool leads) {
  setFocusPolicy(leads ? Qt::StrongFocus : Qt::NoFocus);
  setCursor(leads ? Qt::PointingHandCursor : Qt::ArrowCursor);
  update();
}

void StatTile::set_greyed(bool greyed) {
  if (greyed == greyed_) return;
  greyed_ = greyed;
  update();
}

bool StatTile::flashing() const { return flash_of(changed_at_, clock_.monotonic()) > 0; }

QSize StatTile::sizeHint() const { return {kLeastWidth, kHeight}; }

void StatTile::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const bool lifted = hovered_ && leads();
  paint_box(painter, rect(), radius::kPanel, color(lifted ? Color::RowHover : Color::SurfaceBase),
            color(Color::BorderPanel));
  if (const double flash = flash_of(changed_at_, clock_.monotonic()); flash > 0) {
    QColor tint = color(Color::RowSelected);
    tint.setAlphaF(static_cast<float>(flash));
    paint_box(painter, QRectF(rect()).adjusted(1, 1, -1, -1), radius::kPanel, tint);
  }
  const QColor muted = greyed_ ? color(Color::TextDisabled) : color(Color::TextMuted);
  const QColor second = greyed_ ? color(Color::TextDisabled) : color(Color::TextSecondary);
  const QColor ink = greyed_ ? color(Color::TextDisabled) : ink_of(text_.tone);
  const bool quiet = text_.tone == TileText::Tone::Quiet;

  paint_icon(painter, QRectF(kInset, 11, icon_size::kTable, icon_size::kTable), icon_, quiet ? muted : ink);
  const QRect label(kInset + icon_size::kTable + 6, 8, width() - 2 * kInset - icon_size::kTable - 6, 20);
  paint_text(painter, label, Qt::AlignLeft, text(), type::kDense, second);
  if (!known_) {
    paint_box(painter, QRectF(kInset, 36, 56, 16), 3, color(Color::BorderHairline));
    paint_box(painter, QRectF(kInset, 66, width() - 3.0 * kInset, 8), 2, color(Color::BorderHairline));
    return;
  }

  const QRect figure(kInset, 30, width() - 2 * kInset, 28);
  int used = paint_text(painter, figure, Qt::AlignLeft, text_.figure, type::kFigure, ink);
  if (!text_.unit.isEmpty()) {
    used += 4 + paint_text(painter, figure.adjusted(used + 4, 6, 0, 0), Qt::AlignLeft, text_.unit, type::kDense, muted);
  }
  const QRect beside = figure.adjusted(used + 12, 2, 0, -2);
  if (beside.width() >= 28) paint_beside_figure(painter, beside, quiet ? muted : ink);

  const QRect line(kInset, 60, width() - 2 * kInset, kLine);
  paint_text(painter, line, Qt::AlignLeft, text_.first_line, type::kDense, second);
  paint_text(painter, line.translated(0, kLine - 1), Qt::AlignLeft, text_.second_line, type::kDense, second);
  if (hasFocus()) paint_focus_ring(painter, rect(), radius::kPanel);
}

void StatTile::paint_beside_figure(QPainter& painter, const QRect& where, const QColor& ink) const {
  if (text_.share) {
    const QRectF bar(where.left(), where.center().y() - 2, where.width(), 6);
    paint_box(painter, bar, 2, color(greyed_ ? Color::BorderPanel : Color::SeriesLegacy));
    const QRectF part(bar.left(), bar.top(), bar.width() * qBound(0.0, *text_.share, 1.0), bar.height());
    if (part.width() >= 1) paint_box(painter, part, 2, greyed_ ? ink : color(Color::SeriesEventDriven));
  } else if (text_.bars) {
    paint_bars(painter, where.adjusted(qMax(0, where.width() - 96), 0, 0, 0), text_.spark, ink,
               color(Color::BorderPanel));
  } else {
    paint_sparkline(painter, where.adjusted(qMax(0, where.width() - 96), 0, 0, 0), text_.spark, ink);
  }
}

void StatTile::keyPressEvent(QKeyEvent* event) {
  if (leads() && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)) {
    click();
    return;
  }
  QAbstractButton::keyPressEvent(event);
}

void StatTile::enterEvent(QEnterEvent* event) {
  hovered_ = true;
  update();
  QAbstractButton::enterEvent(event);
}

void StatTile::leaveEvent(QEvent* event) {
  hovered_ = false;
  update();
  QAbstractButton::leaveEvent(event);
}

}  // namespace saga::ui
