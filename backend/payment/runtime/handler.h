// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "backend/outcome/error.h"
#include "backend/payment/event.h"

namespace saga::payment {

// An entry of a stream, decoded.
struct Delivery {
  std::string topic;
  std::string entry_id;
  Event event;
  bool again = false;  // it was delivered before: perhaps it was handled, and what followed was never sent
};

struct Outgoing {
  std::string topic;
  Event event;
  std::chrono::milliseconds delay{0};  // injected slowness; lost by a crash, as a lost reply would be
};

struct Unusable {
  std::size_t index = 0;  // in the batch
  std::string why;
};

// What became of a batch. Entries not named in `later` or `unusable` are done: they are acknowledged once
// everything in `send` is in its stream.
struct Handled {
  std::vector<Outgoing> send = {};
  std::vector<std::size_t> later = {};  // could not be done now: stay pending, come again after some seconds
  std::vector<Unusable> unusable = {};  // can never be done (no step, no amount …): moved to dead-letter:<topic>
};

// The work of a role, called by its consumer from one thread. It must be idempotent: any entry may come twice.
class Handler {
 public:
  virtual ~Handler() = default;

  [[nodiscard]] virtual std::string group() const = 0;  // the consumer group, as the contract names it
  [[nodiscard]] virtual std::vector<std::string> topics() const = 0;
  [[nodiscard]] virtual std::size_t batch_size() const = 0;

  // Asked before each read; while false, entries stay unread in their stream.
  [[nodiscard]] virtual bool ready() { return true; }

  // Asked when the group was not there: the system is new, or Redis has lost its data. What others follow without
  // having asked for it has to be sent again, from PostgreSQL; what was asked for is asked for again anyway.
  [[nodiscard]] virtual Result<std::vector<Outgoing>> tell_again() { return {}; }

  // Asked before entries of other consumers are taken over; an Error: not now.
  [[nodiscard]] virtual Result<void> before_taking_over() { return {}; }

  // At most batch_size() entries, in stream order, of any of the topics. Effects are committed before it returns.
  // An Error means that nothing is known to be done: the consumer waits a little and hands over the same entries
  // again (so a handler opens a new session when its old one is broken, see reconnecting_session.h).
  [[nodiscard]] virtual Result<Handled> handle(std::span<const Delivery> batch) = 0;
};

}  // namespace saga::payment
