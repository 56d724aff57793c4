// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sagas/claim_bar.h"

#include <QHBoxLayout>
#include <QPainter>

#include "ui/sagas/detail_context.h"
#include "ui/sagas/sagas_controller.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/format.h"
#include "ui/widgets/plain_text_label.h"
#include "ui/widgets/theme.h"

namespace saga::ui {

namespace {

constexpr int kIcon = 12;  // from the left

}  // namespace

ClaimBar::ClaimBar(SagasController& controller, QWidget* parent)
    : Surface(Color::NoteInfo, Bottom, parent),
      controller_(controller),
      text_(new PlainTextLabel(QString(), type::kDense, Color::TextPrimary)),
      act_(new ActionButton(ActionButton::Look::Link, QString())),
      note_(new ActionButton(ActionButton::Look::Link, tr("Add note"))) {
  setFixedHeight(height::kRow);
  auto* line = new QHBoxLayout(this);
  line->setContentsMargins(kIcon + icon_size::kTable + space::kUnit, 2, space::kHalf, 2);
  line->setSpacing(0);
  line->addWidget(text_, 1);
  for (ActionButton* button : {act_, note_}) {
    button->set_small(true);
    line->addWidget(button);
  }
  connect(act_, &ActionButton::clicked, this, &ClaimBar::act);
  connect(note_, &ActionButton::clicked, this, &ClaimBar::note_wanted);
}

QString ClaimBar::says() const { return text_->text(); }

void ClaimBar::refresh() {
  if (!controller_.detail()) return;
  const auto& claim = controller_.detail()->claim;
  const bool mine = claim && controller_.platform() && claim->who == controller_.platform()->user;
  const auto& sent = controller_.context().sent();
  const bool take_failed = sent && sent->change.kind != NoteChange::Kind::Note;
  QString said = !claim ? tr("Nobody has taken this saga")
                 : mine ? tr("You have taken this saga, since %1").arg(clock_text(claim->since))
                        : tr("%1 has taken this saga, since %2").arg(text(claim->who), clock_text(claim->since));
  QString hint = claim ? full_time_text(claim->since) : QString();
  bool warn = true;
  if (take_failed && std::holds_alternative<Conflict>(sent->outcome) && claim && !mine) {
    said = tr("%1 was faster, since %2").arg(text(claim->who), clock_text(claim->since));
    hint = text(std::get<Conflict>(sent->outcome).reason);
  } else if (take_failed && std::holds_alternative<Refused>(sent->outcome)) {
    said = tr("Refused: %1").arg(text(std::get<Refused>(sent->outcome).reason));
  } else if (take_failed && std::holds_alternative<Failed>(sent->outcome)) {
    said = tr("It was not done: %1").arg(text(std::get<Failed>(sent->outcome).error.message));
  } else if (take_failed && std::holds_alternative<OutcomeUnknown>(sent->outcome)) {
    said = tr("The answer was lost; this was read afterwards: %1").arg(said);
  } else {
    warn = false;
  }
  set_fill(warn ? Color::NoteWarn : Color::NoteInfo);
  text_->show_text(said);
  text_->set_hint(hint);
  const QString label = !claim ? tr("Take") : mine ? tr("Give back") : tr("Take over");
  if (act_->text() != label) {
    act_->setText(label);
    act_->updateGeometry();
  }
  act_->setAccessibleName(!claim ? tr("Take this saga")
                          : mine ? tr("Give this saga back")
                                 : tr("Take this saga over from %1").arg(text(claim->who)));
  const QString closed = controller_.notes_closed_because().value_or(
      controller_.context().sending() ? tr("a change is under way") : QString());
  act_->set_refused(closed);
  act_->setToolTip(closed);
  update();
}

void ClaimBar::act() {
  if (!controller_.detail() || act_->refused()) return;
  const auto& claim = controller_.detail()->claim;
  NoteChange change{.kind = NoteChange::Kind::Take, .saga = controller_.selected()};
  if (claim && controller_.platform() && claim->who == controller_.platform()->user) {
    change.kind = NoteChange::Kind::Release;
  } else if (claim) {
    change.over = claim->who;
  }
  controller_.context().send(change);
}

void ClaimBar::paintEvent(QPaintEvent* event) {
  Surface::paintEvent(event);
  QPainter painter(this);
  paint_icon(painter, QRectF(kIcon, (height() - icon_size::kTable) / 2.0, icon_size::kTable, icon_size::kTable),
             Icon::Pin, color(Color::TextSecondary));
}

}  // namespace saga::ui
