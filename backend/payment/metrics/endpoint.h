// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "backend/outcome/error.h"
#include "backend/payment/metrics/metrics.h"

namespace saga::payment {

// Shows the metrics to Prometheus: GET /metrics, in threads of its own, until it is destroyed.
class Endpoint {
 public:
  // `listen`: "127.0.0.1:9464"; port 0 is any that is free. `metrics` must outlive it. Invalid if nothing can listen
  // there, with the reason; a port that somebody else has is the usual one.
  [[nodiscard]] static Result<std::unique_ptr<Endpoint>> open(const std::string& listen, const Metrics& metrics);
  ~Endpoint();
  Endpoint(const Endpoint&) = delete;
  Endpoint& operator=(const Endpoint&) = delete;

  [[nodiscard]] const std::string& address() const { return address_; }  // with the port that it has

 private:
  struct Parts;
  Endpoint(std::unique_ptr<Parts> parts, std::string address);

  std::unique_ptr<Parts> parts_;
  std::string address_;
};

}  // namespace saga::payment
