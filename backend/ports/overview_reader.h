// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/domain/overview.h"
#include "backend/outcome/error.h"

namespace saga {

// Reads the whole system's state. Cheap enough to be asked every second or two beside any load; the first answer over
// a new connection costs more than the others.
class OverviewReader {
 public:
  virtual ~OverviewReader() = default;
  virtual Result<Overview> overview() = 0;
};

}  // namespace saga
