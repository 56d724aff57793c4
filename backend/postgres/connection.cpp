// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/postgres/connection.h"

#include <poll.h>
#include <utility>

#include <fmt/format.h>

#include "backend/postgres/errors.h"
#include "backend/postgres/rows_data.h"

namespace saga::pg {

void Connection::notice_loss() {
  // A closed socket is readable. What the server may have sent before (why it closes) is read first, hence more
  // than one round; a live server has no reason to send more than a message or two unasked.
  for (int round = 0; round < 8 && !lost; ++round) {
    pollfd entry{.fd = link->sock(), .events = POLLIN, .revents = 0};
    if (entry.fd < 0) {
      lost = true;
    } else if (poll(&entry, 1, 0) > 0) {
      try {
        link->get_notifs();
      } catch (const std::exception&) {
        lost = true;
      }
    } else {
      break;
    }
  }
  if (!link->is_open()) lost = true;
}

Error Connection::failed(Loss loss, std::string_view sqlstate, const char* what) {
  Error error = server_error(sqlstate, what);
  // These end the session even where libpq has not yet seen the socket close.
  const bool ended = sqlstate.starts_with("08") || sqlstate.starts_with("57P0");
  if (!ended && link->is_open()) {
    if (sqlstate == "40003" && loss == Loss::InDoubt) error.kind = ErrorKind::InDoubt;
    return error;
  }
  lost = true;
  if (error.code.empty()) error.code = "08006";
  // Without a SQLSTATE it is the driver's own word for the same.
  error.message = sqlstate.empty() ? "The connection to PostgreSQL was lost."
                                   : fmt::format("The connection to PostgreSQL was lost: {}", error.message);
  error.kind = loss == Loss::InDoubt ? ErrorKind::InDoubt : ErrorKind::Connection;
  error.advice =
      loss == Loss::InDoubt ? "It may have taken effect; read the state back before doing it again." : "Connect again.";
  return error;
}

Result<Rows> Connection::guarded(Loss loss, const std::function<pqxx::result()>& statement) {
  if (!lost) notice_loss();
  if (lost) {
    return std::unexpected(
        Error{ErrorKind::Connection, "The connection to PostgreSQL is lost.", "Connect again.", "08003"});
  }
  try {
    return Rows(std::make_shared<const RowsData>(statement()));
  } catch (const pqxx::sql_error& error) {
    const std::string_view found = sqlstate_in(error.what());
    return std::unexpected(failed(loss, found.empty() ? std::string_view(error.sqlstate()) : found, error.what()));
  } catch (const std::exception& error) {
    return std::unexpected(failed(loss, sqlstate_in(error.what()), error.what()));
  }
}

namespace {

Result<void> sendable(const Params& params) {
  if (const auto index = params.unsendable()) {
    return std::unexpected(Error{
        ErrorKind::Invalid,
        fmt::format("Parameter {} holds a zero byte, which PostgreSQL cannot store in a text.", *index), "", "22021"});
  }
  return {};
}

}  // namespace

Result<Rows> Connection::query(std::string_view sql, const Params& params, Loss loss) {
  if (auto fine = sendable(params); !fine) return std::unexpected(fine.error());
  return guarded(loss, [&] { return compat::exec(*channel, std::string(sql), params.values()); });
}

Result<Rows> Connection::query_prepared(std::string_view name, const Params& params, Loss loss) {
  if (auto fine = sendable(params); !fine) return std::unexpected(fine.error());
  if (!prepared.contains(name)) {
    return std::unexpected(Error{ErrorKind::Internal, fmt::format("The statement '{}' was not prepared.", name)});
  }
  return guarded(loss, [&] { return compat::exec_prepared(*channel, std::string(name), params.values()); });
}

Result<Rows> Connection::script(std::string_view sql, Loss loss) {
  return guarded(loss, [&] { return channel->exec(std::string(sql)); });
}

Result<void> Connection::prepare(std::string_view name, std::string_view sql) {
  if (const auto known = prepared.find(name); known != prepared.end()) {
    if (known->second == sql) return {};
    return std::unexpected(Error{ErrorKind::Internal, fmt::format("Two statements are called '{}'.", name)});
  }
  auto done = guarded(Loss::Harmless, [&] {
    compat::prepare(*link, std::string(name), std::string(sql));
    return pqxx::result();
  });
  if (!done) return std::unexpected(done.error());
  prepared.emplace(name, sql);
  return {};
}

std::string_view sqlstate_in(std::string_view message) {
  const std::size_t severity_end = message.find(":  ");
  if (severity_end == std::string_view::npos || severity_end > message.find('\n')) return {};
  const std::string_view rest = message.substr(severity_end + 3);
  if (rest.size() < 7 || rest.substr(5, 2) != ": ") return {};
  const std::string_view code = rest.substr(0, 5);
  for (const char c : code) {
    if (!(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'Z')) return {};
  }
  return code;
}

}  // namespace saga::pg
