// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "backend/domain/dead_letter.h"
#include "backend/outcome/action_outcome.h"
#include "backend/outcome/error.h"

namespace saga {

// A queue's dead letters for one target.
struct QueueSummary {
  std::string queue;
  std::string target;
  std::int64_t letters = 0;
  TimePoint oldest = {};
  TimePoint newest = {};
  friend bool operator==(const QueueSummary&, const QueueSummary&) = default;
};

// Dead letters whose errors differ only in what they speak of.
struct LetterGroup {
  std::string signature;
  std::string target;
  std::string error;  // normalised
  std::int64_t letters = 0;
  TimePoint oldest = {};
  TimePoint newest = {};
  DeliveryId sample = {};  // the newest of them
  friend bool operator==(const LetterGroup&, const LetterGroup&) = default;
};

// Which letters are meant: of a queue, or only a group of it, or those of one event.
struct LetterFilter {
  std::string queue;
  std::optional<std::string> signature = {};
  std::optional<std::string> event_id = {};
  bool discarded = false;  // those in quarantine instead of those that are dead
  friend bool operator==(const LetterFilter&, const LetterFilter&) = default;
};

// Where a page ended, newest death first.
struct LetterCursor {
  TimePoint died_at;
  DeliveryId id;
  friend bool operator==(const LetterCursor&, const LetterCursor&) = default;
};

struct LetterPage {
  std::vector<DeadLetter> letters;
  std::optional<LetterCursor> next = {};  // nothing: this is the end
  TimePoint server_now = {};
};

// One death of a delivery; an action on it is refused when it has moved on.
struct LetterTarget {
  DeliveryId id;
  int generation = 0;
  friend bool operator==(const LetterTarget&, const LetterTarget&) = default;
};

// What a person did with a delivery, and what has become of it.
struct LetterRecord {
  DeliveryId id;
  DeliveryStatus status = DeliveryStatus::Unknown;
  int generation = 0;
  std::string error = {};
  // The newest request; nothing: nobody has acted on it.
  std::optional<std::string> action = {};  // "REPLAY"
  int action_generation = 0;
  std::string requested_by = {};
  std::string reason = {};
  std::optional<TimePoint> requested_at = {};
  friend bool operator==(const LetterRecord&, const LetterRecord&) = default;
};

// Dead letters as PostgreSQL, the truth, knows them. One thread.
class DeadLetterQueue {
 public:
  virtual ~DeadLetterQueue() = default;
  virtual Result<std::vector<QueueSummary>> queues() = 0;
  // Newest death first; what dies meanwhile is in front of the first page and never in a later one.
  virtual Result<LetterPage> page(const LetterFilter& filter, const std::optional<LetterCursor>& after, int limit) = 0;
  virtual Result<std::vector<LetterGroup>> groups(const std::string& queue) = 0;
  // In the order asked for, whatever their status; what does not exist is left out.
  virtual Result<std::vector<DeadLetter>> find(const std::vector<DeliveryId>& ids) = 0;
  virtual Result<std::vector<LetterRecord>> records(const std::vector<DeliveryId>& ids) = 0;
};

// What is masked everywhere else.
struct RevealedLetter {
  std::string payload;
  std::string error;
  std::string warning = {};  // mostly empty
};

// Changes dead letters, through the contract's SECURITY DEFINER functions and its journal. One thread.
class DeadLetterOperator {
 public:
  virtual ~DeadLetterOperator() = default;
  // One outcome a target, in their order; at most 200 targets a call. Applied: a replay waits for the publisher, what
  // comes of it stands in records(); a discard or restore is done. `reason` must not be empty.
  virtual std::vector<ActionOutcome> act(DeadLetterAction action, const std::vector<LetterTarget>& targets,
                                         const std::string& reason) = 0;
  // Journalled. Nothing: there is no such delivery, or the reason is empty.
  virtual Result<std::optional<RevealedLetter>> reveal(const DeliveryId& id, const std::string& reason) = 0;
};

}  // namespace saga
