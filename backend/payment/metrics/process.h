// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/payment/metrics/metrics.h"

namespace saga::payment {

// What every process tells of itself: processor time, memory, files, its start, and what was built. From /proc.
void watch_process(Metrics& metrics);

}  // namespace saga::payment
