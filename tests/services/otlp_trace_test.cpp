// SPDX-License-Identifier: GPL-3.0-or-later
// Row S16: a saga's timeline as an OTLP document. How it is held against the definition is in
// tests/support/otlp_definition.h.
#include "backend/services/otlp_trace.h"

#include <gmock/gmock.h>

#include "tests/support/otlp_definition.h"

namespace saga::test {
namespace {

using nlohmann::json;
using testing::IsEmpty;
using namespace std::chrono_literals;

constexpr TimePoint kNoon{std::chrono::sys_days{std::chrono::year{2026} / 3 / 11} + 12h};
constexpr const char* kTrace = "4bf92f3577b34da6a3ce929d0e0e4736";

StepExecution attempt(const char* step, int number, StepStatus status, std::chrono::milliseconds at,
                      Direction direction = Direction::Forward) {
  StepExecution execution{.step_name = step, .direction = direction, .attempt = number, .status = status};
  execution.started_at = kNoon + at;
  if (status != StepStatus::Pending) execution.executed_at = execution.started_at + 5ms;
  return execution;
}

SagaDetail saga_with(SagaStatus status, std::vector<StepExecution> executions) {
  SagaDetail detail;
  detail.saga = {.id = "019abcde-0000-7000-8000-000000000001",
                 .type = "PaymentSaga",
                 .current_step = "BalanceDeduction",
                 .status = status,
                 .raw_status = std::string(to_text(status)),
                 .order_id = "O-7",
                 .trace_id = kTrace,
                 .version = 4};
  detail.saga.created_at = kNoon;
  detail.saga.updated_at = kNoon + 1min;
  detail.executions = std::move(executions);
  detail.server_now = kNoon + 2min;
  return detail;
}

json spans_of(const TraceParts& parts) {
  const json document = json::parse(otlp_trace(parts).dump());
  EXPECT_THAT(otlp_breaches(document), IsEmpty());
  EXPECT_THAT(otlp_nonsense(document), IsEmpty());
  return document["resourceSpans"][0]["scopeSpans"][0]["spans"];
}

std::string attribute(const json& span, const std::string& key) {
  for (const json& each : span.value("attributes", json::array())) {
    if (each["key"] == key) return each["value"].begin()->dump();
  }
  return "";
}

TEST(S16TracesDocument, OfACompletedSagaHasASpanForTheSagaAndOneForEachAttempt) {
  const auto detail = saga_with(SagaStatus::Completed, {attempt("OrderValidation", 1, StepStatus::Success, 0ms),
                                                        attempt("BalanceDeduction", 1, StepStatus::Failed, 10ms),
                                                        attempt("BalanceDeduction", 2, StepStatus::Success, 20ms)});
  const json spans = spans_of({.detail = detail});
  ASSERT_EQ(spans.size(), 4U);
  const json& root = spans[0];
  EXPECT_EQ(root["name"], "PaymentSaga");
  EXPECT_EQ(root["traceId"], kTrace);
  EXPECT_FALSE(root.contains("parentSpanId"));
  EXPECT_EQ(root["startTimeUnixNano"], "1773230400000000000");
  EXPECT_EQ(root["endTimeUnixNano"], "1773230400025000000");  // with its last result, not its last change
  EXPECT_EQ(root["status"]["code"], 1);
  EXPECT_EQ(attribute(root, "saga.version"), "\"4\"");
  EXPECT_EQ(attribute(root, "saga.order_id"), "\"O-7\"");
  for (std::size_t i = 1; i < spans.size(); ++i) EXPECT_EQ(spans[i]["parentSpanId"], root["spanId"]);
  EXPECT_EQ(spans[2]["status"]["code"], 2);
  EXPECT_EQ(spans[3]["name"], "BalanceDeduction");
  EXPECT_EQ(attribute(spans[3], "saga.attempt"), "\"2\"");
  EXPECT_EQ(spans[3]["status"]["code"], 1);
}

TEST(S16TracesDocument, ACompensationIsLinkedToWhatItUndoes) {
  const auto detail = saga_with(
      SagaStatus::Failed, {attempt("OrderValidation", 1, StepStatus::Pending, 0ms),
                           attempt("OrderValidation", 2, StepStatus::Success, 10ms),
                           attempt("BalanceDeduction", 1, StepStatus::Failed, 20ms),
                           attempt("OrderValidation", 1, StepStatus::Compensated, 30ms, Direction::Compensation)});
  const json spans = spans_of({.detail = detail});
  ASSERT_EQ(spans.size(), 5U);
  EXPECT_EQ(spans[0]["status"]["code"], 2);
  EXPECT_EQ(spans[4]["name"], "OrderValidation compensation");
  ASSERT_EQ(spans[4]["links"].size(), 1U);
  EXPECT_EQ(spans[4]["links"][0]["spanId"], spans[2]["spanId"]);
  EXPECT_EQ(spans[4]["links"][0]["traceId"], kTrace);
  EXPECT_FALSE(spans[3].contains("links"));
}

TEST(S16TracesDocument, WhatHasNotEndedHasNoEndAndSaysSo) {
  const auto detail = saga_with(SagaStatus::Running, {attempt("OrderValidation", 1, StepStatus::Success, 0ms),
                                                      attempt("BalanceDeduction", 1, StepStatus::Pending, 10ms)});
  const json spans = spans_of({.detail = detail});
  for (const std::size_t open : {0U, 2U}) {
    EXPECT_FALSE(spans[open].contains("endTimeUnixNano"));
    EXPECT_EQ(attribute(spans[open], "saga.open"), "true");
    EXPECT_EQ(spans[open]["status"], json::object());
  }
  EXPECT_EQ(attribute(spans[1], "saga.open"), "");
}

TEST(S16TracesDocument, EventsDeliveriesAndWhatPeopleDidArePartOfIt) {
  auto detail = saga_with(SagaStatus::Completed, {attempt("OrderValidation", 1, StepStatus::Success, 0ms)});
  detail.commands.push_back({"c-1", Action::Retry, "kim", "x", "APPLIED", "", kNoon + 9s});
  TraceParts parts{.detail = detail};
  parts.events.push_back({"orders", "order/O-7", 2, "OrderValidated", "{}", kNoon + 3s});
  parts.deliveries.push_back({.event_id = "e-1",
                              .target = "crm",
                              .event_type = "PaymentCompleted",
                              .status = "SENT",
                              .created_at = kNoon + 1s,
                              .ended_at = kNoon + 2s});
  parts.deliveries.push_back({.event_id = "e-1",
                              .target = "warehouse",
                              .event_type = "PaymentCompleted",
                              .status = "DEAD_LETTER",
                              .retry_count = 5,
                              .generation = 1,
                              .error = "503",
                              .created_at = kNoon + 1s,
                              .ended_at = kNoon + 8s});
  parts.deliveries.push_back({.event_id = "e-1",
                              .target = "analytics",
                              .event_type = "PaymentCompleted",
                              .status = "PENDING",
                              .created_at = kNoon + 1s});
  const json spans = spans_of(parts);
  ASSERT_EQ(spans.size(), 5U);
  ASSERT_EQ(spans[0]["events"].size(), 2U);
  EXPECT_EQ(spans[0]["events"][0]["name"], "OrderValidated");
  EXPECT_EQ(spans[0]["events"][1]["name"], "operator RETRY");
  EXPECT_EQ(spans[2]["name"], "PaymentCompleted to crm");
  EXPECT_EQ(spans[2]["status"]["code"], 1);
  EXPECT_EQ(spans[3]["status"], (json{{"message", "503"}, {"code", 2}}));
  EXPECT_EQ(attribute(spans[3], "saga.delivery.retries"), "\"5\"");
  EXPECT_EQ(attribute(spans[4], "saga.open"), "true");
  EXPECT_EQ(otlp_trace(parts).dump().find("kim"), std::string::npos);
}

// Of another system, or of an older one.
TEST(S16TracesDocument, ASagaWithoutATraceGetsOneThatStaysTheSame) {
  auto detail = saga_with(SagaStatus::Running, {});
  for (const char* none : {"", "x", "00000000000000000000000000000000", "4BF92F3577B34DA6A3CE929D0E0E4736"}) {
    detail.saga.trace_id = none;
    EXPECT_EQ(spans_of({.detail = detail})[0]["traceId"], spans_of({.detail = detail})[0]["traceId"]);
  }
}

// The table would be of no use if it took everything.
TEST(S16TracesDefinition, FindsWhatIsWrong) {
  const auto detail = saga_with(SagaStatus::Completed, {attempt("OrderValidation", 1, StepStatus::Success, 0ms)});
  const json good = json::parse(otlp_trace({.detail = detail}).dump());
  const auto wrong = [&](const char* pointer, json value) {
    json document = good;
    document[json::json_pointer(pointer)] = std::move(value);
    return otlp_breaches(document).size() + (otlp_breaches(document).empty() ? otlp_nonsense(document).size() : 0);
  };
  const std::string span = "/resourceSpans/0/scopeSpans/0/spans/1/";
  EXPECT_EQ(otlp_breaches(good).size(), 0U);
  EXPECT_GT(wrong((span + "startTimeUnixNano").c_str(), 1773230400000000000), 0U);
  EXPECT_GT(wrong((span + "endTimeUnixNano").c_str(), "1"), 0U);
  EXPECT_GT(wrong((span + "kind").c_str(), "SPAN_KIND_CLIENT"), 0U);
  EXPECT_GT(wrong((span + "spanId").c_str(), "AAAAAAAAAAE="), 0U);
  EXPECT_GT(wrong((span + "spanId").c_str(), "0000000000000000"), 0U);
  EXPECT_GT(wrong((span + "parentSpanId").c_str(), "00000000000000aa"), 0U);
  EXPECT_GT(wrong((span + "span_id").c_str(), "00000000000000aa"), 0U);
  EXPECT_GT(wrong((span + "status/code").c_str(), 3), 0U);
  EXPECT_GT(wrong((span + "attributes/0/value").c_str(), {{"intValue", 4}}), 0U);
  EXPECT_GT(wrong((span + "name").c_str(), ""), 0U);
}

}  // namespace
}  // namespace saga::test
