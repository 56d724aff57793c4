// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "backend/domain/time.h"

namespace saga::ctl {

// Foreign text for a terminal: nothing in it can move the cursor, change colours, reverse the writing direction or
// break the line. What is replaced stays visible: "\x1b".
[[nodiscard]] std::string printable(std::string_view text);

// Columns that line up; the last one is not padded. All cells are made printable here.
[[nodiscard]] std::string table(const std::vector<std::string>& head,
                                const std::vector<std::vector<std::string>>& rows);

[[nodiscard]] std::string iso_time(TimePoint time);            // "2026-11-20T14:05:11.123456Z"
[[nodiscard]] std::string age(std::chrono::microseconds age);  // "4m 12s"

// "90", "90s", "5m", "2h", "1d".
[[nodiscard]] std::optional<std::chrono::seconds> duration_from(std::string_view text);

}  // namespace saga::ctl
