// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/metrics/route_meter.h"

#include <string>

#include "backend/payment/metrics/names.h"

namespace saga::payment {

void RouteMeter::took(Route route, RouteReason reason) {
  Counter*& counter = counters_.at(static_cast<std::size_t>(reason));
  if (counter == nullptr) {
    counter =
        &metrics_.counter(kRouted, {{"route", std::string(to_text(route))}, {"reason", std::string(to_text(reason))}});
  }
  counter->add();
}

}  // namespace saga::payment
