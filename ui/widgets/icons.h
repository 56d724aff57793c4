// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QIcon>
#include <QPixmap>
#include <QRectF>

#include "ui/widgets/tokens.h"

class QPainter;

namespace saga::ui {

// Our own icons: a grid of 16 pixels, strokes of 1.5, drawn in whatever colour the text beside them has.
enum class Icon {
  Overview,
  Sagas,
  Timeline,
  Journal,
  RingPlay,
  Pause,
  Stop,
  Download,
  Check,
  ArrowAnticlockwise,
  UTurn,
  Hourglass,
  Warning,
  RingCross,
  RingQuestionDashed,
  RingQuestion,
  Lock,
  Unlock,
  Search,
  Filter,
  Copy,
  Close,
  Pin,
  Refresh,
  Columns,
  Bolt,
  Clock,
  Jobs,
  Chart,
  Route,
  Info,
  ChevronUp,
  ChevronDown,
  ChevronLeft,
  ChevronRight,
  Plug,
  Shield,
  Key,
  Theme,
  Dot,
  DotHalf,
  DotRing,
  DotLost,
};

[[nodiscard]] const char* icon_name(Icon icon);

// Crisp at every scale: the drawing is rendered for the pixels it will cover.
[[nodiscard]] QPixmap icon_pixmap(Icon icon, int size, const QColor& color, qreal device_pixel_ratio);
void paint_icon(QPainter& painter, const QRectF& where, Icon icon, const QColor& color);

// For widgets that take a QIcon; follows the theme.
[[nodiscard]] QIcon themed_icon(Icon icon, Color color);

}  // namespace saga::ui
