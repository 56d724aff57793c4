// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <QCoreApplication>

#include "ui/sagas/plan_view.h"
#include "ui/sagas/words.h"
#include "ui/widgets/format.h"

namespace saga::ui {

namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(saga::ui::PlanText)
};

Icon icon_of(PlannedStep::Effect effect) {
  switch (effect) {
    case PlannedStep::Effect::RunsAgain: return Icon::Refresh;
    case PlannedStep::Effect::RunsFirst: return Icon::RingPlay;
    case PlannedStep::Effect::Undone: return Icon::ArrowAnticlockwise;
    case PlannedStep::Effect::NothingStands: return Icon::Check;
  }
  return Icon::Info;
}

QString summary_of(Action action, const SagaDetail& detail, const std::vector<PlannedStep>& planned) {
  if (action == Action::Retry && detail.saga.status == SagaStatus::Running) {
    return Words::tr("The saga continues from %1; what has succeeded does not run again.")
        .arg(text(detail.saga.current_step));
  }
  const bool refunds = std::ranges::any_of(planned, [](const PlannedStep& step) {
    return step.step_name == "BalanceDeduction" && step.effect == PlannedStep::Effect::Undone;
  });
  if (refunds && detail.saga.amount) {
    return Words::tr("The user gets back %1.").arg(money_text(*detail.saga.amount));
  }
  return Words::tr("Nothing was charged, so nothing is paid back.");
}

}  // namespace

PlanText plan_text(Action action, const SagaDetail& detail, TimePoint server_now) {
  PlanText out;
  const Condition condition = condition_of(detail.saga, server_now);
  if (const auto refused = refusal(action, detail.saga.type, detail.saga.status, condition)) {
    out.refused = Words::tr("Nothing: %1").arg(refusal_text(*refused));
    return out;
  }
  const auto planned = plan(action, detail.saga, condition, detail.executions, steps_of(detail.saga.type));
  if (planned.empty()) {
    out.refused =
        Words::tr("The steps of “%1” are not known here, so this cannot be foreseen").arg(text(detail.saga.type));
    return out;
  }
  for (const PlannedStep& step : planned) {
    PlanLine line;
    line.icon = icon_of(step.effect);
    line.step = text(step.step_name);
    line.effect = effect_text(step.effect);
    line.quiet = step.effect == PlannedStep::Effect::NothingStands;
    if (step.amount && moves_money(step.step_name) && !line.quiet) {
      const MoneyText money = money_parts(*step.amount);
      line.amount = money.number;
      line.unit = money.unit;
    }
    out.lines.push_back(std::move(line));
  }
  out.summary = summary_of(action, detail, planned);
  return out;
}

}  // namespace saga::ui
