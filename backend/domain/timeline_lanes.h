// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <compare>
#include <string>
#include <string_view>
#include <vector>

#include "backend/domain/saga.h"

namespace saga::timeline {

// What the lanes are made by.
enum class LanesBy { Status, Step, Route };
inline constexpr int kLaneModes = 3;

// In the order in which the lanes stand: trouble first.
struct LaneKey {
  enum class Kind {
    NeedsAttention,
    Stuck,
    Undoing,  // compensating and compensated
    Running,
    Step,
    EventDriven,  // completed, or by route all of them
    Legacy,       // whatever became of them, but for failures when by status
    Failed,       // with those whose status is not known
  } kind = Kind::Step;
  std::string step = {};
  friend auto operator<=>(const LaneKey&, const LaneKey&) = default;
};

[[nodiscard]] LaneKey lane_of(LanesBy by, Condition condition, bool legacy, std::string_view step);
// Lanes that are there even when nothing is in them.
[[nodiscard]] std::vector<LaneKey> standing_lanes(LanesBy by);

// How loud a condition is: 0 for what ended well, up to 3 for what needs a person.
[[nodiscard]] int gravity(Condition condition);

}  // namespace saga::timeline
