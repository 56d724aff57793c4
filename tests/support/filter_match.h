// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/domain/saga.h"
#include "backend/ports/saga_filter.h"

namespace saga::test {

// Whether a fake system's saga belongs to a list: the database's rule, for a test without one. An error matches by its
// words between the folded values.
[[nodiscard]] bool matches(const SagaFilter& filter, const Saga& saga, TimePoint server_now);

}  // namespace saga::test
