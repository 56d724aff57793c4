// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "backend/domain/action.h"
#include "backend/domain/time.h"

namespace saga {

using JobId = std::string;  // a UUID

enum class JobStatus {
  AwaitingApproval,  // a second person has to agree first: see Approval
  Running,
  Paused,     // by a person or by the breaker: see Job::status_by
  Cancelled,  // what was not asked for yet never will be
  Finished,   // every item has its outcome
  Refused,    // by the second person, or because what was approved is not what would be done
  Expired,    // nobody approved it in time, or it did not begin in time; it can be asked for again
  Unknown,    // a status this program does not know
};

enum class JobItemStatus {
  Waiting,     // not asked for yet
  Requested,   // accepted, waits for the orchestrator
  Observed,    // the orchestrator has done it, the saga goes on
  Applied,     // and has come to an end, or is in trouble again: see JobItem::ended_as
  Refused,     // by a rule, or by the orchestrator
  Conflicted,  // somebody or something else was faster; nothing was changed
  Unverified,  // patience ended before anybody knew
  Unknown,
};

enum class JobChange { Pause, Resume, Cancel };

// requested = applied + refused + conflicted + unverified + remaining, always.
struct JobCounts {
  std::int64_t requested = 0;
  std::int64_t applied = 0;
  std::int64_t refused = 0;
  std::int64_t conflicted = 0;
  std::int64_t unverified = 0;
  std::int64_t remaining = 0;
  std::int64_t in_flight = 0;  // of those that remain: asked for, and not settled yet
  std::int64_t failed = 0;     // of those applied: in trouble again
  friend bool operator==(const JobCounts&, const JobCounts&) = default;
};

// A bulk action on a frozen set of sagas.
struct Job {
  JobId id;
  Action action = Action::Retry;
  std::string reason = {};
  std::string evidence = {};
  std::string selection = {};  // how the sagas were chosen, in words
  std::string requested_by = {};
  TimePoint requested_at = {};
  std::string set_hash = {};
  int rate = 0;  // sagas a second; 0: as fast as they settle
  bool ramped = true;
  int stage = 0;           // of the ramp: 0: one, 1: ten, 2: a hundred, 3: all
  int failure_limit = 10;  // per cent
  JobStatus status = JobStatus::Unknown;
  std::string status_by = {};  // "breaker", "payment-sagad", or a person
  std::string status_why = {};
  TimePoint status_at = {};
  JobCounts counts = {};

  // Nothing happens to it by itself any more.
  [[nodiscard]] bool at_rest() const {
    return status != JobStatus::Running && status != JobStatus::AwaitingApproval && counts.in_flight == 0;
  }
  friend bool operator==(const Job&, const Job&) = default;
};

struct JobItem {
  int position = 0;  // from 1
  SagaId saga;
  int expected_version = 0;
  JobItemStatus status = JobItemStatus::Unknown;
  std::string detail = {};
  std::optional<Condition> ended_as = {};  // of Applied
  std::string command_id = {};             // once it was accepted
  std::optional<TimePoint> requested_at = {};
  std::optional<TimePoint> finished_at = {};
  friend bool operator==(const JobItem&, const JobItem&) = default;
};

// The only text tables of these enums; the database's words.
[[nodiscard]] std::string_view to_text(JobStatus status);
[[nodiscard]] std::string_view to_text(JobItemStatus status);
[[nodiscard]] std::string_view to_text(JobChange change);                 // "PAUSE"
[[nodiscard]] JobStatus job_status_from(std::string_view text);           // else Unknown
[[nodiscard]] JobItemStatus job_item_status_from(std::string_view text);  // else Unknown

}  // namespace saga
