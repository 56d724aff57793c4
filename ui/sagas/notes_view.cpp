// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sagas/notes_view.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QListView>
#include <QPainter>
#include <QPlainTextEdit>
#include <QStackedWidget>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include "ui/sagas/detail_context.h"
#include "ui/sagas/sagas_controller.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/fonts.h"
#include "ui/widgets/format.h"
#include "ui/widgets/json_text.h"
#include "ui/widgets/paint.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/plain_text_label.h"
#include "ui/widgets/state_view.h"
#include "ui/widgets/status_style.h"
#include "ui/widgets/theme.h"

namespace saga::ui {

namespace {

constexpr int kHead = 18;
constexpr int kFieldHeight = 52;
constexpr int kMostText = 4000;  // as the database takes it

// Who and when in one line, the text below it in as many as it needs.
class NoteDelegate final : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const auto* view = qobject_cast<const QAbstractItemView*>(option.widget);
    const int width = (view != nullptr ? view->viewport()->width() : option.rect.width()) - 2 * space::kPanelInset;
    return {0, kHead + text_box(index, width).height() + 2 * space::kHalf + 1};
  }

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const bool selected = (option.state & QStyle::State_Selected) != 0;
    painter->fillRect(option.rect, color(selected ? Color::RowSelected : Color::SurfaceBase));
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1),
                      color(Color::BorderHairline));
    const QRect inner = option.rect.adjusted(space::kPanelInset, space::kHalf, -space::kPanelInset, -space::kHalf);
    paint_text(*painter, QRect(inner.left(), inner.top(), inner.width(), kHead), Qt::AlignLeft,
               index.data(NotesModel::HeadRole).toString(), type::kDenseStrong, color(Color::TextSecondary));
    painter->setFont(ui_font(type::kBody));
    painter->setPen(color(Color::TextPrimary));
    painter->drawText(inner.adjusted(0, kHead, 0, 0), kFlags, index.data(NotesModel::TextRole).toString());
  }

 private:
  static constexpr int kFlags = Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap | Qt::TextWrapAnywhere;
  static QRect text_box(const QModelIndex& index, int width) {
    const QFontMetrics metrics(ui_font(type::kBody));
    return metrics.boundingRect(QRect(0, 0, width, 100'000), kFlags, index.data(NotesModel::TextRole).toString());
  }
};

}  // namespace

void NotesModel::show_notes(std::vector<SagaNote> notes) {
  if (notes == notes_) return;  // a refresh must not move what is being read
  beginResetModel();
  notes_ = std::move(notes);
  endResetModel();
}

int NotesModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(notes_.size());
}

QVariant NotesModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
  const SagaNote& note = notes_[static_cast<std::size_t>(index.row())];
  switch (role) {
    case TextRole: return visible_text(text(note.text));
    case HeadRole: return QStringLiteral("%1 · %2").arg(text(note.author), clock_text(note.at));
    case Qt::DisplayRole:
      return QStringLiteral("%1 · %2: %3").arg(text(note.author), clock_text(note.at), visible_text(text(note.text)));
    case Qt::ToolTipRole: return safe_tool_tip(full_time_text(note.at));
    default: return {};
  }
}

NotesView::NotesView(SagasController& controller, QWidget* parent)
    : QWidget(parent),
      controller_(controller),
      model_(new NotesModel(this)),
      stack_(new QStackedWidget),
      list_(new QListView),
      state_(new StateView),
      field_(new QPlainTextEdit),
      status_(new PlainTextLabel(QString(), type::kDense, Color::TextSecondary)),
      add_(new ActionButton(ActionButton::Look::Outlined, tr("Add note"))) {
  list_->setModel(model_);
  list_->setItemDelegate(new NoteDelegate(list_));
  list_->setResizeMode(QListView::Adjust);
  list_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  list_->setFrameShape(QFrame::NoFrame);
  list_->setAccessibleName(tr("Notes on this saga"));
  stack_->addWidget(list_);
  stack_->addWidget(state_);

  field_->setProperty("field", true);
  field_->setFont(ui_font(type::kBody));
  field_->setTabChangesFocus(true);
  field_->setFixedHeight(kFieldHeight);
  field_->setPlaceholderText(tr("A note for those who come after you; Ctrl+Enter adds it"));
  field_->setAccessibleName(tr("A new note"));
  field_->installEventFilter(this);
  status_->set_wrapped(true);
  add_->set_small(true);
  add_->setObjectName(QStringLiteral("add"));
  auto* foot = new Surface(Color::SurfacePanel, Surface::Top);
  auto* form = new QVBoxLayout(foot);
  form->setContentsMargins(space::kPanelInset, space::kUnit, space::kPanelInset, space::kUnit);
  form->setSpacing(space::kHalf);
  form->addWidget(field_);
  auto* line = new QHBoxLayout;
  line->addWidget(status_, 1);
  line->addWidget(add_);
  form->addLayout(line);

  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(stack_, 1);
  column->addWidget(foot);
  connect(add_, &ActionButton::clicked, this, &NotesView::add);
  connect(field_, &QPlainTextEdit::textChanged, this, &NotesView::refresh);
}

