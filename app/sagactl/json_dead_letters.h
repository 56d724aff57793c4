// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/sagactl/json.h"
#include "backend/services/browse_dead_letters.h"

namespace saga::ctl {

// `payload`: as text, masked.
[[nodiscard]] Json to_json(const DeadLetter& letter, bool with_payload);
[[nodiscard]] Json to_json(const PlacedLetter& placed, bool with_payload);
[[nodiscard]] Json to_json(const LetterGroup& group);
[[nodiscard]] Json to_json(const LetterRecord& record);

}  // namespace saga::ctl
