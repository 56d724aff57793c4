// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "backend/concurrency/clock.h"
#include "backend/payment/runtime/config.h"
#include "backend/payment/runtime/loop.h"

namespace saga::payment {

// What follows an operator's dead-letter commands, driven by the rows that they left in saga.dead_letter_request: adds
// each replay to external.replay, and forgets what has expired. Killed between the entry and the note of it, the entry
// is added once more: a death is replayed once however often it is announced. Any number of processes may run it.
[[nodiscard]] std::vector<std::unique_ptr<Loop>> start_dead_letter_jobs(const Config& config, const Clock& clock);

}  // namespace saga::payment
