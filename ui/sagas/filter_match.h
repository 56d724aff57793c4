// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/domain/saga.h"
#include "backend/ports/saga_reader.h"

namespace saga::ui {

// Whether a saga that changed belongs to what is shown. The database decides for pages; this is the same rule for
// single sagas that arrive between two reads.
[[nodiscard]] bool matches(const SagaFilter& filter, const Saga& saga, TimePoint server_now);

}  // namespace saga::ui
