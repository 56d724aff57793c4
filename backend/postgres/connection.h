// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "backend/outcome/error.h"
#include "backend/postgres/compat.h"
#include "backend/postgres/params.h"
#include "backend/postgres/rows.h"

// Seen by session.cpp and transaction.cpp only: it shows the driver.
namespace saga::pg {

// What a connection lost while a statement ran means for that statement.
enum class Loss {
  Harmless,  // it changed nothing, or its transaction is certainly undone
  InDoubt,   // it may have taken effect
};

struct Connection {
  // Transactions are begun and ended by statements of our own: libpqxx 6.4 takes a COMMIT that the server answered
  // with ROLLBACK for a success.
  std::unique_ptr<pqxx::connection> link;
  compat::NoticeSink notices;
  std::unique_ptr<pqxx::nontransaction> channel;
  std::map<std::string, std::string, std::less<>> prepared;
  bool read_only = false;
  bool in_transaction = false;
  bool lost = false;

  [[nodiscard]] Loss loss_of_statement() const { return read_only ? Loss::Harmless : Loss::InDoubt; }

  Result<Rows> query(std::string_view sql, const Params& params, Loss loss);
  Result<Rows> query_prepared(std::string_view name, const Params& params, Loss loss);
  Result<Rows> script(std::string_view sql, Loss loss);
  Result<void> prepare(std::string_view name, std::string_view sql);

 private:
  // The one place where the driver's exceptions end.
  Result<Rows> guarded(Loss loss, const std::function<pqxx::result()>& statement);
  // Sees a connection that was closed while nobody used it, so that a statement which was never sent is not
  // reported as in doubt.
  void notice_loss();
  Error failed(Loss loss, std::string_view sqlstate, const char* what);
};

// The SQLSTATE in a message of verbosity "verbose" ("ERROR:  23505: duplicate key …"); empty if there is none.
// Read from there since libpqxx 6.4 has exceptions that do not carry it.
[[nodiscard]] std::string_view sqlstate_in(std::string_view message);

}  // namespace saga::pg
