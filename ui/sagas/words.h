// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "backend/domain/action.h"

// The domain's values as sentences of the application's language.
namespace saga::ui {

[[nodiscard]] QString refusal_text(Refusal refusal);
[[nodiscard]] QString action_word(Action action);                   // "Retry"
[[nodiscard]] QString action_with_count(Action action, int sagas);  // "Retry 1 saga"
[[nodiscard]] QString effect_text(PlannedStep::Effect effect);      // "runs again"
[[nodiscard]] QString route_text(const std::string& route);         // "event-driven"
// The amount belongs beside the steps that move money.
[[nodiscard]] bool moves_money(const std::string& step_name);

}  // namespace saga::ui
