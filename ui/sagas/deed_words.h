// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include <QString>

namespace saga::ui {

// A row of the operators' journal in words.

// What was done: "Retry", "Took the saga", "Set a toggle"; a deed that is not known here as it is written.
[[nodiscard]] QString deed_text(const std::string& what);
// What came of it, read from what the row notes as "after": "accepted", "refused: …", "too late: …"; "": it does not
// say.
[[nodiscard]] QString deed_outcome(const std::string& after);

}  // namespace saga::ui
