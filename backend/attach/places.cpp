// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/attach/places.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

namespace saga::attach {
namespace fs = std::filesystem;
namespace {

fs::path home() {
  const char* home = std::getenv("HOME");
  return home != nullptr && *home != '\0' ? fs::path(home) : fs::path("/");
}

// The specification ignores a path that is not absolute.
fs::path base(const char* variable, const fs::path& otherwise) {
  const char* value = std::getenv(variable);
  return value != nullptr && *value == '/' ? fs::path(value) : otherwise;
}

}  // namespace

fs::path profile_directory() { return base("XDG_CONFIG_HOME", home() / ".config") / "saga-console" / "profiles"; }

fs::path anchor_directory() { return base("XDG_STATE_HOME", home() / ".local" / "state") / "saga-console" / "anchors"; }

fs::path pending_directory() {
  return base("XDG_STATE_HOME", home() / ".local" / "state") / "saga-console" / "pending";
}

fs::path runtime_directory() {
  const char* given = std::getenv("XDG_RUNTIME_DIR");
  if (given != nullptr && *given == '/') return fs::path(given) / "saga-console";
  std::error_code ignored;
  const fs::path temporary = fs::temp_directory_path(ignored);
  return (temporary.empty() ? fs::path("/tmp") : temporary) / fmt::format("saga-console-{}", getuid());
}

fs::path expanded(std::string_view path) { return path.starts_with("~/") ? home() / path.substr(2) : fs::path(path); }

Result<void> check_private(const fs::path& directory) {
  struct stat status = {};
  if (lstat(directory.c_str(), &status) != 0) {
    return std::unexpected(Error{ErrorKind::Internal, fmt::format("{}: {}", directory.string(), std::strerror(errno))});
  }
  if (!S_ISDIR(status.st_mode) || status.st_uid != getuid() || (status.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
    return std::unexpected(Error{ErrorKind::Permission,
                                 fmt::format("{} is not a directory of this user alone.", directory.string()),
                                 "Remove it, or set XDG_RUNTIME_DIR."});
  }
  return {};
}

Result<void> make_private(const fs::path& directory) {
  std::error_code error;
  fs::create_directories(directory.parent_path(), error);
  if (error) {
    return std::unexpected(Error{ErrorKind::Internal, fmt::format("{} cannot be created: {}",
                                                                  directory.parent_path().string(), error.message())});
  }
  if (mkdir(directory.c_str(), S_IRWXU) != 0 && errno != EEXIST) {
    return std::unexpected(
        Error{ErrorKind::Internal, fmt::format("{} cannot be created: {}", directory.string(), std::strerror(errno))});
  }
  return check_private(directory);
}

}  // namespace saga::attach
