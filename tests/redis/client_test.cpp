// SPDX-License-Identifier: GPL-3.0-or-later
// The client on a real server: calls, pipelines, waits that end when told to, and a server that dies.
#include "backend/redis/client.h"

#include <array>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>

#include <gmock/gmock.h>

#include "backend/redis/change_hints.h"
#include "backend/redis/streams.h"
#include "tests/support/servers.h"

namespace saga::redis {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

class ClientTest : public testing::Test {
 protected:
  Endpoint endpoint = test::fresh_redis();
  std::unique_ptr<Client> client = test::open_client(endpoint);
};

// Calls `interrupt` once the server says that a client is blocked.
template <class Interrupt>
std::thread once_blocked(const Endpoint& endpoint, Interrupt interrupt) {
  return std::thread([endpoint, interrupt] {
    const auto observer = test::open_client(endpoint);
    for (int i = 0; i < 5000; ++i) {
      const auto info = expect_text(observer->call({"INFO", "clients"}));
      if (info && info->find("blocked_clients:0") == std::string::npos) break;
    }
    interrupt();
  });
}

Command blocking_read(milliseconds block) { return xread_command({"silent"}, {"$"}, 10, block); }

TEST_F(ClientTest, CallsAndAnswersAreBinarySafe) {
  const std::string key("k\0\r\n", 4);
  const std::string value("\xff\0*3\r\n'\"", 8);
  EXPECT_EQ(expect_text(client->call({"SET", key, value})), "OK");
  EXPECT_EQ(expect_text(client->call({"GET", key})), value);
  EXPECT_TRUE(client->call({"GET", "none"})->is_nil());
  EXPECT_EQ(expect_integer(client->call({"STRLEN", key})), 8);
}

TEST_F(ClientTest, AnErrorReplyLeavesTheConnectionAlone) {
  ASSERT_TRUE(client->call({"LPUSH", "list", "x"}));
  const auto reply = client->call({"GET", "list"});
  ASSERT_TRUE(reply) << "an error reply is a reply";
  EXPECT_TRUE(reply->is_error());
  const auto wanted = expect_ok(reply);
  ASSERT_FALSE(wanted);
  EXPECT_EQ(wanted.error().code, "WRONGTYPE");
  EXPECT_EQ(expect_text(client->call({"PING"})), "PONG");
}

TEST_F(ClientTest, APipelineAnswersInOrder) {
  std::vector<Command> commands;
  for (int i = 0; i < 1000; ++i) commands.push_back({"INCR", i % 2 == 0 ? "even" : "odd"});
  commands.push_back({"INCR", "even", "too many"});
  commands.push_back({"GET", "odd"});
  const auto replies = client->pipeline(commands);
  ASSERT_TRUE(replies) << replies.error().message;
  ASSERT_EQ(replies->size(), 1002U);
  EXPECT_EQ(*(*replies)[998].integer(), 500);
  EXPECT_TRUE((*replies)[1000].is_error());
  EXPECT_EQ(*(*replies)[1001].text(), "500") << "the error before it stopped nothing";
}

TEST_F(ClientTest, LargeRepliesComeWhole) {
  const std::string large(std::size_t{1} << 20, 'x');
  const std::vector<Command> commands(8, Command{"ECHO", large});
  const auto replies = client->pipeline(commands);
  ASSERT_TRUE(replies) << replies.error().message;
  for (const Reply& reply : *replies) EXPECT_EQ(*reply.text(), large);
}

TEST_F(ClientTest, AReplyBeyondTheLimitEndsTheConnection) {
  const auto careful = Client::open(endpoint, {.bytes = 1000});
  ASSERT_TRUE(careful);
  ASSERT_TRUE(client->call({"SET", "large", std::string(2000, 'x')}));
  const auto reply = (*careful)->call({"GET", "large"});
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().kind, ErrorKind::Connection);
  EXPECT_TRUE((*careful)->broken());
}

