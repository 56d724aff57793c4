// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/json_view.h"

#include <QPainter>
#include <QScrollBar>
#include <QSyntaxHighlighter>
#include <QTextBlock>

#include "ui/widgets/fonts.h"
#include "ui/widgets/json_text.h"
#include "ui/widgets/paint.h"
#include "ui/widgets/theme.h"

namespace saga::ui {

class JsonHighlighter final : public QSyntaxHighlighter {
 public:
  explicit JsonHighlighter(QTextDocument* document) : QSyntaxHighlighter(document) {}
  bool on = false;

 protected:
  void highlightBlock(const QString& line) override {
    if (!on) return;
    for (const JsonSpan& span : json_spans(line)) {
      QTextCharFormat format;
      format.setForeground(ink(span.part));
      setFormat(span.start, span.length, format);
    }
  }

 private:
  static QColor ink(JsonPart part) {
    switch (part) {
      case JsonPart::Key: return color(Color::CodeKey);
      case JsonPart::String: return color(Color::CodeString);
      case JsonPart::Number: return color(Color::CodeNumber);
      case JsonPart::Word: return color(Color::CodeOther);
    }
    return {};
  }
};

class JsonGutter final : public QWidget {
 public:
  explicit JsonGutter(JsonView* view) : QWidget(view), view_(*view) {}

 protected:
  void paintEvent(QPaintEvent*) override { view_.paint_gutter(*this); }

 private:
  JsonView& view_;
};

JsonView::JsonView(QWidget* parent)
    : QPlainTextEdit(parent), gutter_(new JsonGutter(this)), highlighter_(new JsonHighlighter(document())) {
  setReadOnly(true);
  setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  setUndoRedoEnabled(false);
  setFont(mono_font(type::kDense));
  setFrameShape(QFrame::NoFrame);
  document()->setDocumentMargin(4);
  setAccessibleName(tr("Payload"));
  connect(this, &QPlainTextEdit::updateRequest, this, [this](const QRect& rect, int dy) {
    if (dy != 0) {
      gutter_->scroll(0, dy);
    } else {
      gutter_->update(0, rect.y(), gutter_->width(), rect.height());
    }
  });
  connect(this, &QPlainTextEdit::blockCountChanged, this, &JsonView::place_gutter);
  place_gutter();
}

void JsonView::show_payload(const QString& payload) {
  if (payload == payload_) return;  // a refresh must not move what is being read
  payload_ = payload;
  json_ = is_json(payload);
  highlighter_->on = json_;
  setLineWrapMode(json_ ? QPlainTextEdit::NoWrap : QPlainTextEdit::WidgetWidth);
  setPlainText(json_ ? indented_json(payload) : visible_text(payload));
  place_gutter();
}

void JsonView::place_gutter() {
  const int digits = static_cast<int>(QString::number(qMax(10, blockCount())).size());
  const int width = 12 + digits * text_width(QStringLiteral("0"), type::kDense, true) + 6;
  setViewportMargins(width, space::kHalf, 0, 0);
  gutter_->setGeometry(0, space::kHalf, width, height() - space::kHalf);
}

void JsonView::paint_gutter(QWidget& gutter) {
  QPainter painter(&gutter);
  painter.fillRect(gutter.rect(), color(Color::SurfaceBase));
  if (payload_.isEmpty()) return;
  for (QTextBlock block = firstVisibleBlock(); block.isValid(); block = block.next()) {
    const QRectF where = blockBoundingGeometry(block).translated(contentOffset());
    if (where.top() > gutter.height()) break;
    const int line = fontMetrics().lineSpacing();
    paint_text(painter, QRect(0, static_cast<int>(where.top()), gutter.width() - 6, line), Qt::AlignRight,
               QString::number(block.blockNumber() + 1), type::kDense, color(Color::TextMuted), true);
  }
}

void JsonView::resizeEvent(QResizeEvent* event) {
  QPlainTextEdit::resizeEvent(event);
  place_gutter();
}

void JsonView::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) highlighter_->rehighlight();
  QPlainTextEdit::changeEvent(event);
}

}  // namespace saga::ui
