// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "backend/concurrency/clock.h"
#include "backend/ports/dead_letter_queue.h"

namespace saga {

// How far one action on one dead letter has come. That a replay was accepted is never told as done: it is done when the
// target has answered, and has failed when the delivery died again. Discard and restore are done when they are
// accepted. An answer that was lost is read back before it is called unknown.
struct LetterProgress {
  enum class Stage {
    Requested,    // on its way
    Accepted,     // a replay in the database: waits for the publisher, or for its target
    ReadingBack,  // the answer was lost: finding out what became of it
    Applied,      // observed: the target has it; or, it is discarded or restored
    Refused,      // by a rule or a missing right
    Conflict,     // somebody or something else was faster; nothing was changed
    Failed,       // certainly not done
    DiedAgain,    // it was replayed, and the target has not taken it this time either
    Unverified,   // patience ended before anybody knew
  };
  LetterTarget target;
  Stage stage = Stage::Requested;
  std::string detail = {};      // what the database or the target said
  std::string request_id = {};  // once it was accepted
  std::optional<LetterRecord> observed = {};
  std::string warning = {};
  std::optional<Error> error = {};

  [[nodiscard]] bool settled() const {
    return stage != Stage::Requested && stage != Stage::Accepted && stage != Stage::ReadingBack;
  }
  friend bool operator==(const LetterProgress&, const LetterProgress&) = default;
};

// The rules, without any waiting.
void take_outcome(LetterProgress& progress, DeadLetterAction action, const ActionOutcome& outcome);
void take_record(LetterProgress& progress, DeadLetterAction action, const std::string& reason,
                 const LetterRecord& record);
void give_up(LetterProgress& progress);

// What acting needs. Both are opened anew (`anew`) when the one given before is lost.
struct LetterWorld {
  std::function<Result<DeadLetterOperator*>(bool anew)> operations;
  std::function<Result<DeadLetterQueue*>(bool anew)> queue;
  std::function<void(std::chrono::milliseconds)> sleep;
  const Clock& clock;
};

struct LetterOrders {
  DeadLetterAction action = DeadLetterAction::Replay;
  std::string reason = {};
  int rate = 500;    // a second; 0: as fast as possible
  bool wait = true;  // false: accepted is enough
  std::chrono::milliseconds patience{10'000};
  std::chrono::milliseconds interval{100};                              // between two looks
  std::function<void(std::size_t done, std::size_t of)> progress = {};  // called after every call, for people
};

// Blocking. One progress a target, in their order, all settled (or accepted, without waiting).
[[nodiscard]] std::vector<LetterProgress> act_on_dead_letters(const LetterWorld& world, const LetterOrders& orders,
                                                              const std::vector<LetterTarget>& targets);

// The letters that a filter means now, oldest death first so that deliveries keep their order. What dies later is not
// among them.
[[nodiscard]] Result<std::vector<LetterTarget>> freeze(DeadLetterQueue& queue, const LetterFilter& filter);
// Those of these names, with the generation they have now; 0 for what does not exist.
[[nodiscard]] Result<std::vector<LetterTarget>> freeze(DeadLetterQueue& queue, const std::vector<DeliveryId>& ids);

}  // namespace saga
