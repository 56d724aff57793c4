// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include <QString>

#include "backend/domain/overview.h"
#include "ui/places/place.h"

// The overview's values in the words of the application's language.
namespace saga::ui {

// The group's error without what stands beside it or in every other: the name of its step, the number of attempts.
[[nodiscard]] QString group_error_text(const TroubleGroup& group);
// The sagas of a group, on the Sagas page.
[[nodiscard]] Place place_of(const TroubleGroup& group);
[[nodiscard]] Place place_of(Condition condition);
[[nodiscard]] Place place_of_step(const std::string& step);  // what is in flight at it

[[nodiscard]] QString share_text(double share, int digits);  // "99.95": in per cent, never rounded up to 100
// "5,214,300 KRW · 162.67 USD"; at most `most` currencies, then how many more.
[[nodiscard]] QString money_list_text(const std::vector<Money>& money, int most = 2);
[[nodiscard]] QString action_title(const RecentAction& action);   // "Retry of 118 sagas"
[[nodiscard]] QString action_detail(const RecentAction& action);  // "lee.jiwon · 11:21:03 · stock is back"
[[nodiscard]] QString range_text(std::chrono::minutes range);     // "15 min", "6 h"
[[nodiscard]] QString marker_text(const RecentAction& action);    // "25 → 50 %", "rollback"
// A number with its unit apart: "1.35 s" as "1.35" and "s", "1.35초" as "1.35" and "초".
[[nodiscard]] std::pair<QString, QString> number_and_unit(const QString& text);
// "10:58" today, else how long ago.
[[nodiscard]] QString since_text(TimePoint time, TimePoint now);

}  // namespace saga::ui
