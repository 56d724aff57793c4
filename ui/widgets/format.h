// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include <QString>

#include "backend/domain/money.h"
#include "backend/domain/time.h"
#include "backend/ports/saga_reader.h"

// Numbers, times and ids as people read them, in the application's language and locale.
namespace saga::ui {

[[nodiscard]] inline QString text(const std::string& utf8) { return QString::fromStdString(utf8); }

struct MoneyText {
  QString number;  // "128,000", "162.67"
  QString unit;    // "KRW"
};
[[nodiscard]] MoneyText money_parts(const Money& money);
[[nodiscard]] QString money_text(const Money& money);  // "128,000 KRW"

[[nodiscard]] QString count_text(std::int64_t count);
[[nodiscard]] QString count_text(const CappedCount& count);  // "10,000+" above the cap

[[nodiscard]] QString age_text(std::chrono::microseconds age);            // "0.2 s", "48 s", "11 min", "2 h", "3 d"
[[nodiscard]] QString duration_text(std::chrono::microseconds duration);  // "41 ms", "1.08 s", "48.2 s"

// The beginning and the end of a long id: "0195a1c3…9f3b7e02".
[[nodiscard]] QString short_id(const QString& id);

[[nodiscard]] QString clock_text(TimePoint time);          // "11:44:31", in the operator's zone
[[nodiscard]] QString precise_clock_text(TimePoint time);  // "11:44:31.204"
[[nodiscard]] QString full_time_text(TimePoint time);      // date, zone and UTC, for tool tips
[[nodiscard]] QString zone_text(TimePoint time);           // "KST"
// How far the workstation's clock is from the server's: "+0.12 s".
[[nodiscard]] QString offset_text(std::chrono::microseconds offset);

}  // namespace saga::ui
