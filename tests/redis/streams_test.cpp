// SPDX-License-Identifier: GPL-3.0-or-later
// Consumer groups and change hints on a real server.
#include "backend/redis/streams.h"

#include <thread>
#include <unistd.h>

#include <gmock/gmock.h>

#include "backend/redis/change_hints.h"
#include "tests/support/servers.h"

namespace saga::redis {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

class StreamsTest : public testing::Test {
 protected:
  std::string add(std::string_view stream, std::string_view value) {
    return expect_text(client->call(xadd_command(stream, "event", value))).value_or("");
  }

  Endpoint endpoint = test::fresh_redis();
  std::unique_ptr<Client> client = test::open_client(endpoint);
};

TEST_F(StreamsTest, AGroupReadsAcknowledgesAndClaims) {
  const std::string first = add("s", "one");
  EXPECT_EQ(ensure_group(*client, "s", "g"), true);
  EXPECT_EQ(ensure_group(*client, "s", "g"), false) << "it exists already";
  add("s", "two");

  const auto reply = client->call(xreadgroup_command("g", "a", {"s"}, 10, milliseconds(-1)));
  const auto entries = parse_streams(*reply);
  ASSERT_TRUE(entries) << entries.error().message;
  ASSERT_EQ(entries->size(), 2U) << "the group begins at the stream's oldest entry";
  EXPECT_EQ(*(*entries)[0].field("event"), "one");

  EXPECT_EQ(expect_integer(client->call(xack_command("s", "g", {first}))), 1);
  const auto claimed =
      parse_autoclaim(*client->call(xautoclaim_command("s", "g", "b", milliseconds(0), "0-0", 10)), "s");
  ASSERT_TRUE(claimed) << claimed.error().message;
  ASSERT_EQ(claimed->entries.size(), 1U);
  EXPECT_EQ(*claimed->entries[0].field("event"), "two");
}

TEST_F(StreamsTest, AReaderThatWaitsGetsAllThatIsAddedTogether) {
  ASSERT_TRUE(ensure_group(*client, "s", "g"));
  std::vector<StreamEntry> read;
  std::jthread reader([&] {
    const auto own = test::open_client(endpoint);
    const auto reply =
        own->call_blocking(xreadgroup_command("g", "a", {"s"}, 10, milliseconds(10'000)), std::chrono::seconds(20));
    if (reply) read = parse_streams(*reply).value_or(std::vector<StreamEntry>{});
  });
  while (expect_text(client->call({"CLIENT", "LIST"})).value_or("").find("cmd=xreadgroup") == std::string::npos) {
    std::this_thread::sleep_for(milliseconds(1));
  }
  const std::vector<Command> three{xadd_command("s", "event", "one"), xadd_command("s", "event", "two"),
                                   xadd_command("s", "event", "three")};
  ASSERT_TRUE(add_together(*client, three));
  reader.join();
  EXPECT_EQ(read.size(), 3U);
}

TEST_F(StreamsTest, WhatCannotBeAddedIsToldOfOneAndOfSeveral) {
  ASSERT_TRUE(client->call({"SET", "text", "x"}));
  const std::vector<Command> additions{xadd_command("s", "event", "one"), xadd_command("text", "event", "two")};
  const auto several = add_together(*client, additions);
  ASSERT_FALSE(several);
  EXPECT_EQ(several.error().code, "WRONGTYPE");
  const auto one = add_together(*client, std::span(additions).subspan(1));
  ASSERT_FALSE(one);
  EXPECT_EQ(one.error().code, "WRONGTYPE");
  EXPECT_TRUE(add_together(*client, {}));
}

TEST_F(StreamsTest, ATrimmedEntryIsFoundInThePendingListWithoutItsFields) {
  ASSERT_TRUE(ensure_group(*client, "s", "g"));
  const std::string id = add("s", "gone");
  ASSERT_TRUE(client->call(xreadgroup_command("g", "a", {"s"}, 10, milliseconds(-1))));
  ASSERT_EQ(expect_integer(client->call({"XDEL", "s", id})), 1);
  const auto pending = parse_streams(*client->call(xreadgroup_command("g", "a", {"s"}, 10, milliseconds(-1), "0")));
  ASSERT_TRUE(pending) << pending.error().message;
  ASSERT_EQ(pending->size(), 1U);
  EXPECT_TRUE(pending->front().deleted);
  EXPECT_EQ(pending->front().id, id);
}

TEST_F(StreamsTest, AGroupThatVanishedIsTold) {
  add("s", "x");
  const auto entries = parse_streams(*client->call(xreadgroup_command("none", "a", {"s"}, 10, milliseconds(-1))));
  ASSERT_FALSE(entries);
  EXPECT_EQ(entries.error().code, "NOGROUP");
}

class HintsTest : public StreamsTest {
 protected:
  void SetUp() override {
    add(kSagaChangedStream, "before");
    auto opened = StreamChangeHints::open(endpoint);
    ASSERT_TRUE(opened) << opened.error().message;
    hints = std::move(*opened);
  }
  std::unique_ptr<StreamChangeHints> hints;
};

TEST_F(HintsTest, OnlyWhatComesLaterIsAHint) {
  EXPECT_EQ(hints->wait(milliseconds(10)), false);
  add(kSagaChangedStream, "now");
  EXPECT_EQ(hints->wait(milliseconds(5000)), true);
  EXPECT_EQ(hints->wait(milliseconds(10)), false) << "each once";
}

TEST_F(HintsTest, AHintBetweenTwoWaitsIsNotLost) {
  EXPECT_EQ(hints->wait(milliseconds(1)), false);
  usleep(20'000);  // most likely that wait's read has by now ended in the server with an empty answer
  for (int i = 0; i < 3; ++i) add(kSagaChangedStream, "between");
  EXPECT_EQ(hints->wait(milliseconds(5000)), true) << "an old read's empty answer is not this wait's";
  int more = 0;
  while (hints->wait(milliseconds(1)) == true) ++more;
  EXPECT_LE(more, 2);
}

TEST_F(HintsTest, AnInterruptedWaitGoesOnLater) {
  std::thread other([this] { hints->interrupt(); });
  const auto begin = steady_clock::now();
  EXPECT_EQ(hints->wait(milliseconds(20'000)), false);
  EXPECT_LT(steady_clock::now() - begin, milliseconds(10'000));
  other.join();
  EXPECT_TRUE(hints->ping()) << "although the server still waits for the other connection's entries";
  add(kSagaChangedStream, "now");
  EXPECT_EQ(hints->wait(milliseconds(5000)), true);
}

TEST_F(HintsTest, PingTakesItsTime) {
  const auto time = hints->ping();
  ASSERT_TRUE(time) << time.error().message;
  EXPECT_GT(time->count(), 0);
}

TEST_F(HintsTest, ALostServerIsAnError) {
  ASSERT_TRUE(test::test_redis().stop());
  const auto hint = hints->wait(milliseconds(5000));
  ASSERT_FALSE(hint);
  EXPECT_EQ(hint.error().kind, ErrorKind::Connection);
  EXPECT_FALSE(hints->ping());
  ASSERT_TRUE(test::test_redis().start());
  EXPECT_TRUE(StreamChangeHints::open(endpoint));
}

}  // namespace
}  // namespace saga::redis
