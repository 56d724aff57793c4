// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sagas/request_panel.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QVBoxLayout>

#include "ui/sagas/plan_view.h"
#include "ui/sagas/sagas_controller.h"
#include "ui/sagas/words.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/format.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/plain_text_label.h"
#include "ui/widgets/step_list.h"
#include "ui/widgets/theme.h"

namespace saga::ui {

namespace {
constexpr int kMostReason = 500;
}

RequestPanel::RequestPanel(SagasController& controller, QWidget* parent)
    : QWidget(parent),
      controller_(controller),
      title_(new PlainTextLabel(QString(), type::kTitle, Color::TextPrimary)),
      subject_(new PlainTextLabel(QString(), type::kDense, Color::TextSecondary)),
      banner_(new Banner),
      editing_(new QWidget),
      plan_(new PlanView),
      reason_(new QLineEdit),
      steps_(new StepList),
      hint_(new PlainTextLabel(QString(), type::kDense, Color::TextSecondary)),
      cancel_(new ActionButton(ActionButton::Look::Outlined, tr("Cancel"))),
      confirm_(new ActionButton(ActionButton::Look::Primary, QString())) {
  auto* head = new Surface(Color::SurfacePanel, Surface::Bottom);
  auto* head_lines = new QVBoxLayout(head);
  head_lines->setContentsMargins(space::kPanelInset, 8, space::kPanelInset, 8);
  head_lines->setSpacing(0);
  head_lines->addWidget(title_);
  head_lines->addWidget(subject_);

  auto* reason_label = new PlainTextLabel(tr("Why, for the journal"), type::kDenseStrong, Color::TextSecondary);
  reason_->setFixedHeight(height::kControl);
  reason_->setMaxLength(kMostReason);
  reason_->setAccessibleName(reason_label->text());
  auto* form = new QVBoxLayout(editing_);
  form->setContentsMargins(0, 0, 0, 0);
  form->setSpacing(0);
  form->addWidget(plan_);
  auto* field = new QVBoxLayout;
  field->setContentsMargins(space::kPanelInset, space::kPanelInset, space::kPanelInset, space::kPanelInset);
  field->setSpacing(space::kHalf);
  field->addWidget(reason_label);
  field->addWidget(reason_);
  form->addLayout(field);

  auto* foot = new Surface(Color::SurfacePanel, Surface::Top);
  auto* buttons = new QHBoxLayout(foot);
  buttons->setContentsMargins(space::kPanelInset, space::kUnit, space::kPanelInset, space::kUnit);
  buttons->setSpacing(space::kUnit);
  hint_->set_wrapped(true);
  buttons->addWidget(hint_, 1);
  buttons->addWidget(cancel_);
  buttons->addWidget(confirm_);

  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(head);
  column->addWidget(banner_);
  column->addWidget(editing_);
  column->addWidget(steps_);
  column->addStretch(1);
  column->addWidget(foot);

  connect(reason_, &QLineEdit::textChanged, this, &RequestPanel::refresh);
  connect(cancel_, &ActionButton::clicked, this, &RequestPanel::closed);
  connect(confirm_, &ActionButton::clicked, this, &RequestPanel::send);
  connect(banner_, &Banner::pressed, this, &RequestPanel::look);
}

void RequestPanel::open(Action action) {
  action_ = action;
  sent_ = false;
  saga_ = controller_.selected();
  reason_->clear();
  look();
  reason_->setFocus(Qt::OtherFocusReason);
}

void RequestPanel::open_running() {
  saga_ = controller_.selected();
  sent_ = true;
  refresh();
}

void RequestPanel::look() {
  if (!controller_.detail()) return;
  const SagaDetail& detail = *controller_.detail();
  seen_version_ = detail.saga.version;
  plan_->show_plan(plan_text(action_, detail, controller_.server_now()));
  refresh();
}

void RequestPanel::refresh() {
  if (!sent_) {
    show_editing();
  } else if (const ActionProgress* progress = controller_.action_on(saga_)) {
    action_ = progress->action;
    show_progress(*progress);
  }
}

QString RequestPanel::why_closed() const {
  if (const auto closed = controller_.closed_because(action_)) return *closed;
  if (controller_.detail()->saga.version != seen_version_) return tr("the saga has changed, look at it first");
  if (reason_->text().trimmed().isEmpty()) return tr("a reason is needed");
  return {};
}

void RequestPanel::show_editing() {
  const auto& detail = controller_.detail();
  title_->show_text(action_with_count(action_, 1));
  if (detail) {
    subject_->show_text(tr("%1, order %2, stands at %3")
                            .arg(short_id(text(detail->saga.id)),
                                 detail->saga.order_id ? text(*detail->saga.order_id) : QStringLiteral("–"),
                                 text(detail->saga.current_step)));
  }
  const bool changed = detail && detail->saga.version != seen_version_;
  if (changed) {
    banner_->tell(Banner::Tone::Warn, Icon::Warning, tr("The saga has changed since you opened this"),
                  tr("You saw version %1, now it is version %2").arg(seen_version_).arg(detail->saga.version));
    banner_->set_button(tr("Look again"));
  } else {
    banner_->tell(Banner::Tone::Info, Icon::Pin, tr("As of version %1").arg(seen_version_),
                  tr("If anyone acts first, this is refused and nothing changes"));
    banner_->set_button({});
  }
  editing_->show();
  steps_->hide();
  cancel_->setText(tr("Cancel"));
  confirm_->show();
  confirm_->setText(action_with_count(action_, 1));
  confirm_->set_look(action_ == Action::Retry ? ActionButton::Look::Primary : ActionButton::Look::Danger);
  const QString closed = why_closed();
  confirm_->set_refused(closed);
  hint_->show_text(closed.isEmpty() ? tr("Enter never confirms.") : tr("Closed: %1").arg(closed));
}

void RequestPanel::show_progress(const ActionProgress& progress) {
  title_->show_text(progress.settled() ? tr("%1: settled").arg(action_with_count(action_, 1))
                                       : action_with_count(action_, 1));
  if (progress.stage == ActionProgress::Stage::Unknown) {
    banner_->tell(Banner::Tone::Unverified, Icon::RingQuestionDashed, tr("One action has an unknown outcome"),
                  tr("It is read back first; the button stays closed until then"));
  } else if (progress.stage == ActionProgress::Stage::Conflict) {
    banner_->tell(Banner::Tone::Warn, Icon::Warning, tr("Someone acted first"), text(progress.text));
  } else {
    banner_->tell(Banner::Tone::Info, Icon::Info, tr("Outcome is observed, not assumed"),
                  tr("Requested, accepted by the database, then observed at the orchestrator"));
  }
  banner_->set_button({});
  editing_->hide();
  steps_->show();
  steps_->show_lines(step_lines(progress));
  confirm_->hide();
  cancel_->setText(tr("Back to the saga"));
  hint_->show_text(progress.settled() ? QString() : tr("You may go on; this is watched all the same."));
}

void RequestPanel::send() {
  if (sent_ || !why_closed().isEmpty() || controller_.selected() != saga_) return;
  sent_ = true;
  controller_.request(action_, reason_->text().trimmed().toStdString(), seen_version_);
  refresh();
  cancel_->setFocus(Qt::OtherFocusReason);
}

void RequestPanel::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape) {
    Q_EMIT closed();
    return;
  }
  QWidget::keyPressEvent(event);
}

void RequestPanel::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), color(Color::SurfaceBase));
}

}  // namespace saga::ui
