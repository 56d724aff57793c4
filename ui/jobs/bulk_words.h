// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include <QString>

#include "backend/domain/action.h"
#include "backend/domain/approval.h"
#include "backend/ports/job_board.h"

// What a bulk action would come to, in words.
namespace saga::ui {

// How the database refuses, as the GUI says it; what it does not know, as it is.
[[nodiscard]] QString refusal_in_words(const std::string& refusal);

struct RefusedPart {
  QString why;
  std::int64_t sagas = 0;
  friend bool operator==(const RefusedPart&, const RefusedPart&) = default;
};
[[nodiscard]] std::vector<RefusedPart> refused_parts(const JobPreview& preview);  // by reason, the most first
// Of those for which it would be done, by currency.
[[nodiscard]] std::vector<Money> amounts_of(const JobPreview& preview);
// What nobody can take back.
[[nodiscard]] QString irreversible_text(Action action);
// That it will wait for a second person, and how long.
[[nodiscard]] QString second_person_text(const ApprovalRule& rule);
[[nodiscard]] QString done_text(Action action);  // "Will be retried"

}  // namespace saga::ui
