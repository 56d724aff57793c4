// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace saga::payment {

// Shares of the orders, in per cent; what is left of a hundred is ordinary.
struct LoadMix {
  double insufficient = 1.0;  // the user cannot pay
  double invalid = 0.5;       // the order names a coupon that belongs to somebody else
  double no_stock = 0.5;      // nothing is reserved for the order
  double coupon = 8.0;        // with a good coupon
  double hot = 10.0;          // of one and the same product
};

struct LoadOptions {
  std::optional<double> rate = 50.0;                       // payments a second; nothing: as many as `in_flight` allows
  std::optional<std::chrono::milliseconds> duration = {};  // neither this nor a count: until stopped
  std::optional<std::int64_t> count = {};
  int in_flight = 1000;                     // without a rate: so many are sent and not ended
  bool prepare = false;                     // place all orders before the first payment is sent; needs a count
  std::chrono::milliseconds drain{30'000};  // how long to wait for the last ones
  int users = 5000;
  int products = 200;
  LoadMix mix = {};
  std::uint64_t seed = 0;  // of the choice of users and products; 0: another one each time
};

}  // namespace saga::payment
