// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/attach/endpoints.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sys/stat.h>

#include <fmt/format.h>

#include "backend/attach/places.h"

namespace saga::attach {
namespace {

bool every_host_here(std::string_view hosts) {
  while (true) {
    const std::size_t comma = hosts.find(',');
    if (!on_this_machine(hosts.substr(0, comma))) return false;
    if (comma == std::string_view::npos) return true;
    hosts.remove_prefix(comma + 1);
  }
}

std::string quoted_value(std::string_view value) {
  std::string text = "'";
  for (const char c : value) {
    if (c == '\'' || c == '\\') text += '\\';
    text += c;
  }
  return text + "'";
}

Result<void> check_secret(const std::filesystem::path& file) {
  struct stat status = {};
  if (stat(file.c_str(), &status) != 0) {
    return std::unexpected(
        Error{ErrorKind::Permission, fmt::format("{} cannot be read: {}.", file.string(), std::strerror(errno))});
  }
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return std::unexpected(Error{ErrorKind::Permission, fmt::format("{} can be read by others.", file.string()),
                                 fmt::format("Run chmod 600 {}.", file.string())});
  }
  return {};
}

}  // namespace

bool on_this_machine(std::string_view host) {
  return host.empty() || host.starts_with('/') || host.starts_with('@') || host == "localhost" || host == "::1" ||
         (host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string_view::npos);
}

std::optional<Error> transport_error(const PostgresPart& postgres) {
  if (every_host_here(postgres.host) || postgres.sslmode.empty() || postgres.sslmode == "verify-full") {
    return std::nullopt;
  }
  return Error{ErrorKind::Invalid,
               fmt::format("PostgreSQL on {} needs sslmode verify-full, not {}.", postgres.host, postgres.sslmode),
               "Name the authority that signed the server's certificate in sslrootcert."};
}

std::optional<Error> transport_error(const RedisPart& redis) {
  if (!redis.socket.empty() || on_this_machine(redis.host)) return std::nullopt;
  return Error{ErrorKind::Invalid,
               fmt::format("Redis on {} cannot be reached safely: this version does not speak TLS to it.", redis.host),
               "Reach it through a TLS tunnel that listens on this machine, or leave [redis] out: changes are then "
               "found by polling."};
}

Result<std::string> conninfo_of(const PostgresPart& postgres) {
  if (const auto error = transport_error(postgres)) return std::unexpected(*error);
  std::string text;
  const auto put = [&](std::string_view key, const std::string& value) {
    if (!value.empty()) text += fmt::format("{}{}={}", text.empty() ? "" : " ", key, quoted_value(value));
  };
  const bool here = every_host_here(postgres.host);
  put("host", postgres.host);
  put("port", std::to_string(postgres.port));
  put("dbname", postgres.dbname);
  put("user", postgres.user);
  put("sslmode", postgres.sslmode.empty() && !here ? "verify-full" : postgres.sslmode);
  put("sslrootcert", postgres.sslrootcert.empty() ? "" : expanded(postgres.sslrootcert).string());
  put("target_session_attrs", postgres.target_session_attrs);
  if (!postgres.passfile.empty()) {
    const auto file = expanded(postgres.passfile);
    if (auto fine = check_secret(file); !fine) return std::unexpected(fine.error());
    put("passfile", file.string());
    // With a password, the server must prove that it knows it, over this very connection.
    if (!here) put("channel_binding", "require");
  }
  return text;
}

Result<redis::Endpoint> endpoint_of(const RedisPart& part) {
  if (const auto error = transport_error(part)) return std::unexpected(*error);
  redis::Endpoint endpoint;
  endpoint.host = part.host;
  endpoint.port = part.port;
  endpoint.unix_path = part.socket;
  endpoint.user = part.user;
  endpoint.database = part.database;
  if (!part.password_file.empty()) {
    const auto file = expanded(part.password_file);
    if (auto fine = check_secret(file); !fine) return std::unexpected(fine.error());
    std::ifstream stream(file);
    if (!std::getline(stream, endpoint.password)) {
      return std::unexpected(Error{ErrorKind::Permission, fmt::format("{} holds no password.", file.string())});
    }
  }
  return endpoint;
}

}  // namespace saga::attach
