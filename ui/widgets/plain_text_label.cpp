// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/plain_text_label.h"

#include <QPainter>

#include "ui/widgets/fonts.h"
#include "ui/widgets/theme.h"

namespace saga::ui {

QString safe_tool_tip(const QString& text) {
  if (text.isEmpty()) return {};
  return QStringLiteral("<p style='white-space:pre-wrap'>%1</p>").arg(text.toHtmlEscaped());
}

PlainTextLabel::PlainTextLabel(const QString& text, const TypeSize& size, Color color, QWidget* parent)
    : QLabel(parent), color_(color) {
  setTextFormat(Qt::PlainText);
  setTextInteractionFlags(Qt::NoTextInteraction);
  set_type(size);
  setText(text);
}

void PlainTextLabel::show_text(const QString& text) {
  if (text == this->text()) return;
  setText(text);
  refresh_tool_tip();
}

void PlainTextLabel::set_type(const TypeSize& size, bool mono) { setFont(mono ? mono_font(size) : ui_font(size)); }

void PlainTextLabel::set_color(Color color) {
  color_ = color;
  pair_.reset();
  update();
}

void PlainTextLabel::set_color(const Pair& pair) {
  pair_ = pair;
  update();
}

void PlainTextLabel::set_wrapped(bool wrapped) {
  setWordWrap(wrapped);
  QSizePolicy policy(QSizePolicy::Preferred, wrapped ? QSizePolicy::MinimumExpanding : QSizePolicy::Preferred);
  policy.setHeightForWidth(wrapped);
  setSizePolicy(policy);
}

void PlainTextLabel::set_fixed() { setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred); }

QSize PlainTextLabel::minimumSizeHint() const {
  const QSize size = QLabel::minimumSizeHint();
  if (wordWrap() || sizePolicy().horizontalPolicy() == QSizePolicy::Fixed) return size;
  return {0, size.height()};
}

void PlainTextLabel::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setFont(font());
  painter.setPen(isEnabled() ? (pair_ ? ui::color(*pair_) : ui::color(color_)) : ui::color(Color::TextDisabled));
  const QRect inside = contentsRect().adjusted(margin(), margin(), -margin(), -margin());
  if (wordWrap()) {
    painter.drawText(inside, static_cast<int>(alignment()) | Qt::TextWordWrap, text());
    return;
  }
  // A line break in a foreign text would push the line out of sight.
  QString line = text();
  line.replace(QLatin1Char('\n'), QChar(0x2424));
  painter.drawText(inside, static_cast<int>(alignment()) | Qt::TextSingleLine,
                   fontMetrics().elidedText(line, elide_, inside.width()));
}

void PlainTextLabel::resizeEvent(QResizeEvent* event) {
  QLabel::resizeEvent(event);
  refresh_tool_tip();
}

void PlainTextLabel::set_hint(const QString& hint) {
  hint_ = hint;
  refresh_tool_tip();
}

void PlainTextLabel::refresh_tool_tip() {
  const bool cut = !wordWrap() && fontMetrics().horizontalAdvance(text()) > contentsRect().width();
  QStringList lines;
  if (cut) lines << text();
  if (!hint_.isEmpty()) lines << hint_;
  setToolTip(lines.isEmpty() ? QString() : safe_tool_tip(lines.join(QLatin1Char('\n'))));
}

}  // namespace saga::ui
