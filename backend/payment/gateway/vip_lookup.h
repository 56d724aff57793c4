// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <set>
#include <vector>

#include "backend/payment/runtime/config.h"
#include "backend/payment/runtime/reconnecting_session.h"

namespace saga::payment {

// Who of some users is a VIP: one query a batch in the orders database, always as it is now. One thread.
class VipLookup {
 public:
  explicit VipLookup(const Config& config);
  [[nodiscard]] Result<std::set<std::int64_t>> among(const std::vector<std::int64_t>& users);

 private:
  ReconnectingSession session_;
};

}  // namespace saga::payment
