// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/routing/change_panel.h"

#include <utility>

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QVBoxLayout>

#include "ui/routing/routing_words.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/plain_text_label.h"
#include "ui/widgets/theme.h"

namespace saga::ui {
namespace {
constexpr int kMostReason = 500;
}

ChangePanel::ChangePanel(QWidget* parent)
    : QWidget(parent),
      title_(new PlainTextLabel(QString(), type::kTitle, Color::TextPrimary)),
      subject_(new PlainTextLabel(QString(), type::kDense, Color::TextSecondary)),
      banner_(new Banner),
      form_(new QWidget),
      meaning_(new PlainTextLabel(QString(), type::kBody, Color::TextPrimary)),
      reason_(new QLineEdit),
      steps_(new StepList),
      hint_(new PlainTextLabel(QString(), type::kDense, Color::TextSecondary)),
      cancel_(new ActionButton(ActionButton::Look::Outlined, tr("Cancel"))),
      confirm_(new ActionButton(ActionButton::Look::Primary, QString())) {
  auto* head = new Surface(Color::SurfacePanel, Surface::Bottom);
  auto* head_lines = new QVBoxLayout(head);
  head_lines->setContentsMargins(space::kPanelInset, 8, space::kPanelInset, 8);
  head_lines->setSpacing(0);
  title_->set_wrapped(true);
  subject_->set_wrapped(true);
  head_lines->addWidget(title_);
  head_lines->addWidget(subject_);

  meaning_->set_wrapped(true);
  auto* why = new PlainTextLabel(tr("Why, for the journal"), type::kDenseStrong, Color::TextSecondary);
  reason_->setFixedHeight(height::kControl);
  reason_->setMaxLength(kMostReason);
  reason_->setAccessibleName(why->text());
  auto* form = new QVBoxLayout(form_);
  form->setContentsMargins(space::kPanelInset, space::kPanelInset, space::kPanelInset, space::kPanelInset);
  form->setSpacing(space::kHalf);
  form->addWidget(meaning_);
  form->addSpacing(space::kUnit);
  form->addWidget(why);
  form->addWidget(reason_);

  auto* foot = new Surface(Color::SurfacePanel, Surface::Top);
  auto* foot_column = new QVBoxLayout(foot);
  foot_column->setContentsMargins(space::kPanelInset, space::kUnit, space::kPanelInset, space::kUnit);
  foot_column->setSpacing(space::kHalf);
  auto* buttons = new QHBoxLayout;
  buttons->setSpacing(space::kUnit);
  buttons->addStretch(1);
  buttons->addWidget(cancel_);
  buttons->addWidget(confirm_);
  hint_->set_wrapped(true);
  foot_column->addLayout(buttons);
  foot_column->addWidget(hint_);

  auto* panel = panel_of({head, banner_, form_, steps_});
  auto* inside = qobject_cast<QVBoxLayout*>(panel->layout());
  inside->addStretch(1);
  inside->addWidget(foot);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(panel);

  connect(reason_, &QLineEdit::textChanged, this, &ChangePanel::refresh);
  connect(cancel_, &ActionButton::clicked, this, &ChangePanel::closed);
  connect(confirm_, &ActionButton::clicked, this, [this] {
    if (!confirm_->refused()) Q_EMIT confirmed(reason_->text().trimmed());
  });
  connect(banner_, &Banner::pressed, this, &ChangePanel::look_wanted);
}

void ChangePanel::offer(const ChangeOffer& what) {
  const bool other = what.title != offer_.title;
  offer_ = what;
  progress_ = false;
  outdated_.clear();
  if (other) reason_->clear();
  refresh();
}

void ChangePanel::set_closed(const QString& because) {
  if (because == closed_) return;
  closed_ = because;
  refresh();
}

void ChangePanel::set_outdated(const QString& what) {
  if (what == outdated_) return;
  outdated_ = what;
  refresh();
}

void ChangePanel::focus_content() {
  (form_->isHidden() ? static_cast<QWidget*>(cancel_) : reason_)->setFocus(Qt::OtherFocusReason);
}

void ChangePanel::refresh() {
  if (progress_) return;
  title_->show_text(offer_.title);
  subject_->show_text(offer_.subject);
  meaning_->show_text(QStringList(offer_.meaning.begin(), offer_.meaning.end()).join(QLatin1Char('\n')));
  if (outdated_.isEmpty()) {
    banner_->tell(Banner::Tone::Info, Icon::Pin, tr("As of %1").arg(version_text(offer_.version)),
                  tr("If anyone acts first, this is refused and nothing changes"));
    banner_->set_button({});
  } else {
    banner_->tell(Banner::Tone::Warn, Icon::Warning, tr("It has changed since you opened this"), outdated_);
    banner_->set_button(tr("Look again"));
  }
  form_->show();
  steps_->hide();
  confirm_->show();
  confirm_->setText(offer_.button);
  confirm_->set_look(offer_.danger ? ActionButton::Look::Danger : ActionButton::Look::Primary);
  cancel_->setText(tr("Cancel"));
  const QString because = !closed_.isEmpty()                    ? closed_
                          : !outdated_.isEmpty()                ? tr("look at it as it is now first")
                          : reason_->text().trimmed().isEmpty() ? tr("a reason is needed")
                                                                : QString();
  confirm_->set_refused(because);
  hint_->show_text(because.isEmpty() ? tr("Enter never confirms.") : tr("Closed: %1").arg(because));
}

void ChangePanel::show_progress(const Progress& progress) {
  const bool first = !std::exchange(progress_, true);
  title_->show_text(progress.title);
  subject_->show_text(offer_.subject);
  banner_->tell(progress.tone, progress.icon, progress.headline, progress.detail);
  banner_->set_button({});
  form_->hide();
  steps_->show();
  steps_->show_lines(progress.steps);
  confirm_->hide();
  cancel_->setText(tr("Close"));
  hint_->show_text(progress.settled ? QString() : tr("You may go on; this is watched all the same."));
  reason_->clear();
  if (first && isVisible()) cancel_->setFocus(Qt::OtherFocusReason);
}

void ChangePanel::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape) {
    Q_EMIT closed();
    return;
  }
  QWidget::keyPressEvent(event);
}

void ChangePanel::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), color(Color::SurfaceWindow));
}

}  // namespace saga::ui