QString NotesView::status() const { return status_->text(); }

void NotesView::begin_note() { field_->setFocus(Qt::OtherFocusReason); }

void NotesView::add() {
  const QString note = field_->toPlainText().trimmed();
  if (add_->refused()) return;
  if (note.isEmpty()) {
    status_->show_text(tr("a note needs a text"));
    field_->setFocus(Qt::OtherFocusReason);
    return;
  }
  cleared_ = false;
  controller_.context().send({NoteChange::Kind::Note, controller_.selected(), note.toStdString(), {}});
}

bool NotesView::eventFilter(QObject* watched, QEvent* event) {
  if (watched == field_ && event->type() == QEvent::KeyPress) {
    const auto* key = static_cast<QKeyEvent*>(event);
    if ((key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) && key->modifiers() == Qt::ControlModifier) {
      add();
      return true;
    }
  }
  return QWidget::eventFilter(watched, event);
}

void NotesView::refresh() {
  if (controller_.selected() != saga_) {
    // What was typed for one saga must not be added to another.
    saga_ = controller_.selected();
    field_->clear();
  }
  refresh_list();
  const DetailContext& context = controller_.context();
  const auto closed = controller_.notes_closed_because();
  field_->setReadOnly(closed.has_value());
  const int length = static_cast<int>(field_->toPlainText().trimmed().size());
  QString refused = closed.value_or(QString());
  if (refused.isEmpty() && context.sending()) refused = tr("a change is under way");
  if (refused.isEmpty() && length > kMostText) {
    refused = tr("a note has at most %1 characters, these are %2")
                  .arg(count_text(static_cast<std::int64_t>(kMostText)), count_text(static_cast<std::int64_t>(length)));
  }
  add_->set_refused(refused);

  QString said = closed ? tr("Notes are closed: %1").arg(*closed) : length > kMostText ? refused : QString();
  const auto& sent = context.sent();
  if (sent && sent->change.kind == NoteChange::Kind::Note && said.isEmpty()) {
    const ActionOutcome& outcome = sent->outcome;
    if (const auto* applied = std::get_if<Applied>(&outcome)) {
      said = applied->warning.empty() ? tr("The note was added") : text(applied->warning);
      if (!std::exchange(cleared_, true)) {
        field_->clear();
        return;  // the field has called this again
      }
      if (length > 0) said.clear();
    } else if (const auto* refusal = std::get_if<Refused>(&outcome)) {
      said = tr("Refused: %1").arg(text(refusal->reason));
    } else if (const auto* conflict = std::get_if<Conflict>(&outcome)) {
      said = text(conflict->reason);
    } else if (const auto* failed = std::get_if<Failed>(&outcome)) {
      said = tr("The note was not added: %1").arg(text(failed->error.message));
    } else {
      said = tr("The answer was lost. The notes were read again: look whether yours is among them before you add it.");
    }
  }
  status_->show_text(said);
}

void NotesView::refresh_list() {
  const auto& notes = controller_.context().notes();
  if (notes.value && !notes.value->notes.empty()) {
    model_->show_notes(notes.value->notes);
    stack_->setCurrentWidget(list_);
    return;
  }
  model_->show_notes({});
  if (notes.value) {
    state_->tell(Icon::Info, {}, tr("No notes"), tr("What you find out about this saga helps whoever comes next."));
  } else if (notes.error) {
    state_->tell(Icon::RingCross, status_color(StatusKind::Failed), tr("The notes could not be read"),
                 text(notes.error->message));
  } else {
    state_->tell(Icon::Clock, {}, tr("Reading"), {});
  }
  stack_->setCurrentWidget(state_);
}

}  // namespace saga::ui
