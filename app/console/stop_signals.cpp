// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/stop_signals.h"

#include <atomic>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <system_error>
#include <unistd.h>

namespace saga::app {
namespace {

std::atomic<int> write_end{-1};
std::atomic<bool> stop_asked{false};

// Only what a signal handler may do: set a flag and write a byte, for those who sleep.
void on_signal(int) {
  const int saved = errno;
  stop_asked = true;
  const char byte = 0;
  if (const int fd = write_end; fd >= 0) {
    [[maybe_unused]] const auto written = write(fd, &byte, 1);  // a full pipe wakes as well
  }
  errno = saved;
}

void install(void (*handler)(int)) {
  struct sigaction action{};
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) sigaction(number, &action, nullptr);
}

}  // namespace

StopSignals::StopSignals() {
  if (pipe2(pipe_, O_CLOEXEC | O_NONBLOCK) != 0) {
    throw std::system_error(errno, std::generic_category(), "a pipe for signals");
  }
  write_end = pipe_[1];
  install(on_signal);
}

StopSignals::~StopSignals() {
  install(SIG_DFL);
  write_end = -1;
  close(pipe_[0]);
  close(pipe_[1]);
}

bool StopSignals::asked() const { return stop_asked; }

int StopSignals::descriptor() const { return pipe_[0]; }

void StopSignals::wait() const {
  pollfd waiting{pipe_[0], POLLIN, 0};
  while (!stop_asked) poll(&waiting, 1, -1);
}

}  // namespace saga::app
