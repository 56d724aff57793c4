// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/attach/probe.h"

#include <fmt/format.h>

#include "backend/attach/connect.h"
#include "backend/attach/endpoints.h"
#include "backend/postgres/contract_check.h"
#include "backend/postgres/platform_reader.h"
#include "backend/redis/change_hints.h"

namespace saga::attach {
namespace {

using State = Part::State;

class Parts {
 public:
  explicit Parts(std::vector<std::string> names) {
    for (auto& name : names) parts_.push_back({.name = std::move(name)});
  }
  void fine(std::string detail = {}) { settle(State::Fine, std::move(detail), {}); }
  void failed(const Error& error) { settle(State::Failed, error.message, error.advice); }
  std::vector<Part> take() { return std::move(parts_); }

 private:
  void settle(State state, std::string detail, std::string advice) {
    Part& part = parts_.at(at_++);
    part.state = state;
    part.detail = std::move(detail);
    part.advice = std::move(advice);
  }
  std::vector<Part> parts_;
  std::size_t at_ = 0;
};

std::vector<Part> probe_postgres(const Profile& profile, const std::string& application_name) {
  Parts parts({"postgres.reachable", "postgres.authenticated", "postgres.schema", "postgres.role", "postgres.operate"});
  auto session = open_session(profile, true, application_name);
  if (!session) {
    // Whoever refuses us was reached.
    if (session.error().kind == ErrorKind::Permission || session.error().kind == ErrorKind::Incompatible) parts.fine();
    parts.failed(session.error());
    return parts.take();
  }
  parts.fine(profile.postgres.host);
  parts.fine(profile.postgres.user);
  const std::shared_ptr<pg::Session> shared = std::move(*session);
  if (const auto fits = pg::check_contract(*shared); !fits) {
    parts.failed(fits.error());
    return parts.take();
  }
  const auto status = pg::PgPlatformReader(shared).status();
  if (!status) {
    parts.failed(status.error());
    return parts.take();
  }
  parts.fine(fmt::format("version {}, PostgreSQL {}", status->schema_version, status->server_version));
  parts.fine(fmt::format("{} is {}", status->user, status->role.empty() ? "without a role of ours" : status->role));
  if (status->degree == Degree::Operate) {
    parts.fine(fmt::format("{}{}{}", status->may_retry ? "retry" : "",
                           status->may_retry && status->may_compensate ? ", " : "",
                           status->may_compensate ? "compensate" : ""));
  } else {
    parts.fine("watch only; retry and compensate need the role saga_operator");
  }
  return parts.take();
}

std::vector<Part> probe_redis(const RedisPart& redis) {
  Parts parts({"redis.reachable", "redis.authenticated", "redis.hints"});
  const auto endpoint = endpoint_of(redis);
  if (!endpoint) {
    parts.failed(endpoint.error());
    return parts.take();
  }
  if (const auto client = redis::Client::open(*endpoint); !client) {
    if (client.error().kind == ErrorKind::Permission) parts.fine();
    parts.failed(client.error());
    return parts.take();
  }
  parts.fine(redis.socket.empty() ? redis.host : redis.socket);
  parts.fine(redis.user.empty() ? "default" : redis.user);
  const auto hints = redis::StreamChangeHints::open(*endpoint);
  if (hints) {
    parts.fine(redis::kSagaChangedStream);
  } else {
    parts.failed(hints.error());
  }
  return parts.take();
}

}  // namespace

std::vector<Part> probe(const Profile& profile, const std::string& application_name) {
  auto parts = probe_postgres(profile, application_name);
  if (profile.redis) {
    for (auto& part : probe_redis(*profile.redis)) parts.push_back(std::move(part));
  }
  return parts;
}

}  // namespace saga::attach
