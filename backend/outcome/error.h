// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <expected>
#include <string>

namespace saga {

// What the caller can still do, rather than what broke.
enum class ErrorKind {
  Connection,    // the other side cannot be reached; reconnect and ask again
  Timeout,       // no answer within the deadline; a read may be asked again
  Conflict,      // another transaction won (40001, 40P01, 23505 …); re-read, then decide again
  Permission,    // this role may not; nothing changes by trying again
  Invalid,       // what was asked makes no sense; mend the request
  Incompatible,  // the schema, a projection or a version does not fit; `advice` says what to install
  InDoubt,       // a commit was sent and its answer lost; read back before anything else
  Internal,      // a defect of this program or an answer it cannot read
};

struct Error {
  ErrorKind kind = ErrorKind::Internal;
  std::string message;      // one sentence, plain text, for people
  std::string advice = {};  // what to do next; may be empty
  std::string code = {};    // SQLSTATE or Redis error prefix, where there is one

  // A read that failed like this may simply be asked again, on a new connection if need be.
  [[nodiscard]] bool worth_retrying() const {
    return kind == ErrorKind::Connection || kind == ErrorKind::Timeout || kind == ErrorKind::Conflict;
  }
  friend bool operator==(const Error&, const Error&) = default;
};

template <class T>
using Result = std::expected<T, Error>;

}  // namespace saga
