// SPDX-License-Identifier: GPL-3.0-or-later
// Holds a demo until it is killed or told to stop: prints its directory and profile, then waits.
// demo_test_host <programs>
#include <csignal>
#include <cstdio>

#include <fmt/format.h>

#include "backend/demo/demo.h"

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  sigset_t stop;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTERM);
  sigaddset(&stop, SIGINT);
  sigprocmask(SIG_BLOCK, &stop, nullptr);
  const auto demo = saga::demo::Demo::start({.sagas = 200, .rate = 20, .programs = argv[1]});
  if (!demo) {
    fmt::print(stderr, "{}\n", demo.error().message);
    return 1;
  }
  fmt::print("{} {}\n", (*demo)->directory().string(), (*demo)->profile());
  std::fflush(stdout);
  int number = 0;
  sigwait(&stop, &number);
  return 0;
}
