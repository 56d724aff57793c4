// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/runtime/sender.h"

#include <chrono>
#include <iterator>

namespace saga::payment {

Result<void> Sender::ready() {
  if (!client_ || client_->broken()) {
    auto opened = redis::Client::open(endpoint_);
    if (!opened) return std::unexpected(opened.error());
    client_ = std::move(*opened);
  }
  if (auto pong = redis::expect_ok(client_->call({"PING"})); !pong) {
    client_.reset();
    return std::unexpected(pong.error());
  }
  return flush();
}

Result<void> Sender::send(std::vector<Outgoing> events) {
  std::ranges::move(events, std::back_inserter(unsent_));
  if (!client_ || client_->broken()) return ready();
  return flush();
}

Result<void> Sender::flush() {
  if (unsent_.empty()) return {};
  if (auto sent = publisher_.send(*client_, unsent_, std::chrono::steady_clock::now()); !sent) return sent;
  unsent_.clear();
  return {};
}

}  // namespace saga::payment
