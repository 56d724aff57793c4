// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <vector>

#include "backend/concurrency/clock.h"
#include "backend/payment/participants/domain.h"
#include "backend/payment/runtime/faults.h"

namespace saga::payment {

struct Message {
  Request request;
  InjectedFaults faults = {};  // they concern only what was not answered before
};

// The inbox of a domain. It keeps every final reply beside the effect, in the effect's transaction, so that a
// duplicate gets the first reply again; and since action and compensation of a saga are one row, it is the barrier
// against a compensation before its action and an action after its compensation:
//   answered before              the same reply again
//   action after compensation    a failure, "cancelled before it ran", kept
//   compensation without action  done, with stood = false, kept
// Not kept are failures that a later attempt may mend: retryable ones, refused compensations, and the refusals of a
// domain that does not keep them.
class Inbox {
 public:
  // `meter`: of its transactions; it must outlive them.
  Inbox(Domain& domain, const Clock& clock, const TransactionMeter* meter = nullptr);

  [[nodiscard]] Result<void> set_up(pg::Session& session) const;

  // One transaction; no two of the messages may be of the same saga. The answers come in the order of the messages.
  // With an Error nothing was committed, unless it is InDoubt.
  [[nodiscard]] Result<std::vector<Answer>> transact(pg::Session& session,
                                                     std::span<const Message* const> messages) const;

  // The replies kept for sagas that began at `since` or later, as they were sent.
  [[nodiscard]] Result<std::vector<Answer>> kept_since(pg::Session& session, WallTime since) const;

 private:
  struct Batch;
  [[nodiscard]] Result<void> find(Work& work, Batch& batch) const;
  [[nodiscard]] Result<void> sort_out(Batch& batch) const;
  [[nodiscard]] Result<void> execute(Work& work, Batch& batch) const;
  [[nodiscard]] Result<void> keep(Work& work, const Batch& batch) const;

  Domain& domain_;
  const Clock& clock_;
  const TransactionMeter* meter_;
  std::string find_sql_, add_sql_, complete_sql_;
  Statement find_, add_, complete_;
};

}  // namespace saga::payment
