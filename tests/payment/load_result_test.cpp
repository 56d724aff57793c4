// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "backend/payment/load/in_flight.h"
#include "backend/payment/load/report.h"

namespace saga::payment {
namespace {

using namespace std::chrono_literals;

TEST(Latencies, PercentilesAreRightToTwoPerCent) {
  Latencies latencies;
  for (int i = 1; i <= 1000; ++i) latencies.add(i);
  EXPECT_NEAR(latencies.percentile_ms(50), 500, 10);
  EXPECT_NEAR(latencies.percentile_ms(90), 900, 18);
  EXPECT_NEAR(latencies.percentile_ms(99), 990, 20);
  EXPECT_DOUBLE_EQ(latencies.percentile_ms(100), 1000);
  EXPECT_DOUBLE_EQ(latencies.max_ms(), 1000);
  EXPECT_EQ(latencies.count(), 1000);
}

TEST(Latencies, ExtremesAndNothingAreNoTrouble) {
  Latencies latencies;
  EXPECT_EQ(latencies.percentile_ms(99), 0);
  latencies.add(0);
  latencies.add(-1);
  EXPECT_LE(latencies.percentile_ms(99), 0.02);
  latencies.add(1e12);
  EXPECT_DOUBLE_EQ(latencies.max_ms(), 1e12);
}

class InFlightTest : public testing::Test {
 protected:
  InFlight::Time at(std::chrono::milliseconds time) const { return start_ + time; }
  InFlight in_flight_;
  InFlight::Time start_ = std::chrono::steady_clock::now();
};

TEST_F(InFlightTest, TheFirstEndOfAnOrderCounts) {
  in_flight_.sent(std::vector<std::string>{"a", "b", "c"}, at(0ms));
  in_flight_.ended("a", Outcome::Completed, at(10ms));
  in_flight_.ended("a", Outcome::Failed, at(20ms));
  in_flight_.ended("b", Outcome::Parked, at(30ms));
  in_flight_.ended("b", Outcome::Completed, at(40ms));  // somebody has retried it
  in_flight_.ended("stranger", Outcome::Completed, at(50ms));
  const auto result = in_flight_.result();
  EXPECT_EQ(result.sent, 3);
  EXPECT_EQ(result.completed, 1);
  EXPECT_EQ(result.failed, 0);
  EXPECT_EQ(result.parked, 1);
  EXPECT_EQ(result.open, 1);
  EXPECT_EQ(result.span, 30ms);
  EXPECT_EQ(result.latencies.count(), 2);
  EXPECT_DOUBLE_EQ(result.latencies.max_ms(), 30);
}

TEST_F(InFlightTest, AnEndThatWasLookedUpHasNoLatency) {
  in_flight_.sent(std::vector<std::string>{"a"}, at(0ms));
  in_flight_.found_ended("a", Outcome::Failed, at(5s));
  EXPECT_EQ(in_flight_.result().failed, 1);
  EXPECT_EQ(in_flight_.result().latencies.count(), 0);
}

TEST_F(InFlightTest, OnlyTheOldAreLookedUp) {
  in_flight_.sent(std::vector<std::string>{"old"}, at(0ms));
  in_flight_.sent(std::vector<std::string>{"new"}, at(900ms));
  EXPECT_EQ(in_flight_.older_than(at(500ms), 10), std::vector<std::string>{"old"});
  EXPECT_TRUE(in_flight_.older_than(at(500ms), 0).empty());
}

TEST_F(InFlightTest, WaitingEndsWithRoomOrWithTheStop) {
  in_flight_.sent(std::vector<std::string>{"a", "b"}, at(0ms));
  std::stop_source stop;
  EXPECT_FALSE(in_flight_.wait_below(2, 1ms, stop.get_token()));
  in_flight_.ended("a", Outcome::Completed, at(1ms));
  EXPECT_TRUE(in_flight_.wait_below(2, 1ms, stop.get_token()));
  stop.request_stop();
  EXPECT_FALSE(in_flight_.wait_below(1, 10s, stop.get_token()));
}

TEST(LoadReport, IsJsonThatSaysWhatRan) {
  InFlight in_flight;
  const auto now = std::chrono::steady_clock::now();
  in_flight.sent(std::vector<std::string>{"a", "b"}, now);
  in_flight.ended("a", Outcome::Completed, now + 500ms);
  LoadOptions options;
  options.rate.reset();
  const auto json = nlohmann::json::parse(report_json(in_flight.result(), options));
  EXPECT_EQ(json.at("sent"), 2);
  EXPECT_EQ(json.at("sagasPerSecond"), 2.0);
  EXPECT_EQ(json.at("outcomes").at("open"), 1);
  EXPECT_EQ(json.at("options").at("rate"), "max");
  EXPECT_NE(report_text(in_flight.result()).find("2 sent, 1 ended"), std::string::npos);
}

}  // namespace
}  // namespace saga::payment
