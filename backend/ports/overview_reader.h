// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

#include "backend/domain/overview.h"
#include "backend/outcome/error.h"

namespace saga {

// Reads the whole system's state. Cheap enough to be asked every second or two beside any load; the first answer over
// a new connection costs more than the others.
class OverviewReader {
 public:
  virtual ~OverviewReader() = default;
  // `range`: how far the history of payments is to reach back. What is longer than a quarter of an hour is read little
  // by little, a part with every answer.
  virtual Result<Overview> overview(std::chrono::minutes range) = 0;
  Result<Overview> overview() { return overview(std::chrono::minutes(15)); }
};

}  // namespace saga
