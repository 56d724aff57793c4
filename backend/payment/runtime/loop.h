// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <stop_token>
#include <string>
#include <thread>

#include "backend/outcome/error.h"
#include "backend/payment/runtime/log.h"
#include "backend/payment/runtime/patience.h"

namespace saga::payment {

// Calls a function again and again in a named thread. Its result: true, call it again at once; false, after the
// period; an Error, after a patience that grows (and the log says once what it waits for).
class Loop {
 public:
  using Body = std::function<Result<bool>()>;

  Loop(std::string name, std::chrono::milliseconds period, Body body);
  ~Loop() { stop(); }
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  void request_stop() { thread_.request_stop(); }
  void stop();

 private:
  void run(const std::stop_token& stop);

  std::string name_;
  std::chrono::milliseconds period_;
  Body body_;
  OutageLog log_;
  Patience patience_;
  std::jthread thread_;
};

}  // namespace saga::payment
