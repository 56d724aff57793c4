// SPDX-License-Identifier: GPL-3.0-or-later
// The receiver is what the tests of publishing believe; so it is tested itself, over HTTP.
#include <gtest/gtest.h>

#include "backend/payment/publishing/http_connection.h"
#include "backend/payment/receiver/receiver.h"

namespace saga::test {
namespace {

using namespace saga::payment;
using namespace std::chrono_literals;

class ExternalReceiver : public testing::Test {
 protected:
  ExternalReceiver() {
    auto started = Receiver::start();
    EXPECT_TRUE(started) << started.error().message;
    receiver_ = std::move(*started);
  }
  HttpAnswer deliver(const std::string& id, std::int64_t position, int generation = 0, const std::string& key = "k") {
    return connect_http(receiver_->url("crm"), 2s)
        ->post("{}", {{"Delivery-Id", id},
                      {"Order-Key", key},
                      {"Order-Position", std::to_string(position)},
                      {"Delivery-Generation", std::to_string(generation)}});
  }
  HttpAnswer control(const std::string& json) {
    return connect_http(receiver_->url("control/crm"), 2s)->post(json, {});
  }
  TargetCounts counts() { return receiver_->ledger().counts("crm"); }

  std::unique_ptr<Receiver> receiver_;
};

TEST_F(ExternalReceiver, CountsByDeliveryId) {
  EXPECT_EQ(deliver("a", 1).status, 200);
  EXPECT_EQ(deliver("b", 2).status, 200);
  EXPECT_EQ(deliver("a", 1).status, 200);
  EXPECT_EQ(counts().accepted, 3);
  EXPECT_EQ(counts().deliveries, 2);
  EXPECT_EQ(counts().repeated, 1);
  EXPECT_EQ(counts().order_violations, 0) << "it came again";
  EXPECT_EQ(deliver("", 3).status, 400);
}

TEST_F(ExternalReceiver, SeesWhatComesBehindALaterOneOfItsKey) {
  deliver("b", 2);
  deliver("other", 1, 0, "another key");
  EXPECT_EQ(counts().order_violations, 0);
  deliver("replayed", 1, 1);
  EXPECT_EQ(counts().order_violations, 0);
  deliver("a", 1);
  EXPECT_EQ(counts().order_violations, 1);
}

TEST_F(ExternalReceiver, DoesAsItIsTold) {
  EXPECT_EQ(control(R"({"fail": 1, "failStatus": 502})").status, 200);
  EXPECT_EQ(deliver("a", 1).status, 502);
  EXPECT_EQ(control(R"({"refuse": 1, "text": "no"})").status, 200);
  EXPECT_EQ(deliver("a", 1).text, "{\"error\":\"no\"}\n");
  EXPECT_EQ(control(R"({"drop": 1})").status, 200);
  EXPECT_EQ(deliver("a", 1).problem, "the connection was closed before an answer came");
  EXPECT_EQ(control("{}").status, 200);
  EXPECT_EQ(deliver("a", 1).status, 200);
  EXPECT_EQ(counts().requests, 4);
  EXPECT_EQ(counts().accepted, 1);
}

TEST_F(ExternalReceiver, AHangingTargetIsLeftInTimeAndEndsWithTheReceiver) {
  EXPECT_EQ(control(R"({"hang": 1, "hangMs": 60000})").status, 200);
  const auto connection = connect_http(receiver_->url("crm"), 100ms);
  EXPECT_EQ(connection->post("{}", {{"Delivery-Id", "a"}}).problem, "no answer within 100 ms");
  const auto begun = std::chrono::steady_clock::now();
  receiver_.reset();
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 30s);
}

TEST_F(ExternalReceiver, SaysWhatIsWrongWithWhatItIsTold) {
  EXPECT_EQ(control(R"({"fial": 1})").text, "{\"error\":\"fial: there is no such key\"}\n");
  EXPECT_EQ(control(R"({"fail": 2})").text, "{\"error\":\"fail: expected a number from 0 to 1\"}\n");
  EXPECT_EQ(control("[").text, "{\"error\":\"expected a JSON object\"}\n");
}

TEST(HttpUrl, IsServerAndPath) {
  for (const char* url : {"http://127.0.0.1:80/crm", "https://crm.example/a/b", "http://localhost"}) {
    EXPECT_TRUE(is_http_url(url)) << url;
  }
  for (const char* url : {"", "crm", "ftp://x/y", "http://", "http:///x", "http://a b/c", "http://user:pw@host/x"}) {
    EXPECT_FALSE(is_http_url(url)) << url;
  }
}

}  // namespace
}  // namespace saga::test
