// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/domain/overview.h"

namespace saga::test {

// The day of the pictures of the design: six sagas that need attention, 37 that are stuck, in six groups.
[[nodiscard]] Overview sample_overview();

// The same system on a good day.
[[nodiscard]] Overview calm_overview();

}  // namespace saga::test
