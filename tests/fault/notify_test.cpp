// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstring>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "tests/fault/process_fixture.h"

// The service manager is told when the process is ready, that it lives, and that it stops. Planted and seen red: in
// wait_for_signal (app/payment-sagad/main.cpp) never tell that it lives.
namespace saga::test {
namespace {

using namespace std::chrono_literals;

class NotifyTest : public ProcessTest {
 protected:
  NotifyTest() : path_((directory_->path() / "notify").string()), fd_(::socket(AF_UNIX, SOCK_DGRAM, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path_.c_str(), sizeof address.sun_path - 1);
    EXPECT_EQ(::bind(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0) << std::strerror(errno);
  }
  ~NotifyTest() override { ::close(fd_); }

  std::string told(std::chrono::milliseconds patience = 10s) const {
    pollfd wait{fd_, POLLIN, 0};
    if (::poll(&wait, 1, static_cast<int>(patience.count())) <= 0) return "nothing";
    char text[256];
    const auto size = ::recv(fd_, text, sizeof text, 0);
    return size < 0 ? "nothing" : std::string(text, static_cast<std::size_t>(size));
  }

  std::string path_;
  int fd_;
};

TEST_F(NotifyTest, ReadyThenAliveThenStopping) {
  auto process = start("told", "", {{"NOTIFY_SOCKET", path_}, {"WATCHDOG_USEC", "400000"}});
  EXPECT_EQ(told(), "READY=1");
  const auto began = std::chrono::steady_clock::now();
  for (int i = 0; i < 5; ++i) EXPECT_EQ(told(), "WATCHDOG=1");
  EXPECT_GT(std::chrono::steady_clock::now() - began, 700ms);  // every 200 ms
  EXPECT_LT(std::chrono::steady_clock::now() - began, 5s);
  process.signal(SIGTERM);
  std::string last = told();
  while (last == "WATCHDOG=1") last = told();
  EXPECT_EQ(last, "STOPPING=1");
  EXPECT_TRUE(process.wait(10s).has_value());
}

TEST_F(NotifyTest, WithoutAWatchdogItIsToldNothingInBetween) {
  auto process = start("told", "gateway", {{"NOTIFY_SOCKET", path_}});
  EXPECT_EQ(told(), "READY=1");
  EXPECT_EQ(told(500ms), "nothing");
  EXPECT_TRUE(process.terminate(10s).ok());
  EXPECT_EQ(told(), "STOPPING=1");
}

}  // namespace
}  // namespace saga::test
