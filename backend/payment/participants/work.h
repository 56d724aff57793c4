// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string_view>

#include "backend/payment/metrics/transaction_meter.h"
#include "backend/postgres/session.h"

namespace saga::payment {

// A statement of a participant, prepared when its session is opened.
struct Statement {
  std::string_view name;
  std::string_view sql;
  bool locks = true;  // the rows that it finds, until the transaction ends
};

// A transaction with a deadline: what is left of its budget is the server's timeout for each statement, for its
// execution as well as for its waiting for locks. With a meter it is measured.
class Work {
 public:
  // Once on a new session, before the first begin().
  [[nodiscard]] static Result<void> set_up(pg::Session& session, std::chrono::milliseconds budget);
  [[nodiscard]] static Result<Work> begin(pg::Session& session, pg::Isolation isolation,
                                          std::chrono::milliseconds budget, const TransactionMeter* meter = nullptr);

  // Timeout, code 57014, once the budget is spent.
  [[nodiscard]] Result<pg::Rows> run(const Statement& statement, const pg::Params& params);
  [[nodiscard]] Result<void> commit();
  [[nodiscard]] Result<void> prepare(std::string_view gid) { return transaction_.prepare(gid); }  // see pg::Transaction

 private:
  using Time = std::chrono::steady_clock::time_point;
  Work(pg::Transaction transaction, std::chrono::milliseconds budget, TransactionTimer timer)
      : timer_(std::move(timer)),
        transaction_(std::move(transaction)),
        deadline_(std::chrono::steady_clock::now() + budget),
        set_(budget) {}
  [[nodiscard]] Result<void> limit();

  TransactionTimer timer_;  // before the transaction: a rollback is measured with it
  pg::Transaction transaction_;
  Time deadline_;
  std::chrono::milliseconds set_;  // what the server was told last
};

}  // namespace saga::payment
