// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/sample_timeline.h"

#include <cmath>
#include <random>

namespace saga::test {
namespace {

using namespace std::chrono_literals;
using timeline::kOpen;
using timeline::micros;
using timeline::SpanId;
using Step = std::chrono::microseconds;

constexpr std::uint64_t kStuckIds = 0x0195a1c352f07c18;
constexpr std::uint64_t kAttentionIds = 0x0195a1be0b777e02;
constexpr int kOrderValidation = 0, kBalanceDeduction = 1, kStockConfirmation = 2, kPaymentCreation = 3;

class Day {
 public:
  Day(FakeTimeline& system, TimePoint now) : system_(system), now_(now), outage_(now - 430s) {}

  void pay() {
    // By route: half of them at first, most of them after the flip.
    for (TimePoint at = now_ - 15min; at < now_ - 100ms; at += 40ms) {
      const bool flipped = at >= now_ - 610s;
      const bool out = at >= outage_ && at < outage_ + 85s;
      const bool catches_up = at >= outage_ + 85s && at < outage_ + 115s;
      const bool legacy = draw() < (flipped ? 0.5 : 0.75);
      if (!legacy && out && draw() < 0.93) continue;
      one(at, legacy, legacy || !out ? 0.004 : 0.3);
      if (catches_up && draw() < 0.5) one(at + 7ms, false, 0.004);
    }
    for (TimePoint at = now_ - 23h; at < now_ - 15min; at += 2500ms) {
      const double hour = std::chrono::duration<double, std::ratio<3600>>(at - now_ + 24h).count();
      if (draw() < 0.35 + 0.5 * std::abs(std::sin(hour / 7))) one(at, draw() < 0.7, 0.01);
    }
  }
  void stop() {
    for (int i = 0; i < 31; ++i) {
      const TimePoint at = i < 28 ? outage_ + i * 3s : now_ - (100 - (i - 28) * 20) * 1s;
      add({kStuckIds, static_cast<std::uint64_t>(i)}, at, at + 700ms, kOpen, Condition::Stuck,
          i < 24 ? kStockConfirmation : kBalanceDeduction);
    }
    for (int i = 0; i < 6; ++i) {
      const TimePoint at = outage_ + 8s + i * 11s;
      add({kAttentionIds, static_cast<std::uint64_t>(i)}, at, at + 30s, kOpen, Condition::NeedsAttention,
          kPaymentCreation);
    }
    for (int i = 0; i < 90; ++i) {
      const TimePoint at = outage_ + Step(static_cast<std::int64_t>(draw() * 200e6));
      add(fresh(), at, at, micros(at + Step(static_cast<std::int64_t>(2e6 + draw() * 9e6))), Condition::Compensated,
          kStockConfirmation);
    }
    for (int i = 0; i < 12; ++i) {
      const TimePoint at = now_ - Step(static_cast<std::int64_t>(2e6 + draw() * 30e6));
      add(fresh(), at, at, kOpen, Condition::Compensating, kBalanceDeduction);
    }
    for (int i = 0; i < 186; ++i) {
      const TimePoint at = now_ - Step(static_cast<std::int64_t>(draw() * 2.5e6));
      add(fresh(), at, at, kOpen, Condition::Running, i % 4);
    }
  }
  void mark() {
    using timeline::Marker;
    using timeline::MarkerKind;
    system_.all_markers = {Marker{.kind = MarkerKind::Flip,
                                  .at = now_ - 610s,
                                  .what = "payment.canary.percent",
                                  .before = "25",
                                  .after = "50",
                                  .version = 41,
                                  .who = "choi.hana",
                                  .why = "the errors of the morning are gone"},
                           Marker{.kind = MarkerKind::WorkerLost,
                                  .at = outage_,
                                  .until = outage_ + 85s,
                                  .lasts = true,
                                  .what = "products-1",
                                  .why = "{products}"},
                           Marker{.kind = MarkerKind::Action,
                                  .at = now_ - 190s,
                                  .what = "RETRY",
                                  .count = 21,
                                  .who = "lee.jiwon",
                                  .why = "stock is back"}};
  }

 private:
  double draw() { return std::uniform_real_distribution<>(0, 1)(random_); }
  SpanId fresh() { return {0x0195a1c400007000, next_++}; }
  void add(SpanId id, TimePoint start, TimePoint turned, timeline::Micros end, Condition condition, int step,
           bool legacy = false) {
    system_.spans.push_back({.id = id,
                             .start = micros(start),
                             .turned = micros(turned),
                             .end = end,
                             .condition = condition,
                             .legacy = legacy,
                             .step = static_cast<std::uint8_t>(step)});
  }
  void one(TimePoint at, bool legacy, double fails) {
    const bool failed = draw() < fails;
    const auto took = Step(static_cast<std::int64_t>(30e3 + 60e3 * draw() + (draw() < 0.01 ? 2e6 : 0)));
    add(fresh(), at, at, micros(at + took), failed ? Condition::Failed : Condition::Completed, kPaymentCreation,
        legacy);
  }

  FakeTimeline& system_;
  TimePoint now_;
  TimePoint outage_;
  std::mt19937_64 random_{11};
  std::uint64_t next_ = 1;
};

}  // namespace

void fill_timeline(FakeTimeline& system, TimePoint now) {
  system.now = now;
  system.names = {"OrderValidation", "BalanceDeduction", "StockConfirmation", "PaymentCreation"};
  system.spans.clear();
  Day day(system, now);
  day.pay();
  day.stop();
  day.mark();
}

SagaId sample_stuck(int n) { return timeline::saga_id_of({kStuckIds, static_cast<std::uint64_t>(n)}); }
SagaId sample_attention(int n) { return timeline::saga_id_of({kAttentionIds, static_cast<std::uint64_t>(n)}); }

}  // namespace saga::test
