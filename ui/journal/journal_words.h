// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include <QString>

#include "backend/domain/journal.h"
#include "backend/services/journal_verification.h"

// The journal's values in the words of the application's language.
namespace saga::ui {

[[nodiscard]] QString area_text(const std::string& area);                   // "sagas", "dead letters"
[[nodiscard]] QString row_text(const std::string& area, std::int64_t seq);  // "sagas 88,214"
[[nodiscard]] QString deed_of(const JournalEntry& entry);                   // "Retry", "Retry, observed"
[[nodiscard]] QString moment_text(TimePoint time);                          // "2026-03-11 14:05:11"
[[nodiscard]] QString breach_text(const JournalBreach& breach);             // one sentence
[[nodiscard]] QString hash_text(const std::string& hash);                   // "7f3a…c91e"

}  // namespace saga::ui
