// SPDX-License-Identifier: GPL-3.0-or-later
// The entries of one saga among those of others, on a real server. Seen red: with slices that both took the millisecond
// between them (its entry came twice), and with entries of others taken because they mention the saga.
#include "backend/redis/saga_streams.h"

#include <gmock/gmock.h>

#include "backend/redis/streams.h"
#include "tests/support/servers.h"

namespace saga::redis {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

const std::string kSaga = "0195a1c3-52f0-7c18-b0aa-4d129f3b7e02";
const std::string kOther = "0195a1c3-52f0-7c18-b0aa-4d129f3b7e03";
const TimePoint kStart{std::chrono::milliseconds{1773197023000}};

std::string event(const std::string& type, const std::string& saga, const std::string& payload = "{}") {
  return R"({"eventId":"e","eventType":")" + type + R"(","sagaId":")" + saga + R"(","payload":)" + payload + "}";
}

class SagaStreamsTest : public testing::Test {
 protected:
  void add(std::string_view stream, std::chrono::milliseconds after, const std::string& text) {
    const auto id = std::to_string((kStart.time_since_epoch() + after) / 1ms) + "-*";
    const auto done = expect_ok(client->call(xadd_command(stream, "event", text, id)));
    ASSERT_TRUE(done) << done.error().message;
  }
  static StreamHits search(RedisSagaStreams& in, std::vector<TimeSpan> spans) {
    auto found = in.of_saga({kSaga, "O-1", std::move(spans)});
    EXPECT_TRUE(found) << found.error().message;
    return found.value_or(StreamHits{});
  }
  static std::vector<std::string> lines(const StreamHits& found) {
    std::vector<std::string> out;
    for (const StreamHit& hit : found.hits) {
      out.push_back(std::to_string((hit.at - kStart) / 1ms) + " " + hit.stream + " " + hit.type);
    }
    return out;
  }

  Endpoint endpoint = test::fresh_redis();
  std::unique_ptr<Client> client = test::open_client(endpoint);
  RedisSagaStreams streams{endpoint, {"payment.requested", "order.validated", "stock.confirmed", "not.there"}};
};

TEST_F(SagaStreamsTest, FindsItsOwnEntriesWithinTheTimesGiven) {
  add("payment.requested", 1ms, event("PaymentRequested", "", R"({"orderId":"O-1"})"));
  add("payment.requested", 2ms, event("PaymentRequested", "", R"({"orderId":"O-12"})"));
  add("order.validated", 40ms, event("OrderValidated", kSaga));
  add("order.validated", 41ms, event("OrderValidated", kOther, R"({"duplicateOf":")" + kSaga + "\"}"));
  add("order.validated", 42ms, kSaga + " broken {");
  add("stock.confirmed", 999ms, event("StockConfirmed", kSaga));
  add("stock.confirmed", 1000ms, event("StockConfirmed", kSaga));
  add("stock.confirmed", 9000ms, event("StockConfirmed", kSaga));
  const StreamHits found = search(streams, {{kStart + 300us, kStart + 2s}});
  EXPECT_THAT(lines(found), ElementsAre("1 payment.requested PaymentRequested", "40 order.validated OrderValidated",
                                        "42 order.validated ", "999 stock.confirmed StockConfirmed",
                                        "1000 stock.confirmed StockConfirmed"));
  EXPECT_EQ(found.hits[1].text, event("OrderValidated", kSaga));
  EXPECT_EQ(found.looked_at, 7);
  EXPECT_EQ(found.streams, 4);
  EXPECT_EQ(found.stopped_at, std::nullopt);
  EXPECT_THAT(lines(search(streams, {{kStart + 8s, kStart + 10s}})),
              ElementsAre("9000 stock.confirmed StockConfirmed"));
}

TEST_F(SagaStreamsTest, MoreThanOneAnswerTakesIsReadOn) {
  for (int i = 0; i < 450; ++i) add("order.validated", 5ms, event("OrderValidated", i % 100 == 99 ? kSaga : kOther));
  const StreamHits found = search(streams, {{kStart, kStart + 100ms}});
  EXPECT_EQ(found.hits.size(), 4U);
  EXPECT_EQ(found.looked_at, 450);
}

TEST_F(SagaStreamsTest, ALongSearchStopsAtOneTimeAndGoesOnThere) {
  for (int second = 0; second < 6; ++second) {
    add("order.validated", second * 1000ms + 10ms, event("OrderValidated", kSaga));
    add("stock.confirmed", second * 1000ms + 20ms, event("StockConfirmed", kSaga));
  }
  RedisSagaStreams bounded(endpoint, {"order.validated", "stock.confirmed"}, {.entries = 3, .time = 10s});
  const std::vector<TimeSpan> spans{{kStart, kStart + 2s}, {kStart + 4s, kStart + 6s}};
  const StreamHits first = search(bounded, spans);
  ASSERT_EQ(first.stopped_at, kStart + 2s);
  EXPECT_THAT(lines(first), ElementsAre("10 order.validated OrderValidated", "20 stock.confirmed StockConfirmed",
                                        "1010 order.validated OrderValidated", "1020 stock.confirmed StockConfirmed"));
  const StreamHits second = search(bounded, spans_from(spans, *first.stopped_at));
  EXPECT_THAT(lines(second), ElementsAre("4010 order.validated OrderValidated", "4020 stock.confirmed StockConfirmed",
                                         "5010 order.validated OrderValidated", "5020 stock.confirmed StockConfirmed"));
}

TEST_F(SagaStreamsTest, ALostServerIsToldAndFoundAgain) {
  add("order.validated", 1ms, event("OrderValidated", kSaga));
  const std::vector<TimeSpan> spans{{kStart, kStart + 1s}};
  EXPECT_EQ(search(streams, spans).hits.size(), 1U);
  ASSERT_TRUE(test::test_redis().stop());
  const auto gone = streams.of_saga({kSaga, "", spans});
  ASSERT_FALSE(gone);
  EXPECT_EQ(gone.error().kind, ErrorKind::Connection) << gone.error().message;
  ASSERT_TRUE(test::test_redis().start());
  EXPECT_TRUE(streams.of_saga({kSaga, "", spans})) << "it connects anew by itself";
}

TEST_F(SagaStreamsTest, AnInterruptedSearchEndsAtOnce) {
  streams.interrupt();
  const StreamHits found = search(streams, {{kStart, kStart + 1h}});
  EXPECT_EQ(found.looked_at, 0);
  EXPECT_EQ(found.stopped_at, kStart);
}

TEST(SpansOf, LieAroundEachOfTheTimesThatTheSagaRecorded) {
  Saga saga{.id = kSaga};
  saga.created_at = kStart;
  saga.progress_at = kStart + 90s;
  saga.updated_at = kStart + 91s;
  StepExecution quick{"OrderValidation"};
  quick.started_at = kStart + 10ms;
  quick.executed_at = kStart + 3s;
  StepExecution slow{"StockConfirmation"};
  slow.started_at = kStart + 10s;
  slow.executed_at = kStart + 70s;
  std::string out;
  for (const TimeSpan& span : spans_of(saga, {quick, slow}, 1000ms)) {
    out += std::to_string((span.from - kStart) / 1ms) + ".." + std::to_string((span.to - kStart) / 1ms) + " ";
  }
  EXPECT_EQ(out, "-1000..4000 9000..11000 69000..71000 89000..92000 ")
      << "all of a quick attempt, both ends of one that waited long";
}

}  // namespace
}  // namespace saga::redis
