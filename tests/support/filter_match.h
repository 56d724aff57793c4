// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/domain/saga.h"
#include "backend/ports/saga_filter.h"

namespace saga::test {

// Whether a fake system's saga belongs to a list: holds(), but an error matches by its words between the folded values.
[[nodiscard]] bool matches(SagaFilter filter, const Saga& saga, TimePoint server_now);

}  // namespace saga::test
