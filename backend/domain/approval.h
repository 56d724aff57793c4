// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "backend/domain/time.h"

namespace saga {

enum class ApprovalStatus {
  Waiting,
  Approved,
  Refused,
  Expired,    // nobody approved it in time, or what was approved did not begin in time
  Withdrawn,  // by whoever asked
  Unknown,    // a status this program does not know
};

enum class ApprovalDecision { Approve, Refuse };

// What was asked of a second person: one frozen set of targets, named by its hash.
struct Approval {
  std::string subject;  // a UUID: of a job, or of a set of dead letters
  bool is_job = true;
  std::string kind = {};  // what would be done: "COMPENSATE", "DISCARD"; the database's word
  std::string set_hash = {};
  std::int64_t targets = 0;
  std::string selection = {};  // of a job: how its sagas were chosen, in words
  std::string requested_by = {};
  std::string reason = {};
  TimePoint requested_at = {};
  TimePoint expires_at = {};  // Waiting: until when it can be approved; Approved: until when the work has to begin
  ApprovalStatus status = ApprovalStatus::Unknown;
  std::string decided_by = {};
  std::optional<TimePoint> decided_at = {};
  std::string decision = {};  // why it was decided so
  friend bool operator==(const Approval&, const Approval&) = default;
};

// From how many targets on a second person is needed, in the environment of the database.
struct ApprovalRule {
  std::string kind;
  std::optional<int> above = {};  // so many need none, together within `within`; nothing: it is never needed
  std::string environment = {};   // "production", "staging", "local"
  std::chrono::seconds lives{0};
  std::chrono::seconds within{0};
  friend bool operator==(const ApprovalRule&, const ApprovalRule&) = default;
};

// The only text tables of these enums; the database's words.
[[nodiscard]] std::string_view to_text(ApprovalStatus status);
[[nodiscard]] std::string_view to_text(ApprovalDecision decision);         // "APPROVE"
[[nodiscard]] ApprovalStatus approval_status_from(std::string_view text);  // else Unknown

}  // namespace saga
