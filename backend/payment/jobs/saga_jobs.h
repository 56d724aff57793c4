// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "backend/concurrency/clock.h"
#include "backend/payment/runtime/config.h"
#include "backend/payment/runtime/lease.h"
#include "backend/payment/runtime/loop.h"

namespace saga::payment {

// Runs the bulk actions of operators (table saga.job): takes jobs that are nobody's with the epoch of `lease`, and
// moves each a step at a time, every step one transaction of saga.advance_job. It keeps nothing of a job between two
// steps, so that another process goes on where this one was killed. Any number of processes may run it; a job is one
// process's.
[[nodiscard]] std::vector<std::unique_ptr<Loop>> start_saga_jobs(const Config& config, const Clock& clock,
                                                                 std::shared_ptr<Lease> lease);

}  // namespace saga::payment
