// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/domain/timeline_lanes.h"

namespace saga::timeline {
namespace {

LaneKey::Kind status_lane(Condition condition, bool legacy) {
  using Kind = LaneKey::Kind;
  if (legacy && condition != Condition::Failed && condition != Condition::NeedsAttention) return Kind::Legacy;
  switch (condition) {
    case Condition::NeedsAttention: return Kind::NeedsAttention;
    case Condition::Stuck: return Kind::Stuck;
    case Condition::Compensating:
    case Condition::Compensated: return Kind::Undoing;
    case Condition::Running: return Kind::Running;
    case Condition::Completed: return Kind::EventDriven;
    case Condition::Failed:
    case Condition::Unknown: return Kind::Failed;
  }
  return Kind::Failed;
}

}  // namespace

LaneKey lane_of(LanesBy by, Condition condition, bool legacy, std::string_view step) {
  switch (by) {
    case LanesBy::Status: return {status_lane(condition, legacy)};
    case LanesBy::Route: return {legacy ? LaneKey::Kind::Legacy : LaneKey::Kind::EventDriven};
    case LanesBy::Step:
      // The legacy route has no steps.
      if (legacy) return {LaneKey::Kind::Legacy};
      return {LaneKey::Kind::Step, std::string(step)};
  }
  return {};
}

std::vector<LaneKey> standing_lanes(LanesBy by) {
  using Kind = LaneKey::Kind;
  std::vector<LaneKey> lanes;
  if (by == LanesBy::Status) {
    for (const Kind kind : {Kind::NeedsAttention, Kind::Stuck, Kind::Undoing, Kind::Running, Kind::EventDriven,
                            Kind::Legacy, Kind::Failed}) {
      lanes.push_back({kind});
    }
  } else if (by == LanesBy::Route) {
    lanes = {{Kind::EventDriven}, {Kind::Legacy}};
  }
  return lanes;
}

int gravity(Condition condition) {
  switch (condition) {
    case Condition::NeedsAttention: return 3;
    case Condition::Stuck:
    case Condition::Failed: return 2;
    case Condition::Running:
    case Condition::Compensating:
    case Condition::Unknown: return 1;
    case Condition::Completed:
    case Condition::Compensated: return 0;
  }
  return 1;
}

}  // namespace saga::timeline
