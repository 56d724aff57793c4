// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/runtime/loop.h"

#include <pthread.h>
#include <utility>

namespace saga::payment {

Loop::Loop(std::string name, std::chrono::milliseconds period, Body body)
    : name_(std::move(name)),
      period_(period),
      body_(std::move(body)),
      log_(name_),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

void Loop::stop() {
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
}

void Loop::run(const std::stop_token& stop) {
  pthread_setname_np(pthread_self(), name_.substr(0, 15).c_str());
  while (!stop.stop_requested()) {
    const Result<bool> again = body_();
    if (!again) {
      log_.lost("its work", again.error());
      (void)wait_for(stop, patience_.next());
      continue;
    }
    log_.back();
    patience_.reset();
    if (!*again) (void)wait_for(stop, period_);
  }
}

}  // namespace saga::payment
