// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "backend/outcome/error.h"
#include "backend/postgres/params.h"
#include "backend/postgres/rows.h"

namespace saga::pg {

struct Settings {
  std::string conninfo = {};  // key=value or postgresql://…, as libpq takes it
  bool read_only = false;
  std::chrono::milliseconds statement_timeout{0};  // 0: none
  std::string application_name = {};
  std::chrono::seconds connect_timeout{5};  // for each host named
};

// The connection string with the settings in it. They travel in it, rather than in SET statements, so that no
// session can ever exist without them. Invalid if libpq cannot read the conninfo.
[[nodiscard]] Result<std::string> connection_string(const Settings& settings);

enum class Isolation { ReadCommitted, RepeatableRead, Serializable };

struct Connection;  // holds the driver's connection
class Session;

// Begun by Session::begin. Rolled back by the destructor unless commit() was called. Must not outlive its Session.
class Transaction {
 public:
  Transaction(Transaction&& other) noexcept;
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();

  // A lost connection here is ErrorKind::Connection: nothing was committed. After a failed statement every
  // further one, and commit(), fails, unless rollback_to() goes back before it.
  [[nodiscard]] Result<Rows> query(std::string_view sql, const Params& params = {});
  [[nodiscard]] Result<Rows> query_prepared(std::string_view name, const Params& params = {});
  [[nodiscard]] Result<std::int64_t> execute(std::string_view sql, const Params& params = {});  // rows affected
  [[nodiscard]] Result<void> execute_script(std::string_view sql);  // several statements, no parameters

  [[nodiscard]] Result<void> savepoint(std::string_view name);
  [[nodiscard]] Result<void> rollback_to(std::string_view name);

  // ErrorKind::InDoubt if COMMIT was sent and its answer lost. With any other error nothing was committed.
  [[nodiscard]] Result<void> commit();
  // PREPARE TRANSACTION: it ends here, and its effects and locks wait for COMMIT PREPARED or ROLLBACK PREPARED, on
  // whatever session of the database. `gid`: letters, digits and :-_. only. ErrorKind::InDoubt as with commit().
  [[nodiscard]] Result<void> prepare(std::string_view gid);
  void rollback();

 private:
  friend class Session;
  explicit Transaction(Connection* connection) : connection_(connection) {}
  [[nodiscard]] Result<void> check() const;

  Connection* connection_;  // null once it ended
  bool failed_ = false;
};

// One connection, used by one thread (cancel() excepted). Lost once, it stays lost: a new connection is a new
// Session, so that settings and prepared statements are never silently gone.
class Session {
 public:
  [[nodiscard]] static Result<std::unique_ptr<Session>> open(const Settings& settings);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  // One statement in a transaction of its own. If the connection is lost meanwhile, a writable session cannot
  // know whether it took effect: ErrorKind::InDoubt (on a read-only session: Connection).
  [[nodiscard]] Result<Rows> query(std::string_view sql, const Params& params = {});
  [[nodiscard]] Result<Rows> query_prepared(std::string_view name, const Params& params = {});
  [[nodiscard]] Result<std::int64_t> execute(std::string_view sql, const Params& params = {});  // rows affected
  [[nodiscard]] Result<void> execute_script(std::string_view sql);  // several statements, no parameters
  // The same for a statement that only reads, on whatever session: a loss is Connection, it may be asked again.
  [[nodiscard]] Result<Rows> read(std::string_view sql, const Params& params = {});

  // Parsed by the server at once, so that a wrong column shows here. Preparing the same text again is free.
  [[nodiscard]] Result<void> prepare(std::string_view name, std::string_view sql);

  // One at a time; between begin and its end the Session itself runs no statement.
  [[nodiscard]] Result<Transaction> begin(Isolation isolation = Isolation::ReadCommitted, bool read_only = false);

  // From any thread, while the Session lives: the running statement ends with ErrorKind::Timeout, code 57014.
  [[nodiscard]] Result<void> cancel();

  [[nodiscard]] bool broken() const;      // open a new Session
  [[nodiscard]] int backend_pid() const;  // the server process, as in pg_stat_activity

 private:
  explicit Session(std::unique_ptr<Connection> connection);
  std::unique_ptr<Connection> connection_;
};

}  // namespace saga::pg
