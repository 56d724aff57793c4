// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sagas/words.h"

#include <QCoreApplication>

namespace saga::ui {

namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(saga::ui::Words)
};

}  // namespace

QString refusal_text(Refusal refusal) {
  switch (refusal) {
    case Refusal::StillMoving: return Words::tr("the saga is not stuck, it goes on by itself");
    case Refusal::Ended: return Words::tr("the saga has ended, nothing is left to do");
    case Refusal::FailedForGood: return Words::tr("the saga has failed for good, only its compensation is open");
    case Refusal::AlreadyUndoing: return Words::tr("compensation is under way, retry continues it");
    case Refusal::StillRecoverable: return Words::tr("the saga can still be retried or compensated");
    case Refusal::AlreadyResolved: return Words::tr("the saga was already resolved by hand");
    case Refusal::NotCompensated: return Words::tr("a refund is not compensated, retry continues it");
    case Refusal::UnknownStatus: return Words::tr("the saga has a status that is not known here");
  }
  return {};
}

QString action_word(Action action) {
  switch (action) {
    case Action::Retry: return Words::tr("Retry");
    case Action::Compensate: return Words::tr("Compensate");
    case Action::Resolve: return Words::tr("Resolve by hand");
  }
  return {};
}

QString action_with_count(Action action, int sagas) {
  switch (action) {
    case Action::Retry: return Words::tr("Retry %n saga(s)", nullptr, sagas);
    case Action::Compensate: return Words::tr("Compensate %n saga(s)", nullptr, sagas);
    case Action::Resolve: return Words::tr("Resolve %n saga(s)", nullptr, sagas);
  }
  return {};
}

QString effect_text(PlannedStep::Effect effect) {
  switch (effect) {
    case PlannedStep::Effect::RunsAgain: return Words::tr("runs again");
    case PlannedStep::Effect::RunsFirst: return Words::tr("runs for the first time");
    case PlannedStep::Effect::Undone: return Words::tr("is undone");
    case PlannedStep::Effect::NothingStands: return Words::tr("nothing stands");
  }
  return {};
}

QString route_text(const std::string& route) {
  if (route == "EVENT_DRIVEN") return Words::tr("event-driven");
  if (route == "LEGACY") return Words::tr("legacy");
  return QString::fromStdString(route);
}

bool moves_money(const std::string& step_name) {
  return step_name == "BalanceDeduction" || step_name == "PaymentCreation" || step_name == "BalanceRefund";
}

}  // namespace saga::ui
