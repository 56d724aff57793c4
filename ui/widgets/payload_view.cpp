// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/payload_view.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QStyledItemDelegate>

#include "ui/widgets/fonts.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/json_text.h"
#include "ui/widgets/paint.h"
#include "ui/widgets/theme.h"

namespace saga::ui {

namespace {

constexpr int kLine = 18;
constexpr int kMark = 16;   // the column of the fold marks
constexpr int kIndent = 2;  // characters

int char_width() {
  static const int kWidth = text_width(QStringLiteral("0"), type::kDense, true);
  return kWidth;
}

QColor ink(JsonPart part) {
  switch (part) {
    case JsonPart::Key: return color(Color::CodeKey);
    case JsonPart::String: return color(Color::CodeString);
    case JsonPart::Number: return color(Color::CodeNumber);
    case JsonPart::Word: return color(Color::CodeOther);
  }
  return {};
}

}  // namespace

class PayloadDelegate final : public QStyledItemDelegate {
 public:
  explicit PayloadDelegate(PayloadView* view) : QStyledItemDelegate(view), view_(*view) {}

  QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
    // All rows are as wide as the longest line, so that none is cut off when it is scrolled to.
    const PayloadModel& model = view_.lines();
    return {model.payload().is_json() ? view_.text_left() + model.longest() * char_width() : 0, kLine};
  }

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const PayloadModel& model = view_.lines();
    const bool selected = (option.state & QStyle::State_Selected) != 0;
    const QRect row = option.rect;
    painter->fillRect(row, selected ? color(view_.hasFocus() ? Color::RowSelected : Color::RowSelectedIdle)
                                    : color(Color::SurfaceBase));
    const int top = row.top();
    paint_text(*painter, QRect(row.left(), top, view_.number_width() - 6, kLine), Qt::AlignRight,
               QString::number(index.data(PayloadModel::LineRole).toInt() + 1), type::kDense, color(Color::TextMuted),
               true);
    const auto fold = model.fold_of(index.row());
    if (fold != PayloadModel::Fold::None) {
      paint_icon(*painter,
                 QRectF(row.left() + view_.number_width(), top + (kLine - icon_size::kSmall) / 2.0, icon_size::kSmall,
                        icon_size::kSmall),
                 fold == PayloadModel::Fold::Open ? Icon::ChevronDown : Icon::ChevronRight,
                 color(Color::TextSecondary));
    }
    paint_line(*painter, row, index, model.payload().is_json());
  }

 private:
  void paint_line(QPainter& painter, const QRect& row, const QModelIndex& index, bool json) const {
    const QString line = index.data().toString();
    const int left =
        row.left() + view_.text_left() + kIndent * index.data(PayloadModel::DepthRole).toInt() * char_width();
    // Only what is on screen is laid out: a line may be two thousand characters long.
    const int first = std::max(0, (view_.viewport()->rect().left() - left) / char_width() - 1);
    painter.setFont(mono_font(type::kDense));
    if (!view_.wanted_.isEmpty()) {
      for (qsizetype at = line.indexOf(view_.wanted_, first, Qt::CaseInsensitive); at >= 0;
           at = line.indexOf(view_.wanted_, at + view_.wanted_.size(), Qt::CaseInsensitive)) {
        const int from = left + painter.fontMetrics().horizontalAdvance(line.left(at));
        const int wide = painter.fontMetrics().horizontalAdvance(line.mid(at, view_.wanted_.size()));
        painter.fillRect(QRect(from, row.top() + 1, wide, kLine - 2), color(Color::NoteWarn));
        painter.fillRect(QRect(from, row.top() + kLine - 2, wide, 2), color(Color::CodeOther));
      }
    }
    const auto draw = [&](qsizetype from, qsizetype length, const QColor& with) {
      painter.setPen(with);
      const int x = left + painter.fontMetrics().horizontalAdvance(line.left(from));
      painter.drawText(QPoint(x, row.top() + kLine - painter.fontMetrics().descent() - 2), line.mid(from, length));
    };
    if (!json) return draw(0, line.size(), color(Color::TextPrimary));
    qsizetype done = 0;
    for (const JsonSpan& span : json_spans(line)) {
      if (span.start > done) draw(done, span.start - done, color(Color::TextSecondary));
      draw(span.start, span.length, ink(span.part));
      done = span.start + span.length;
    }
    if (done < line.size()) draw(done, line.size() - done, color(Color::TextSecondary));
  }

  PayloadView& view_;
};

PayloadView::PayloadView(QWidget* parent) : QListView(parent), model_(new PayloadModel(this)) {
  setModel(model_);
  setItemDelegate(new PayloadDelegate(this));
  setUniformItemSizes(true);
  setEditTriggers(NoEditTriggers);
  setSelectionMode(ExtendedSelection);
  setHorizontalScrollMode(ScrollPerPixel);
  setFrameShape(QFrame::NoFrame);
  setAccessibleName(tr("Payload"));
}

