// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fault/process_fixture.h"

#include <cstdlib>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

#include "tests/support/installed_database.h"
#include "tests/support/invariants.h"
#include "tests/support/servers.h"

namespace saga::test {

using namespace saga::payment;
using namespace std::chrono_literals;

ProcessTest::ProcessTest() : conninfo_(installed_database()), redis_(fresh_redis()), admin_(open_session(conninfo_)) {
  auto directory = PrivateDirectory::create("saga-processes");
  EXPECT_TRUE(directory) << directory.error().message;
  directory_ = std::make_unique<PrivateDirectory>(std::move(*directory));
  const auto config = parse_config(
      fmt::format("[postgres]\nsaga = \"{}\"\n[redis]\nsocket = \"{}\"\n", conninfo_, redis_.unix_path), "");
  EXPECT_TRUE(config) << config.error().message;
  config_ = *config;
  run("update saga.feature_toggle set value = 'true', version = nextval('saga.toggle_version') "
      "where name = 'payment.event-driven.enabled'");
}

ProcessTest::~ProcessTest() {
  if (HasFailure()) directory_->keep();
}

ChildProcess ProcessTest::start(const std::string& instance, const std::string& roles,
                                const std::map<std::string, std::string>& environment) {
  const auto file = directory_->path() / (instance + ".toml");
  std::ofstream(file) << fmt::format(
      "instance = \"{}\"\nlease_seconds = 2\n[postgres]\nsaga = \"{}\"\n[redis]\nsocket = \"{}\"\n{}", instance,
      conninfo_, redis_.unix_path, more_toml_);
  const char* bin = std::getenv("SAGA_BIN");
  ChildOptions options{.argv = {std::string(bin != nullptr ? bin : ".") + "/payment-sagad", "--config", file.string()},
                       .environment = environment,
                       .output = directory_->path() / (instance + ".log"),
                       .death_signal = SIGKILL};
  if (!roles.empty()) options.argv.insert(options.argv.end(), {"--roles", roles});
  auto child = ChildProcess::start(options);
  if (!child) {
    fmt::print(stderr, "{}\n", child.error().message);
    std::exit(2);
  }
  return std::move(*child);
}

void ProcessTest::keep_paying(double rate) {
  load_ = std::jthread([this, rate](const std::stop_token& stop) {
    LoadOptions options;
    options.rate = rate;
    options.drain = 0ms;
    options.users = 200;
    options.products = 20;
    options.mix = {.insufficient = 3, .invalid = 2, .no_stock = 2, .coupon = 10, .hot = 20};
    const auto result = run_load(config_, options, stop, [](std::string_view) {});
    EXPECT_TRUE(result) << result.error().message;
    if (result) sent_ = result->sent;
  });
}

void ProcessTest::stop_paying(std::chrono::milliseconds patience) {
  load_.request_stop();
  load_.join();
  EXPECT_TRUE(becomes("select count(*) from saga.payment_route", std::to_string(sent_), patience));
  EXPECT_TRUE(becomes("select count(*) from saga.saga_state where scheduled", "0", patience));
}

void ProcessTest::expect_sound() {
  const auto breaches = violations_at_rest(PaymentDatabases::one(*admin_), 15s);
  EXPECT_TRUE(breaches.empty()) << listed(breaches);
  EXPECT_EQ(stale_writes(), "");
  EXPECT_EQ(number("select count(*) from saga.saga_state where parked_reason is not null"), 0);
}

std::string ProcessTest::stale_writes() {
  return value(
             "select w.instance, w.epoch, count(*) from saga.saga_change c join saga.worker w using (epoch) "
             "where c.at > w.fenced_at group by 1, 2 order by 2") +
         value(
             "select w.instance, w.epoch, count(*) from saga.saga_state s join saga.worker w using (epoch) "
             "where s.updated_at > w.fenced_at group by 1, 2 order by 2");
}

std::string ProcessTest::value(const std::string& sql) {
  const auto rows = admin_->read(sql);
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

std::int64_t ProcessTest::number(const std::string& sql) {
  const std::string text = value(sql);
  return text.empty() || text.starts_with("error") ? -1 : std::stoll(text);
}

testing::AssertionResult ProcessTest::becomes(const std::string& sql, const std::string& expected,
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

void ProcessTest::run(const std::string& sql) {
  const auto done = admin_->execute_script(sql);
  ASSERT_TRUE(done) << done.error().message;
}

std::string ProcessTest::log_of(const std::string& instance) const {
  std::ifstream in(directory_->path() / (instance + ".log"));
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

}  // namespace saga::test
