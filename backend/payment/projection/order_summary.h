// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>

#include "backend/payment/runtime/config.h"
#include "backend/payment/runtime/loop.h"

namespace saga::payment {

// Keeps orders.order_summary as the event store of orders says, a moment behind it. Killed anywhere it goes on where it
// was: what it does twice changes nothing. Any number of processes may run it, one of them works.
[[nodiscard]] std::unique_ptr<Loop> start_projector(const Config& config);

// What a rebuild has found, in orders.
struct Rebuilt {
  std::int64_t folded = 0;     // all, made anew from their events
  std::int64_t missing = 0;    // the live projection had not
  std::int64_t different = 0;  // it had otherwise
  std::int64_t surplus = 0;    // it had and no event knows of
  [[nodiscard]] bool was_right() const { return missing == 0 && different == 0 && surplus == 0; }
  friend bool operator==(const Rebuilt&, const Rebuilt&) = default;
};

// Makes it anew beside the live one and puts right what differs, while the projector goes on.
[[nodiscard]] Result<Rebuilt> rebuild_order_summary(const Config& config);

}  // namespace saga::payment
