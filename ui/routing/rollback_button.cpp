// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/routing/rollback_button.h"

#include <QKeyEvent>
#include <QPainter>

#include "ui/routing/arm_panel.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/command.h"
#include "ui/widgets/format.h"
#include "ui/widgets/paint.h"
#include "ui/widgets/status_style.h"
#include "ui/widgets/theme.h"

namespace saga::ui {
namespace {
constexpr int kHigh = 22;
constexpr int kPad = 10;
constexpr int kGap = 7;
const QString& key_text() {
  static const QString kKey = QStringLiteral("F12");
  return kKey;
}
}  // namespace

RollbackButton::RollbackButton(RollbackController& controller, std::function<void()> show_routing, QWidget* parent)
    : QAbstractButton(parent), controller_(controller), show_routing_(std::move(show_routing)) {
  setFocusPolicy(Qt::StrongFocus);
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
  connect(this, &QAbstractButton::clicked, this, &RollbackButton::press);
  connect(&controller_, &RollbackController::changed, this, &RollbackButton::refresh);
  connect(&controller_, &RollbackController::armed_changed, this, &RollbackButton::show_panel);
  connect(&ticker_, &QTimer::timeout, this, &RollbackButton::refresh);
  ticker_.start(1000);
  Command& key =
      add_command(this,
                  {"rollback.engage", Section::Window, tr("Emergency rollback: arm, then confirm"),
                   QKeySequence(Qt::Key_F12), Reach::Window},
                  [this] {
                    if (auto* panel = qobject_cast<ArmPanel*>(panel_); panel != nullptr && controller_.armed()) {
                      panel->confirm();
                    } else {
                      press();
                    }
                  });
  key.setAutoRepeat(false);  // a key that is held down is one gesture
  key.set_closed([this]() -> std::optional<QString> {
    return controller_.engaged() ? std::nullopt : controller_.closed_because();
  });
  controller_.disarm();  // what was armed in a window that is built again has no panel any more
  refresh();
}

QString RollbackButton::words() const {
  if (controller_.releasing()) return tr("Releasing the rollback");
  if (controller_.acting()) return tr("Engaging the rollback");
  if (!controller_.engaged()) return controller_.armed() ? tr("Rollback is armed") : tr("Emergency rollback…");
  const auto age = controller_.engaged_for();
  return age ? tr("Rollback engaged, %1").arg(age_text(*age)) : tr("Rollback engaged");
}

void RollbackButton::refresh() {
  const QString closed = controller_.engaged() ? QString() : controller_.closed_because().value_or(QString());
  if (words() == text() && closed == reason_) return;
  reason_ = closed;
  setText(words());
  setAccessibleName(text());
  setAccessibleDescription(closed);
  setToolTip(closed.isEmpty() ? QString() : tr("Closed: %1").arg(closed));
  setEnabled(closed.isEmpty());
  updateGeometry();
  update();
}

// Once engaged, the gesture only shows how it stands.
void RollbackButton::press() {
  if (controller_.engaged()) return show_routing_();
  if (controller_.armed()) return controller_.disarm();
  controller_.arm();
}

void RollbackButton::show_panel() {
  refresh();
  if (controller_.armed() && panel_ == nullptr) {
    panel_ = new ArmPanel(controller_, window());
    connect(this, &QObject::destroyed, panel_, &QObject::deleteLater);
  } else if (!controller_.armed() && panel_ != nullptr) {
    const bool had_focus = window()->focusWidget() != nullptr && panel_->isAncestorOf(window()->focusWidget());
    panel_->hide();
    panel_->deleteLater();
    panel_ = nullptr;
    if (had_focus) setFocus(Qt::OtherFocusReason);
    if (controller_.acting()) show_routing_();
  }
}

QSize RollbackButton::sizeHint() const {
  int wide = 2 * kPad + icon_size::kTable + kGap + text_width(text(), type::kDenseStrong);
  if (!controller_.engaged()) wide += kGap + key_cap_width(key_text());
  return {wide, kHigh};
}

void RollbackButton::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const bool engaged = controller_.engaged() || controller_.acting();
  const QColor ink = !isEnabled() ? color(Color::TextDisabled)
                     : engaged    ? color(Color::DangerOnFill)
                                  : status_color(StatusKind::Failed);
  const QColor fill = engaged    ? color(Color::DangerFill)
                      : hovered_ ? color(Color::RowHover)
                                 : color(Color::SurfaceBase);
  paint_box(painter, rect(), radius::kControl, fill, isEnabled() ? color(Color::DangerFill) : ink,
            isEnabled() ? Qt::SolidLine : Qt::DashLine);
  int x = kPad;
  paint_icon(painter, QRectF(x, (height() - icon_size::kTable) / 2.0, icon_size::kTable, icon_size::kTable),
             isEnabled() ? Icon::Bolt : Icon::Lock, ink);
  x += icon_size::kTable + kGap;
  paint_text(painter, QRect(x, 0, width() - x, height()), Qt::AlignLeft, text(), type::kDenseStrong, ink);
  if (!engaged) paint_key_cap(painter, rect().adjusted(0, 0, -kPad, 0), key_text(), ink);
  if (hasFocus()) paint_focus_ring(painter, rect(), radius::kControl);
}

void RollbackButton::keyPressEvent(QKeyEvent* event) {
  // Enter never arms; space, F12 and a click do.
  if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
    event->ignore();
    return;
  }
  QAbstractButton::keyPressEvent(event);
}

void RollbackButton::enterEvent(QEnterEvent* event) {
  hovered_ = true;
  update();
  QAbstractButton::enterEvent(event);
}

void RollbackButton::leaveEvent(QEvent* event) {
  hovered_ = false;
  update();
  QAbstractButton::leaveEvent(event);
}

}  // namespace saga::ui
