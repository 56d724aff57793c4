// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes to replies, and replies to stream entries: no server needed.
#include <gmock/gmock.h>

#include "backend/redis/reply_reader.h"
#include "backend/redis/streams.h"

namespace saga::redis {
namespace {

using testing::HasSubstr;
using namespace std::string_literals;

Reply text(std::string value) { return Reply(Reply::Value(std::move(value))); }
Reply number(std::int64_t value) { return Reply(Reply::Value(value)); }
Reply list(Reply::Array items) { return Reply(Reply::Value(std::move(items))); }

Result<std::optional<Reply>> read(std::string_view bytes, const Limits& limits = {}) {
  ReplyReader reader(limits);
  if (auto fed = reader.feed(bytes); !fed) return std::unexpected(fed.error());
  return reader.next();
}

Reply parsed(std::string_view bytes) {
  const auto reply = read(bytes);
  if (!reply) return Reply(Reply::ErrorText{"unreadable: " + reply.error().message});
  return reply->value_or(Reply(Reply::ErrorText{"incomplete"}));
}

TEST(ReplyReader, ReadsEveryType) {
  EXPECT_EQ(parsed("+OK\r\n"), text("OK"));
  EXPECT_EQ(parsed(":-42\r\n"), number(-42));
  EXPECT_EQ(parsed(":9223372036854775807\r\n"), number(std::numeric_limits<std::int64_t>::max()));
  EXPECT_EQ(parsed("$-1\r\n"), Reply());
  EXPECT_EQ(parsed("*-1\r\n"), Reply());
  EXPECT_EQ(parsed("$0\r\n\r\n"), text(""));
  EXPECT_EQ(parsed("*0\r\n"), list({}));
  const Reply error = parsed("-WRONGTYPE Operation against a key\r\n");
  ASSERT_TRUE(error.is_error());
  EXPECT_EQ(error.error()->text, "WRONGTYPE Operation against a key");
}

TEST(ReplyReader, KeepsBytesAsTheyAre) { EXPECT_EQ(parsed("$6\r\na\0\r\n\xff*\r\n"s), text("a\0\r\n\xff*"s)); }

TEST(ReplyReader, ReadsArraysWithinArrays) {
  EXPECT_EQ(parsed("*3\r\n*2\r\n:1\r\n*1\r\n$1\r\nx\r\n$-1\r\n-ERR no\r\n"),
            list({list({number(1), list({text("x")})}), Reply(), Reply(Reply::ErrorText{"ERR no"})}));
}

TEST(ReplyReader, TakesRepliesInWhateverPieces) {
  const std::string bytes = "*2\r\n$5\r\nhello\r\n*1\r\n:7\r\n+OK\r\n";
  const Reply expected = list({text("hello"), list({number(7)})});
  for (std::size_t cut = 1; cut < bytes.size(); ++cut) {
    ReplyReader reader{Limits{}};
    std::vector<Reply> replies;
    for (const std::string& piece : {bytes.substr(0, cut), bytes.substr(cut)}) {
      ASSERT_TRUE(reader.feed(piece));
      for (auto reply = reader.next(); reply && *reply; reply = reader.next()) replies.push_back(**reply);
    }
    EXPECT_EQ(replies, (std::vector<Reply>{expected, text("OK")})) << "cut at " << cut;
  }
}

TEST(ReplyReader, RefusesWhatIsNoReply) {
  EXPECT_FALSE(read("HTTP/1.1 400 Bad Request\r\n\r\n"));
  EXPECT_FALSE(read(",1.5\r\n")) << "a type of another protocol version";
}

std::string nested(int levels) {
  std::string bytes;
  for (int i = 0; i < levels; ++i) bytes += "*1\r\n";
  return bytes + ":1\r\n";
}

TEST(ReplyReader, BoundsTheDepth) {
  EXPECT_TRUE(read(nested(3), {.depth = 3}));
  const auto reply = read(nested(4), {.depth = 3});
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().kind, ErrorKind::Connection);
  EXPECT_THAT(reply.error().message, HasSubstr("deeper than 3"));
  EXPECT_TRUE(read(nested(7)));
  EXPECT_FALSE(read(nested(8)));
  EXPECT_FALSE(read(nested(5000)));
}

TEST(ReplyReader, BoundsTheElementsBeforeTheyCome) {
  // Eight bytes that announce gigabytes.
  EXPECT_FALSE(read("*99999999\r\n"));
  EXPECT_FALSE(read("*4294967296\r\n"));
  EXPECT_TRUE(read("*2\r\n*1\r\n:1\r\n*1\r\n:2\r\n", {.elements = 4}));
  EXPECT_FALSE(read("*2\r\n*1\r\n:1\r\n*2\r\n:2\r\n:3\r\n", {.elements = 4})) << "all levels count together";
}

TEST(ReplyReader, BoundsTheBytesOfOneReplyOnly) {
  const Limits limits{.bytes = 64};
  ReplyReader reader(limits);
  for (int i = 0; i < 100; ++i) {
    ASSERT_TRUE(reader.feed("$10\r\n0123456789\r\n"));
    const auto reply = reader.next();
    ASSERT_TRUE(reply && *reply) << i;
  }
  ASSERT_TRUE(reader.feed("$1000000\r\n"));
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(reader.feed("0123456789"));
  EXPECT_FALSE(reader.feed("0123456789"));
}

TEST(Encode, LeavesArgumentsWhole) {
  EXPECT_EQ(encode({"SET", "k y\r\n", "\0\"%s"s}), "*3\r\n$3\r\nSET\r\n$5\r\nk y\r\n\r\n$4\r\n\0\"%s\r\n"s);
}

TEST(Errors, SayWhatTheCallerCanStillDo) {
  const auto kind = [](const char* message) { return error_of(Reply::ErrorText{message}).kind; };
  EXPECT_EQ(kind("NOPERM this user has no permissions"), ErrorKind::Permission);
  EXPECT_EQ(kind("WRONGPASS invalid username-password pair"), ErrorKind::Permission);
  EXPECT_EQ(kind("LOADING Redis is loading the dataset in memory"), ErrorKind::Connection);
  EXPECT_EQ(kind("BUSYGROUP Consumer Group name already exists"), ErrorKind::Conflict);
  EXPECT_EQ(kind("WRONGTYPE Operation"), ErrorKind::Invalid);
  EXPECT_EQ(kind(""), ErrorKind::Internal);
  EXPECT_EQ(error_of(Reply::ErrorText{"NOGROUP No such key"}).code, "NOGROUP");
}

TEST(Streams, AreRead) {
  const Reply reply = list(
      {list({text("a"), list({list({text("1-0"), list({text("event"), text("{}")})}), list({text("1-1"), Reply()})})}),
       list({text("b"), list({list({text("2-0"), list({})})})})});
  const auto entries = parse_streams(reply);
  ASSERT_TRUE(entries) << entries.error().message;
  ASSERT_EQ(entries->size(), 3U);
  EXPECT_EQ((*entries)[0], (StreamEntry{"a", "1-0", {{"event", "{}"}}}));
  EXPECT_EQ((*entries)[1], (StreamEntry{"a", "1-1", {}, true}));
  EXPECT_EQ((*entries)[2].stream, "b");
  EXPECT_NE((*entries)[0].field("event"), nullptr);
  EXPECT_EQ((*entries)[0].field("other"), nullptr);
  EXPECT_TRUE(parse_streams(Reply())->empty()) << "nil: none within the time";
}

TEST(Streams, WhatDoesNotFitIsAnError) {
  EXPECT_FALSE(parse_streams(text("OK")));
  EXPECT_FALSE(parse_streams(list({text("a")})));
  EXPECT_FALSE(parse_streams(list({list({text("a"), list({list({text("1-0")})})})})));
  EXPECT_FALSE(parse_streams(list({list({text("a"), list({list({text("1-0"), list({text("odd")})})})})})));
  EXPECT_FALSE(parse_streams(list({list({text("a"), list({list({text("1-0"), list({text("f"), number(1)})})})})})));
  EXPECT_FALSE(parse_streams(list({list({number(1), list({})})})));
  const auto refused = parse_streams(Reply(Reply::ErrorText{"NOGROUP No such key"}));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "NOGROUP");
}

TEST(Streams, ClaimsAreRead) {
  const auto claimed = parse_autoclaim(
      list({text("0-0"), list({list({text("1-0"), list({text("f"), text("v")})})}), list({text("0-9")})}), "s");
  ASSERT_TRUE(claimed) << claimed.error().message;
  EXPECT_EQ(claimed->next, "0-0");
  EXPECT_EQ(claimed->entries.size(), 1U);
  EXPECT_EQ(claimed->deleted, std::vector<std::string>{"0-9"});
  EXPECT_TRUE(parse_autoclaim(list({text("0-0"), list({})}), "s")) << "as Redis 6.2 answers";
  EXPECT_FALSE(parse_autoclaim(list({text("0-0")}), "s"));
}

}  // namespace
}  // namespace saga::redis
