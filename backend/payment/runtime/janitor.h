// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "backend/concurrency/clock.h"
#include "backend/payment/runtime/config.h"
#include "backend/payment/runtime/loop.h"

namespace saga::payment {

// Partitions for the days to come, streams without what everybody has dealt with, a change feed of limited age,
// and the verification of the books.
[[nodiscard]] std::vector<std::unique_ptr<Loop>> start_janitor(const Config& config, const Clock& clock);

}  // namespace saga::payment
