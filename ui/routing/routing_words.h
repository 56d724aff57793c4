// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QString>

#include "backend/domain/route_figures.h"
#include "backend/domain/routing.h"
#include "backend/ports/routing_reader.h"

// The routing's values in the words of the application's language.
namespace saga::ui {

[[nodiscard]] QString route_word(Route route);  // "LEGACY", "EVENT-DRIVEN": as people call them
// "LEGACY, VIP user": where a user's payment goes and why, with the numbers that were compared.
[[nodiscard]] QString decision_text(const RoutingDecision& decision, const RoutingState& state, std::int64_t user_id);
[[nodiscard]] QString decision_reason(const RoutingDecision& decision, const RoutingState& state, std::int64_t user_id);

// "25 → 50 %", "switched on", "rollback", "rollback released".
[[nodiscard]] QString toggle_change_text(const ToggleChange& change);
[[nodiscard]] bool is_rollback(const ToggleChange& change);  // its engagement
// What the canary's share means: "50 % would mean 254 of 508 payments/s; users id % 100 < 50".
[[nodiscard]] QString canary_meaning(int percent, std::optional<double> payments_a_second, bool in_force);

// The verdict as one word or two, and the numbers that it rests on.
[[nodiscard]] QString verdict_title(const CanaryJudgement& judgement);
[[nodiscard]] QString verdict_detail(const CanaryJudgement& judgement);

// "99.72 %"; a share that is not whole is never rounded up to the whole.
[[nodiscard]] QString percent_text(double share);
[[nodiscard]] QString version_text(std::int64_t version);   // "v42"
[[nodiscard]] QString rate_text(double payments_a_second);  // "254", "4.2"
// A duration as it is compared: "0.62 s".
[[nodiscard]] QString seconds_text(std::chrono::microseconds time);
// "13:54:10" today, "03-10" on other days.
[[nodiscard]] QString day_or_time_text(TimePoint time, TimePoint now);

}  // namespace saga::ui
