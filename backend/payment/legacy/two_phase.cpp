// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/legacy/two_phase.h"

#include <csignal>
#include <unistd.h>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "backend/payment/event.h"
#include "backend/payment/runtime/log.h"

namespace saga::payment {
namespace {

constexpr std::size_t kIdSize = 36;

constexpr std::string_view kDecide =
    "insert into saga.transaction_decision (transaction_id, decision, decided_by) values ($1, $2, $3)"
    " on conflict do nothing";
constexpr std::string_view kDecided = "select decision from saga.transaction_decision where transaction_id = $1";

// The branches that are prepared are rolled back, those that are not are by their destructor. What cannot be reached
// is left to the recovery.
void abort_prepared(std::span<const Branch> prepared, std::string_view transaction_id) {
  for (const Branch& branch : prepared) {
    auto session = branch.session->get();
    const Result<void> done = session
                                  ? finish_branch(**session, gid_of(transaction_id, branch.database), Decision::Abort)
                                  : std::unexpected(session.error());
    if (!done) {
      spdlog::warn("event=left-to-recovery transaction={} database={} why={}", transaction_id, branch.database,
                   log_text(done.error().message));
    }
  }
}

// An answer that was lost is asked for again: the wish is written only if nothing is decided yet. InDoubt: it may be
// written. Any other error: it is not.
Result<Decision> decide_surely(ReconnectingSession& saga, std::string_view transaction_id, std::string_view who) {
  bool lost = false;
  Error error;
  for (int tried = 0; tried < 3; ++tried) {
    auto session = saga.get();
    if (!session) {
      error = session.error();
      continue;
    }
    auto decision = decide(**session, transaction_id, Decision::Commit, who);
    if (decision) return decision;
    error = decision.error();
    lost = lost || (*session)->broken();
    if (!lost) break;
  }
  if (lost) error.kind = ErrorKind::InDoubt;
  return std::unexpected(std::move(error));
}

}  // namespace

std::string gid_of(std::string_view transaction_id, std::string_view database) {
  return fmt::format("{}{}:{}", kGidPrefix, transaction_id, database);
}

std::optional<std::string> transaction_of(std::string_view gid) {
  if (!gid.starts_with(kGidPrefix)) return std::nullopt;
  gid.remove_prefix(kGidPrefix.size());
  if (gid.size() <= kIdSize || gid[kIdSize] != ':') return std::nullopt;
  return std::string(gid.substr(0, kIdSize));
}

Result<Decision> decide(pg::Session& session, std::string_view transaction_id, Decision wish, std::string_view who) {
  const auto written = session.execute(kDecide, {transaction_id, wish == Decision::Commit ? "COMMIT" : "ABORT", who});
  if (!written) return std::unexpected(written.error());
  if (*written == 1) return wish;
  const auto rows = session.read(kDecided, {transaction_id});
  if (!rows) return std::unexpected(rows.error());
  return rows->one([](const pg::Row& row) { return row.text(0) == "COMMIT" ? Decision::Commit : Decision::Abort; });
}

Result<void> finish_branch(pg::Session& session, std::string_view gid, Decision decision) {
  const auto done = session.execute_script(
      fmt::format("{} PREPARED '{}'", decision == Decision::Commit ? "COMMIT" : "ROLLBACK", gid));
  // 42704: no such prepared transaction. 55000: another session is finishing it at this moment.
  if (!done && done.error().code != "42704" && done.error().code != "55000") return done;
  return {};
}

Result<void> commit_two_phase(std::span<Branch> branches, ReconnectingSession& saga, std::string_view who,
                              std::optional<CrashPoint> crash_at) {
  const std::string id = new_uuid_v7(SystemClock().now());
  crash_if(crash_at, CrashPoint::BeforePrepare);
  for (std::size_t i = 0; i < branches.size(); ++i) {
    if (auto prepared = branches[i].work->prepare(gid_of(id, branches[i].database)); !prepared) {
      // This one too: its answer may have been lost after it was prepared.
      abort_prepared(branches.first(i + 1), id);
      Error error = prepared.error();
      if (error.kind == ErrorKind::InDoubt) error.kind = ErrorKind::Connection;  // without a decision it is no commit
      return std::unexpected(std::move(error));
    }
    if (i == 0) crash_if(crash_at, CrashPoint::BetweenPrepares);
  }
  crash_if(crash_at, CrashPoint::PreparedAll);

  const auto decision = decide_surely(saga, id, who);
  if (!decision) {
    if (decision.error().kind != ErrorKind::InDoubt) {
      abort_prepared(branches, id);
    } else {
      spdlog::warn("event=left-to-recovery transaction={} why={}", id, log_text(decision.error().message));
    }
    return std::unexpected(decision.error());
  }
  crash_if(crash_at, CrashPoint::Decided);
  if (*decision == Decision::Abort) {
    abort_prepared(branches, id);
    return std::unexpected(
        Error{ErrorKind::Conflict, "The recovery took the transaction for lost and aborted it.", "", "40001"});
  }
  for (std::size_t i = 0; i < branches.size(); ++i) {
    auto session = branches[i].session->get();
    const Result<void> done = session ? finish_branch(**session, gid_of(id, branches[i].database), Decision::Commit)
                                      : std::unexpected(session.error());
    if (!done) {
      spdlog::warn("event=left-to-recovery transaction={} database={} decision=COMMIT why={}", id, branches[i].database,
                   log_text(done.error().message));
    }
    if (i == 0) crash_if(crash_at, CrashPoint::BetweenCommits);
  }
  return {};
}

void crash_if(std::optional<CrashPoint> crash_at, CrashPoint here) {
  if (crash_at == here) {
    spdlog::error("event=injected-crash at={}", to_text(here));
    (void)::kill(::getpid(), SIGKILL);
  }
}

}  // namespace saga::payment
