// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/icons.h"

#include <cmath>

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

#include "ui/widgets/theme.h"

// A static library's resources are linked only when something names them, and the macro needs global scope.
static void load_icon_resource() { Q_INIT_RESOURCE(icons); }

namespace saga::ui {

const char* icon_name(Icon icon) {
  switch (icon) {
    case Icon::Overview: return "overview";
    case Icon::Sagas: return "sagas";
    case Icon::Timeline: return "timeline";
    case Icon::Journal: return "journal";
    case Icon::RingPlay: return "ring_play";
    case Icon::Pause: return "pause";
    case Icon::Stop: return "stop";
    case Icon::Download: return "download";
    case Icon::Check: return "check";
    case Icon::ArrowAnticlockwise: return "arrow_anticlockwise";
    case Icon::UTurn: return "u_turn";
    case Icon::Hourglass: return "hourglass";
    case Icon::Warning: return "warning";
    case Icon::RingCross: return "ring_cross";
    case Icon::RingQuestionDashed: return "ring_question_dashed";
    case Icon::RingQuestion: return "ring_question";
    case Icon::Lock: return "lock";
    case Icon::Unlock: return "unlock";
    case Icon::Search: return "search";
    case Icon::Filter: return "filter";
    case Icon::Copy: return "copy";
    case Icon::Close: return "close";
    case Icon::Pin: return "pin";
    case Icon::Refresh: return "refresh";
    case Icon::Columns: return "columns";
    case Icon::Bolt: return "bolt";
    case Icon::Clock: return "clock";
    case Icon::Jobs: return "jobs";
    case Icon::Chart: return "chart";
    case Icon::Route: return "route";
    case Icon::Info: return "info";
    case Icon::ChevronUp: return "chevron_up";
    case Icon::ChevronDown: return "chevron_down";
    case Icon::ChevronLeft: return "chevron_left";
    case Icon::ChevronRight: return "chevron_right";
    case Icon::Plug: return "plug";
    case Icon::Shield: return "shield";
    case Icon::Key: return "key";
    case Icon::Theme: return "theme";
    case Icon::Dot: return "dot";
    case Icon::DotHalf: return "dot_half";
    case Icon::DotRing: return "dot_ring";
    case Icon::DotLost: return "dot_lost";
  }
  return "ring_question";
}

namespace {

QByteArray drawing(Icon icon) {
  static const bool loaded = (load_icon_resource(), true);
  Q_UNUSED(loaded);
  QFile file(QStringLiteral(":/saga/icons/%1.svg").arg(QLatin1String(icon_name(icon))));
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

class ThemedIconEngine final : public QIconEngine {
 public:
  ThemedIconEngine(Icon icon, Color color) : icon_(icon), color_(color) {}

  void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
    paint_icon(*painter, QRectF(rect), icon_, mode == QIcon::Disabled ? color(Color::TextDisabled) : color(color_));
  }
  QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
    QPixmap pixmap(size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    paint(&painter, QRect(QPoint(0, 0), size), mode, state);
    return pixmap;
  }
  [[nodiscard]] QIconEngine* clone() const override { return new ThemedIconEngine(*this); }

 private:
  Icon icon_;
  Color color_;
};

}  // namespace

QPixmap icon_pixmap(Icon icon, int size, const QColor& color, qreal device_pixel_ratio) {
  const int pixels = static_cast<int>(std::lround(size * device_pixel_ratio));
  const QString key =
      QStringLiteral("saga-icon/%1/%2/%3").arg(QLatin1String(icon_name(icon)), color.name()).arg(pixels);
  QPixmap pixmap;
  if (!QPixmapCache::find(key, &pixmap)) {
    QByteArray svg = drawing(icon);
    svg.replace("#000", color.name().toLatin1());
    pixmap = QPixmap(pixels, pixels);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    QSvgRenderer(svg).render(&painter, QRectF(0, 0, pixels, pixels));
    painter.end();
    QPixmapCache::insert(key, pixmap);
  }
  pixmap.setDevicePixelRatio(device_pixel_ratio);
  return pixmap;
}

void paint_icon(QPainter& painter, const QRectF& where, Icon icon, const QColor& color) {
  const qreal ratio = painter.device()->devicePixelRatioF();
  const int size = static_cast<int>(std::lround(where.width()));
  // On whole device pixels, so that strokes stay sharp.
  const QPointF at(std::round(where.x() * ratio) / ratio, std::round(where.y() * ratio) / ratio);
  painter.drawPixmap(at, icon_pixmap(icon, size, color, ratio));
}

QIcon themed_icon(Icon icon, Color color) { return QIcon(new ThemedIconEngine(icon, color)); }

}  // namespace saga::ui
