// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/redis/reply.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace saga::redis {
namespace {

struct Meaning {
  std::string_view code;
  ErrorKind kind;
  const char* advice;
};

constexpr std::array kMeanings{
    Meaning{"NOAUTH", ErrorKind::Permission, "Check user and password."},
    Meaning{"WRONGPASS", ErrorKind::Permission, "Check user and password."},
    Meaning{"NOPERM", ErrorKind::Permission, "Ask for the right to this command and key."},
    Meaning{"LOADING", ErrorKind::Connection, "Redis is still reading its data; try again."},
    Meaning{"MASTERDOWN", ErrorKind::Connection, "The replica has lost its master."},
    Meaning{"CLUSTERDOWN", ErrorKind::Connection, "The cluster is down."},
    Meaning{"TRYAGAIN", ErrorKind::Connection, "The cluster is moving its slots; try again."},
    Meaning{"READONLY", ErrorKind::Connection, "This is a replica; connect to the master."},
    Meaning{"BUSY", ErrorKind::Connection, "A script keeps Redis busy; try again."},
    Meaning{"MISCONF", ErrorKind::Connection, "Redis cannot write to its disk: look at its log."},
    Meaning{"OOM", ErrorKind::Connection, "Redis has reached its maxmemory."},
    Meaning{"BUSYGROUP", ErrorKind::Conflict, ""},
    Meaning{"BUSYKEY", ErrorKind::Conflict, ""},
    Meaning{"EXECABORT", ErrorKind::Conflict, ""},
    Meaning{"MOVED", ErrorKind::Incompatible, "Redis Cluster is not supported here."},
    Meaning{"ASK", ErrorKind::Incompatible, "Redis Cluster is not supported here."},
    Meaning{"CROSSSLOT", ErrorKind::Incompatible, "Redis Cluster is not supported here."},
    Meaning{"NOPROTO", ErrorKind::Incompatible, ""},
    Meaning{"WRONGTYPE", ErrorKind::Invalid, "The key holds another type than expected."},
    Meaning{"NOGROUP", ErrorKind::Invalid, ""},
    Meaning{"ERR", ErrorKind::Invalid, ""},
};

Error unexpected_type(std::string_view wanted) {
  return Error{ErrorKind::Internal, fmt::format("Redis answered with another type than {}.", wanted)};
}

}  // namespace

Error error_of(const Reply::ErrorText& error) {
  const std::string_view text = error.text;
  const std::string_view code = text.substr(0, text.find(' '));
  const auto* found = std::ranges::find_if(kMeanings, [&](const Meaning& meaning) { return meaning.code == code; });
  if (found == kMeanings.end()) return Error{ErrorKind::Internal, "Redis: " + error.text, "", std::string(code)};
  return Error{found->kind, "Redis: " + error.text, found->advice, std::string(code)};
}

Result<Reply> expect_ok(Result<Reply> reply) {
  if (reply && reply->is_error()) return std::unexpected(error_of(*reply->error()));
  return reply;
}

Result<std::int64_t> expect_integer(const Result<Reply>& reply) {
  if (!reply) return std::unexpected(reply.error());
  if (reply->is_error()) return std::unexpected(error_of(*reply->error()));
  if (const std::int64_t* value = reply->integer()) return *value;
  return std::unexpected(unexpected_type("an integer"));
}

Result<std::string> expect_text(const Result<Reply>& reply) {
  if (!reply) return std::unexpected(reply.error());
  if (reply->is_error()) return std::unexpected(error_of(*reply->error()));
  if (const std::string* text = reply->text()) return *text;
  return std::unexpected(unexpected_type("a text"));
}

}  // namespace saga::redis
