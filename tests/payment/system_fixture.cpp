// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/payment/system_fixture.h"

#include <cctype>
#include <thread>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "backend/postgres/migrations.h"
#include "tests/support/installed_database.h"
#include "tests/support/invariants.h"
#include "tests/support/servers.h"

namespace saga::test {

using namespace saga::payment;
using namespace std::chrono_literals;

namespace {

// "select … from balances.balance_entry" is a matter of balances.
std::string schema_named_in(const std::string& sql) {
  for (const std::string& schema : pg::contract_schemas()) {
    if (schema == "saga") continue;
    const auto at = sql.find(schema + ".");
    if (at != std::string::npos && (at == 0 || std::isalnum(static_cast<unsigned char>(sql[at - 1])) == 0))
      return schema;
  }
  return "saga";
}

}  // namespace

SystemTest::SystemTest(Layout layout) : places_(installed_databases(layout)) {
  spdlog::set_level(spdlog::level::err);
  const std::string conninfo = places_.at("saga");
  std::string toml = "[postgres]\n";
  for (const auto& [schema, place] : places_) toml += fmt::format("{} = \"{}\"\n", schema, place);
  const auto parsed = parse_config(toml, "test");
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
      fmt::format("update saga.feature_toggle set value = case name when 'payment.canary.percent' then '100' else '{}' "
                  "end, version = nextval('saga.toggle_version') "
                  "where name in ('payment.event-driven.enabled', 'payment.canary.percent')",
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

pg::Session& SystemTest::domain(const std::string& schema) {
  if (places_.at(schema) == places_.at("saga")) {
    reopen();
    return *admin_;
  }
  auto& session = domains_[schema];
  if (!session || session->broken()) session = open_session(places_.at(schema));
  return *session;
}

PaymentDatabases SystemTest::databases() {
  reopen();
  return {*admin_, domain("orders"), domain("balances"), domain("products"), domain("payments")};
}

testing::AssertionResult SystemTest::becomes(const std::string& sql, const std::string& expected,
                                             std::chrono::milliseconds patience) {
  return becomes_in(schema_named_in(sql), sql, expected, patience);
}

testing::AssertionResult SystemTest::becomes_in(const std::string& schema, const std::string& sql,
                                                const std::string& expected, std::chrono::milliseconds patience) {
  const auto until = std::chrono::steady_clock::now() + patience;
  std::string seen;
  do {
    seen = value_in(schema, sql);
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
  const auto breaches = violations_at_rest(databases(), 10s);
  EXPECT_TRUE(breaches.empty()) << listed(breaches);
}

std::string SystemTest::value(const std::string& sql) { return value_in(schema_named_in(sql), sql); }

std::string SystemTest::value_in(const std::string& schema, const std::string& sql) {
  pg::Session* session = &domain(schema);
  auto rows = session->read(sql);
  if (!rows && session->broken()) rows = domain(schema).read(sql);
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
  const auto done = domain(schema_named_in(sql)).execute_script(sql);
  ASSERT_TRUE(done) << done.error().message;
}

}  // namespace saga::test
