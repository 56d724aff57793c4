// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/domain/saga.h"
#include "backend/ports/saga_reader.h"
#include "backend/postgres/rows.h"

namespace saga::pg {

// The columns of saga.saga_view that saga_from reads, with the view named v.
inline constexpr const char* kSagaColumns =
    "v.saga_id, v.saga_type, v.current_step, v.status, v.order_id, v.user_id, v.amount, v.currency, v.trace_id, "
    "v.version, v.epoch, v.attempts, v.parked_reason, v.open_effects, v.progress_at, v.resolution, v.created_at, "
    "v.updated_at, v.route, v.route_reason, v.error";

[[nodiscard]] Saga saga_from(const Row& row);
[[nodiscard]] StepExecution step_from(const Row& row);
// With the beginnings of the payloads, and their lengths.
[[nodiscard]] StepExecution step_head_from(const Row& row);
[[nodiscard]] JournalRow journal_row_from(const Row& row);

inline constexpr const char* kCommandColumns =
    "command_id, action, expected_version, requested_by, reason, status, outcome, requested_at, finished_at";
[[nodiscard]] CommandRecord command_from(const Row& row);

}  // namespace saga::pg
