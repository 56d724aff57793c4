// SPDX-License-Identifier: GPL-3.0-or-later
#include <csignal>
#include <cstdio>
#include <pthread.h>
#include <string>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "backend/payment/receiver/receiver.h"

int main(int argc, char** argv) {
  CLI::App app(
      "external-receiver: plays the targets of external publishing. POST /control/TARGET with "
      "{\"fail\": 0.5} and the like tells one how to answer; GET /counts tells what arrived, which is printed at the "
      "end, "
      "too.");
  std::string host = "127.0.0.1";
  int port = 0;
  app.add_option("--host", host, "The address to listen on")->capture_default_str();
  app.add_option("--port", port, "The port; 0: any that is free, which is printed")
      ->capture_default_str()
      ->check(CLI::Range(0, 65535));
  CLI11_PARSE(app, argc, argv);

  sigset_t signals;
  sigemptyset(&signals);
  for (const int number : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, number);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  const auto receiver = saga::payment::Receiver::start(host, port);
  if (!receiver) {
    fmt::print(stderr, "external-receiver: {}\n", receiver.error().message);
    return 1;
  }
  fmt::print("listening on http://{}:{}\n", host, (*receiver)->port());
  std::fflush(stdout);
  int number = 0;
  sigwait(&signals, &number);
  fmt::print("{}\n", (*receiver)->counts_text());
  return 0;
}
