// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "backend/outcome/action_outcome.h"
#include "backend/outcome/error.h"
#include "backend/postgres/session.h"

namespace saga::pg {

// What saga.ask_reveal of 024_guards.sql said.
struct RevealRequest {
  std::string id = {};       // for saga.reveal or saga.reveal_delivery, within a minute; empty: it is refused
  std::string refusal = {};  // then why
  JournalAnchor anchor = {};
};

// Asks for what is masked, and journals it; committed when it returns. `area`: "sagas" or "dead-letters". Permission
// without the role.
[[nodiscard]] Result<RevealRequest> ask_reveal(Session& session, std::string_view area, const std::string& on_what,
                                               const std::string& reason);

}  // namespace saga::pg
