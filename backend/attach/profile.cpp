// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/attach/profile.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

#include "backend/attach/endpoints.h"
#include "backend/attach/toml_reader.h"

namespace saga::attach {
namespace {

constexpr int kHighestPort = 65'535;

constexpr std::array<const char*, 4> kDomains{"orders", "balances", "products", "payments"};

void read_postgres(TomlReader& reader, PostgresPart& part) {
  reader.text("host", part.host);
  reader.number("port", part.port, 1, kHighestPort);
  reader.text("dbname", part.dbname);
  reader.text("user", part.user);
  reader.text("sslmode", part.sslmode);
  reader.text("sslrootcert", part.sslrootcert);
  reader.text("passfile", part.passfile);
  reader.text("target_session_attrs", part.target_session_attrs);
}

Result<void> postgres_from(const toml::table& table, const std::string& where, Profile& profile) {
  TomlReader reader(table, where + " [postgres]");
  read_postgres(reader, profile.postgres);
  const toml::table* domains = reader.table("domains");
  if (const auto error = reader.error()) return std::unexpected(*error);
  if (domains == nullptr) return {};
  TomlReader of_domains(*domains, where + " [postgres.domains]");
  for (const char* name : kDomains) {
    const toml::node* node = domains->get(name);
    if (node == nullptr) continue;
    // What it does not say is as it is for the sagas.
    PostgresPart part = profile.postgres;
    if (node->is_string()) {
      of_domains.text(name, part.dbname);
    } else if (const toml::table* own = of_domains.table(name)) {
      TomlReader of_one(*own, fmt::format("{} [postgres.domains.{}]", where, name));
      read_postgres(of_one, part);
      if (const auto error = of_one.error()) return std::unexpected(*error);
    }
    profile.domains.emplace(name, std::move(part));
  }
  if (const auto error = of_domains.error()) return std::unexpected(*error);
  return {};
}

Result<RedisPart> redis_from(const toml::table& table, const std::string& where) {
  RedisPart part;
  TomlReader reader(table, where + " [redis]");
  reader.text("host", part.host);
  reader.number("port", part.port, 1, kHighestPort);
  reader.text("socket", part.socket);
  reader.text("user", part.user);
  reader.text("password_file", part.password_file);
  reader.number("database", part.database, 0, 1'000'000);
  if (const auto error = reader.error()) return std::unexpected(*error);
  return part;
}

Result<Profile> profile_from(const toml::table& table, std::string_view name, const std::string& where) {
  Profile profile{.name = std::string(name)};
  TomlReader reader(table, where);
  reader.text("name", profile.name);
  std::string environment = "local";
  reader.text("environment", environment);
  const toml::table* postgres = reader.table("postgres");
  const toml::table* redis = reader.table("redis");
  reader.ignore("demo");  // who registered it
  if (const auto error = reader.error()) return std::unexpected(*error);
  const auto invalid = [&](const std::string& why) {
    return std::unexpected(Error{ErrorKind::Invalid, where + ": " + why, "See the example in resources/attach."});
  };
  if (!valid_name(profile.name)) return invalid("the name may hold letters, digits, '.', '-' and '_' only.");
  const auto known = environment_from(environment);
  if (!known) return invalid("environment is production, staging or local.");
  profile.environment = *known;
  if (postgres == nullptr) return invalid("the table [postgres] is missing.");
  if (auto read = postgres_from(*postgres, where, profile); !read) return std::unexpected(read.error());
  if (redis != nullptr) {
    auto redis_part = redis_from(*redis, where);
    if (!redis_part) return std::unexpected(redis_part.error());
    profile.redis = std::move(*redis_part);
  }
  return profile;
}

// An unsafe connection is told when the profile is read rather than when it is used.
std::optional<Error> unsafe(const Profile& profile, const std::string& where) {
  auto error = transport_error(profile.postgres);
  for (const auto& [domain, part] : profile.domains) {
    if (!error) error = transport_error(part);
  }
  if (!error && profile.redis) error = transport_error(*profile.redis);
  if (error) error->message = where + ": " + error->message;
  return error;
}

}  // namespace

std::string_view to_text(Environment environment) {
  switch (environment) {
    case Environment::Production: return "production";
    case Environment::Staging: return "staging";
    case Environment::Local: return "local";
  }
  return "local";
}

std::optional<Environment> environment_from(std::string_view text) {
  for (const Environment environment : {Environment::Production, Environment::Staging, Environment::Local}) {
    if (to_text(environment) == text) return environment;
  }
  return std::nullopt;
}

bool valid_name(std::string_view name) {
  constexpr std::size_t kLongest = 64;
  constexpr std::string_view kAllowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
  return !name.empty() && name.size() <= kLongest && name.front() != '.' && name.front() != '-' &&
         name.find_first_not_of(kAllowed) == std::string_view::npos;
}

Result<Profile> parse_profile(std::string_view text, std::string_view name, std::string_view where) {
  const std::string place(where);
  try {
    const toml::table table = toml::parse(text, place);
    auto profile = profile_from(table, name, place);
    if (!profile) return profile;
    if (const auto error = unsafe(*profile, place)) return std::unexpected(*error);
    return profile;
  } catch (const toml::parse_error& error) {
    return std::unexpected(Error{
        ErrorKind::Invalid, fmt::format("{}, line {}: {}", place, error.source().begin.line, error.description())});
  }
}

Result<Profile> read_profile(const std::filesystem::path& file) {
  std::ifstream stream(file);
  std::ostringstream text;
  text << stream.rdbuf();
  if (!stream || !text) {
    return std::unexpected(Error{ErrorKind::Invalid, fmt::format("The profile {} cannot be read.", file.string()),
                                 "See sagactl profile list."});
  }
  return parse_profile(text.str(), file.stem().string(), file.string());
}

namespace {

void put(toml::table& table, std::string_view key, const std::string& value) {
  if (!value.empty()) table.insert(key, value);
}

toml::table table_of(const PostgresPart& pg) {
  toml::table postgres;
  put(postgres, "host", pg.host);
  postgres.insert("port", pg.port);
  put(postgres, "dbname", pg.dbname);
  put(postgres, "user", pg.user);
  put(postgres, "sslmode", pg.sslmode);
  put(postgres, "sslrootcert", pg.sslrootcert);
  put(postgres, "passfile", pg.passfile);
  put(postgres, "target_session_attrs", pg.target_session_attrs);
  return postgres;
}

}  // namespace

std::string to_toml(const Profile& profile) {
  toml::table postgres = table_of(profile.postgres);
  if (!profile.domains.empty()) {
    toml::table domains;
    for (const auto& [name, part] : profile.domains) domains.insert(name, table_of(part));
    postgres.insert("domains", std::move(domains));
  }
  toml::table table;
  table.insert("name", profile.name);
  table.insert("environment", std::string(to_text(profile.environment)));
  table.insert("postgres", std::move(postgres));
  if (profile.redis) {
    toml::table redis;
    put(redis, "socket", profile.redis->socket);
    if (profile.redis->socket.empty()) {
      put(redis, "host", profile.redis->host);
      redis.insert("port", profile.redis->port);
    }
    put(redis, "user", profile.redis->user);
    put(redis, "password_file", profile.redis->password_file);
    redis.insert("database", profile.redis->database);
    table.insert("redis", std::move(redis));
  }
  std::ostringstream text;
  text << table << '\n';
  return text.str();
}

}  // namespace saga::attach
