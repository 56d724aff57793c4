// SPDX-License-Identifier: GPL-3.0-or-later
// The right column of the routing page while something is being changed: what is asked for, and what becomes of it.
#include <QStackedWidget>

#include "ui/routing/change_panel.h"
#include "ui/routing/history_panel.h"
#include "ui/routing/rollback_panel.h"
#include "ui/routing/routing_controller.h"
#include "ui/routing/routing_page.h"
#include "ui/routing/routing_words.h"
#include "ui/routing/toggle_panel.h"
#include "ui/widgets/format.h"

namespace saga::ui {
namespace {

using Stage = ToggleProgress::Stage;

QString names(const std::vector<std::string>& list) {
  QStringList all;
  for (const std::string& name : list) all << text(name);
  return all.join(QStringLiteral(", "));
}

const Toggle* found(const RoutingController& controller, const QString& name) {
  return controller.snapshot() ? find_toggle(controller.snapshot()->toggles, name.toStdString()) : nullptr;
}

}  // namespace

bool RoutingPage::changing() const { return side_->currentWidget() == change_; }

void RoutingPage::ask_change(const QString& toggle, const QString& value) {
  if (controller_.closed_because()) return;
  controller_.dismiss();
  subject_ = Subject::Toggle;
  wanted_toggle_ = toggle;
  wanted_value_ = value;
  sent_ = false;
  offer_change();
  side_->setCurrentWidget(change_);
  refresh_change();
  change_->focus_content();
}

void RoutingPage::offer_change() {
  const Toggle* toggle = found(controller_, wanted_toggle_);
  if (toggle == nullptr) return;
  seen_version_ = toggle->version;
  const bool canary = toggle->name == kCanaryToggle;
  const bool on = wanted_value_ == QStringLiteral("true");
  ChangeOffer offer;
  offer.version = toggle->version;
  offer.danger = true;
  const QString now = canary ? tr("%1 %").arg(text(toggle->value)) : enabled_from(toggle->value) ? tr("on") : tr("off");
  offer.subject = tr("now %1, set by %2 at %3: %4")
                      .arg(now, text(toggle->updated_by),
                           day_or_time_text(toggle->updated_at, controller_.server_now()), text(toggle->reason));
  const auto rate = payments_a_second(controller_.snapshot()->flow);
  if (canary) {
    offer.title = tr("Set the canary to %1 %").arg(wanted_value_);
    offer.button = tr("Set to %1 %").arg(wanted_value_);
    offer.meaning.push_back(canary_meaning(wanted_value_.toInt(), rate, false));
    if (!controller_.state().enabled) {
      offer.meaning.push_back(tr("The event-driven route is off: nothing changes until it is turned on"));
    }
  } else {
    const int percent = controller_.state().canary_percent;
    offer.title = on ? tr("Turn the event-driven route on") : tr("Turn the event-driven route off");
    offer.button = on ? tr("Turn on") : tr("Turn off");
    offer.meaning.push_back(on ? canary_meaning(percent, rate, false)
                               : tr("Every new payment goes to LEGACY; sagas in flight go on to their end"));
  }
  offer.meaning.push_back(tr("VIP users stay on the legacy route"));
  change_->offer(offer);
}

void RoutingPage::ask_release() {
  subject_ = Subject::Release;
  sent_ = false;
  offer_release();
  side_->setCurrentWidget(change_);
  refresh_change();
  change_->focus_content();
}

void RoutingPage::offer_release() {
  const Toggle* toggle = controller_.rollback().toggle();
  seen_version_ = toggle != nullptr ? toggle->version : 0;
  const RoutingState stored = controller_.state(true);
  ChangeOffer offer;
  offer.version = seen_version_;
  offer.danger = true;
  offer.title = tr("Release the emergency rollback");
  offer.button = tr("Release the rollback");
  if (toggle != nullptr) {
    offer.subject = tr("engaged by %1 at %2: %3")
                        .arg(text(toggle->updated_by), clock_text(toggle->updated_at), text(toggle->reason));
  }
  const auto rate = controller_.snapshot() ? payments_a_second(controller_.snapshot()->flow) : std::nullopt;
  offer.meaning.push_back(stored.enabled ? canary_meaning(stored.canary_percent, rate, false)
                                         : tr("The event-driven route is off: every payment stays on LEGACY"));
  offer.meaning.push_back(
      tr("The whole share comes back at once; with fewer users: sagactl toggles set, before the release"));
  change_->offer(offer);
}

std::optional<std::int64_t> RoutingPage::moving() const {
  const auto& snapshot = controller_.snapshot();
  return snapshot && !controller_.lost() ? std::optional(snapshot->in_flight.moving()) : std::nullopt;
}

void RoutingPage::confirm(const QString& reason) {
  if (sent_) return;
  if (subject_ == Subject::Toggle) {
    if (controller_.closed_because()) return;
    sent_ = true;
    controller_.change(wanted_toggle_.toStdString(), wanted_value_.toStdString(), seen_version_, reason);
    toggle_->forget_proposal();
  } else if (subject_ == Subject::Release) {
    sent_ = controller_.rollback().release(seen_version_, moving(), reason);
  }
  refresh_change();
  change_->focus_content();
}

void RoutingPage::close_change() {
  if (subject_ == Subject::Toggle && sent_) {
    controller_.dismiss();
    if (controller_.progress()) return;  // what became of it is not known yet
  }
  subject_ = Subject::None;
  const bool had_focus = change_->isAncestorOf(window()->focusWidget());
  side_->setCurrentWidget(rollback_);
  if (had_focus) focus_content();
}

void RoutingPage::refresh_change() {
  const RollbackController& rollback = controller_.rollback();
  // A rollback takes the column back: what was about to be changed is locked.
  if (subject_ == Subject::Toggle && !sent_ && rollback.engaged()) close_change();
  if (subject_ == Subject::None) {
    // A change that nobody has seen the end of, on a page that was built again.
    if (!controller_.progress() || rollback.engaged()) return;
    subject_ = Subject::Toggle;
    sent_ = true;
    side_->setCurrentWidget(change_);
  }
  if (subject_ == Subject::Toggle && sent_) return show_toggle_progress();
  if (subject_ == Subject::Release && sent_) return show_release_progress();
  if (subject_ == Subject::Toggle) {
    change_->set_closed(controller_.closed_because().value_or(QString()));
    const Toggle* toggle = found(controller_, wanted_toggle_);
    change_->set_outdated(
        toggle == nullptr || toggle->version == seen_version_
            ? QString()
            : tr("%1 set it to %2 at %3")
                  .arg(text(toggle->updated_by), text(toggle->value), clock_text(toggle->updated_at)));
  } else {
    change_->set_closed(rollback.release_closed_because(moving()).value_or(QString()));
    const Toggle* toggle = rollback.toggle();
    change_->set_outdated(
        toggle == nullptr || toggle->version == seen_version_
            ? QString()
            : tr("%1 changed it at %2").arg(text(toggle->updated_by), clock_text(toggle->updated_at)));
  }
}

void RoutingPage::show_toggle_progress() {
  if (!controller_.progress()) return;
  const ToggleProgress& progress = *controller_.progress();
  using State = StepLine::State;
  ChangePanel::Progress shown;
  const QString value = text(progress.request.value);
  shown.title = progress.request.name == kCanaryToggle ? tr("Canary to %1 %").arg(value)
                : enabled_from(progress.request.value) ? tr("Event-driven route on")
                                                       : tr("Event-driven route off");
  shown.settled = progress.settled();
  StepLine sent{State::Done, tr("Requested"), text(progress.request.reason), clock_text(progress.requested_at)};
  StepLine applied{State::Ahead, tr("In force in the database")};
  StepLine obeyed{State::Ahead, tr("Every gateway obeys")};
  shown.headline = tr("Outcome is observed, not assumed");
  shown.detail = tr("In force when it is applied; obeyed when every gateway has taken it up");
  switch (progress.stage) {
    case Stage::Sending: sent.state = State::Now; break;
    case Stage::Applied:
    case Stage::Obeyed:
      applied = {State::Done, tr("In force as %1").arg(version_text(progress.version)),
                 progress.journal_seq > 0 ? tr("journal %1").arg(count_text(progress.journal_seq)) : QString()};
      obeyed.state = progress.stage == Stage::Obeyed ? State::Done : State::Now;
      obeyed.detail = progress.stragglers.empty()
                          ? progress.confirmed.empty()
                                ? tr("no gateway reports")
                                : tr("%1 of %2").arg(progress.confirmed.size()).arg(progress.confirmed.size())
                          : tr("%1 of %2, missing: %3")
                                .arg(progress.confirmed.size())
                                .arg(progress.confirmed.size() + progress.stragglers.size())
                                .arg(names(progress.stragglers));
      if (progress.obeyed_after) obeyed.time = seconds_text(*progress.obeyed_after);
      if (progress.stage == Stage::Obeyed) {
        shown.headline =
            progress.obeyed_after ? tr("All obey after %1").arg(seconds_text(*progress.obeyed_after)) : tr("All obey");
        shown.detail =
            progress.warning.empty() ? tr("every gateway that runs has taken it up") : text(progress.warning);
        shown.icon = Icon::Check;
      }
      break;
    case Stage::Refused:
      applied = {State::Bad, tr("Refused"), text(progress.text)};
      shown.tone = Banner::Tone::Bad;
      shown.icon = Icon::RingCross;
      shown.headline = tr("Refused, nothing was changed");
      shown.detail = text(progress.text);
      break;
    case Stage::Conflict:
      applied = {State::Bad, tr("Someone acted first"), text(progress.text)};
      shown.tone = Banner::Tone::Warn;
      shown.icon = Icon::Warning;
      shown.headline = tr("Someone acted first, nothing was changed");
      shown.detail = text(progress.text);
      break;
    case Stage::Unknown:
      applied = {State::Unclear, tr("The answer was lost"), text(progress.text)};
      shown.tone = Banner::Tone::Unverified;
      shown.icon = Icon::RingQuestionDashed;
      shown.headline = tr("The outcome is unknown");
      shown.detail = tr("It is read back first; the buttons stay closed until then");
      break;
    case Stage::NotSent:
      applied = {State::Bad, tr("It did not happen"), text(progress.text)};
      shown.tone = Banner::Tone::Bad;
      shown.icon = Icon::RingCross;
      shown.headline = tr("It did not happen");
      shown.detail = text(progress.text);
      break;
  }
  shown.steps = {sent, applied, obeyed};
  change_->show_progress(shown);
}

void RoutingPage::show_release_progress() {
  const RollbackController& rollback = controller_.rollback();
  using State = StepLine::State;
  ChangePanel::Progress shown;
  shown.title = tr("Release of the emergency rollback");
  shown.headline = tr("Outcome is observed, not assumed");
  shown.detail = tr("PostgreSQL first; Redis only when PostgreSQL has let go");
  StepLine asked{rollback.releasing() ? State::Now : State::Done, tr("Requested"), text(rollback.reason())};
  StepLine postgres{State::Ahead, tr("PostgreSQL lets go")};
  StepLine redis{State::Ahead, tr("Redis lets go")};
  StepLine obeyed{State::Ahead, tr("Every gateway follows the toggles again")};
  if (const auto& report = rollback.report(); report && !rollback.releasing()) {
    const ActionOutcome& outcome = report->in_postgres.outcome;
    const bool applied = std::holds_alternative<Applied>(outcome);
    if (applied) {
      postgres.state = State::Done;
      postgres.detail = version_text(report->in_postgres.version);
      redis.state = report->second_path_error ? State::Bad : State::Done;
      redis.detail = report->second_path_error    ? text(report->second_path_error->message)
                     : rollback.has_second_path() ? tr("written")
                                                  : tr("the system has none");
      const auto late = rollback.stragglers();
      const bool all = !rollback.engaged() && late.empty();
      obeyed.state = all ? State::Done : State::Now;
      obeyed.detail = late.empty() ? QString() : tr("missing: %1").arg(names(late));
      shown.settled = all;
      if (all) {
        shown.headline = tr("Released");
        shown.detail = tr("every gateway that runs follows the toggles again");
        shown.icon = Icon::Check;
      }
      if (report->second_path_error) {
        shown.tone = Banner::Tone::Bad;
        shown.icon = Icon::RingCross;
        shown.headline = tr("Redis still says engaged");
        shown.detail = tr("Gateways obey either path: release it again when Redis answers");
      }
    } else {
      shown.settled = true;
      shown.tone = Banner::Tone::Warn;
      shown.icon = Icon::Warning;
      shown.headline = tr("It stays engaged");
      postgres.state = State::Bad;
      if (const auto* refused = std::get_if<Refused>(&outcome)) postgres.detail = text(refused->reason);
      if (const auto* conflict = std::get_if<Conflict>(&outcome)) postgres.detail = text(conflict->reason);
      if (const auto* failed = std::get_if<Failed>(&outcome)) postgres.detail = text(failed->error.message);
      if (const auto* unknown = std::get_if<OutcomeUnknown>(&outcome)) {
        postgres.state = State::Unclear;
        postgres.detail = text(unknown->error.message);
        shown.tone = Banner::Tone::Unverified;
        shown.icon = Icon::RingQuestionDashed;
        shown.headline = tr("The outcome is unknown; Redis stays engaged");
      }
      shown.detail = postgres.detail;
    }
  }
  shown.steps = {asked, postgres, redis, obeyed};
  change_->show_progress(shown);
}

}  // namespace saga::ui
