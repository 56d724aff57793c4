// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "backend/payment/publishing/delivery.h"

namespace saga::payment {

// Where a sender sends to. One thread posts; abort() may come from any other.
class Connection {
 public:
  virtual ~Connection() = default;
  [[nodiscard]] virtual HttpAnswer post(const std::string& body, const HttpHeaders& headers) = 0;
  // Ends the post that is under way, if one is: it has no answer.
  virtual void abort() = 0;
};

// "http://host:port/path" or https; whether it can be used at all.
[[nodiscard]] bool is_http_url(const std::string& url);

// One connection that is kept alive between posts and made anew when it is lost. `timeout` bounds the connecting and
// each wait for bytes; a server that trickles is ended by abort().
[[nodiscard]] std::unique_ptr<Connection> connect_http(const std::string& url, std::chrono::milliseconds timeout);

}  // namespace saga::payment
