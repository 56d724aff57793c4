// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/routing/toggle_panel.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include "ui/routing/canary_slider.h"
#include "ui/routing/routing_controller.h"
#include "ui/routing/routing_words.h"
#include "ui/routing/switch_picture.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/format.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/plain_text_label.h"

namespace saga::ui {

TogglePanel::TogglePanel(RoutingController& controller, QWidget* parent)
    : QWidget(parent),
      controller_(controller),
      picture_(new SwitchPicture),
      title_(new PlainTextLabel(QString(), type::kBodyStrong, Color::TextPrimary)),
      detail_(new PlainTextLabel(QString(), type::kDense, Color::TextSecondary)),
      turn_(new ActionButton(ActionButton::Look::Outlined, QString())),
      percent_(new PlainTextLabel(QString(), type::kBodyStrong, Color::TextPrimary)),
      before_(new PlainTextLabel(QString(), type::kBody, Color::TextMuted)),
      slider_(new CanarySlider),
      meaning_(new PlainTextLabel(QString(), type::kDense, Color::TextSecondary)),
      vip_(new PlainTextLabel(tr("VIP users stay on the legacy route, first users excepted"), type::kDense,
                              Color::TextSecondary)),
      apply_(new ActionButton(ActionButton::Look::Primary, QString())),
      back_(new ActionButton(ActionButton::Look::Outlined, tr("Back"))),
      hint_(new PlainTextLabel(QString(), type::kDense, Color::TextMuted)) {
  QHBoxLayout* head_line = nullptr;
  QWidget* head = panel_head(head_line, tr("Toggle"));
  auto* name = new PlainTextLabel(QString(), type::kDense, Color::TextSecondary);
  name->set_type(type::kDense, true);
  name->show_text(text(std::string(kEventDrivenToggle)));
  head_line->addWidget(name, 1);

  auto* on_line = new Surface(Color::SurfaceBase, Surface::Bottom);
  auto* on = new QHBoxLayout(on_line);
  on->setContentsMargins(space::kPanelInset, 7, space::kPanelInset, 7);
  on->setSpacing(space::kPanelInset);
  auto* on_words = new QVBoxLayout;
  on_words->setSpacing(0);
  on_words->addWidget(title_);
  on_words->addWidget(detail_);
  on->addWidget(picture_);
  on->addLayout(on_words, 1);
  on->addWidget(turn_);

  auto* canary = new Surface(Color::SurfaceBase, Surface::Bottom);
  auto* canary_column = new QVBoxLayout(canary);
  canary_column->setContentsMargins(space::kPanelInset, 6, space::kPanelInset, 6);
  canary_column->setSpacing(0);
  auto* figures = new QHBoxLayout;
  figures->setSpacing(space::kUnit);
  figures->addWidget(new PlainTextLabel(tr("Canary"), type::kBody, Color::TextPrimary), 1);
  percent_->set_fixed();
  before_->set_fixed();
  figures->addWidget(percent_);
  figures->addWidget(before_);
  meaning_->set_wrapped(true);
  canary_column->addLayout(figures);
  canary_column->addWidget(slider_);
  canary_column->addWidget(meaning_);

  auto* rule = new Surface(Color::SurfaceBase, Surface::Bottom);
  auto* rule_line = new QHBoxLayout(rule);
  rule_line->setContentsMargins(space::kPanelInset, 6, space::kPanelInset, 6);
  vip_->set_wrapped(true);
  rule_line->addWidget(vip_);

  auto* foot = new Surface(Color::SurfaceBase);
  auto* buttons = new QHBoxLayout(foot);
  buttons->setContentsMargins(space::kPanelInset, space::kUnit, space::kPanelInset, space::kUnit);
  buttons->setSpacing(space::kUnit);
  hint_->set_wrapped(true);
  buttons->addWidget(apply_);
  buttons->addWidget(back_);
  buttons->addWidget(hint_, 1);

  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  auto* panel = panel_of({head, on_line, canary, rule, foot});
  qobject_cast<QVBoxLayout*>(panel->layout())->addStretch(1);
  column->addWidget(panel);

  connect(slider_, &QSlider::valueChanged, this, [this](int percent) {
    if (percent == in_force()) {
      proposed_.reset();
    } else {
      proposed_ = percent;
    }
    refresh();
  });
  connect(turn_, &ActionButton::clicked, this, [this] {
    const bool is_on = controller_.state(true).enabled;
    Q_EMIT change_wanted(text(std::string(kEventDrivenToggle)),
                         is_on ? QStringLiteral("false") : QStringLiteral("true"));
  });
  connect(apply_, &ActionButton::clicked, this, [this] {
    if (proposed_) Q_EMIT change_wanted(text(std::string(kCanaryToggle)), QString::number(*proposed_));
  });
  connect(back_, &ActionButton::clicked, this, &TogglePanel::forget_proposal);
  refresh();
}

int TogglePanel::in_force() const { return controller_.state(true).canary_percent; }

void TogglePanel::forget_proposal() {
  proposed_.reset();
  refresh();
  slider_->setFocus(Qt::OtherFocusReason);
}

void TogglePanel::focus_content() {
  (slider_->isEnabled() ? static_cast<QWidget*>(slider_) : this)->setFocus(Qt::OtherFocusReason);
}

void TogglePanel::refresh() {
  const bool known = controller_.snapshot().has_value();
  const RoutingState stored = controller_.state(true);
  const bool overruled = controller_.rollback().engaged();
  const auto closed = controller_.closed_because();
  picture_->show_on(stored.enabled, overruled);
  const Toggle* toggle = known ? find_toggle(controller_.snapshot()->toggles, kEventDrivenToggle) : nullptr;
  if (!known) {
    title_->show_text(tr("Not known yet"));
    detail_->show_text({});
  } else if (overruled) {
    title_->show_text(tr("Overruled by the rollback"));
    detail_->show_text(stored.enabled
                           ? tr("stored: on, %1 %, %2").arg(stored.canary_percent).arg(version_text(stored.version))
                           : tr("stored: off, %1").arg(version_text(stored.version)));
  } else {
    title_->show_text(stored.enabled ? tr("Event-driven route is on") : tr("Event-driven route is off"));
    detail_->show_text(toggle == nullptr ? QString()
                                         : tr("%1, %2 by %3")
                                               .arg(version_text(toggle->version),
                                                    day_or_time_text(toggle->updated_at, controller_.server_now()),
                                                    text(toggle->updated_by)));
    detail_->set_hint(toggle == nullptr ? QString() : text(toggle->reason));
  }
  turn_->setText(stored.enabled ? tr("Turn off…") : tr("Turn on…"));
  turn_->set_refused(closed.value_or(QString()));
  if (!slider_->isSliderDown()) {
    const QSignalBlocker quiet(slider_);
    slider_->setValue(proposed_.value_or(stored.canary_percent));
  }
  slider_->show_in_force(stored.canary_percent);
  slider_->setEnabled(known && !closed);
  refresh_meaning();
  const bool proposes = proposed_ && *proposed_ != stored.canary_percent;
  apply_->setVisible(proposes);
  back_->setVisible(proposes);
  if (proposes) {
    apply_->setText(tr("Set the canary to %1 %…").arg(*proposed_));
    apply_->updateGeometry();
    apply_->set_refused(closed.value_or(QString()));
  }
  hint_->show_text(closed     ? tr("Closed: %1").arg(*closed)
                   : proposes ? QString()
                              : tr("Move the slider to propose a share"));
}

void TogglePanel::refresh_meaning() {
  const RoutingState stored = controller_.state(true);
  const bool overruled = controller_.rollback().engaged();
  const bool in_force = stored.enabled && !overruled;
  const int shown = slider_->value();
  const bool proposes = shown != stored.canary_percent;
  percent_->show_text(proposes ? tr("%1 %").arg(shown) : tr("%1 % now").arg(in_force ? stored.canary_percent : 0));
  before_->show_text(proposes    ? tr("instead of %1 %").arg(stored.canary_percent)
                     : !in_force ? tr("%1 % stored").arg(stored.canary_percent)
                                 : QString());
  const auto rate = controller_.snapshot() ? payments_a_second(controller_.snapshot()->flow) : std::nullopt;
  meaning_->show_text(controller_.snapshot() ? canary_meaning(shown, rate, in_force && !proposes) : QString());
}

}  // namespace saga::ui
