// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <csignal>
#include <cstdio>
#include <pthread.h>
#include <string>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "backend/payment/receiver/receiver.h"

namespace {

// Well first, and then failing for the last part of each period.
struct Outage {
  std::string target;
  int every = 300;
  int lasts = 60;
};

// True: a signal came meanwhile.
bool wait_for(const sigset_t& signals, int seconds) {
  const timespec patience{seconds, 0};
  return sigtimedwait(&signals, nullptr, &patience) > 0;
}

void fail_now_and_then(saga::payment::Receiver& receiver, const Outage& outage, const sigset_t& signals) {
  while (true) {
    if (wait_for(signals, std::max(outage.every - outage.lasts, 1))) return;
    receiver.behave(outage.target, {.fail = 1, .text = "overloaded, try again later"});
    if (wait_for(signals, outage.lasts)) return;
    receiver.behave(outage.target, {});
  }
}

}  // namespace

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
  Outage outage;
  app.add_option("--outage", outage.target, "A target that fails for a while, again and again");
  app.add_option("--outage-every", outage.every, "From one to the next, in seconds")->check(CLI::Range(1, 86'400));
  app.add_option("--outage-for", outage.lasts, "How long, in seconds")->check(CLI::Range(1, 86'400));
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
  if (outage.target.empty()) {
    int number = 0;
    sigwait(&signals, &number);
  } else {
    fail_now_and_then(**receiver, outage, signals);
  }
  fmt::print("{}\n", (*receiver)->counts_text());
  return 0;
}