void PayloadView::show_payload(std::shared_ptr<const PayloadText> payload) {
  model_->show_payload(std::move(payload));
  wrap();
  if (model_->rowCount() > 0) setCurrentIndex(model_->index(0));
  clearSelection();
  horizontalScrollBar()->setValue(0);
}

int PayloadView::number_width() const {
  const auto digits = QString::number(std::max<std::size_t>(10, model_->payload().lines.size())).size();
  return 12 + static_cast<int>(digits) * char_width() + 6;
}

int PayloadView::text_left() const { return number_width() + (model_->payload().is_json() ? kMark : 0); }

void PayloadView::wrap() {
  if (model_->payload().is_json()) return;
  const int room = viewport()->width() - text_left() - space::kUnit;
  model_->set_columns(std::max(20, room / char_width()));
}

void PayloadView::fold_all(bool folded) {
  model_->fold_all(folded);
  if (model_->rowCount() > 0) setCurrentIndex(model_->index(0));
}

void PayloadView::mark(const QString& wanted) {
  wanted_ = wanted;
  viewport()->update();
}

void PayloadView::go_to_line(std::size_t line) {
  const QModelIndex there = model_->index(model_->reveal(line));
  setCurrentIndex(there);
  scrollTo(there, EnsureVisible);
}

void PayloadView::copy() const {
  const QModelIndexList rows = selectionModel()->selectedRows();
  if (!rows.isEmpty()) QApplication::clipboard()->setText(model_->text_of(rows));
}

void PayloadView::set_folded(bool folded) {
  const int row = currentIndex().row();
  if (row < 0) return;
  const auto fold = model_->fold_of(row);
  if (fold == (folded ? PayloadModel::Fold::Open : PayloadModel::Fold::Folded)) {
    model_->set_folded(row, folded);
    return;
  }
  // As in a tree: what cannot be folded leads to what it stands in, what is open to what it holds.
  if (folded) {
    const std::int32_t parent = model_->payload().lines[model_->line_of(row)].parent;
    if (parent >= 0) setCurrentIndex(model_->index(model_->row_of(static_cast<std::size_t>(parent))));
  } else if (fold == PayloadModel::Fold::Open && row + 1 < model_->rowCount()) {
    setCurrentIndex(model_->index(row + 1));
  }
}

void PayloadView::keyPressEvent(QKeyEvent* event) {
  if (event->matches(QKeySequence::Copy)) return copy();
  if (model_->payload().is_json() && event->modifiers() == Qt::NoModifier) {
    switch (event->key()) {
      case Qt::Key_Left: return set_folded(true);
      case Qt::Key_Right: return set_folded(false);
      case Qt::Key_Space:
        if (currentIndex().isValid()) {
          const int row = currentIndex().row();
          model_->set_folded(row, model_->fold_of(row) == PayloadModel::Fold::Open);
        }
        return;
      default: break;
    }
  }
  QListView::keyPressEvent(event);
}

void PayloadView::mousePressEvent(QMouseEvent* event) {
  const QModelIndex at = indexAt(event->pos());
  const int x = event->pos().x() + horizontalScrollBar()->value();
  if (at.isValid() && event->button() == Qt::LeftButton && x < number_width() + kMark &&
      model_->fold_of(at.row()) != PayloadModel::Fold::None) {
    setCurrentIndex(at);
    model_->set_folded(at.row(), model_->fold_of(at.row()) == PayloadModel::Fold::Open);
    return;
  }
  QListView::mousePressEvent(event);
}

void PayloadView::contextMenuEvent(QContextMenuEvent* event) {
  const QModelIndex at = indexAt(event->pos());
  if (!at.isValid()) return;
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->addAction(selectionModel()->selectedRows().size() > 1 ? tr("Copy the lines") : tr("Copy the value"), this,
                  [this] { copy(); });
  if (model_->payload().is_json()) {
    const QString path = QString::fromStdString(json_path(model_->payload(), model_->line_of(at.row())));
    menu->addAction(tr("Copy the path"), this, [path] { QApplication::clipboard()->setText(path); });
    menu->addSeparator();
    menu->addAction(tr("Fold everything"), this, [this] { fold_all(true); });
    menu->addAction(tr("Unfold everything"), this, [this] { fold_all(false); });
  }
  menu->popup(event->globalPos());
}

void PayloadView::resizeEvent(QResizeEvent* event) {
  QListView::resizeEvent(event);
  wrap();
}

void PayloadView::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) viewport()->update();
  QListView::changeEvent(event);
}

}  // namespace saga::ui