TEST_F(ClientTest, ABlockingCallReturnsWhatComes) {
  std::thread writer = once_blocked(
      endpoint, [this] { ASSERT_TRUE(test::open_client(endpoint)->call(xadd_command("news", "event", "{}"))); });
  const auto reply = client->call_blocking(xread_command({"news"}, {"$"}, 10, milliseconds(5000)), milliseconds(8000));
  writer.join();
  ASSERT_TRUE(reply) << reply.error().message;
  const auto entries = parse_streams(*reply);
  ASSERT_TRUE(entries);
  ASSERT_EQ(entries->size(), 1U);
  EXPECT_EQ(*entries->front().field("event"), "{}");
}

TEST_F(ClientTest, AnInterruptEndsABlockingCallAtOnce) {
  std::thread other = once_blocked(endpoint, [this] { client->interrupt(); });
  const auto begin = steady_clock::now();
  const auto reply = client->call_blocking(blocking_read(milliseconds(20'000)), milliseconds(25'000));
  other.join();
  EXPECT_LT(steady_clock::now() - begin, milliseconds(10'000));
  ASSERT_FALSE(reply);
  EXPECT_TRUE(interrupted(reply.error()));
  EXPECT_TRUE(client->broken()) << "its answer may still come";
}

TEST_F(ClientTest, AnInterruptBeforeABlockingCallCostsNothing) {
  client->interrupt();
  EXPECT_EQ(expect_text(client->call({"PING"})), "PONG") << "ordinary calls are not touched";
  const auto reply = client->call_blocking(blocking_read(milliseconds(20'000)), milliseconds(25'000));
  ASSERT_FALSE(reply);
  EXPECT_TRUE(interrupted(reply.error()));
  EXPECT_FALSE(client->broken());
  const auto next = client->call_blocking(blocking_read(milliseconds(1)), milliseconds(5000));
  ASSERT_TRUE(next) << "one interrupt ends one call";
  EXPECT_TRUE(next->is_nil());
}

TEST_F(ClientTest, SendAndReceiveKeepTheConnectionOverAnInterrupt) {
  ASSERT_TRUE(client->send(blocking_read(milliseconds(300))));
  EXPECT_FALSE(client->call({"PING"})) << "the answer still to come would be taken for PING's";
  client->interrupt();
  const auto first = client->receive(milliseconds(5000));
  ASSERT_FALSE(first);
  EXPECT_TRUE(interrupted(first.error()));
  const auto none = client->receive(milliseconds(1));
  ASSERT_TRUE(none);
  EXPECT_FALSE(*none);
  const auto reply = client->receive(milliseconds(5000));
  ASSERT_TRUE(reply && *reply);
  EXPECT_TRUE((*reply)->is_nil());
  EXPECT_EQ(expect_text(client->call({"PING"})), "PONG");
}

TEST_F(ClientTest, ALateAnswerEndsTheConnection) {
  const auto reply = client->call(blocking_read(milliseconds(3000)), milliseconds(20));
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().kind, ErrorKind::Timeout);
  EXPECT_FALSE(interrupted(reply.error()));
  EXPECT_TRUE(client->broken());
  EXPECT_EQ(client->call({"PING"}).error().kind, ErrorKind::Connection);
}

TEST_F(ClientTest, AServerThatDiesIsALostConnectionAndComesBackWithItsData) {
  // With "everysec", Redis holds back what it has answered while the disk is busy; then it is lost with the process.
  ASSERT_TRUE(expect_ok(client->call({"CONFIG", "SET", "appendfsync", "always"})));
  ASSERT_TRUE(client->call({"SET", "kept", "yes"}));
  std::thread killer = once_blocked(endpoint, [] { test::test_redis().kill(); });
  const auto reply = client->call_blocking(blocking_read(milliseconds(20'000)), milliseconds(25'000));
  killer.join();
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().kind, ErrorKind::Connection);
  EXPECT_TRUE(client->broken());
  const auto refused = Client::open(endpoint);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::Connection);

  ASSERT_TRUE(test::test_redis().start());
  EXPECT_FALSE(client->call({"PING"})) << "the old client stays broken";
  EXPECT_EQ(expect_text(test::open_client(endpoint)->call({"GET", "kept"})), "yes");
}

TEST_F(ClientTest, UsersAreCheckedOnOpening) {
  ASSERT_TRUE(expect_ok(client->call({"ACL", "SETUSER", "kim", "on", ">right", "~*", "+@all", "-ping"})));
  Endpoint kim = endpoint;
  kim.user = "kim";
  kim.password = "wrong";
  const auto refused = Client::open(kim);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::Permission);
  EXPECT_EQ(refused.error().message.find("wrong "), std::string::npos);
  kim.password = "right";
  kim.database = 3;
  const auto opened = Client::open(kim);
  ASSERT_TRUE(opened) << opened.error().message;
  ASSERT_TRUE((*opened)->call({"SET", "in three", "x"}));
  EXPECT_TRUE(client->call({"GET", "in three"})->is_nil());
}

TEST(ClientWithoutServer, SaysWhereItTried) {
  const auto nowhere = Client::open({.unix_path = "/nonexistent/redis.sock"});
  ASSERT_FALSE(nowhere);
  EXPECT_EQ(nowhere.error().kind, ErrorKind::Connection);
  EXPECT_NE(nowhere.error().message.find("/nonexistent/redis.sock"), std::string::npos);
  EXPECT_EQ(Client::open({.unix_path = std::string(200, 'x')}).error().kind, ErrorKind::Invalid);
}

// Something that listens like Redis and otherwise does what a test wants.
class FakeServer {
 public:
  explicit FakeServer(std::function<void(int)> serve)
      : path_(std::filesystem::temp_directory_path() / ("saga-fake-" + std::to_string(getpid()))) {
    unlink(path_.c_str());
    sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
    path_.copy(address.sun_path, path_.size());
    EXPECT_EQ(bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(listen(listener_, 1), 0);
    thread_ = std::thread([this, serve = std::move(serve)] {
      const int fd = accept(listener_, nullptr, nullptr);
      serve(fd);
      close(fd);
    });
  }
  ~FakeServer() {
    thread_.join();
    close(listener_);
    unlink(path_.c_str());
  }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
  int listener_ = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  std::thread thread_;
};

void read_to_the_end(int fd) {
  std::array<char, 65536> buffer;
  while (recv(fd, buffer.data(), buffer.size(), 0) > 0) {
  }
}

TEST(ClientWithoutServer, GivesUpOnOneThatDoesNotAnswer) {
  const FakeServer mute(read_to_the_end);
  const auto client = Client::open({.unix_path = mute.path(), .timeout = milliseconds(50)});
  ASSERT_FALSE(client);
  EXPECT_EQ(client.error().kind, ErrorKind::Timeout);
}

TEST(ClientWithoutServer, ReadsWhileItWritesOrBothWouldWaitForEver) {
  const std::string large(std::size_t{4} << 20, 'x');
  const std::string reply = "$" + std::to_string(large.size()) + "\r\n" + large + "\r\n";
  // Takes no further command until its replies are gone.
  const FakeServer stubborn([&](int fd) {
    std::array<char, 64> greeting;
    EXPECT_GT(recv(fd, greeting.data(), greeting.size(), 0), 0);
    EXPECT_GT(send(fd, "+PONG\r\n", 7, MSG_NOSIGNAL), 0);
    for (int i = 0; i < 4; ++i) {
      for (std::string_view rest = reply; !rest.empty();) {
        const ssize_t sent = send(fd, rest.data(), rest.size(), MSG_NOSIGNAL);
        if (sent <= 0) return;
        rest.remove_prefix(static_cast<std::size_t>(sent));
      }
    }
    read_to_the_end(fd);
  });
  const auto client = Client::open({.unix_path = stubborn.path(), .timeout = milliseconds(10'000)});
  ASSERT_TRUE(client) << client.error().message;
  const auto replies = (*client)->pipeline(std::vector<Command>(4, Command{"ECHO", large}));
  ASSERT_TRUE(replies) << replies.error().message;
  EXPECT_EQ(replies->size(), 4U);
}

}  // namespace
}  // namespace saga::redis
