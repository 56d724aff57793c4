// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "backend/domain/time.h"

namespace saga::timeline {

// What happened to the system as a whole and cuts through all lanes.
enum class MarkerKind {
  Flip,          // a toggle was changed
  Rollback,      // the emergency rollback was engaged or released
  Action,        // an operator acted on sagas
  WorkerLost,    // a process's lease ran out before it had said that it ends
  GatewaySilent  // a gateway stopped to report
};

struct Marker {
  MarkerKind kind = MarkerKind::Flip;
  TimePoint at = {};
  std::optional<TimePoint> until = {};  // of what lasted: when it was over
  bool lasts = false;                   // with no `until` it goes on now
  std::string what = {};                // the toggle, the action, the instance
  std::string before = {};              // the toggle's values
  std::string after = {};
  std::int64_t version = 0;  // the toggle's
  std::int64_t count = 0;    // sagas acted on
  std::string who = {};
  std::string why = {};
  friend bool operator==(const Marker&, const Marker&) = default;
};

}  // namespace saga::timeline
