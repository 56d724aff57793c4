// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "backend/payment/participants/work.h"
#include "backend/payment/runtime/faults.h"
#include "backend/payment/runtime/reconnecting_session.h"

namespace saga::payment {

// The name of a branch among the prepared transactions of its server: "saga-legacy:<transaction id>:<database>". It
// names no process: any may recover it.
inline constexpr std::string_view kGidPrefix = "saga-legacy:";
[[nodiscard]] std::string gid_of(std::string_view transaction_id, std::string_view database);
[[nodiscard]] std::optional<std::string> transaction_of(std::string_view gid);  // nothing: not one of ours

enum class Decision { Commit, Abort };

// Writes the decision into saga.transaction_decision, unless one is there; returns the one that counts. `session` is
// on the saga database and outside a transaction.
[[nodiscard]] Result<Decision> decide(pg::Session& session, std::string_view transaction_id, Decision wish,
                                      std::string_view who);

// COMMIT PREPARED or ROLLBACK PREPARED. That somebody else was faster is no error.
[[nodiscard]] Result<void> finish_branch(pg::Session& session, std::string_view gid, Decision decision);

// One database's part of a global transaction.
struct Branch {
  std::string database;
  Work* work = nullptr;
  ReconnectingSession* session = nullptr;  // on which `work` runs
};

// Prepares every branch, decides, and commits. `saga` is the session of the saga database, which may be a branch's.
//   success       it is decided; a branch that could not be committed now is by the recovery
//   Conflict      the recovery was faster and has aborted it
//   InDoubt       the decision could not be read back: the recovery settles it
//   other errors  rolled back, by the recovery where a database is out of reach
[[nodiscard]] Result<void> commit_two_phase(std::span<Branch> branches, ReconnectingSession& saga, std::string_view who,
                                            std::optional<CrashPoint> crash_at);

// For tests of crashes: kills this process with SIGKILL if it is to die here.
void crash_if(std::optional<CrashPoint> crash_at, CrashPoint here);

}  // namespace saga::payment
