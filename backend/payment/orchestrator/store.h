// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <vector>

#include "backend/payment/orchestrator/transition.h"
#include "backend/payment/orchestrator/writes.h"
#include "backend/postgres/session.h"

namespace saga::payment {

// Saga state in PostgreSQL. The number of statements does not depend on the size of the batch.
struct Locked {
  std::vector<SagaRecord> sagas;
  std::vector<SagaId> unknown = {};  // of a type, step or status of another release: left for whoever knows them
  TimePoint now = {};  // of the transaction, by the server's clock: the only clock that deadlines are measured with
};

// Prepares what the functions below use.
[[nodiscard]] Result<void> prepare_store(pg::Session& session);
// Tells those who look how long an attempt of each step may take. Of several orchestrators the last one counts.
[[nodiscard]] Result<void> publish_limits(pg::Session& session, const Policy& policy);

// `epoch`: of this process (see lease.h). Both ways of locking hold it, so that it stays valid until the transaction
// ends; they fail with the code kFenced if it is over.
// Rows are locked in the order of their ids, by everyone: two batches cannot wait for each other in a circle.
[[nodiscard]] Result<Locked> lock_sagas(pg::Transaction& tx, const std::vector<SagaId>& ids, std::int64_t epoch);

struct DueSaga {
  SagaId id;
  std::string trace_id;  // for the log
};
// Sagas of known types whose due_at has passed, at most `limit`, without those of `except`.
[[nodiscard]] Result<std::vector<DueSaga>> read_due(pg::Session& session, int limit, const std::vector<SagaId>& except);
// Of these sagas those that are still due, and that nobody else works on.
[[nodiscard]] Result<Locked> lock_due(pg::Transaction& tx, const std::vector<SagaId>& ids, std::int64_t epoch);

// For a transaction that locks no saga.
[[nodiscard]] Result<void> hold_epoch(pg::Transaction& tx, std::int64_t epoch);

// Everything but the commands; with the epoch that was held.
[[nodiscard]] Result<void> write_batch(pg::Transaction& tx, const Writes& writes, std::int64_t epoch);

// The oldest commands that wait. Not locked: their sagas are, before they are settled.
struct WaitingCommand {
  SagaId saga_id;
  Command command;
  std::string trace_id;  // for the log; empty: there is no such saga
};
[[nodiscard]] Result<std::vector<WaitingCommand>> read_commands(pg::Session& session, int limit);

// Those of `ids` that still wait; call it with the sagas locked, and nobody else can settle them any more.
[[nodiscard]] Result<std::vector<std::string>> still_waiting(pg::Transaction& tx, const std::vector<std::string>& ids);

// Settles the commands and writes their journal rows. The journal's chain is locked here, so this comes last. An Error,
// after which nothing may be committed, if another process has settled one of them: it has its row already.
[[nodiscard]] Result<void> write_commands(pg::Transaction& tx, const Writes& writes);

}  // namespace saga::payment
