// SPDX-License-Identifier: GPL-3.0-or-later
// Against a lane that asks for a connection when a question is put, instead of on its own thread.
#include "backend/services/live_streams.h"

#include <gtest/gtest.h>

#include "tests/support/fake_context.h"
#include "tests/support/manual_executor.h"

namespace saga {
namespace {

class LiveStreamsTest : public testing::Test {
 protected:
  std::string ask(LiveStreams& streams) {
    std::string answer = "nothing";
    streams.call(Attachment::work_of<StreamHits>(
        [](Readers& readers) { return readers.streams->of_saga({}); },
        [&](Result<StreamHits> found) { answer = found ? "found" : found.error().message; }));
    home.run_all();
    return answer;
  }
  test::ManualExecutor home;
  int opened = 0;
  Result<void> possible;
};

TEST_F(LiveStreamsTest, OpensWithTheFirstQuestionAndOnce) {
  LiveStreams streams(home, [this]() -> Result<std::unique_ptr<SagaStreams>> {
    ++opened;
    if (!possible) return std::unexpected(possible.error());
    return std::make_unique<test::FakeStreams>();
  });
  EXPECT_EQ(opened, 0);
  possible = std::unexpected(Error{ErrorKind::Connection, "connection refused"});
  EXPECT_EQ(ask(streams), "connection refused");
  possible = {};
  EXPECT_EQ(ask(streams), "found") << "it is tried again with the next question";
  EXPECT_EQ(ask(streams), "found");
  EXPECT_EQ(opened, 2);
}

TEST_F(LiveStreamsTest, WithoutRedisItSaysSo) {
  LiveStreams streams(home, {});
  EXPECT_EQ(ask(streams), "The profile names no Redis, so there are no streams.");
}

TEST_F(LiveStreamsTest, NothingIsBegunAfterTheEnd) {
  LiveStreams streams(home, [this]() -> Result<std::unique_ptr<SagaStreams>> {
    ++opened;
    return std::make_unique<test::FakeStreams>();
  });
  streams.shut_down();
  EXPECT_EQ(ask(streams), "nothing");
  EXPECT_EQ(opened, 0);
}

}  // namespace
}  // namespace saga
