// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <chrono>

#include "backend/concurrency/clock.h"
#include "ui/widgets/tokens.h"

namespace saga::ui {

// The soft flash of a number that changed: 1 just now … 0 when it is over.
[[nodiscard]] inline double flash_of(MonoTime changed_at, MonoTime now) {
  if (changed_at == MonoTime{}) return 0;
  const double part = std::chrono::duration<double, std::milli>(now - changed_at).count() / motion::kFlashMs;
  return std::clamp(1.0 - part, 0.0, 1.0);
}

}  // namespace saga::ui
