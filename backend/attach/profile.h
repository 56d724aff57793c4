// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "backend/outcome/error.h"

namespace saga::attach {

enum class Environment { Production, Staging, Local };
[[nodiscard]] std::string_view to_text(Environment environment);  // "production"
[[nodiscard]] std::optional<Environment> environment_from(std::string_view text);

struct PostgresPart {
  std::string host = {};  // a name, several with commas, or the directory of a socket; libpq's default if empty
  int port = 5432;
  std::string dbname = {};
  std::string user = {};
  std::string sslmode = {};      // verify-full if empty, except on this machine
  std::string sslrootcert = {};  // a file, as libpq takes it
  std::string passfile = {};     // as PGPASSFILE
  std::string target_session_attrs = {};
  friend bool operator==(const PostgresPart&, const PostgresPart&) = default;
};

struct RedisPart {
  std::string host = "127.0.0.1";
  int port = 6379;
  std::string socket = {};  // instead of host and port
  std::string user = {};
  std::string password_file = {};
  int database = 0;
  friend bool operator==(const RedisPart&, const RedisPart&) = default;
};

// Where to attach. It never holds a secret, only where one is kept.
struct Profile {
  std::string name;
  Environment environment = Environment::Local;
  PostgresPart postgres = {};
  std::optional<RedisPart> redis = {};
  // Of the domains (orders, balances, products, payments) that have a database of their own. What is verified is read
  // there; one that is not named is where the sagas are.
  std::map<std::string, PostgresPart> domains = {};
  friend bool operator==(const Profile&, const Profile&) = default;
};

// Letters, digits, dot, dash and underline, so that a name is a file's name and nothing else.
[[nodiscard]] bool valid_name(std::string_view name);

// Invalid for a key that is not known, a value of a wrong type, a password, or a connection that is not safe;
// `where` is named in the message.
[[nodiscard]] Result<Profile> parse_profile(std::string_view toml, std::string_view name, std::string_view where);
[[nodiscard]] Result<Profile> read_profile(const std::filesystem::path& file);

// By name: a running demo's first, then the user's own.
[[nodiscard]] Result<Profile> load_profile(std::string_view name);

struct ListedProfile {
  std::string name;
  std::filesystem::path file;
  bool demo = false;
  Result<Profile> profile;  // or why it cannot be used
};
[[nodiscard]] std::vector<ListedProfile> list_profiles();

// As parse_profile reads it.
[[nodiscard]] std::string to_toml(const Profile& profile);

}  // namespace saga::attach
