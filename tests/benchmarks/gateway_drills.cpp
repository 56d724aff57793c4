// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmarks/gateway_drills.h"

#include <csignal>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "tests/benchmarks/counts.h"
#include "tests/benchmarks/times.h"

namespace saga::bench {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using Json = nlohmann::ordered_json;

constexpr auto kPatience = 20s;
constexpr const char* kSagas = "select count(*) from saga.saga_state";

Error wrong(std::string what) { return {ErrorKind::Internal, std::move(what)}; }

bool obeys(const GatewayReport& report) { return report.rollback; }

}  // namespace

GatewayDrills::GatewayDrills(std::shared_ptr<pg::Session> session, redis::Endpoint redis, int gateways, int payments)
    : session_(std::move(session)),
      control_(session_),
      switch_(std::move(redis)),
      gateways_(static_cast<std::size_t>(gateways)),
      payments_(payments) {}

RollbackWorld GatewayDrills::world() {
  return {.control = [this]() -> Result<RoutingControl*> { return &control_; },
          .second_path = &switch_,
          .keep = [](const PendingRollback&) -> Result<void> { return {}; },
          .kept = []() -> Result<std::vector<PendingRollback>> { return std::vector<PendingRollback>{}; },
          .forget = [](std::size_t) -> Result<void> { return {}; },
          .clock = clock_};
}

Result<Confirmation> GatewayDrills::confirmed(const std::function<bool(const GatewayReport&)>& has, std::size_t by,
                                              std::chrono::milliseconds patience) {
  auto confirmation = await_gateways(
      world(), has, [](std::chrono::milliseconds time) { std::this_thread::sleep_for(time); }, patience,
      clock_.monotonic());
  if (confirmation.confirmed.size() == by) return confirmation;
  return std::unexpected(wrong(fmt::format("{} gateways confirmed, not {}.", confirmation.confirmed.size(), by)));
}

Result<void> GatewayDrills::engage() {
  const auto report = engage_rollback(world(), "benchmark");
  if (report.second_path_written && std::holds_alternative<Applied>(report.in_postgres.outcome)) return {};
  return std::unexpected(wrong("The rollback was not engaged."));
}

Result<void> GatewayDrills::release() {
  const auto report = release_rollback(world(), std::nullopt, "benchmark");
  if (!std::holds_alternative<Applied>(report.in_postgres.outcome)) {
    return std::unexpected(wrong("The rollback was not released."));
  }
  const auto seen = confirmed([](const GatewayReport& gateway) { return !obeys(gateway); }, gateways_, kPatience);
  return seen ? Result<void>{} : std::unexpected(seen.error());
}

Result<Json> GatewayDrills::flips(int count) {
  Times times;
  for (int i = 0; i < count; ++i) {
    const auto toggles = control_.toggles();
    const Toggle* toggle = toggles ? find_toggle(*toggles, "payment.canary.percent") : nullptr;
    if (toggle == nullptr) return std::unexpected(wrong("There is no canary."));
    const auto begun = Clock::now();
    const auto set = control_.set(toggle->name, toggle->value == "100" ? "90" : "100", toggle->version, "benchmark");
    if (!std::holds_alternative<Applied>(set.outcome)) return std::unexpected(wrong("The canary was not set."));
    const auto seen =
        confirmed([&](const GatewayReport& report) { return report.version >= set.version; }, gateways_, kPatience);
    if (!seen) return std::unexpected(seen.error());
    times.add(Clock::now() - begun);
    std::this_thread::sleep_for(300ms);
  }
  return times.json();
}

Result<Json> GatewayDrills::rollbacks(int count) {
  Times times;
  std::int64_t late = 0;
  for (int i = 0; i < count; ++i) {
    const auto before = count_of(*session_, kSagas);
    if (!before) return std::unexpected(before.error());
    if (auto flowing = reach(*session_, kSagas, *before + payments_); !flowing) return std::unexpected(flowing.error());
    const auto begun = Clock::now();
    if (auto engaged = engage(); !engaged) return std::unexpected(engaged.error());
    const auto seen = confirmed(obeys, gateways_, kPatience);
    if (!seen) return std::unexpected(seen.error());
    times.add(Clock::now() - begun);
    const auto at_rest = count_of(*session_, kSagas);
    std::this_thread::sleep_for(1s);
    const auto after = count_of(*session_, kSagas);
    if (!at_rest || !after) return std::unexpected(wrong("The sagas cannot be counted."));
    late += *after - *at_rest;
    if (auto released = release(); !released) return std::unexpected(released.error());
  }
  Json json = times.json();
  json["startedAfterTheLastConfirmation"] = late;
  return json;
}

Result<Json> GatewayDrills::with_one_stopped(pid_t gateway) {
  ::kill(gateway, SIGSTOP);
  const auto engaged = engage();
  const auto seen = confirmed(obeys, gateways_ - 1, 2s);
  ::kill(gateway, SIGCONT);
  if (!engaged) return std::unexpected(engaged.error());
  if (!seen) return std::unexpected(seen.error());
  if (const auto obeyed = confirmed(obeys, gateways_, kPatience); !obeyed) return std::unexpected(obeyed.error());
  return Json(seen->stragglers);
}

}  // namespace saga::bench
