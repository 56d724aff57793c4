// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <QCoreApplication>
#include <QEventLoop>
#include <nlohmann/json.hpp>

#include "backend/demo/demo.h"

namespace saga::test {

// A running demo with little history, shared by the tests of a program: it takes seconds to start.
[[nodiscard]] demo::Demo& live_system();

struct Ran {
  int exit_code = -1;
  std::string output;   // stdout and stderr
  nlohmann::json json;  // stdout, if it is one JSON document
};
// sagactl as an operator runs it.
[[nodiscard]] Ran sagactl(std::vector<std::string> arguments);

// Turns the event loop until `predicate` holds.
template <class Predicate>
bool eventually(Predicate predicate, std::chrono::milliseconds patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (!predicate()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    QCoreApplication::processEvents();
    std::this_thread::sleep_for(std::chrono::milliseconds(5));  // the system needs the processor, too
  }
  return true;
}

}  // namespace saga::test
