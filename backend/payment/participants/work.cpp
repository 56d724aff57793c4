// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/participants/work.h"

#include <fmt/format.h>

namespace saga::payment {
namespace {

// Telling the server costs a round trip, so it is told again only once this much is gone.
constexpr std::chrono::milliseconds kGrain{50};

}  // namespace

Result<void> Work::set_up(pg::Session& session, std::chrono::milliseconds budget) {
  // Every statement finds its rows by key. Without these settings a plan that was made while a table was small
  // would read the whole table, and be kept while it grows.
  return session.execute_script(
      fmt::format("set statement_timeout = {0}; set lock_timeout = {0};"
                  "set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off;"
                  "set plan_cache_mode = force_generic_plan; set jit = off;"
                  // Paused in the middle, the process must not keep its locks.
                  "set idle_in_transaction_session_timeout = '5s'",
                  budget.count()));
}

Result<Work> Work::begin(pg::Session& session, pg::Isolation isolation, std::chrono::milliseconds budget,
                         const TransactionMeter* meter) {
  TransactionTimer timer(meter);
  auto transaction = session.begin(isolation);
  if (!transaction) return std::unexpected(transaction.error());
  return Work(std::move(*transaction), budget, std::move(timer));
}

Result<pg::Rows> Work::run(const Statement& statement, const pg::Params& params) {
  if (auto limited = limit(); !limited) return std::unexpected(limited.error());
  auto rows = transaction_.query_prepared(statement.name, params);
  if (rows && statement.locks && (!rows->empty() || rows->affected() > 0)) timer_.locked();
  return rows;
}

Result<void> Work::commit() {
  auto done = transaction_.commit();
  if (done) timer_.committed();
  return done;
}

Result<void> Work::limit() {
  const auto left = std::chrono::floor<std::chrono::milliseconds>(deadline_ - std::chrono::steady_clock::now());
  if (left.count() <= 0) {
    return std::unexpected(Error{ErrorKind::Timeout, "The transaction's time is spent.", "", "57014"});
  }
  if (left + kGrain > set_) return {};
  set_ = left;
  return transaction_.execute_script(
      fmt::format("set local statement_timeout = {0}; set local lock_timeout = {0}", left.count()));
}

}  // namespace saga::payment
