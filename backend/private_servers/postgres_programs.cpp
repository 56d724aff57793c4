// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/private_servers/postgres_programs.h"

#include <charconv>
#include <pwd.h>
#include <string>
#include <unistd.h>
#include <utility>
#include <vector>

namespace saga {
namespace {

bool holds_server(const std::filesystem::path& folder) {
  return access((folder / "postgres").c_str(), X_OK) == 0 && access((folder / "initdb").c_str(), X_OK) == 0;
}

int version_of(const std::string& name) {
  int version = 0;
  std::from_chars(name.data(), name.data() + name.size(), version);
  return version;
}

}  // namespace

Result<std::filesystem::path> find_postgres_programs() {
  std::pair<int, std::filesystem::path> newest{0, {}};
  std::error_code error;
  for (std::filesystem::directory_iterator entry("/usr/lib/postgresql", error), end; !error && entry != end;
       entry.increment(error)) {
    const int version = version_of(entry->path().filename());
    if (version > newest.first && holds_server(entry->path() / "bin")) newest = {version, entry->path() / "bin"};
  }
  if (newest.first > 0) return newest.second;
  if (const auto server = find_program("postgres"); server && holds_server(server->parent_path())) {
    return server->parent_path();
  }
  return std::unexpected(
      Error{ErrorKind::Internal, "PostgreSQL server binaries were not found.", "apt-get install postgresql"});
}

Result<std::optional<Account>> server_account() {
  if (geteuid() != 0) return std::nullopt;
  for (const char* name : {"postgres", "nobody"}) {
    if (const passwd* entry = getpwnam(name)) return Account{name, entry->pw_uid, entry->pw_gid};
  }
  return std::unexpected(Error{ErrorKind::Internal, "PostgreSQL does not run as root, and there is no user for it.",
                               "Start this program as an ordinary user."});
}

}  // namespace saga
