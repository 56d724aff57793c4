// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

#include "backend/domain/routing.h"
#include "backend/payment/metrics/metrics.h"

namespace saga::payment {

// Counts the payments of a gateway by route and reason. One thread.
class RouteMeter {
 public:
  explicit RouteMeter(Metrics& metrics) : metrics_(metrics) {}
  void took(Route route, RouteReason reason);

 private:
  Metrics& metrics_;
  std::array<Counter*, 7> counters_{};  // by reason, each of which means one route; asked for when first needed
};

}  // namespace saga::payment
