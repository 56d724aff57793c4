// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/outcome/error.h"
#include "backend/payment/metrics/metrics.h"
#include "backend/postgres/session.h"

namespace saga::payment {

// Measures what no publisher knows alone: how many deliveries each target waits for, and for how long. Asks the
// database of schema saga; a target is counted to about 100,000.
[[nodiscard]] Result<void> look_at_deliveries(pg::Session& session, Metrics& metrics);

}  // namespace saga::payment
