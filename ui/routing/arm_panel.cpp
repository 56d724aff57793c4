// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/routing/arm_panel.h"

#include <algorithm>

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QVBoxLayout>

#include "ui/widgets/action_button.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/paint.h"
#include "ui/widgets/plain_text_label.h"
#include "ui/widgets/theme.h"

namespace saga::ui {
namespace {
constexpr int kWide = 420;
constexpr int kMostReason = 500;
}  // namespace

ArmPanel::ArmPanel(RollbackController& controller, QWidget* window)
    : QWidget(window),
      controller_(controller),
      reason_(new QLineEdit(tr("payments fail"))),
      engage_(new ActionButton(ActionButton::Look::Danger, Icon::Bolt, tr("Engage the rollback"))),
      hint_(new PlainTextLabel(QString(), type::kDense, Color::TextSecondary)) {
  setAccessibleName(tr("Emergency rollback"));
  auto* title = new PlainTextLabel(tr("All new payments will go to LEGACY"), type::kTitle, Color::TextPrimary);
  title->set_wrapped(true);
  auto* what =
      new PlainTextLabel(tr("At once, on every gateway. Sagas in flight go on to their end. Written to PostgreSQL "
                            "and Redis; one of them suffices."),
                         type::kDense, Color::TextSecondary);
  what->set_wrapped(true);
  auto* why = new PlainTextLabel(tr("Why, for the journal"), type::kDenseStrong, Color::TextSecondary);
  reason_->setFixedHeight(height::kControl);
  reason_->setMaxLength(kMostReason);
  reason_->setAccessibleName(why->text());
  hint_->set_wrapped(true);
  auto* cancel = new ActionButton(ActionButton::Look::Outlined, tr("Cancel"));
  engage_->set_key_hint(QStringLiteral("F12"));
  auto* buttons = new QHBoxLayout;
  buttons->setSpacing(space::kUnit);
  buttons->addStretch(1);
  buttons->addWidget(cancel);
  buttons->addWidget(engage_);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(space::kSection, space::kPanelInset, space::kSection, space::kPanelInset);
  column->setSpacing(space::kHalf);
  column->addWidget(title);
  column->addWidget(what);
  column->addSpacing(space::kUnit);
  column->addWidget(why);
  column->addWidget(reason_);
  column->addSpacing(space::kUnit);
  column->addLayout(buttons);
  column->addWidget(hint_);
  connect(cancel, &ActionButton::clicked, &controller_, &RollbackController::disarm);
  connect(engage_, &ActionButton::clicked, this, &ArmPanel::confirm);
  connect(reason_, &QLineEdit::textChanged, this, &ArmPanel::refresh);
  window->installEventFilter(this);
  refresh();
  show();
  place();
  raise();
  reason_->selectAll();
  reason_->setFocus(Qt::OtherFocusReason);
}

void ArmPanel::confirm() { controller_.engage(reason_->text()); }

void ArmPanel::refresh() {
  const QString because = reason_->text().trimmed().isEmpty() ? tr("a reason is needed") : QString();
  engage_->set_refused(because);
  hint_->show_text(because.isEmpty() ? tr("Press F12 again, or the button. Enter never confirms.")
                                     : tr("Closed: %1").arg(because));
}

void ArmPanel::place() {
  setFixedWidth(std::min(kWide, parentWidget()->width() - 2 * space::kUnit));
  adjustSize();
  move(parentWidget()->width() - width() - space::kUnit, height::kBand + space::kHalf);
}

bool ArmPanel::eventFilter(QObject* watched, QEvent* event) {
  if (watched == parentWidget() && event->type() == QEvent::Resize) place();
  return QWidget::eventFilter(watched, event);
}

void ArmPanel::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape) return controller_.disarm();
  // Enter goes nowhere, and never on to a page behind it.
  if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) return;
  QWidget::keyPressEvent(event);
}

void ArmPanel::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paint_box(painter, rect(), radius::kDialog, color(Color::SurfaceBase), color(Color::DangerFill));
  painter.fillRect(QRect(1, 0, width() - 2, 3), color(Color::DangerFill));
}

}  // namespace saga::ui
