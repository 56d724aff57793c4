// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/payment/publishing_fixture.h"

#include <map>
#include <set>

#include <fmt/format.h>

#include "backend/payment/publishing/replay_handler.h"
#include "backend/payment/publishing/routes.h"
#include "backend/payment/topics.h"
#include "tests/support/servers.h"

namespace saga::test {

using namespace saga::payment;
using namespace std::chrono_literals;

PublishingTest::PublishingTest() {
  auto receiver = Receiver::start();
  EXPECT_TRUE(receiver) << receiver.error().message;
  receiver_ = std::move(*receiver);
  config_.roles = {Role::Publisher};
  for (const std::string_view target : kExternalTargets) {
    config_.external.targets[std::string(target)] = {
        .url = receiver_->url(std::string(target)), .timeout = 2s, .connections = 4};
  }
  config_.external.retry = {.max_attempts = 4, .backoff = 20ms, .backoff_cap = 100ms};
  config_.external.breaker = {.failures = 5, .cool_down = 100ms, .cool_down_cap = 300ms};
  config_.external.dead_after = 60s;
}

void PublishingTest::publish(const std::string& type, const std::string& data) {
  run(fmt::format("insert into {}.outbox (event_type, event_data) values ('{}', '{}')",
                  type == "PaymentCompleted" ? "payments" : "orders", type, data));
}

void PublishingTest::publish(const std::string& type, int count, int from) {
  const ExternalRoute* route = route_of(type);
  ASSERT_NE(route, nullptr);
  run(
      fmt::format("insert into {}.outbox (event_type, event_data) select '{}', json_build_object('{}', n::text)::text "
                  "from generate_series({}, {}) n",
                  type == "PaymentCompleted" ? "payments" : "orders", type, route->id_field, from, from + count - 1));
}

std::string PublishingTest::statuses(const std::string& target) {
  return fmt::format(
      "select coalesce(string_agg(status || ' ' || n, ', ' order by status), '') from (select status, count(*) n from "
      "saga.external_event_log where target_system = '{}' group by 1) x",
      target);
}

testing::AssertionResult PublishingTest::all_sent(int deliveries) {
  return becomes(
      "select string_agg(status || ' ' || n, ', ') from (select status, count(*) n from "
      "saga.external_event_log group by 1) x",
      fmt::format("SENT {}", deliveries), 60s);
}

std::string PublishingTest::arrived(const std::string& target) {
  const std::string sent =
      value(fmt::format("select string_agg(event_id || '/' || target_system, ' ') from saga.external_event_log where "
                        "target_system = '{}' and status = 'SENT'",
                        target));
  auto accepted = receiver_->ledger().accepted(target);
  std::string wrong;
  for (std::size_t at = 0; at < sent.size();) {
    const std::string id = sent.substr(at, sent.find(' ', at) - at);
    at += id.size() + 1;
    const auto found = accepted.find(id);
    if (found == accepted.end()) {
      wrong += id + " never arrived\n";
      continue;
    }
    if (found->second != 1) wrong += fmt::format("{} arrived {} times\n", id, found->second);
    accepted.erase(found);
  }
  for (const auto& [id, times] : accepted) wrong += id + " arrived and is not SENT\n";
  return wrong.empty() ? "each once" : wrong;
}

std::vector<std::string> PublishingTest::listed(const std::string& topic) {
  const auto client = open_client(config_.redis);
  const auto reply = redis::expect_ok(client->call({"LRANGE", "dead-letter:" + topic, "0", "-1"}));
  EXPECT_TRUE(reply) << reply.error().message;
  std::vector<std::string> entries;
  if (!reply || reply->array() == nullptr) return entries;
  for (const redis::Reply& entry : *reply->array()) entries.push_back(*entry.text());
  return entries;
}

void PublishingTest::replay_all(const std::string& target) {
  const auto rows = admin_->read(
      "select event_id, generation from saga.external_event_log where target_system = $1 and status = 'DEAD_LETTER'",
      {target});
  ASSERT_TRUE(rows) << rows.error().message;
  const auto client = open_client(config_.redis);
  const auto read = rows->each([&](const pg::Row& row) {
    const Event event = replay_event(row.text(0), target, row.int32(1), SystemClock().now());
    const auto sent = redis::expect_ok(client->call(redis::xadd_command(kExternalReplay, "event", encode(event))));
    EXPECT_TRUE(sent) << sent.error().message;
  });
  ASSERT_TRUE(read);
}

}  // namespace saga::test
