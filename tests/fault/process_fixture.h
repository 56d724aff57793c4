// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "backend/payment/load/load.h"
#include "backend/postgres/session.h"
#include "backend/private_servers/child_process.h"
#include "backend/private_servers/private_directory.h"

namespace saga::test {

// Several processes of payment-sagad on one database and one Redis, and a shop that pays meanwhile.
class ProcessTest : public testing::Test {
 protected:
  ProcessTest();
  ~ProcessTest() override;

  // A process named `instance`; all roles unless some are given ("gateway,orchestrator").
  ChildProcess start(const std::string& instance, const std::string& roles = {},
                     const std::map<std::string, std::string>& environment = {});

  // Payments at a steady rate until stop_paying(), which waits until every saga has ended.
  void keep_paying(double rate = 60);
  void stop_paying(std::chrono::milliseconds patience = std::chrono::seconds(30));
  [[nodiscard]] std::int64_t paid() const { return sent_; }  // payments asked for, after stop_paying()

  // Every saga ended or parked, every payment claimed, every invariant kept, and no write with a stale epoch.
  void expect_sound();
  // Sagas written with an epoch after it was fenced: "instance epoch writes" a line.
  std::string stale_writes();

  std::string value(const std::string& sql);
  std::int64_t number(const std::string& sql);
  [[nodiscard]] testing::AssertionResult becomes(const std::string& sql, const std::string& expected,
                                                 std::chrono::milliseconds patience = std::chrono::seconds(30));
  void run(const std::string& sql);
  std::string log_of(const std::string& instance) const;

  std::string conninfo_;
  std::string more_toml_;  // of every process that is started from now on
  redis::Endpoint redis_;
  std::unique_ptr<pg::Session> admin_;
  std::unique_ptr<PrivateDirectory> directory_;
  payment::Config config_;

 private:
  std::jthread load_;
  std::int64_t sent_ = 0;
};

}  // namespace saga::test
