// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/sample_overview.h"

#include <cmath>
#include <initializer_list>

#include "tests/ui/sample.h"

namespace saga::test {

namespace {

using namespace std::chrono_literals;

Trend trend(std::initializer_list<std::pair<int, std::int64_t>> slots) {
  Trend out{};
  for (const auto& [slot, count] : slots) out[static_cast<std::size_t>(slot)] = count;
  return out;
}

std::vector<FlowSlot> flow(bool flipped) {
  std::vector<FlowSlot> slots;
  const TimePoint now = sample_now();
  for (int i = 0; i < 91; ++i) {
    FlowSlot slot{.from = now - 900s - 5s + i * 10s};
    const double wave = std::sin(i * 1.7) * 0.03 + std::sin(i * 0.31) * 0.04;
    const auto all = static_cast<std::int64_t>(5120 * (1 + wave));
    slot.event_driven = all * (flipped && i > 20 ? 50 : 25) / 100;
    slot.legacy = all - slot.event_driven;
    slot.compensated = i % 6 == 0 ? 2 : 1;
    slot.completed = all - slot.compensated;
    slot.latencies = {{32, all * 60 / 100}, {56, all * 33 / 100}, {83, all * 5 / 100 + i % 3}, {90, all / 100}};
    slots.push_back(slot);
  }
  // Not over yet.
  slots.back().event_driven /= 2;
  slots.back().legacy /= 2;
  slots.back().completed /= 2;
  return slots;
}

// A step of the pictures: how many of its attempts took about how long, in milliseconds.
StepFlow step(const char* name, std::int64_t running, std::int64_t failed, std::int64_t retries,
              std::chrono::milliseconds limit, std::initializer_list<std::pair<double, std::int64_t>> took) {
  StepFlow out{.step = name, .running = running, .failed = failed, .retries = retries, .limit = limit};
  for (const auto& [ms, count] : took) {
    out.latencies[static_cast<int>(std::floor(8 * std::log2(ms)))] += count;
    out.attempts += count;
  }
  return out;
}

// The last hours in slots of five minutes, with a slump an hour ago.
std::vector<FlowSlot> history() {
  std::vector<FlowSlot> slots;
  for (int i = 0; i < 73; ++i) {
    FlowSlot slot{.from = sample_now() - 6h + i * 5min};
    const auto all =
        static_cast<std::int64_t>(153'600 * (1 + std::sin(i * 0.4) * 0.08) * (i == 60 || i == 61 ? 0.4 : 1));
    slot.event_driven = all * (i > 63 ? 50 : 25) / 100;
    slot.legacy = all - slot.event_driven;
    slot.compensated = 40;
    slot.completed = all - slot.compensated;
    slot.latencies = {{32, all * 60 / 100}, {56, all * 33 / 100}, {83, all * 6 / 100}};
    slots.push_back(slot);
  }
  return slots;
}

}  // namespace

Overview calm_overview() {
  Overview overview;
  overview.running = 186;
  overview.compensating = 3;
  overview.flow = flow(true);
  overview.history = history();
  overview.history_slot = 5min;
  overview.steps = {step("OrderValidation", 38, 0, 1, 3s, {{41, 2250}, {110, 120}, {240, 10}}),
                    step("BalanceDeduction", 61, 1, 3, 2s, {{88, 2250}, {330, 120}, {520, 10}}),
                    step("StockConfirmation", 52, 0, 2, 2s, {{96, 2250}, {310, 120}, {700, 10}}),
                    step("PaymentCreation", 47, 0, 1, 3s, {{121, 2250}, {480, 120}, {900, 10}})};
  overview.steps_since = sample_now() - 9s;
  overview.server_now = sample_now();
  return overview;
}

Overview sample_overview() {
  using enum Condition;
  const TimePoint now = sample_now();
  Overview overview = calm_overview();
  overview.compensating = 12;
  overview.groups = {{NeedsAttention,
                      "PaymentCreation",
                      "PaymentCreation (compensation): balance version conflict, … attempts",
                      4,
                      now - 46min,
                      now - 11min,
                      trend({{6, 1}, {14, 2}, {19, 1}}),
                      {{1'412'000, "KRW"}}},
                     {NeedsAttention,
                      "StockConfirmation",
                      "StockConfirmation (compensation): reservation … not found, … attempts",
                      2,
                      now - 28min,
                      now - 9min,
                      trend({{12, 1}, {20, 1}}),
                      {{248'000, "KRW"}}},
                     {Stuck,
                      "StockConfirmation",
                      "StockConfirmation: reservation of … expired, … attempts",
                      21,
                      now - 20min,
                      now - 48s,
                      trend({{15, 1}, {18, 2}, {20, 3}, {21, 5}, {22, 6}, {23, 4}}),
                      {{2'876'400, "KRW"}, {16'267, "USD"}}},
                     {Stuck,
                      "BalanceDeduction",
                      "BalanceDeduction: could not serialize access, … attempts",
                      9,
                      now - 33min,
                      now - 130s,
                      trend({{10, 2}, {15, 3}, {23, 4}}),
                      {{1'104'500, "KRW"}}},
                     {Stuck,
                      "PaymentCreation",
                      "PaymentCreation: no reply within … s, … attempts",
                      5,
                      now - 3h,
                      now - 70s,
                      trend({{22, 1}, {23, 3}}),
                      {{1'122'400, "KRW"}}},
                     {Stuck, "OrderValidation", "", 2, now - 4min, now - 4min, trend({{22, 2}}), {{111'000, "KRW"}}}};
  overview.steps[2] = step("StockConfirmation", 89, 10, 64, 2s, {{96, 2150}, {1180, 140}, {2300, 90}});
  overview.route_changes = {
      {now - 695s, "choi.hana", "SET_TOGGLE", "payment.canary.percent", "looks good", 1, 1, "25", "50"},
      {now - 60min, "kim.sujin", "RELEASE_ROLLBACK", "payment.emergency.rollback", "over", 1, 1, "true", "false"},
      {now - 72min, "kim.sujin", "ENGAGE_ROLLBACK", "payment.emergency.rollback", "INC-2288", 1, 1, "false", "true"}};
  overview.actions = {
      {now - 4min, "lee.jiwon", "RETRY", "", "stock was restarted, INC-2290", 118, 118},
      {now - 14min, "park.minho", "COMPENSATE", kNeedsAttentionId, "customer called", 1, 0},
      {now - 41min, "choi.hana", "SET_TOGGLE", "payment.canary.percent", "looks good", 1, 1, "25", "50"},
      {now - 2h, "kim.sujin", "RELEASE_ROLLBACK", "payment.emergency.rollback", "INC-2288 is over", 1, 1, "true",
       "false"},
      {now - 3h, "kim.sujin", "ENGAGE_ROLLBACK", "payment.emergency.rollback", "INC-2288: payments fail", 1, 1, "false",
       "true"},
      {now - 5h, "lee.jiwon", "REFUND", "", "duplicate orders", 3, 3}};
  return overview;
}

}  // namespace saga::test
