// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/load/load.h"

#include <algorithm>
#include <cmath>
#include <thread>

#include <fmt/format.h>

#include "backend/payment/load/ends.h"
#include "backend/payment/load/order_placer.h"
#include "backend/payment/load/payment_sender.h"
#include "backend/payment/load/ready_orders.h"
#include "backend/payment/runtime/patience.h"

namespace saga::payment {
namespace {

using namespace std::chrono_literals;
using Time = InFlight::Time;

// A hint is normally there within milliseconds of the end; what is in flight for longer than this is asked for.
constexpr auto kHintIsLost = 3s;
// After a stop somebody waits for us: what has not ended by then is reported as open.
constexpr auto kPatienceAfterStop = 1s;
constexpr std::size_t kPipeline = 200;

Time now() { return std::chrono::steady_clock::now(); }

// How many payments are due.
class Pace {
 public:
  explicit Pace(double rate) : rate_(rate), began_(now()) {}

  // Waits until at least one is due.
  std::size_t wait(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      const std::chrono::duration<double> elapsed = now() - began_;
      const double due = std::floor(elapsed.count() * rate_) - static_cast<double>(sent_);
      if (due > std::max(rate_, 1.0)) {  // an outage is not made up for by a burst
        began_ = now();
        sent_ = 0;
        continue;
      }
      if (due >= 1) return static_cast<std::size_t>(due);
      const std::chrono::duration<double> next(static_cast<double>(sent_ + 1) / rate_ - elapsed.count());
      static_cast<void>(wait_for(stop, std::max(1ms, std::chrono::ceil<std::chrono::milliseconds>(next))));
    }
    return 0;
  }
  void sent(std::size_t count) { sent_ += static_cast<std::int64_t>(count); }

 private:
  double rate_;
  Time began_;
  std::int64_t sent_ = 0;
};

ReadyOrders::Options stock(const LoadOptions& options) {
  ReadyOrders::Options stock{.count = options.count};
  if (options.rate) {
    stock.batch = std::clamp<std::size_t>(static_cast<std::size_t>(*options.rate / 2), 1, 200);
    stock.ahead = 2 * stock.batch;
  } else {
    stock.batch = 200;
    stock.ahead = static_cast<std::size_t>(options.in_flight) + 1000;
  }
  if (options.prepare && options.count) stock.ahead = static_cast<std::size_t>(*options.count);
  return stock;
}

class Run {
 public:
  Run(const Config& config, const LoadOptions& options, std::stop_token stop,
      const std::function<void(std::string_view)>& say)
      : config_(config),
        options_(options),
        stop_(std::move(stop)),
        say_(say),
        shop_(config),
        saga_({.conninfo = config.saga_conninfo,
               .read_only = true,
               .statement_timeout = 10s,
               .application_name = "payment-load"}) {}

  Result<LoadResult> run() {
    if (auto seeded = seed_world(shop_, options_); !seeded) return std::unexpected(seeded.error());
    auto world = read_world(shop_);
    if (!world) return std::unexpected(world.error());
    const auto newest = newest_hint(config_.redis);
    if (!newest) return std::unexpected(newest.error());

    OrderPlanner planner(std::move(*world), options_.mix, options_.seed);
    OrderPlacer placer(shop_);
    ReadyOrders ready(planner, placer, stock(options_));
    std::jthread listener([&](const std::stop_token& end) { follow_hints(end, config_.redis, *newest, in_flight_); });
    std::jthread filler([&](const std::stop_token& end) { ready.fill(end); });
    if (options_.prepare) {
      say_("placing orders …");
      static_cast<void>(ready.wait_until_placed(stop_));
    }
    say_("paying …");
    pay(ready);
    filler.request_stop();
    drain();
    return in_flight_.result();
  }

 private:
  void pay(ReadyOrders& ready) {
    PaymentSender sender(config_.redis, in_flight_);
    const auto end = options_.duration ? now() + *options_.duration : Time::max();
    Pace pace(options_.rate.value_or(1));
    auto report = now() + 10s;
    auto check = now() + kHintIsLost;
    while (!stop_.stop_requested() && now() < end) {
      if (now() >= check) {
        check = now() + kHintIsLost;
        look_up_old(kHintIsLost);
      }
      if (now() >= report) {
        report = now() + 10s;
        progress(ready);
      }
      std::size_t due = kPipeline;
      if (options_.rate) {
        due = std::min(pace.wait(stop_), kPipeline);
      } else {
        const auto limit = static_cast<std::size_t>(options_.in_flight);
        if (!in_flight_.wait_below(limit, 1000ms, stop_)) continue;
        due = std::min(kPipeline, limit - std::min(limit - 1, in_flight_.size()));
      }
      if (due == 0) continue;
      const auto orders = ready.take(due, 1000ms, stop_);
      if (!orders) break;
      if (orders->empty()) continue;
      if (!sender.send(*orders, stop_)) break;
      pace.sent(orders->size());
    }
  }

  // Waits for what is still in flight.
  void drain() {
    auto until = now() + options_.drain;
    bool stopped = false;
    while (in_flight_.size() > 0 && now() < until) {
      if (stop_.stop_requested() && !std::exchange(stopped, true)) until = std::min(until, now() + kPatienceAfterStop);
      if (in_flight_.wait_below(1, 250ms, {})) break;
      look_up_old(kHintIsLost);
    }
    look_up_old(0s);
  }

  void look_up_old(std::chrono::milliseconds age) {
    auto session = saga_.get();
    auto found = session ? look_up(**session, age, in_flight_) : std::unexpected(session.error());
    if (!found) say_(fmt::format("the ends of payments cannot be looked up: {}", found.error().message));
  }

  void progress(const ReadyOrders& ready) {
    if (const auto trouble = ready.trouble()) say_(fmt::format("no orders can be placed: {}", trouble->message));
    const auto result = in_flight_.result();
    say_(fmt::format("{} sent, {} completed, {} failed, {} parked, {} in flight", result.sent, result.completed,
                     result.failed, result.parked, result.open));
  }

  const Config& config_;
  const LoadOptions& options_;
  std::stop_token stop_;
  const std::function<void(std::string_view)>& say_;
  ShopSessions shop_;
  ReconnectingSession saga_;
  InFlight in_flight_;
};

}  // namespace

Result<LoadResult> run_load(const Config& config, const LoadOptions& options, const std::stop_token& stop,
                            const std::function<void(std::string_view)>& say) {
  return Run(config, options, stop, say).run();
}

}  // namespace saga::payment
