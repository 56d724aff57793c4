// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sagas/view_bar.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QStackedWidget>

#include "ui/sagas/saved_views.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/fonts.h"
#include "ui/widgets/paint.h"
#include "ui/widgets/theme.h"

namespace saga::ui {

namespace {

constexpr int kFieldWidth = 190;
constexpr int kMostName = 130;  // of the button, in pixels

}  // namespace

ViewBar::ViewBar(SavedViews& views, QWidget* parent)
    : QWidget(parent),
      views_(views),
      stack_(new QStackedWidget),
      button_(new ActionButton(ActionButton::Look::Outlined, Icon::ChevronDown, QString())),
      field_(new QLineEdit) {
  auto* line = new QHBoxLayout(this);
  line->setContentsMargins(0, 0, 0, 0);
  line->addWidget(stack_);
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
  stack_->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
  field_->setPlaceholderText(tr("Name of the view"));
  field_->setAccessibleName(tr("Name of the view"));
  field_->setFixedSize(kFieldWidth, height::kControl);
  field_->setMaxLength(SavedViews::kLongestName);
  field_->setFont(ui_font(type::kDense));
  field_->installEventFilter(this);
  stack_->addWidget(button_);
  stack_->addWidget(field_);
  connect(button_, &ActionButton::clicked, this, &ViewBar::open_menu);
  connect(field_, &QLineEdit::returnPressed, this, &ViewBar::named);
  connect(&views_, &SavedViews::changed, this, &ViewBar::refresh);
  refresh();
}

void ViewBar::show_moved_on(bool moved_on) {
  if (moved_on == moved_on_) return;
  moved_on_ = moved_on;
  refresh();
}

void ViewBar::refresh() {
  const auto current = views_.find(views_.current());
  const QString name =
      current ? QFontMetrics(ui_font(type::kBody)).elidedText(current->name, Qt::ElideRight, kMostName) : QString();
  button_->setText(!current ? tr("Views") : moved_on_ ? tr("%1, changed").arg(name) : name);
  button_->setAccessibleName(current ? tr("Saved views, now %1").arg(button_->text()) : tr("Saved views"));
  button_->setToolTip(tr("Saved views: filter, order and columns by name"));
  button_->updateGeometry();
  // A field's own hint knows nothing of the size that was fixed.
  const QWidget* shown = stack_->currentWidget();
  stack_->setFixedSize(shown->sizeHint().expandedTo(shown->minimumSize()).expandedTo({0, height::kControl}));
}

void ViewBar::open_menu() {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->setAccessibleName(tr("Saved views"));
  menu->setToolTipsVisible(true);
  fill(*menu);
  menu->popup(mapToGlobal(QPoint(0, height())));
}

void ViewBar::fill(QMenu& menu) {
  bool own = false;
  for (const SavedView& view : views_.all()) {
    if (!view.built_in && !own) menu.addSeparator();
    own = own || !view.built_in;
    // An ampersand would be taken for the mark of a key.
    QAction* action = menu.addAction(QString(view.name).replace(QLatin1Char('&'), QLatin1String("&&")));
    action->setCheckable(true);
    action->setChecked(view.id == views_.current() && !moved_on_);
    connect(action, &QAction::triggered, this, [this, id = view.id] { Q_EMIT chosen(id); });
  }
  menu.addSeparator();
  connect(menu.addAction(tr("Save this view…")), &QAction::triggered, this, &ViewBar::ask_for_name);
  const auto current = views_.find(views_.current());
  if (!current || current->built_in) return;
  const QString name = QString(current->name).replace(QLatin1Char('&'), QLatin1String("&&"));
  QAction* change = menu.addAction(tr("Update “%1”").arg(name));
  change->setEnabled(moved_on_);
  connect(change, &QAction::triggered, this, [this, id = current->id] { Q_EMIT change_wanted(id); });
  connect(menu.addAction(tr("Rename “%1”…").arg(name)), &QAction::triggered, this,
          [this, view = *current] { ask(view.id, view.name); });
  connect(menu.addAction(tr("Delete “%1”").arg(name)), &QAction::triggered, this,
          [this, id = current->id] { views_.remove(id); });
}

void ViewBar::ask_for_name() { ask({}, {}); }

void ViewBar::ask(const QString& id, const QString& name) {
  renaming_ = id;
  field_->setText(name);
  field_->selectAll();
  stack_->setCurrentWidget(field_);
  refresh();
  field_->setFocus(Qt::OtherFocusReason);
}

void ViewBar::named() {
  const QString name = field_->text();
  if (name.simplified().isEmpty()) return;
  close_field();
  if (renaming_.isEmpty()) {
    Q_EMIT save_wanted(name);
  } else {
    views_.rename(renaming_, name);
  }
}

void ViewBar::close_field() {
  if (stack_->currentWidget() != field_) return;
  const bool focused = field_->hasFocus();
  stack_->setCurrentWidget(button_);
  refresh();
  if (focused) button_->setFocus(Qt::OtherFocusReason);
}

bool ViewBar::eventFilter(QObject* watched, QEvent* event) {
  if (watched == field_) {
    const bool escape = event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape;
    if (escape) {
      close_field();
      return true;
    }
    // Not when another window, or a menu of the field itself, comes before it.
    const bool left = event->type() == QEvent::FocusOut &&
                      static_cast<QFocusEvent*>(event)->reason() != Qt::PopupFocusReason &&
                      static_cast<QFocusEvent*>(event)->reason() != Qt::ActiveWindowFocusReason;
    if (left) close_field();
  }
  return QWidget::eventFilter(watched, event);
}

}  // namespace saga::ui
