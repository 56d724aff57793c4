// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/postgres/errors.h"

#include <algorithm>
#include <array>
#include <string>

namespace saga::pg {
namespace {

struct Meaning {
  std::string_view prefix;  // of the SQLSTATE; the first that fits counts
  ErrorKind kind;
  const char* advice;
};

constexpr const char* kInstall = "Run sagactl install, or mend the profile's projection.";
constexpr const char* kRights = "Ask for a role that may do this.";
constexpr const char* kAgain = "Read the state again, then decide.";

constexpr std::array kMeanings{
    Meaning{"08", ErrorKind::Connection, "Connect again."},
    Meaning{"57P", ErrorKind::Connection, "Connect again."},
    Meaning{"57014", ErrorKind::Timeout, ""},
    Meaning{"53100", ErrorKind::Connection, "The server's disk is full: free space there."},
    Meaning{"53200", ErrorKind::Connection, "The server is out of memory: relieve it, then try again."},
    Meaning{"53300", ErrorKind::Connection, "Close other sessions or raise the server's max_connections."},
    Meaning{"53", ErrorKind::Connection, "The server lacks resources: look at its log."},
    Meaning{"58030", ErrorKind::Connection, "The server cannot read or write its files: look at its log."},
    Meaning{"40", ErrorKind::Conflict, kAgain},
    Meaning{"23505", ErrorKind::Conflict, kAgain},
    Meaning{"55P03", ErrorKind::Conflict, "Another transaction holds the row; try again."},
    Meaning{"55006", ErrorKind::Conflict, "It is in use; try again."},
    Meaning{"42501", ErrorKind::Permission, kRights},
    Meaning{"25006", ErrorKind::Permission, "This session only reads."},
    Meaning{"28", ErrorKind::Permission, "Check user and password."},
    Meaning{"42P01", ErrorKind::Incompatible, kInstall},  // no such table
    Meaning{"42703", ErrorKind::Incompatible, kInstall},  // column
    Meaning{"42883", ErrorKind::Incompatible, kInstall},  // function
    Meaning{"42704", ErrorKind::Incompatible, kInstall},  // type, role …
    Meaning{"3F000", ErrorKind::Incompatible, kInstall},  // schema
    Meaning{"3D000", ErrorKind::Incompatible, "Create the database, then run sagactl install."},
    Meaning{"42804", ErrorKind::Incompatible, kInstall},  // a type does not fit
    Meaning{"0A000", ErrorKind::Incompatible, "The server is too old or does not offer this."},
    Meaning{"42", ErrorKind::Invalid, ""},
    Meaning{"22", ErrorKind::Invalid, ""},
    Meaning{"23", ErrorKind::Invalid, ""},
    Meaning{"54", ErrorKind::Invalid, ""},
    Meaning{"55000", ErrorKind::Invalid, ""},
    Meaning{"P0001", ErrorKind::Invalid, ""},  // RAISE without a code of its own
};

const Meaning* meaning_of(std::string_view sqlstate) {
  const auto* found =
      std::ranges::find_if(kMeanings, [&](const Meaning& meaning) { return sqlstate.starts_with(meaning.prefix); });
  return found == kMeanings.end() ? nullptr : found;
}

// "ERROR:  23505: duplicate key …\nDETAIL: …" -> "duplicate key …"
std::string headline(std::string_view message, std::string_view sqlstate) {
  message = message.substr(0, message.find('\n'));
  // The severity is in the server's language, its two blanks are not.
  if (const std::size_t end = message.find(":  "); end != std::string_view::npos) message.remove_prefix(end + 3);
  if (!sqlstate.empty() && message.starts_with(sqlstate)) {
    message.remove_prefix(sqlstate.size());
    if (message.starts_with(": ")) message.remove_prefix(2);
  }
  return std::string(message);
}

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

}  // namespace

ErrorKind kind_of(std::string_view sqlstate) {
  const Meaning* meaning = meaning_of(sqlstate);
  return meaning ? meaning->kind : ErrorKind::Internal;
}

Error server_error(std::string_view sqlstate, std::string_view message) {
  const Meaning* meaning = meaning_of(sqlstate);
  return Error{meaning ? meaning->kind : ErrorKind::Internal, headline(message, sqlstate),
               meaning ? meaning->advice : "", std::string(sqlstate)};
}

Error connect_error(std::string_view message) {
  // One line for each host tried; the last says why the attempt ended.
  while (message.ends_with('\n')) message.remove_suffix(1);
  const std::size_t line = message.rfind('\n');
  const std::string last(line == std::string_view::npos ? message : message.substr(line + 1));
  Error error{ErrorKind::Connection, "PostgreSQL cannot be reached: " + last, "Check host, port and server."};
  if (contains(message, "authentication failed") || contains(message, "pg_hba.conf") ||
      contains(message, "no password supplied") ||
      (contains(message, "role \"") && contains(message, "does not exist"))) {
    error.kind = ErrorKind::Permission;
    error.message = "PostgreSQL refuses this user: " + last;
    error.advice = "Check user and password.";
  } else if (contains(message, "database \"") && contains(message, "does not exist")) {
    error.kind = ErrorKind::Incompatible;
    error.message = "PostgreSQL has no such database: " + last;
    error.advice = "Create the database, then run sagactl install.";
  }
  return error;
}

}  // namespace saga::pg
