// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/fake_timeline.h"

namespace saga::test {

// The day of the pictures of the design: an outage seven minutes ago, a staircase of sagas that are stuck since, six
// that need attention, and both routes before and after a flip.
void fill_timeline(FakeTimeline& system, TimePoint now);

// The id of the n-th saga that is stuck, or that needs attention.
[[nodiscard]] SagaId sample_stuck(int n);
[[nodiscard]] SagaId sample_attention(int n);

}  // namespace saga::test
