// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>

#include "app/sagactl/exit_status.h"
#include "tests/integration/sagactl/command_line.h"
#include "tests/support/otlp_definition.h"

// Row S16: sagactl sagas trace ID.
namespace saga::test {
namespace {

using nlohmann::json;
using testing::IsEmpty;

TEST(S16TracesSagactl, PrintsTheSagaAsAnOtlpDocument) {
  SagactlWorld world;
  auto& db = world.database;
  const auto id = db.insert({.status = "FAILED", .order_id = "ORD-7", .step = "BalanceDeduction"});
  db.run(
      "insert into saga.saga_step_execution (saga_id, step_name, direction, attempt, status, input_data, "
      "error_message, "
      "executed_at) values ('" +
      id +
      "', 'OrderValidation', 'FORWARD', 1, 'SUCCESS', '{\"cardNumber\":\"4111 1111 1111 1111\"}', null, now()), ('" +
      id + "', 'BalanceDeduction', 'FORWARD', 1, 'FAILED', '{}', E'no \\u001b[31mmoney', now()), ('" + id +
      "', 'OrderValidation', 'COMPENSATION', 1, 'COMPENSATED', '{}', null, now())");
  const auto finished = sagactl({"--profile", "viewer", "sagas", "trace", id});
  EXPECT_EQ(finished.status, ctl::kDone) << finished.err;
  const json document = finished.json();
  EXPECT_THAT(otlp_breaches(document), IsEmpty());
  EXPECT_THAT(otlp_nonsense(document), IsEmpty());
  const json& spans = document["resourceSpans"][0]["scopeSpans"][0]["spans"];
  ASSERT_EQ(spans.size(), 4U);
  EXPECT_EQ(spans[2]["status"]["message"], "no \x1b[31mmoney");
  EXPECT_EQ(spans[3]["links"][0]["spanId"], spans[1]["spanId"]);
  EXPECT_EQ(finished.out.find('\x1b'), std::string::npos);
  EXPECT_EQ(finished.out.find("1111"), std::string::npos);
  // There is no other form of it, and asking again gives the same spans.
  EXPECT_EQ(sagactl({"--profile", "viewer", "--json", "sagas", "trace", id}).out, finished.out);
}

TEST(S16TracesSagactl, WhatIsStillOpenHasNoEnd) {
  SagactlWorld world;
  const auto id = world.database.insert({.step = "BalanceDeduction"});
  const auto finished = sagactl({"--profile", "viewer", "sagas", "trace", id});
  EXPECT_EQ(finished.status, ctl::kDone) << finished.err;
  const json document = finished.json();
  EXPECT_THAT(otlp_breaches(document), IsEmpty());
  EXPECT_FALSE(document["resourceSpans"][0]["scopeSpans"][0]["spans"][0].contains("endTimeUnixNano"));
}

TEST(S16TracesSagactl, NobodyIsRefused) {
  SagactlWorld world;
  for (const char* id : {"00000000-0000-7000-8000-000000000000", "no-uuid"}) {
    const auto finished = sagactl({"--profile", "viewer", "--json", "sagas", "trace", id});
    EXPECT_EQ(finished.status, ctl::kRefused);
    EXPECT_TRUE(finished.json().contains("error"));
    EXPECT_FALSE(finished.err.empty());
  }
  const auto people = sagactl({"--profile", "viewer", "sagas", "trace", "no-uuid"});
  EXPECT_EQ(people.status, ctl::kRefused);
  EXPECT_TRUE(people.out.empty());
  EXPECT_EQ(sagactl({"--profile", "viewer", "sagas", "trace"}).status, ctl::kUsage);
}

}  // namespace
}  // namespace saga::test
