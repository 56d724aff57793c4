// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/postgres/session.h"

#include <fmt/format.h>

#include "backend/postgres/connection.h"
#include "backend/postgres/errors.h"

namespace saga::pg {
namespace {

Result<void> idle(const Connection& connection) {
  if (!connection.in_transaction) return {};
  return std::unexpected(
      Error{ErrorKind::Internal, "A statement was given to a session whose transaction has not ended."});
}

const char* name_of(Isolation isolation) {
  switch (isolation) {
    case Isolation::ReadCommitted: return "READ COMMITTED";
    case Isolation::RepeatableRead: return "REPEATABLE READ";
    case Isolation::Serializable: return "SERIALIZABLE";
  }
  return "READ COMMITTED";
}

}  // namespace

Session::Session(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}
Session::~Session() = default;

Result<std::unique_ptr<Session>> Session::open(const Settings& settings) {
  const auto conninfo = connection_string(settings);
  if (!conninfo) return std::unexpected(conninfo.error());
  try {
    auto connection = std::make_unique<Connection>();
    connection->link = compat::connect(*conninfo);
    connection->notices = compat::silence(*connection->link);
    connection->channel = std::make_unique<pqxx::nontransaction>(*connection->link);
    connection->read_only = settings.read_only;
    return std::unique_ptr<Session>(new Session(std::move(connection)));
  } catch (const std::exception& error) {
    return std::unexpected(connect_error(error.what()));
  }
}

Result<Rows> Session::query(std::string_view sql, const Params& params) {
  if (auto fine = idle(*connection_); !fine) return std::unexpected(fine.error());
  return connection_->query(sql, params, connection_->loss_of_statement());
}

Result<Rows> Session::query_prepared(std::string_view name, const Params& params) {
  if (auto fine = idle(*connection_); !fine) return std::unexpected(fine.error());
  return connection_->query_prepared(name, params, connection_->loss_of_statement());
}

Result<std::int64_t> Session::execute(std::string_view sql, const Params& params) {
  const auto rows = query(sql, params);
  if (!rows) return std::unexpected(rows.error());
  return rows->affected();
}

Result<void> Session::execute_script(std::string_view sql) {
  if (auto fine = idle(*connection_); !fine) return fine;
  if (auto done = connection_->script(sql, connection_->loss_of_statement()); !done) {
    return std::unexpected(done.error());
  }
  return {};
}

Result<Rows> Session::read(std::string_view sql, const Params& params) {
  if (auto fine = idle(*connection_); !fine) return std::unexpected(fine.error());
  return connection_->query(sql, params, Loss::Harmless);
}

Result<void> Session::prepare(std::string_view name, std::string_view sql) {
  if (auto fine = idle(*connection_); !fine) return fine;  // a mistake in it would fail the transaction
  return connection_->prepare(name, sql);
}

Result<Transaction> Session::begin(Isolation isolation, bool read_only) {
  if (auto fine = idle(*connection_); !fine) return std::unexpected(fine.error());
  // READ WRITE is never said: it would lift a read-only session's setting.
  const std::string begin =
      fmt::format("BEGIN ISOLATION LEVEL {}{}", name_of(isolation), read_only ? " READ ONLY" : "");
  if (auto begun = connection_->script(begin, Loss::Harmless); !begun) return std::unexpected(begun.error());
  connection_->in_transaction = true;
  return Transaction(connection_.get());
}

Result<void> Session::cancel() {
  try {
    connection_->link->cancel_query();
    return {};
  } catch (const std::exception& error) {
    return std::unexpected(
        Error{ErrorKind::Connection, fmt::format("The running statement cannot be cancelled: {}", error.what())});
  }
}

bool Session::broken() const { return connection_->lost || !connection_->link->is_open(); }

int Session::backend_pid() const { return connection_->link->backendpid(); }

}  // namespace saga::pg
