// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace saga::ui {

// What saga.normalised_error makes of a text; one table tests both. For single sagas that arrive between two reads.
[[nodiscard]] std::string normalised_error(const std::string& error);

}  // namespace saga::ui
