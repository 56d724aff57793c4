// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/fake_attachment.h"

namespace saga::test {

// 11 March 2026, 11:44:31 in Seoul.
[[nodiscard]] TimePoint sample_now();

// A system with every kind of saga, as the pictures of the design show it; `rows` of them.
void fill_sample(FakeAttachment& system, int rows);

// Gives the newest completed saga of the sample deliveries to the outside, one for each thing that can have become of
// it, and says which saga that is.
SagaId fill_deliveries(FakeAttachment& system);

// Sagas of the sample that tests ask for by name.
inline constexpr const char* kRunningId = "0195a1c4-8f3a-7d10-a2c4-1b22d7e70bd5";
inline constexpr const char* kStuckId = "0195a1c3-52f0-7c18-b0aa-4d129f3b7e02";
inline constexpr const char* kNeedsAttentionId = "0195a1be-0b77-7e02-9c41-77aa41d0ce77";
inline constexpr const char* kCompensatedId = "0195a1be-11aa-7333-8c41-55bb6469b5e6";

[[nodiscard]] SourceState connected(Source source, std::chrono::microseconds latency, WallTime at);
[[nodiscard]] PlatformStatus operator_status(TimePoint server_now);

}  // namespace saga::test
