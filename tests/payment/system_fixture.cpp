// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/payment/system_fixture.h"

#include <thread>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "tests/support/installed_database.h"
#include "tests/support/invariants.h"
#include "tests/support/servers.h"

namespace saga::test {

using namespace saga::payment;
using namespace std::chrono_literals;

SystemTest::SystemTest() {
  spdlog::set_level(spdlog::level::err);
  const std::string conninfo = installed_database();
  const auto parsed = parse_config(fmt::format("[postgres]\nsaga = \"{}\"\n", conninfo), "test");
  EXPECT_TRUE(parsed) << parsed.error().message;
  config_ = *parsed;
  config_.redis = fresh_redis();
  admin_ = open_session(conninfo);
  open_route();
}

void SystemTest::start() {
  auto started = System::start(config_);
  ASSERT_TRUE(started) << started.error().message;
  system_ = std::move(*started);
}

void SystemTest::open_route(bool open) {
  run(
      fmt::format("update saga.feature_toggle set value = '{}', version = nextval('saga.toggle_version') "
                  "where name = 'payment.event-driven.enabled'",
                  open));
}

LoadResult SystemTest::pay(int count, const LoadMix& mix, double rate) {
  LoadOptions options;
  options.rate = rate;
  options.count = count;
  options.drain = 30s;
  options.users = 50;
  options.products = 10;
  options.mix = mix;
  auto result = run_load(config_, options, {}, [](std::string_view) {});
  EXPECT_TRUE(result) << result.error().message;
  return result ? *result : LoadResult{};
}

void SystemTest::reopen() {
  while (admin_->broken()) {
    std::this_thread::sleep_for(100ms);
    if (auto opened = pg::Session::open({.conninfo = config_.saga_conninfo})) admin_ = std::move(*opened);
  }
}

testing::AssertionResult SystemTest::becomes(const std::string& sql, const std::string& expected,
                                             std::chrono::milliseconds patience) {
  const auto until = std::chrono::steady_clock::now() + patience;
  std::string seen;
  do {
    seen = value(sql);
    if (seen == expected) return testing::AssertionSuccess();
    std::this_thread::sleep_for(50ms);
  } while (std::chrono::steady_clock::now() < until);
  return testing::AssertionFailure() << sql << "\n is      " << seen << "\n not     " << expected;
}

std::string SystemTest::conditions_query() {
  return "select coalesce(string_agg(c || ' ' || n, ', ' order by c), '') from (select saga.condition(status, "
         "parked_reason, progress_at, open_effects, resolution, now()) as c, count(*) as n from saga.saga_state "
         "group by 1) x";
}

std::string SystemTest::request(const std::string& action, const std::string& reason) {
  return value(
      fmt::format("select string_agg(distinct outcome, ',') from saga.request_action('{}', (select array_agg("
                  "saga_id order by saga_id) from saga.saga_state), (select array_agg(version order by "
                  "saga_id) from saga.saga_state), '{}')",
                  action, reason));
}

void SystemTest::expect_sound() {
  reopen();
  const auto breaches = violations_at_rest(PaymentDatabases::one(*admin_), 10s);
  EXPECT_TRUE(breaches.empty()) << listed(breaches);
}

std::string SystemTest::value(const std::string& sql) {
  reopen();
  auto rows = admin_->read(sql);
  if (!rows && admin_->broken()) {
    reopen();
    rows = admin_->read(sql);
  }
  if (!rows) return "error: " + rows.error().message;
  std::string text;
  const auto read = rows->each([&](const pg::Row& row) {
    if (!text.empty()) text += '\n';
    for (int column = 0; column < static_cast<int>(rows->columns().size()); ++column) {
      text += (column > 0 ? "|" : "") + row.optional_text(column).value_or("");
    }
  });
  return read ? text : "error: " + read.error().message;
}

void SystemTest::run(const std::string& sql) {
  reopen();
  const auto done = admin_->execute_script(sql);
  ASSERT_TRUE(done) << done.error().message;
}

}  // namespace saga::test
