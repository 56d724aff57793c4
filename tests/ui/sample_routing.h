// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/ports/routing_reader.h"
#include "tests/support/fake_rollback.h"

namespace saga::test {

// The day of the pictures of the design, at 14:05:44 in Seoul: five gateways, half of the users in the canary, and a
// canary that succeeds less often than the legacy route.
[[nodiscard]] TimePoint routing_now();
[[nodiscard]] RoutingSnapshot sample_routing(TimePoint now = routing_now());
// 36 seconds after the rollback: one gateway is silent, 64 sagas are still in flight.
[[nodiscard]] RoutingSnapshot rolled_back_routing(TimePoint now = routing_now());
// What both paths say in such a state.
void say(FakeRollback& rollback, const RoutingSnapshot& state);

void set_toggle(RoutingSnapshot& state, std::string_view name, const std::string& value, const std::string& who,
                const std::string& why, std::int64_t version, TimePoint at);

// Answers with whatever the test has put there.
class RoutingAnswers final : public RoutingReader {
 public:
  explicit RoutingAnswers(const RoutingSnapshot& state) : state_(state) {}
  Result<RoutingSnapshot> routing() override { return state_; }

 private:
  const RoutingSnapshot& state_;
};

}  // namespace saga::test
