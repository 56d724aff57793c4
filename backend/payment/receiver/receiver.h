// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "backend/outcome/error.h"
#include "backend/payment/receiver/behaviour.h"
#include "backend/payment/receiver/ledger.h"

namespace saga::payment {

// An HTTP server that plays every target.
//   POST /<target>           a delivery; 200, or what the target was told
//   POST /control/<target>   a Behaviour as JSON, from now on
//   GET  /control/<target>   the behaviour's probabilities
//   GET  /counts             {"crm": {"requests", "accepted", "deliveries", "repeated", "orderViolations"}, …}
//   GET  /counts/<target>    those of one
//   DELETE /counts           begins anew
// Serves in threads of its own until it is destroyed; everything may be asked from any thread.
class Receiver {
 public:
  // Port 0: any that is free.
  [[nodiscard]] static Result<std::unique_ptr<Receiver>> start(const std::string& host = "127.0.0.1", int port = 0);
  ~Receiver();
  Receiver(const Receiver&) = delete;
  Receiver& operator=(const Receiver&) = delete;

  [[nodiscard]] int port() const;
  [[nodiscard]] std::string url(const std::string& target) const;  // "http://127.0.0.1:4711/crm"
  void behave(const std::string& target, const Behaviour& behaviour);
  [[nodiscard]] Ledger& ledger();
  [[nodiscard]] std::string counts_text() const;  // as GET /counts answers

 private:
  struct Server;
  explicit Receiver(std::unique_ptr<Server> server);
  std::unique_ptr<Server> server_;
};

}  // namespace saga::payment
