// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/payment/shop.h"

#include <gtest/gtest.h>

#include "backend/payment/topics.h"
#include "backend/redis/streams.h"
#include "tests/support/servers.h"

namespace saga::test {

using namespace saga::payment;

Shop::Shop(const Config& config) : config_(config), sessions_(config) {
  LoadOptions options;
  options.users = 50;
  options.products = 10;
  const auto seeded = seed_world(sessions_, options);
  EXPECT_TRUE(seeded) << seeded.error().message;
}

std::vector<PlannedOrder> Shop::place(int count, const LoadMix& mix) {
  auto world = read_world(sessions_);
  EXPECT_TRUE(world) << world.error().message;
  if (!world) return {};
  OrderPlanner planner(std::move(*world), mix, 7);
  OrderPlacer placer(sessions_);
  std::vector<PlannedOrder> orders;
  for (int i = 0; i < count; ++i) orders.push_back(planner.next());
  Result<void> done = placer.pay_in(planner.take_deposits());
  if (done) done = placer.number(orders);
  if (done) done = placer.place(orders);
  EXPECT_TRUE(done) << done.error().message;
  return orders;
}

Event Shop::request_of(const PlannedOrder& order) {
  const WallTime now = SystemClock().now();
  return {.event_id = new_uuid_v7(now),
          .event_type = "PaymentRequested",
          .saga_id = {},
          .correlation_id = {},
          .traceparent = traceparent_of(new_trace_id()),
          .occurred_at = now,
          .payload = {{"orderId", order.order_id},
                      {"userId", order.user_id},
                      {"amount", order.amount},
                      {"currency", order.currency}}};
}

Event Shop::legacy_request_of(const PlannedOrder& order) {
  Event event = request_of(order);
  event.payload["route"] = {{"reason", "event-driven route is off"}, {"toggleVersion", 3}};
  return event;
}

void Shop::ask(const std::vector<PlannedOrder>& orders) {
  std::vector<Event> events;
  for (const auto& order : orders) events.push_back(request_of(order));
  send(kPaymentRequested, events);
}

void Shop::ask_legacy(const std::vector<PlannedOrder>& orders) {
  std::vector<Event> events;
  for (const auto& order : orders) events.push_back(legacy_request_of(order));
  send(kLegacyRequested, events);
}

void Shop::send(std::string_view topic, const std::vector<Event>& events) {
  const auto client = open_client(config_.redis);
  for (const Event& event : events) {
    const auto sent = redis::expect_ok(client->call(redis::xadd_command(topic, "event", encode(event))));
    EXPECT_TRUE(sent) << sent.error().message;
  }
}

}  // namespace saga::test
