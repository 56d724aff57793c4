// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include <QString>
#include <QStringList>

#include "backend/ports/saga_filter.h"

namespace saga::ui {

// The words of the filter field, each way. What cannot be read is nothing.

// At blanks, but not between quotation marks: `error:"no reply"` is one word, without the marks. \" is a mark itself.
// The other way is filter_word() of ui/places.
[[nodiscard]] QStringList filter_words(const QString& line);

[[nodiscard]] std::optional<std::chrono::seconds> span_from(const QString& word);  // 30s, 5m, 2h, 1d
[[nodiscard]] QString span_text(std::chrono::seconds span);

// ISO 8601; without an offset in this workstation's zone, without a time at midnight.
[[nodiscard]] std::optional<TimePoint> time_from(const QString& word);
[[nodiscard]] QString time_text(TimePoint time);

// "1000..5000KRW", "10.50..USD", "..99EUR", "..KRW": in the currency's own units, either end left out.
[[nodiscard]] std::optional<AmountRange> amount_from(const QString& word);
[[nodiscard]] QString amount_text(const AmountRange& range);

[[nodiscard]] std::optional<std::vector<Condition>> conditions_from(const QString& word);  // "stuck,needs-attention"
[[nodiscard]] QString conditions_text(const std::vector<Condition>& conditions);

}  // namespace saga::ui
