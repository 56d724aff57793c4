// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "backend/domain/saga.h"

namespace saga::payment {

// Faults injected by configuration, so that every kind of trouble can be shown and tested.
enum class FaultKind {
  LoseReply,           // the work is done and committed, the reply is never sent
  Slow,                // the reply is sent late
  Fail,                // nothing is done; a technical failure that may be retried
  Decline,             // nothing is done; refused for a business reason, for good
  RefuseCompensation,  // nothing is undone; refused for good
};

struct Fault {
  FaultKind kind = FaultKind::Fail;
  Direction direction = Direction::Forward;        // RefuseCompensation: always Compensation
  int permille = 0;                                // of the sagas that reach the step
  int attempts = std::numeric_limits<int>::max();  // it shows while request.attempt <= attempts
  std::chrono::milliseconds delay{0};              // Slow only
  std::string message = {};                        // of Fail, Decline and RefuseCompensation
  friend bool operator==(const Fault&, const Fault&) = default;
};

using FaultTable = std::map<std::string, std::vector<Fault>, std::less<>>;  // by step name

// What goes wrong with one request.
struct InjectedFaults {
  bool lose_reply = false;
  std::chrono::milliseconds reply_delay{0};
  std::optional<std::string> fail = {};  // the message
  std::optional<std::string> decline = {};
  std::optional<std::string> refuse_compensation = {};
  [[nodiscard]] bool any() const {
    return lose_reply || reply_delay.count() > 0 || fail || decline || refuse_compensation;
  }
  friend bool operator==(const InjectedFaults&, const InjectedFaults&) = default;
};

// The same saga always shows the same fault: the choice is a hash of saga id, step and kind.
[[nodiscard]] InjectedFaults faults_for(const FaultTable& faults, std::string_view step, Direction direction,
                                        std::string_view saga_id, int attempt);

// Where the legacy path can be killed, in the order in which it passes.
enum class CrashPoint { BeforePrepare, BetweenPrepares, PreparedAll, Decided, BetweenCommits };
[[nodiscard]] std::string_view to_text(CrashPoint point);  // "before-prepare"
[[nodiscard]] std::optional<CrashPoint> crash_point_from(std::string_view text);

[[nodiscard]] std::string_view to_text(FaultKind kind);  // "lose_reply"
[[nodiscard]] std::optional<FaultKind> fault_kind_from(std::string_view text);

}  // namespace saga::payment
