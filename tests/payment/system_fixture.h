// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "backend/payment/load/load.h"
#include "backend/payment/runtime/system.h"
#include "backend/postgres/session.h"
#include "tests/support/installed_database.h"
#include "tests/support/invariants.h"

namespace saga::test {

// The whole payment system in this process, on a database and a Redis of its own, and a shop that pays.
class SystemTest : public testing::Test {
 protected:
  explicit SystemTest(Layout layout = chosen_layout());

  void start();
  void stop() { system_.reset(); }
  void open_route(bool open = true);

  // Places orders and has them paid, all of the same kind; waits for their ends. Fails the test if it cannot.
  payment::LoadResult pay(int count, const payment::LoadMix& mix = ordinary(), double rate = 200);
  [[nodiscard]] static payment::LoadMix ordinary() { return {0, 0, 0, 0, 0}; }

  // Waits until the query returns `expected`.
  [[nodiscard]] testing::AssertionResult becomes(const std::string& sql, const std::string& expected,
                                                 std::chrono::milliseconds patience = std::chrono::seconds(20));
  // How many sagas are in which condition: "completed 10, stuck 2".
  [[nodiscard]] static std::string conditions_query();
  // Requests the action for all sagas, as an operator would.
  std::string request(const std::string& action, const std::string& reason = "ticket 7");
  // Nothing is lost or doubled, anywhere.
  void expect_sound();

  // Rows and cells as one text. Asked where the schema is that the statement names: of a domain, or else saga.
  std::string value(const std::string& sql);
  std::string value_in(const std::string& schema, const std::string& sql);  // of the database of a domain
  [[nodiscard]] PaymentDatabases databases();
  void run(const std::string& sql);  // likewise

  payment::Config config_;
  std::unique_ptr<pg::Session> admin_;
  std::unique_ptr<payment::System> system_;

  // Waits until the query returns `expected` in the database of a domain.
  [[nodiscard]] testing::AssertionResult becomes_in(const std::string& schema, const std::string& sql,
                                                    const std::string& expected,
                                                    std::chrono::milliseconds patience = std::chrono::seconds(20));

 private:
  void reopen();
  [[nodiscard]] pg::Session& domain(const std::string& schema);

  std::map<std::string, std::string> places_;  // conninfo by schema
  std::map<std::string, std::unique_ptr<pg::Session>> domains_;
};

}  // namespace saga::test
