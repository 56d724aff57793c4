// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace saga::payment {

// Tells the service manager that started this process how it is doing: one datagram to the socket that
// NOTIFY_SOCKET names (the protocol of sd_notify(3)). Without such a socket it says nothing. What cannot be told is
// logged once: a service must not end because of it.
class Notifier {
 public:
  // Reads NOTIFY_SOCKET and WATCHDOG_USEC.
  static Notifier from_environment();
  Notifier(std::string socket, std::optional<std::chrono::microseconds> watchdog)
      : socket_(std::move(socket)), watchdog_(watchdog) {}

  void ready() { tell("READY=1"); }
  void stopping() { tell("STOPPING=1"); }
  void alive() {
    if (watchdog_) tell("WATCHDOG=1");
  }
  // How often alive() is to be told: twice as often as it is expected. nullopt: not at all.
  [[nodiscard]] std::optional<std::chrono::microseconds> interval() const {
    return watchdog_ ? std::optional(*watchdog_ / 2) : std::nullopt;
  }

 private:
  void tell(std::string_view state);

  std::string socket_;  // a path; '@' at its beginning stands for the abstract namespace
  std::optional<std::chrono::microseconds> watchdog_;
  bool complained_ = false;
};

}  // namespace saga::payment
