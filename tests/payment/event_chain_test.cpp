// SPDX-License-Identifier: GPL-3.0-or-later
#include <map>
#include <sstream>

#include <fmt/format.h>

#include "backend/payment/topics.h"
#include "backend/private_servers/child_process.h"
#include "tests/payment/system_fixture.h"

// Row S3: every request and event is a stream entry that another program can read.
//
// Planted and seen red: in answer() (participants/request.cpp) leave correlation_id empty, and the chain ends behind
// the first request.
namespace saga::test {
namespace {

using namespace saga::payment;
using namespace std::chrono_literals;

class S3EventChain : public SystemTest {
 protected:
  struct Entry {
    std::string topic;
    nlohmann::json event;
  };

  // What redis-cli sees: the entries of a stream, by plain XRANGE.
  std::vector<Entry> entries_of(std::string_view topic) {
    const auto program = find_program("redis-cli");
    EXPECT_TRUE(program);
    if (!program) return {};
    const auto ran = run_program(
        {.argv = {program->string(), "-s", config_.redis.unix_path, "--raw", "XRANGE", std::string(topic), "-", "+"},
         .capture = true},
        10s);
    EXPECT_TRUE(ran) << ran.error().message;
    std::vector<Entry> entries;
    std::istringstream lines(ran ? ran->output : "");
    for (std::string id, field, text; std::getline(lines, id) && std::getline(lines, field);) {
      EXPECT_TRUE(std::getline(lines, text));
      EXPECT_EQ(field, "event");
      entries.push_back({std::string(topic), nlohmann::json::parse(text, nullptr, false)});
      EXPECT_TRUE(entries.back().event.is_object()) << text;
    }
    return entries;
  }

  // Follows correlationId from the event to whatever it caused, a line each: the stream, the event's type, and what
  // a reply says was done.
  std::string chain_from(const Entry& first) {
    std::map<std::string, std::vector<Entry>> caused;
    for (const StepTopics& step : all_steps()) {
      for (const auto& leg : {step.forward, step.compensation}) {
        for (const std::string_view topic : {leg.request, leg.done, leg.failed}) {
          if (topic.empty()) continue;
          for (Entry& entry : entries_of(topic)) caused[entry.event["correlationId"]].push_back(std::move(entry));
        }
      }
    }
    std::string text;
    const std::string trace = first.event["traceparent"].get<std::string>().substr(0, 35);
    for (std::vector<Entry> here{first}; !here.empty();) {
      EXPECT_EQ(here.size(), 1U) << "caused more than one event: " << text;
      const auto& [topic, event] = here.front();
      EXPECT_EQ(event["traceparent"].get<std::string>().substr(0, 35), trace) << topic;
      text += fmt::format("{} {}", topic, event["eventType"].get<std::string>());
      if (event["payload"].contains("error")) text += ": " + event["payload"]["error"].get<std::string>();
      text += '\n';
      here = caused[event["eventId"]];
    }
    return text;
  }
};

TEST_F(S3EventChain, OfOnePaymentIsReadByAnotherProgram) {
  start();
  ASSERT_EQ(pay(1).completed, 1);
  const auto requested = entries_of(kPaymentRequested);
  ASSERT_EQ(requested.size(), 1U);
  EXPECT_EQ(chain_from(requested.front()),
            "payment.requested PaymentRequested\n"
            "order.validation.requested OrderValidationRequest\n"
            "order.validated OrderValidated\n"
            "balance.deduction.requested BalanceDeductionRequest\n"
            "balance.deducted BalanceDeducted\n"
            "stock.confirmation.requested StockConfirmationRequest\n"
            "stock.confirmed StockConfirmed\n"
            "payment.creation.requested PaymentCreationRequest\n"
            "payment.completed PaymentCompleted\n");
}

TEST_F(S3EventChain, OfAPaymentThatIsUndoneRunsBackwards) {
  config_.faults["PaymentCreation"].push_back(
      {.kind = FaultKind::Decline, .permille = 1000, .message = "card refused"});
  start();
  ASSERT_EQ(pay(1).failed, 1);
  const auto requested = entries_of(kPaymentRequested);
  ASSERT_EQ(requested.size(), 1U);
  EXPECT_EQ(chain_from(requested.front()),
            "payment.requested PaymentRequested\n"
            "order.validation.requested OrderValidationRequest\n"
            "order.validated OrderValidated\n"
            "balance.deduction.requested BalanceDeductionRequest\n"
            "balance.deducted BalanceDeducted\n"
            "stock.confirmation.requested StockConfirmationRequest\n"
            "stock.confirmed StockConfirmed\n"
            "payment.creation.requested PaymentCreationRequest\n"
            "payment.failed PaymentFailed: card refused\n"
            "stock.release.requested StockReleaseRequest\n"
            "stock.released StockReleased\n"
            "balance.refund.requested BalanceRefundRequest\n"
            "balance.refunded BalanceRefunded\n"
            "order.cancellation.requested OrderCancellationRequest\n"
            "order.cancelled OrderCancelled\n");
}

// A newer release may say more in an event; this one reads what it knows.
TEST(S3Event, UnknownFieldsAreIgnored) {
  Event event{.event_id = "e",
              .event_type = "OrderValidated",
              .saga_id = "s",
              .correlation_id = "c",
              .traceparent = "t",
              .occurred_at = SystemClock().now(),
              .payload = {{"attempt", 1}}};
  auto json = nlohmann::json::parse(encode(event));
  json["schemaVersion"] = 2;
  json["payload"]["loyaltyPoints"] = {{"earned", 12}};
  const auto read = decode(json.dump());
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->event_id, "e");
  EXPECT_EQ(read->payload["attempt"], 1);
}

}  // namespace
}  // namespace saga::test
