// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/payment/paid_world.h"

#include <thread>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <spdlog/spdlog.h>

#include "backend/payment/event.h"
#include "backend/payment/load/load.h"
#include "backend/payment/runtime/system.h"
#include "backend/postgres/migrations.h"
#include "tests/support/installed_database.h"
#include "tests/support/invariants.h"
#include "tests/support/servers.h"

namespace saga::test {
namespace {

using namespace saga::payment;
using namespace std::chrono_literals;

Config config_for(const std::map<std::string, std::string>& places) {
  std::string toml = "[postgres]\n";
  for (const auto& [schema, place] : places) toml += fmt::format("{} = \"{}\"\n", schema, place);
  toml += "[verification]\nevery_minutes = 0\n";
  toml += "[faults.PaymentCreation]\ndecline = { permille = 250, message = \"card refused\" }\n";
  const auto parsed = parse_config(toml, "test");
  EXPECT_TRUE(parsed) << parsed.error().message;
  return *parsed;
}

std::string value_of(pg::Session& session, const std::string& sql) {
  const auto rows = session.read(sql);
  if (!rows) {
    ADD_FAILURE() << sql << ": " << rows.error().message;
    return {};
  }
  const auto cell = rows->first([](const pg::Row& row) { return row.optional_text(0).value_or(""); });
  return cell ? cell->value_or("") : std::string();
}

void pay(const Config& config, int count) {
  LoadOptions options;
  options.rate = 200;
  options.count = count;
  options.drain = 30s;
  options.users = 50;
  options.products = 10;
  options.mix = {.insufficient = 5, .invalid = 10, .no_stock = 5, .coupon = 30, .hot = 10};
  const auto result = run_load(config, options, {}, [](std::string_view) {});
  EXPECT_TRUE(result) << result.error().message;
}

void await(pg::Session& session, const std::string& sql, const std::string& expected) {
  const auto until = std::chrono::steady_clock::now() + 30s;
  while (value_of(session, sql) != expected && std::chrono::steady_clock::now() < until) {
    std::this_thread::sleep_for(50ms);
  }
  EXPECT_EQ(value_of(session, sql), expected) << sql;
}

void set_route(pg::Session& session, bool open) {
  const auto done = session.execute_script(
      fmt::format("update saga.feature_toggle set value = case name when 'payment.canary.percent' then '100' else '{}' "
                  "end, version = nextval('saga.toggle_version') "
                  "where name in ('payment.event-driven.enabled', 'payment.canary.percent')",
                  open));
  EXPECT_TRUE(done) << done.error().message;
}

// Works, waits until all of it is at rest, and leaves no session behind: only then can the databases be copied.
void live(const Config& config) {
  const auto saga = open_session(config.saga_conninfo);
  set_route(*saga, true);
  auto system = System::start(config);
  ASSERT_TRUE(system) << system.error().message;
  pay(config, 60);
  await(*saga, "select count(*) from saga.saga_state where active", "0");
  const auto refunds = saga->query(
      "select outcome from saga.refund((select array_agg(order_id) from (select order_id from "
      "saga.payment_route where outcome = 'COMPLETED' order by order_id limit 3) o), 'returned')");
  ASSERT_TRUE(refunds) << refunds.error().message;
  await(*saga, "select count(*) from saga.saga_state where saga_type = 'RefundSaga' and status = 'COMPLETED'", "3");
  set_route(*saga, false);
  pay(config, 30);
  await(*saga, "select count(*) from saga.payment_route where outcome is null", "0");
  std::vector<std::unique_ptr<pg::Session>> sessions;
  for (const std::string schema : {"orders", "balances", "products", "payments"}) {
    sessions.push_back(open_session(config.domain_conninfo.at(schema)));
  }
  const auto breaches = violations_at_rest({*saga, *sessions[0], *sessions[1], *sessions[2], *sessions[3]}, 15s);
  EXPECT_TRUE(breaches.empty()) << listed(breaches);
}

struct Template {
  std::map<std::string, std::string> names;  // of the databases, by schema
  redis::Endpoint redis;
};

const Template& lived() {
  static const Template made = [] {
    spdlog::set_level(spdlog::level::err);
    const auto places = installed_databases(chosen_layout());
    Template all{{}, fresh_redis()};
    Config config = config_for(places);
    config.redis = all.redis;
    live(config);
    for (const auto& [schema, conninfo] : places) {
      all.names[schema] = value_of(*open_session(conninfo), "select current_database()");
    }
    return all;
  }();
  return made;
}

}  // namespace

PaidWorld::PaidWorld() {
  static int number = 0;
  const Template& origin = lived();
  std::map<std::string, std::string> copies, places;  // by database, by schema
  const auto admin = open_session(test_postgres().conninfo());
  for (const auto& [schema, name] : origin.names) {
    std::string& copy = copies[name];
    if (copy.empty()) {
      copy = fmt::format("paid_{}_{}", ++number, schema);
      const auto made = admin->execute(fmt::format("CREATE DATABASE {} TEMPLATE {}", copy, name));
      EXPECT_TRUE(made) << made.error().message;
    }
    places[schema] = test_postgres().conninfo(copy);
  }
  config_ = config_for(places);
  config_.redis = origin.redis;
  for (const auto& [schema, place] : places) sessions_[schema] = open_session(place);

  const auto name = [&](const std::string& key, const std::string& schema, const std::string& sql) {
    names_[key] = value(schema, sql);
    EXPECT_FALSE(names_[key].empty()) << key;
  };
  const std::string claims =
      "select r.order_id from saga.payment_route r where r.order_id not in (select order_id from "
      "saga.refund_request) and ";
  name("done", "saga", claims + "route = 'EVENT_DRIVEN' and outcome = 'COMPLETED' order by 1 limit 1");
  name("undone", "saga", claims + "route = 'EVENT_DRIVEN' and outcome = 'PAYMENT_FAILED' order by 1 limit 1");
  name("invalid", "saga", claims + "route = 'EVENT_DRIVEN' and outcome = 'VALIDATION_FAILED' order by 1 limit 1");
  name("legacy", "saga", claims + "route = 'LEGACY' and outcome = 'COMPLETED' order by 1 limit 1");
  name("legacy-refused", "saga", claims + "route = 'LEGACY' and outcome = 'PAYMENT_FAILED' order by 1 limit 1");
  name("refunded", "saga", "select order_id from saga.refund_request order by 1 limit 1");
  for (const std::string order : {"done", "undone", "invalid"}) {
    name(order + ".saga", "saga",
         fmt::format("select saga_id::text from saga.payment_route where order_id = '{}'", names_[order]));
  }
  name("refunded.refund", "saga",
       fmt::format("select saga_id::text from saga.refund_request where order_id = '{}'", names_["refunded"]));
  name("done.payment", "payments",
       fmt::format("select payment_id::text from payments.payment where order_id = '{}'", names_["done"]));
  const std::string order = fmt::format(" from saga.saga_state where order_id = '{}'", names_["done"]);
  name("done.user", "saga", "select user_id::text" + order);
  name("done.currency", "saga", "select currency" + order);
  names_["done.account"] = names_["done.user"] + "/" + names_["done.currency"];
  name("done.product", "products",
       fmt::format("select min(product_id)::text from products.stock_entry where order_id = '{}'", names_["done"]));
  names_["unknown"] = new_uuid_v7(SystemClock().now());
}

pg::Session& PaidWorld::at(const std::string& schema) { return *sessions_.at(schema); }

void PaidWorld::run(const std::string& schema, const std::string& sql) {
  const auto done = at(schema).execute_script(fill(sql));
  ASSERT_TRUE(done) << fill(sql) << ": " << done.error().message;
}

std::string PaidWorld::value(const std::string& schema, const std::string& sql) {
  return value_of(at(schema), fill(sql));
}

std::string PaidWorld::fill(std::string text) const {
  for (const auto& [name, is] : names_) {
    const std::string place = "{" + name + "}";
    for (auto at = text.find(place); at != std::string::npos; at = text.find(place, at + is.size())) {
      text.replace(at, place.size(), is);
    }
  }
  return text;
}

}  // namespace saga::test
