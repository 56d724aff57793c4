// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "backend/outcome/error.h"

namespace saga::payment {

// How a target answers. Each is a probability from 0 to 1, asked in this order; what nothing happens to is accepted.
struct Behaviour {
  double hang = 0;    // no answer for hang_for, and then a 503
  double drop = 0;    // the connection is cut in the middle of the answer
  double refuse = 0;  // refuse_status
  double fail = 0;    // fail_status
  double slow = 0;    // accepted after slow_for
  std::chrono::milliseconds hang_for{30'000};
  std::chrono::milliseconds slow_for{500};
  int refuse_status = 422;
  int fail_status = 503;
  std::string text = "the target was told to fail";  // of a refusal and a failure
  friend bool operator==(const Behaviour&, const Behaviour&) = default;
};

// {"hang": p, "drop": p, "refuse": p, "fail": p, "slow": p, "hangMs": n, "slowMs": n, "refuseStatus": 400–499,
//  "failStatus": 500–599, "text": "…"}; what is left out is as above, so {} is a target that is well.
[[nodiscard]] Result<Behaviour> behaviour_from(std::string_view json);

}  // namespace saga::payment
