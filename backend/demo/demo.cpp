// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/demo/demo.h"

#include <utility>

#include <fmt/format.h>

#include "backend/demo/history.h"
#include "backend/postgres/migrations.h"
#include "backend/postgres/session.h"
#include "backend/private_servers/log_tail.h"

namespace saga::demo {
namespace {

constexpr const char* kPrefix = "saga-demo";
constexpr const char* kDatabase = "payments";
constexpr const char* kOperator = "kim.sujin";  // these three are made by resources/demo/world.sql
constexpr const char* kViewer = "lee.jiwon";
constexpr const char* kEngine = "payment_sagad";

// Everything is as it would be on a real server, durability too; only what is costly on a small machine is trimmed.
PostgresOptions postgres_options(const std::filesystem::path& directory) {
  return {.directory = directory,
          .durable = true,
          .settings = {{"shared_buffers", "256MB"},
                       {"max_wal_size", "1GB"},
                       {"checkpoint_timeout", "15min"},
                       {"checkpoint_completion_target", "0.9"},
                       {"wal_compression", "on"},
                       {"jit", "off"}}};
}

Result<void> install_contract(const std::string& conninfo) {
  const auto session = pg::Session::open({.conninfo = conninfo, .application_name = "saga demo"});
  if (!session) return std::unexpected(session.error());
  const auto report = pg::install(**session, pg::contract_schemas());
  if (!report) return std::unexpected(report.error());
  return {};
}

Result<void> make_database(const std::string& conninfo) {
  const auto session = pg::Session::open({.conninfo = conninfo, .application_name = "saga demo"});
  if (!session) return std::unexpected(session.error());
  return (*session)->execute_script(std::string("CREATE DATABASE ") + kDatabase);
}

// 52000 as "52,000".
std::string grouped(int number) {
  auto text = std::to_string(number);
  for (auto at = static_cast<int>(text.size()) - 3; at > 0; at -= 3) text.insert(static_cast<std::size_t>(at), ",");
  return text;
}

}  // namespace

Result<std::unique_ptr<Demo>> Demo::start(Options options) {
  if (!options.progress) options.progress = [](std::string_view) {};
  if (!options.cancelled) options.cancelled = [] { return false; };
  std::unique_ptr<Demo> demo(new Demo(std::move(options)));
  if (auto started = demo->start_everything(); !started) return std::unexpected(started.error());
  return demo;
}

Demo::~Demo() {
  registration_.reset();  // nobody is sent here any more
  traffic_.reset();
  // Its data go with the directory: writing them out before would only take seconds.
  if (postgres_) static_cast<void>(postgres_->stop(PrivatePostgres::Stop::Immediate));
}

Result<void> Demo::start_everything() {
  PrivateDirectory::remove_stale(kPrefix);
  auto directory = PrivateDirectory::create(kPrefix);
  if (!directory) return std::unexpected(directory.error());
  directory_.emplace(std::move(*directory));
  if (auto done = start_servers(); !done) return done;
  if (auto done = fill_database(); !done) return done;
  if (auto done = start_traffic(); !done) return done;
  if (auto done = register_profile(); !done) return done;
  options_.progress("Ready");
  return {};
}

Result<void> Demo::step(std::string_view what) const {
  if (options_.cancelled()) return std::unexpected(cancelled_error());
  options_.progress(what);
  return {};
}

Result<void> Demo::start_servers() {
  if (auto go_on = step("Starting PostgreSQL …"); !go_on) return go_on;
  auto postgres = PrivatePostgres::create(postgres_options(directory()));
  if (!postgres) return std::unexpected(postgres.error());
  postgres_ = std::move(*postgres);
  postgres_expected_ = true;

  if (auto go_on = step("Starting Redis …"); !go_on) return go_on;
  auto redis = PrivateRedis::create({.directory = directory()});
  if (!redis) return std::unexpected(redis.error());
  redis_ = std::move(*redis);
  redis_expected_ = true;
  return {};
}

Result<void> Demo::fill_database() {
  if (auto go_on = step("Installing the contract …"); !go_on) return go_on;
  if (auto done = make_database(postgres_->conninfo()); !done) return done;
  if (auto done = install_contract(conninfo("postgres")); !done) return done;
  const auto what = fmt::format("Writing a day of history: {} sagas …", grouped(options_.sagas));
  if (auto go_on = step(what); !go_on) return go_on;
  return write_history(conninfo("postgres"), options_.sagas, options_.cancelled);
}

Result<void> Demo::start_traffic() {
  const auto what = options_.rate > 0 ? fmt::format("Starting payment-sagad and {} payments a second …", options_.rate)
                                      : std::string("Starting payment-sagad …");
  if (auto go_on = step(what); !go_on) return go_on;
  auto traffic = Traffic::start({.programs = options_.programs,
                                 .directory = directory(),
                                 .conninfo = conninfo(kEngine),
                                 .redis = redis_->endpoint(),
                                 .rate = options_.rate,
                                 .cancelled = options_.cancelled});
  if (!traffic) return std::unexpected(traffic.error());
  traffic_.emplace(std::move(*traffic));
  return {};
}

Result<void> Demo::register_profile() {
  attach::Profile as_operator;
  as_operator.environment = attach::Environment::Local;
  as_operator.postgres.host = postgres_->socket_directory().string();
  as_operator.postgres.dbname = kDatabase;
  as_operator.postgres.user = kOperator;
  as_operator.redis.emplace().socket = redis_->socket_path().string();
  for (const char* domain : {"orders", "balances", "products", "payments"}) {
    as_operator.domains.emplace(domain, as_operator.postgres);
  }
  auto as_viewer = as_operator;
  for (auto& [domain, part] : as_viewer.domains) part.user = kViewer;
  as_viewer.postgres.user = kViewer;
  auto registration = attach::DemoProfile::enter("demo", std::move(as_operator), std::move(as_viewer));
  if (!registration) return std::unexpected(registration.error());
  registration_.emplace(std::move(*registration));
  return {};
}

std::string Demo::conninfo(const std::string& user) const { return postgres_->conninfo(kDatabase, user); }

std::vector<std::string> Demo::take_failures() {
  auto failures = traffic_ ? traffic_->take_failures() : std::vector<std::string>{};
  if (std::exchange(postgres_expected_, postgres_->running()) && !postgres_expected_) {
    failures.push_back("PostgreSQL ended unexpectedly: " + log_tail(postgres_->log_file()));
  }
  if (std::exchange(redis_expected_, redis_->running()) && !redis_expected_) {
    failures.push_back("Redis ended unexpectedly: " + log_tail(redis_->log_file()));
  }
  return failures;
}

Result<void> Demo::stop_postgres() {
  postgres_expected_ = false;
  return postgres_->stop();
}

Result<void> Demo::start_postgres() {
  auto started = postgres_->start();
  postgres_expected_ = started.has_value();
  return started;
}

void Demo::stop_load() {
  if (traffic_) traffic_->stop_load();
}

Result<void> Demo::stop_redis() {
  redis_expected_ = false;
  return redis_->stop();
}

Result<void> Demo::start_redis() {
  auto started = redis_->start();
  redis_expected_ = started.has_value();
  return started;
}

}  // namespace saga::demo
