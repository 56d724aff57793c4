// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/outcome/action_outcome.h"
#include "backend/outcome/error.h"

namespace saga::pg {

// What a call of an operator's function that gave no rows means.
[[nodiscard]] ActionOutcome outcome_of(const Error& error);

// The journal's position could not be kept: told with the outcome.
void add_warning(ActionOutcome& outcome, const Error& error);

}  // namespace saga::pg
