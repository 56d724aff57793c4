// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/routing/rollback_panel.h"

#include <algorithm>

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QVBoxLayout>

#include "ui/routing/drain_chart.h"
#include "ui/routing/flight_figure.h"
#include "ui/routing/routing_controller.h"
#include "ui/routing/routing_words.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/format.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/plain_text_label.h"
#include "ui/widgets/theme.h"

namespace saga::ui {

RollbackPanel::RollbackPanel(RoutingController& controller, GoTo go_to, QWidget* parent)
    : QWidget(parent),
      controller_(controller),
      go_to_(std::move(go_to)),
      head_(new Surface(Color::SurfacePanel, Surface::Bottom)),
      title_(new PlainTextLabel(QString(), type::kBodyStrong, Color::TextPrimary)),
      age_(new PlainTextLabel(QString(), type::kBody, Color::TextPrimary)),
      figure_(new FlightFigure),
      drain_(new DrainChart),
      what_(new PlainTextLabel(QString(), type::kBody, Color::TextPrimary)),
      steps_(new StepList),
      open_(new ActionButton(ActionButton::Look::Primary, Icon::Sagas, QString())),
      copy_(new ActionButton(ActionButton::Look::Outlined, Icon::Copy, tr("Copy for the call"))),
      release_(new ActionButton(ActionButton::Look::Outlined, tr("Release rollback…"))),
      arm_(new ActionButton(ActionButton::Look::Outlined, Icon::Bolt, tr("Emergency rollback…"))),
      hint_(new PlainTextLabel(QString(), type::kDense, Color::TextMuted)) {
  head_->setFixedHeight(height::kPanelHead);
  auto* head_line = new QHBoxLayout(head_);
  head_line->setContentsMargins(space::kPanelInset, 0, space::kPanelInset, 0);
  head_line->addWidget(title_, 1);
  age_->set_fixed();
  head_line->addWidget(age_);
  auto* words = new Surface(Color::SurfaceBase, Surface::Bottom);
  auto* words_line = new QVBoxLayout(words);
  words_line->setContentsMargins(space::kPanelInset, space::kUnit, space::kPanelInset, space::kUnit);
  what_->set_wrapped(true);
  words_line->addWidget(what_);
  auto* foot = new Surface(Color::SurfacePanel, Surface::Top);
  auto* foot_column = new QVBoxLayout(foot);
  foot_column->setContentsMargins(space::kPanelInset, space::kUnit, space::kPanelInset, space::kUnit);
  foot_column->setSpacing(space::kUnit);
  auto* first = new QHBoxLayout;
  first->setSpacing(space::kUnit);
  first->addWidget(open_);
  first->addWidget(arm_);
  first->addStretch(1);
  auto* second = new QHBoxLayout;
  second->setSpacing(space::kUnit);
  second->addWidget(copy_);
  second->addWidget(release_);
  second->addStretch(1);
  hint_->set_wrapped(true);
  foot_column->addLayout(first);
  foot_column->addLayout(second);
  foot_column->addWidget(hint_);
  auto* panel = panel_of({head_, figure_, drain_, words, steps_});
  auto* inside = qobject_cast<QVBoxLayout*>(panel->layout());
  inside->addStretch(1);
  inside->addWidget(foot);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(panel);

  connect(arm_, &ActionButton::clicked, this, &RollbackPanel::arm_wanted);
  connect(release_, &ActionButton::clicked, this, &RollbackPanel::release_wanted);
  connect(copy_, &ActionButton::clicked, this, [this] { QApplication::clipboard()->setText(call_text()); });
  connect(open_, &ActionButton::clicked, this,
          [this] { go_to_({.page = PageId::Sagas, .filter = QStringLiteral("status:stuck,needs-attention")}); });
  refresh();
}

void RollbackPanel::set_low(bool low) {
  if (low == low_) return;
  low_ = low;
  refresh();
}

void RollbackPanel::refresh() {
  const bool engaged = controller_.rollback().engaged();
  head_->set_fill(engaged ? Color::NoteBad : Color::SurfacePanel);
  figure_->setVisible(engaged);
  drain_->setVisible(engaged && !low_);
  what_->parentWidget()->setVisible(!engaged);
  if (engaged) {
    refresh_engaged();
  } else {
    refresh_ready();
  }
  refresh_foot();
}

void RollbackPanel::refresh_engaged() {
  const RollbackController& rollback = controller_.rollback();
  const auto age = rollback.engaged_for();
  title_->show_text(rollback.time_to_safe() ? tr("Emergency rollback engaged") : tr("Emergency rollback in progress"));
  age_->show_text(age ? age_text(*age) : QString());
  const auto safe = rollback.time_to_safe();
  const std::size_t instances = rollback.gateways().live.size() + rollback.lost().size();
  std::optional<SagasInFlight> sagas;
  if (controller_.snapshot()) sagas = controller_.snapshot()->in_flight;
  figure_->show_figures(sagas, safe ? seconds_text(*safe) : tr("waiting"),
                        tr("%1 of %2 instances").arg(rollback.obeying()).arg(instances),
                        safe.has_value() && rollback.lost().empty());
  const Toggle* toggle = rollback.toggle();
  const std::optional<TimePoint> at =
      toggle != nullptr && rollback_from(toggle->value) ? std::optional(toggle->updated_at) : std::nullopt;
  std::vector<InFlightSample> samples;
  for (const InFlightSample& sample : controller_.drain()) {
    // A little of what was before, so that one sees the bend.
    if (!at || sample.at >= *at - std::chrono::seconds(5)) samples.push_back(sample);
  }
  drain_->show_samples(std::move(samples), at);
  steps_->show_lines(steps_of_rollback());
}

void RollbackPanel::refresh_ready() {
  title_->show_text(tr("Emergency rollback"));
  age_->show_text(tr("not engaged"));
  what_->show_text(tr(
      "Two gestures send every new payment to LEGACY, from any page: F12 twice, or the button at the top right. Sagas "
      "in flight go on to their end. It works while PostgreSQL is down."));
  steps_->show_lines(steps_of_readiness());
}

void RollbackPanel::refresh_foot() {
  const RollbackController& rollback = controller_.rollback();
  const bool engaged = rollback.engaged();
  const auto& snapshot = controller_.snapshot();
  const std::int64_t waiting = snapshot ? snapshot->in_flight.waiting() : 0;
  open_->setVisible(engaged && waiting > 0);
  if (waiting > 0) {
    open_->setText(tr("Open %n saga(s) that need(s) a person", nullptr,
                      static_cast<int>(std::min<std::int64_t>(waiting, 1'000'000))));
    open_->updateGeometry();
  }
  copy_->setVisible(engaged);
  release_->setVisible(engaged);
  arm_->setVisible(!engaged);
  if (!engaged) {
    const QString closed = rollback.closed_because().value_or(QString());
    arm_->set_refused(closed);
    hint_->show_text(closed.isEmpty() ? tr("The first gesture; the second one engages it.")
                                      : tr("Closed: %1").arg(closed));
    return;
  }
  const auto moving = snapshot && !controller_.lost() ? std::optional(snapshot->in_flight.moving()) : std::nullopt;
  const QString closed = rollback.release_closed_because(moving).value_or(QString());
  release_->set_refused(closed);
  hint_->show_text(closed.isEmpty() ? tr("Every gateway that runs obeys and nothing moves: it can be released.")
                                    : tr("Release: %1").arg(closed));
}

std::vector<StepLine> RollbackPanel::steps_of_rollback() const {
  return {armed_line(), written_line(), obeyed_line(), quiet_line(), drained_line(), decided_line()};
}

StepLine RollbackPanel::armed_line() const {
  const RollbackController& rollback = controller_.rollback();
  const Toggle* toggle = rollback.toggle();
  if (toggle != nullptr && rollback_from(toggle->value)) {
    return {StepLine::State::Done, tr("Armed, then confirmed"),
            QStringLiteral("%1, “%2”").arg(text(toggle->updated_by), text(toggle->reason)),
            clock_text(toggle->updated_at)};
  }
  if (rollback.acted_at()) {
    return {StepLine::State::Done, tr("Armed, then confirmed"), QStringLiteral("“%1”").arg(text(rollback.reason())),
            clock_text(*rollback.acted_at())};
  }
  return {StepLine::State::Done, tr("Engaged by Redis"), tr("by whom is not known here")};
}

StepLine RollbackPanel::written_line() const {
  const RollbackController& rollback = controller_.rollback();
  const Toggle* toggle = rollback.toggle();
  const bool known = toggle != nullptr && rollback_from(toggle->value);  // it may not answer just now
  const bool postgres = rollback.postgres_says().value_or(known), redis = rollback.redis_says().value_or(false);
  StepLine line{StepLine::State::Done, tr("Written to PostgreSQL and Redis")};
  if (rollback.written_after()) line.time = seconds_text(*rollback.written_after());
  if (!rollback.has_second_path()) {
    line.title = tr("Written to PostgreSQL");
    line.detail = tr("the system has no Redis");
  } else if (postgres && redis) {
    line.detail = rollback.postgres_says() ? tr("both say so") : tr("PostgreSQL does not answer now");
  } else if (postgres) {
    line.state = rollback.redis_says() ? StepLine::State::Bad : StepLine::State::Now;
    line.title = tr("Written to PostgreSQL alone");
    line.detail = rollback.redis_says() ? tr("Redis says released; PostgreSQL suffices")
                                        : tr("Redis does not answer; PostgreSQL suffices");
  } else {
    line.state = StepLine::State::Now;
    line.title = tr("Written to Redis alone");
    const auto& report = rollback.report();
    const bool kept = (report && report->kept) ||
                      (rollback.in_postgres() && *rollback.in_postgres() && (*rollback.in_postgres())->untold > 0);
    line.detail = kept ? tr("PostgreSQL is away; the journal is told when it is back")
                       : tr("PostgreSQL does not say so; Redis suffices");
  }
  return line;
}

StepLine RollbackPanel::obeyed_line() const {
  const RollbackController& rollback = controller_.rollback();
  const auto& live = rollback.gateways().live;
  const auto late = rollback.stragglers();
  const auto& lost = rollback.lost();
  StepLine line{StepLine::State::Now, tr("Every gateway obeys")};
  if (live.empty()) {
    line.detail = tr("no gateway reports; the database refuses event-driven sagas all the same");
  } else if (late.empty()) {
    line.state = lost.empty() ? StepLine::State::Done : StepLine::State::Unclear;
    line.detail = tr("%1 of %2").arg(live.size()).arg(live.size() + lost.size());
    if (rollback.time_to_safe()) line.time = seconds_text(*rollback.time_to_safe());
  } else {
    QStringList names;
    for (const std::string& name : late) names << text(name);
    line.detail = tr("%1 of %2, missing: %3")
                      .arg(rollback.obeying())
                      .arg(live.size() + lost.size())
                      .arg(names.join(QStringLiteral(", ")));
    if (const auto age = rollback.engaged_for()) line.time = age_text(*age);
  }
  QStringList silent, unheard;
  for (const SilentGateway& gateway : rollback.gateways().silent) {
    (std::ranges::find(lost, gateway.report.instance) == lost.end() ? silent : unheard)
        << text(gateway.report.instance);
  }
  if (!unheard.isEmpty()) {
    line.detail += QStringLiteral("; ") + tr("gone silent before obeying: %1").arg(unheard.join(QStringLiteral(", ")));
  }
  if (!silent.isEmpty()) {
    line.detail += QStringLiteral("; ") + tr("silent: %1").arg(silent.join(QStringLiteral(", ")));
  }
  return line;
}

StepLine RollbackPanel::quiet_line() const {
  StepLine line{StepLine::State::Now, tr("No new event-driven saga")};
  const auto& snapshot = controller_.snapshot();
  const Toggle* toggle = snapshot ? find_toggle(snapshot->toggles, kRollbackToggle) : nullptr;
  if (toggle == nullptr || !rollback_from(toggle->value) || controller_.lost()) {
    line.state = StepLine::State::Unclear;
    line.detail = tr("not known without PostgreSQL");
    return line;
  }
  std::optional<TimePoint> last;
  for (const RouteSlot& slot : snapshot->flow) {
    if (slot.event_driven.newest) last = slot.event_driven.newest;
  }
  const auto since = snapshot->server_now - std::max(last.value_or(toggle->updated_at), toggle->updated_at);
  const bool quiet = since > std::chrono::seconds(2);
  line.state = quiet ? StepLine::State::Done : StepLine::State::Now;
  line.detail = last ? tr("the last one came in at %1").arg(precise_clock_text(*last)) : tr("none came in lately");
  if (last && *last > toggle->updated_at) {
    line.time = seconds_text(std::chrono::duration_cast<std::chrono::microseconds>(*last - toggle->updated_at));
  }
  return line;
}

QString RollbackPanel::time_left() const {
  const auto& drain = controller_.drain();
  if (drain.size() < 2) return {};
  // The pace of the last quarter of a minute.
  const auto begin = std::ranges::find_if(
      drain, [&](const InFlightSample& sample) { return sample.at >= drain.back().at - std::chrono::seconds(15); });
  const double gone = static_cast<double>(begin->sagas.moving() - drain.back().sagas.moving());
  const double seconds = std::chrono::duration<double>(drain.back().at - begin->at).count();
  if (gone <= 0 || seconds <= 0) return {};
  const double left = static_cast<double>(drain.back().sagas.moving()) * seconds / gone;
  return age_text(std::chrono::seconds(static_cast<std::int64_t>(std::max(1.0, left))));
}

StepLine RollbackPanel::drained_line() const {
  StepLine line{StepLine::State::Now, tr("In-flight sagas drain")};
  const auto& snapshot = controller_.snapshot();
  if (!snapshot || controller_.lost()) {
    line.state = StepLine::State::Unclear;
    line.detail = tr("not known without PostgreSQL");
    return line;
  }
  const std::int64_t moving = snapshot->in_flight.moving();
  if (moving == 0) {
    line.state = StepLine::State::Done;
    line.detail = tr("nothing moves any more");
  } else {
    const QString left = time_left();
    line.detail = left.isEmpty() ? tr("%1 moving").arg(count_text(moving))
                                 : tr("%1 moving, about %2 left").arg(count_text(moving), left);
  }
  if (const auto before = controller_.in_flight_at_rollback(); before && *before >= snapshot->in_flight.all()) {
    line.time = tr("%1 of %2").arg(count_text(*before - snapshot->in_flight.all()), count_text(*before));
  }
  return line;
}

StepLine RollbackPanel::decided_line() const {
  StepLine line{StepLine::State::Ahead, tr("Stuck and open ones decided")};
  const auto& snapshot = controller_.snapshot();
  if (!snapshot) return line;
  const SagasInFlight& sagas = snapshot->in_flight;
  if (sagas.waiting() > 0) {
    line.detail = tr("%1 stuck, %2 need attention").arg(count_text(sagas.stuck), count_text(sagas.needs_attention));
  } else if (sagas.moving() == 0) {
    line.state = StepLine::State::Done;
    line.detail = tr("none is left");
  }
  return line;
}

std::vector<StepLine> RollbackPanel::steps_of_readiness() const {
  const RollbackController& rollback = controller_.rollback();
  const auto path = [](const QString& name, bool asked, const std::optional<bool>& says, const QString& why) {
    if (says) return StepLine{StepLine::State::Done, name, tr("says released")};
    return asked ? StepLine{StepLine::State::Bad, name, why} : StepLine{StepLine::State::Now, name, tr("is asked")};
  };
  std::vector<StepLine> lines;
  const auto& postgres = rollback.in_postgres();
  lines.push_back(path(tr("PostgreSQL"), postgres.has_value(), rollback.postgres_says(),
                       postgres && !*postgres ? text(postgres->error().message) : tr("it knows no such toggle")));
  const auto& redis = rollback.in_redis();
  if (rollback.has_second_path()) {
    lines.push_back(path(tr("Redis, the second path"), redis.has_value(), rollback.redis_says(),
                         redis && !*redis ? text(redis->error().message) : QString()));
  } else {
    lines.push_back({StepLine::State::Bad, tr("Redis, the second path"),
                     tr("the system has none: without PostgreSQL there is no rollback")});
  }
  const auto live = rollback.gateways().live.size();
  lines.push_back({live > 0 ? StepLine::State::Done : StepLine::State::Now, tr("Gateways that report"),
                   tr("%n instance(s)", nullptr, static_cast<int>(live))});
  if (const auto& snapshot = controller_.snapshot()) {
    lines.push_back({StepLine::State::Ahead, tr("Would still be in flight"),
                     tr("%1 moving, %2 wait for a person")
                         .arg(count_text(snapshot->in_flight.moving()), count_text(snapshot->in_flight.waiting()))});
    const auto last = std::ranges::find_if(snapshot->history, [](const ToggleChange& change) {
      return change.toggle.name == kRollbackToggle && rollback_from(change.toggle.value);
    });
    if (last != snapshot->history.end()) {
      lines.push_back({StepLine::State::Ahead, tr("Engaged last"),
                       QStringLiteral("%1, “%2”").arg(text(last->toggle.updated_by), text(last->toggle.reason)),
                       day_or_time_text(last->toggle.updated_at, controller_.server_now())});
    }
  }
  return lines;
}

QString RollbackPanel::call_text() const {
  QStringList lines;
  const auto age = controller_.rollback().engaged_for();
  lines << (age ? tr("Emergency rollback engaged for %1").arg(age_text(*age)) : tr("Emergency rollback engaged"));
  for (const StepLine& line : steps_->lines()) {
    QString one = line.title;
    if (!line.detail.isEmpty()) one += QStringLiteral(": ") + line.detail;
    if (!line.time.isEmpty()) one += QStringLiteral(" (%1)").arg(line.time);
    lines << one;
  }
  return lines.join(QLatin1Char('\n'));
}

}  // namespace saga::ui
