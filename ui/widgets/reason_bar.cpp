// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/reason_bar.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>

#include "ui/widgets/action_button.h"
#include "ui/widgets/plain_text_label.h"

namespace saga::ui {
namespace {
constexpr int kMostReason = 500;
constexpr int kHeight = 40;
constexpr int kOneLine = 640;
}  // namespace

ReasonBar::ReasonBar(QWidget* parent)
    : Surface(Color::NoteInfo, Bottom, parent),
      label_(new PlainTextLabel(tr("Why, for the journal"), type::kDenseStrong, Color::TextSecondary)),
      reason_(new QLineEdit),
      hint_(new PlainTextLabel(QString(), type::kDense, Color::TextSecondary)),
      cancel_(new ActionButton(ActionButton::Look::Outlined, tr("Leave it"))),
      confirm_(new ActionButton(ActionButton::Look::Primary, QString())) {
  label_->set_fixed();
  hint_->set_fixed();
  reason_->setFixedHeight(height::kControl);
  reason_->setMaxLength(kMostReason);
  reason_->setAccessibleName(label_->text());
  auto* asked = new QHBoxLayout;
  asked->setSpacing(space::kUnit);
  asked->addWidget(label_);
  asked->addWidget(reason_, 1);
  auto* answered = new QHBoxLayout;
  answered->setSpacing(space::kUnit);
  answered->addWidget(hint_);
  answered->addStretch(1);
  answered->addWidget(cancel_);
  answered->addWidget(confirm_);
  lines_ = new QBoxLayout(QBoxLayout::LeftToRight, this);
  lines_->setContentsMargins(space::kPanelInset, 0, space::kPanelInset, 0);
  lines_->setSpacing(space::kUnit);
  lines_->addLayout(asked, 1);
  lines_->addLayout(answered);
  arrange();
  connect(reason_, &QLineEdit::textChanged, this, &ReasonBar::refresh);
  connect(cancel_, &ActionButton::clicked, this, &ReasonBar::closed);
  connect(confirm_, &ActionButton::clicked, this, [this] {
    if (!confirm_->refused()) Q_EMIT confirmed(reason_->text().trimmed());
  });
  hide();
}

void ReasonBar::ask(const QString& confirm, bool danger) {
  reason_->clear();
  confirm_->setText(confirm);
  confirm_->set_look(danger ? ActionButton::Look::Danger : ActionButton::Look::Primary);
  show();
  refresh();
  reason_->setFocus(Qt::OtherFocusReason);
}

// Where a line has no room for a reason, what is asked stands above the answers.
void ReasonBar::arrange() {
  const bool narrow = width() < kOneLine;
  lines_->setDirection(narrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
  lines_->setSpacing(narrow ? 0 : space::kUnit);
  setFixedHeight(narrow ? 2 * kHeight - space::kUnit : kHeight);
}

void ReasonBar::resizeEvent(QResizeEvent* event) {
  Surface::resizeEvent(event);
  arrange();
}

void ReasonBar::set_closed(const QString& because) {
  if (because == closed_) return;
  closed_ = because;
  refresh();
}

void ReasonBar::refresh() {
  const QString because = !closed_.isEmpty()                    ? closed_
                          : reason_->text().trimmed().isEmpty() ? tr("a reason is needed")
                                                                : QString();
  confirm_->set_refused(because);
  hint_->show_text(because.isEmpty() ? tr("Enter never confirms.") : tr("Closed: %1").arg(because));
}

void ReasonBar::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape) {
    Q_EMIT closed();
    return;
  }
  // Enter in the field ends here and does nothing.
  if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) return;
  Surface::keyPressEvent(event);
}

}  // namespace saga::ui
