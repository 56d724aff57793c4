// SPDX-License-Identifier: GPL-3.0-or-later
#include <utility>

#include <fmt/format.h>

#include "backend/postgres/connection.h"
#include "backend/postgres/session.h"

namespace saga::pg {
namespace {

std::string quoted_name(std::string_view name) {
  std::string text = "\"";
  for (const char c : name) {
    if (c == '"') text += '"';
    text += c;
  }
  return text + "\"";
}

}  // namespace

Transaction::Transaction(Transaction&& other) noexcept
    : connection_(std::exchange(other.connection_, nullptr)), failed_(other.failed_) {}

Transaction::~Transaction() { rollback(); }

Result<void> Transaction::check() const {
  if (connection_ == nullptr) return std::unexpected(Error{ErrorKind::Internal, "The transaction has ended."});
  if (failed_) {
    return std::unexpected(Error{ErrorKind::Internal, "An earlier statement of the transaction failed.", "", "25P02"});
  }
  return {};
}

Result<Rows> Transaction::query(std::string_view sql, const Params& params) {
  if (auto fine = check(); !fine) return std::unexpected(fine.error());
  auto rows = connection_->query(sql, params, Loss::Harmless);
  failed_ = !rows;
  return rows;
}

Result<Rows> Transaction::query_prepared(std::string_view name, const Params& params) {
  if (auto fine = check(); !fine) return std::unexpected(fine.error());
  auto rows = connection_->query_prepared(name, params, Loss::Harmless);
  failed_ = !rows;
  return rows;
}

Result<std::int64_t> Transaction::execute(std::string_view sql, const Params& params) {
  const auto rows = query(sql, params);
  if (!rows) return std::unexpected(rows.error());
  return rows->affected();
}

Result<void> Transaction::execute_script(std::string_view sql) {
  if (auto fine = check(); !fine) return fine;
  const auto rows = connection_->script(sql, Loss::Harmless);
  failed_ = !rows;
  if (!rows) return std::unexpected(rows.error());
  return {};
}

Result<void> Transaction::savepoint(std::string_view name) { return execute_script("SAVEPOINT " + quoted_name(name)); }

Result<void> Transaction::rollback_to(std::string_view name) {
  if (connection_ == nullptr) return check();
  const auto rows = connection_->script("ROLLBACK TO SAVEPOINT " + quoted_name(name), Loss::Harmless);
  failed_ = !rows;
  if (!rows) return std::unexpected(rows.error());
  return {};
}

Result<void> Transaction::commit() {
  if (auto fine = check(); !fine) return fine;  // the server would answer COMMIT with ROLLBACK, without an error
  const auto done = connection_->script("COMMIT", Loss::InDoubt);
  connection_->in_transaction = false;
  connection_ = nullptr;
  if (!done) return std::unexpected(done.error());
  return {};
}

Result<void> Transaction::prepare(std::string_view gid) {
  if (auto fine = check(); !fine) return fine;
  constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:-_.";
  if (gid.empty() || gid.find_first_not_of(kPlain) != std::string_view::npos) {
    return std::unexpected(Error{ErrorKind::Invalid, "That cannot name a prepared transaction."});
  }
  const auto done = connection_->script(fmt::format("PREPARE TRANSACTION '{}'", gid), Loss::InDoubt);
  connection_->in_transaction = false;
  connection_ = nullptr;
  if (!done) return std::unexpected(done.error());
  return {};
}

void Transaction::rollback() {
  if (connection_ == nullptr) return;
  // If it fails, the connection is gone and the server rolls back by itself; the Session then says broken().
  if (!connection_->script("ROLLBACK", Loss::Harmless)) connection_->lost = true;
  connection_->in_transaction = false;
  connection_ = nullptr;
}

}  // namespace saga::pg
