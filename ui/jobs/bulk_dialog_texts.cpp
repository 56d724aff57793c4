// SPDX-License-Identifier: GPL-3.0-or-later
// What the dialog of a bulk action says: what is frozen, what would become of it, and what is still missing.
#include <algorithm>
#include <initializer_list>
#include <iterator>
#include <utility>

#include <QApplication>
#include <QCheckBox>
#include <QLineEdit>
#include <QSpinBox>

#include "ui/jobs/bulk_dialog.h"
#include "ui/jobs/bulk_figures.h"
#include "ui/jobs/bulk_words.h"
#include "ui/jobs/job_words.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/format.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/plain_text_label.h"
#include "ui/widgets/status_style.h"
#include "ui/widgets/step_list.h"

namespace saga::ui {
namespace {

using Stage = BulkController::Stage;

constexpr std::size_t kMostCurrencies = 3;
constexpr int kRoomForAll = 760;

}  // namespace

void BulkDialog::follow() {
  const Stage before = std::exchange(shown_, controller_.stage());
  if (shown_ == Stage::Closed || controller_.away()) return put_down();
  if (before == Stage::Closed) {
    for (QLineEdit* edit : {reason_, evidence_, typed_}) edit->clear();
    rate_->setValue(BulkForm{}.rate);
    ramp_->setChecked(BulkForm{}.ramped);
    limit_->setValue(BulkForm{}.failure_limit);
  }
  if (shown_ == Stage::Freezing) typed_->clear();  // it was typed for another set
  if (shown_ == Stage::Ready) {
    std::vector<BulkLine> lines;
    for (const SagaDetail& detail : controller_.sample()) {
      lines.push_back(bulk_line(controller_.action(), detail, controller_.server_now()));
    }
    model_.show(std::move(lines));
  }
  refresh();
  put_up(before == Stage::Closed);
}

void BulkDialog::put_up(bool anew) {
  if (!isHidden()) return;
  before_ = QApplication::focusWidget();
  show();
  // What comes back by itself stays below what somebody has opened since, such as the rollback that is armed.
  if (anew) raise();
  // What can be written in has the keyboard; while nothing can, the dialog itself.
  if (reason_->isEnabled()) {
    reason_->setFocus(Qt::OtherFocusReason);
  } else {
    setFocus(Qt::OtherFocusReason);
  }
}

// The keyboard goes back to where it was, unless somebody has taken it somewhere else meanwhile.
void BulkDialog::put_down() {
  if (isHidden()) return;
  QWidget* const now = QApplication::focusWidget();
  const bool inside = now == this || (now != nullptr && isAncestorOf(now));
  hide();
  if (inside && before_ != nullptr && before_->isVisible()) before_->setFocus(Qt::OtherFocusReason);
}

void BulkDialog::refresh() {
  if (controller_.stage() == Stage::Closed) return;
  refresh_head();
  refresh_frozen();
  refresh_told();
  refresh_form();
}

void BulkDialog::refresh_head() {
  const EnvironmentLook look = environment_look(controller_.environment());
  const bool read = controller_.stage() != Stage::Freezing && controller_.stage() != Stage::Failed;
  const QString what = read ? action_on_many(controller_.action(), controller_.count()) : tr("Looking at the sagas");
  title_->show_text(tr("%1 in %2").arg(what, environment_word(controller_.environment())));
  title_->set_color(look.text);
  head_->set_fill(look.band);
  head_->set_line(look.cell);
  const QString selection = controller_.selection();
  subject_->show_text(selection.isEmpty() ? tr("every saga") : selection);
}

void BulkDialog::refresh_frozen() {
  const JobPreview& preview = controller_.frozen().preview;
  const bool read = controller_.stage() != Stage::Freezing && controller_.stage() != Stage::Failed;
  frozen_->show_text(read ? tr("Frozen at %1, ids and versions, set %2")
                                .arg(clock_text(preview.server_now), hash_ends(preview.set_hash))
                          : tr("The sagas and their versions are being frozen"));
  frozen_->set_hint(read ? text(preview.set_hash) : QString());
  const auto newer = controller_.newer();
  newer_->show_text(!read || !newer ? QString()
                    : *newer == 0   ? tr("nothing new since you opened this")
                                    : tr("+%1 since you opened this, not touched").arg(count_text(*newer)));
  again_->setVisible(controller_.stage() == Stage::Ready && newer.value_or(0) > 0);
  if (!read) {
    figures_->show_figures({});
    refused_->show_text({});
    sample_title_->show_text({});
    model_.show({});
    return;
  }
  const auto refused = refused_parts(preview);
  std::vector<BulkFigures::Figure> figures;
  figures.push_back({done_text(controller_.action()), count_text(controller_.allowed()), tr("sagas"),
                     status_token(StatusKind::Compensating).fg});
  figures.push_back({tr("Refused, with reason"), count_text(controller_.count() - controller_.allowed()), tr("sagas")});
  auto amounts = amounts_of(preview);
  const std::size_t shown = std::min(amounts.size(), kMostCurrencies);
  for (std::size_t i = 0; i < shown; ++i) {
    const MoneyText money = money_parts(amounts[i]);
    figures.push_back({i == 0 ? tr("Together worth") : tr("and"), money.number, money.unit});
  }
  figures_->show_figures(std::move(figures));
  QStringList reasons;
  for (const RefusedPart& part : refused) reasons << tr("%1 refused: %2").arg(count_text(part.sagas), part.why);
  refused_->show_text(reasons.join(QStringLiteral("\n")));
  refused_->setVisible(!reasons.isEmpty());
  QStringList known{irreversible_text(controller_.action())};
  if (const ApprovalRule* rule = controller_.second_person()) known << second_person_text(*rule);
  irreversible_->show_text(known.join(QLatin1Char('\n')));
  sample_title_->show_text(tr("%1 of %2: the largest, the oldest, and one of every refusal")
                               .arg(count_text(std::int64_t{model_.rowCount()}), count_text(controller_.count())));
}

void BulkDialog::refresh_told() {
  told_->set_button({});
  switch (controller_.stage()) {
    case Stage::Failed:
      told_->tell(Banner::Tone::Bad, Icon::RingCross, tr("The sagas could not be read"),
                  controller_.error() ? text(controller_.error()->message) : QString());
      told_->set_button(tr("Look again"));
      break;
    case Stage::Sending:
      told_->tell(Banner::Tone::Info, Icon::Clock, tr("Waiting for the database"),
                  tr("It runs in payment-sagad from then on; closing this window stops nothing"));
      break;
    case Stage::Unknown:
      told_->tell(
          Banner::Tone::Unverified, Icon::RingQuestionDashed, tr("The outcome is unknown"),
          tr("The request was sent and its answer was lost. It is read back, also when this is put away; what became "
             "of it brings this back."));
      break;
    case Stage::Refused:
      told_->tell(Banner::Tone::Bad, Icon::RingCross, tr("No job was created"), controller_.said());
      told_->set_button(tr("Look again"));
      break;
    case Stage::Closed:
    case Stage::Freezing:
    case Stage::Ready: break;
  }
  const bool told = controller_.stage() != Stage::Freezing && controller_.stage() != Stage::Ready;
  told_->setVisible(told);
  // In a small window what was told, the conditions and the form have the room: the sample was looked at before.
  sample_->setVisible(!told || height() >= kRoomForAll);
}

void BulkDialog::refresh_form() {
  const QString wanted = controller_.typed_wanted();
  const bool resolve = controller_.action() == Action::Resolve;
  evidence_label_->setVisible(resolve);
  evidence_->setVisible(resolve);
  typed_label_->setVisible(!wanted.isEmpty());
  typed_->setVisible(!wanted.isEmpty());
  typed_label_->show_text(tr("Type %1").arg(wanted));
  const bool writable = controller_.stage() != Stage::Sending && controller_.stage() != Stage::Unknown;
  for (QWidget* widget : std::initializer_list<QWidget*>{reason_, evidence_, typed_, rate_, ramp_, limit_}) {
    widget->setEnabled(writable);
  }
  // What is under way is not stopped by it.
  cancel_->setText(writable ? tr("Cancel") : tr("Put away"));
  cancel_->updateGeometry();
  const bool read = controller_.stage() != Stage::Freezing && controller_.stage() != Stage::Failed;
  confirm_->setText(read ? action_on_many(controller_.action(), controller_.count()) : tr("Looking at the sagas"));
  confirm_->set_look(controller_.action() == Action::Retry ? ActionButton::Look::Primary : ActionButton::Look::Danger);
  const QString closed = controller_.closed_because(form()).value_or(QString());
  confirm_->set_refused(closed);
  hint_->show_text(closed.isEmpty() ? tr("Enter never confirms.")
                                    : tr("Closed: %1. Enter never confirms.").arg(closed));
  refresh_conditions(closed);
}

void BulkDialog::refresh_conditions(const QString& closed) {
  using State = StepLine::State;
  const BulkForm form = this->form();
  std::vector<StepLine> lines;
  const auto add = [&](bool met, const QString& done, const QString& missing, const QString& detail) {
    lines.push_back({met ? State::Done : State::Ahead, met ? done : missing, detail});
  };
  const bool read = controller_.stage() != Stage::Freezing && controller_.stage() != Stage::Failed;
  add(read && controller_.allowed() > 0, tr("Sagas frozen"), tr("Sagas not frozen yet"),
      read ? tr("%1 of %2 would be done").arg(count_text(controller_.allowed()), count_text(controller_.count()))
           : QString());
  add(!form.reason.trimmed().isEmpty(), tr("Reason given"), tr("Reason, not yet"), {});
  if (controller_.action() == Action::Resolve) {
    add(!form.evidence.trimmed().isEmpty(), tr("Evidence given"), tr("Evidence, not yet"), {});
  }
  if (const QString wanted = controller_.typed_wanted(); !wanted.isEmpty()) {
    add(form.typed == wanted, tr("Text typed, exact"), tr("Text, not yet"), {});
  }
  const auto met = std::ranges::count(lines, State::Done, &StepLine::state);
  met_->show_text(tr("%1 of %2 met").arg(met).arg(lines.size()));
  // What else closes it, such as a role that is missing.
  if (met == std::ssize(lines) && !closed.isEmpty()) lines.push_back({State::Bad, tr("Closed"), closed});
  conditions_->show_lines(std::move(lines));
}

}  // namespace saga::ui
