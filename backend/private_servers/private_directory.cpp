// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/private_servers/private_directory.h"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <fcntl.h>
#include <optional>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <system_error>
#include <unistd.h>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace saga {
namespace {

constexpr const char* kLockName = "owner.lock";
constexpr std::uint64_t kRoomWanted = std::uint64_t{4} << 30;  // a day of demo history and its write-ahead log

std::string reason(int number) { return std::generic_category().message(number); }

Error cannot(std::string_view what, const std::filesystem::path& path, int number) {
  return Error{ErrorKind::Internal, fmt::format("{} {}: {}.", what, path.string(), reason(number))};
}

// Where private directories may stand, the best first.
std::vector<std::filesystem::path> parents() {
  std::vector<std::filesystem::path> list;
  // Root's runtime directory is closed to the user as whom PostgreSQL must run then.
  const char* runtime = geteuid() == 0 ? nullptr : std::getenv("XDG_RUNTIME_DIR");
  if (runtime != nullptr && runtime[0] == '/' && std::string_view(runtime).size() <= 40 && access(runtime, W_OK) == 0) {
    list.emplace_back(runtime);
  }
  for (const char* folder : {"/tmp", "/var/tmp"}) {
    if (access(folder, W_OK) == 0) list.emplace_back(folder);
  }
  return list;
}

std::uint64_t room_in(const std::filesystem::path& folder) {
  struct statvfs info{};
  if (statvfs(folder.c_str(), &info) != 0) return 0;
  return std::uint64_t{info.f_bavail} * info.f_frsize;
}

// Runtime directories are often small file systems in memory.
std::optional<std::filesystem::path> roomy_parent() {
  const auto list = parents();
  if (list.empty()) return std::nullopt;
  const auto enough =
      std::ranges::find_if(list, [](const std::filesystem::path& folder) { return room_in(folder) >= kRoomWanted; });
  return enough != list.end() ? *enough : *std::ranges::max_element(list, {}, room_in);
}

// Locks a file before it gets the name by which others look for it, so that nobody finds it unlocked.
Result<int> take_lock(const std::filesystem::path& folder) {
  const std::filesystem::path path = folder / kLockName;
  const std::filesystem::path hidden = folder / ".owner.lock.new";
  const int fd = open(hidden.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0) return std::unexpected(cannot("No lock in", folder, errno));
  const std::string pid = std::to_string(getpid()) + "\n";
  if (flock(fd, LOCK_EX | LOCK_NB) != 0 || write(fd, pid.data(), pid.size()) < 0 ||
      rename(hidden.c_str(), path.c_str()) != 0) {
    const int number = errno;
    close(fd);
    return std::unexpected(cannot("No lock in", folder, number));
  }
  return fd;
}

bool named_after(const std::string& name, std::string_view prefix) {
  constexpr std::size_t kRandom = 6;
  return name.size() == prefix.size() + 1 + kRandom && name.starts_with(prefix) && name[prefix.size()] == '-';
}

bool owner_is_dead(const std::filesystem::path& folder) {
  struct stat info{};
  // In /tmp anyone may put up anything under our name.
  if (lstat(folder.c_str(), &info) != 0 || !S_ISDIR(info.st_mode) || info.st_uid != geteuid()) return false;
  const int fd = open((folder / kLockName).c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW);
  if (fd < 0) return errno == ENOENT && time(nullptr) - info.st_mtime > 60;  // else it is just being made
  const bool dead = flock(fd, LOCK_EX | LOCK_NB) == 0;
  close(fd);
  return dead;
}

}  // namespace

Result<PrivateDirectory> PrivateDirectory::create(std::string_view prefix) {
  const auto parent = roomy_parent();
  if (!parent) {
    return std::unexpected(Error{ErrorKind::Internal, "Neither $XDG_RUNTIME_DIR nor /tmp can be written to."});
  }
  std::string pattern = (*parent / fmt::format("{}-XXXXXX", prefix)).string();
  if (mkdtemp(pattern.data()) == nullptr) return std::unexpected(cannot("No directory in", *parent, errno));
  const std::filesystem::path path = pattern;
  // The server's own user must pass through to the part that is given to it, and sees nothing else.
  if (geteuid() == 0 && chmod(path.c_str(), 0711) != 0) return std::unexpected(cannot("No rights to", path, errno));
  const auto lock = take_lock(path);
  if (!lock) {
    rmdir(path.c_str());
    return std::unexpected(lock.error());
  }
  return PrivateDirectory(path, *lock);
}

PrivateDirectory::PrivateDirectory(PrivateDirectory&& other) noexcept
    : path_(std::exchange(other.path_, {})), lock_fd_(std::exchange(other.lock_fd_, -1)), keep_(other.keep_) {}

PrivateDirectory& PrivateDirectory::operator=(PrivateDirectory&& other) noexcept {
  if (this != &other) {
    remove();
    path_ = std::exchange(other.path_, {});
    lock_fd_ = std::exchange(other.lock_fd_, -1);
    keep_ = other.keep_;
  }
  return *this;
}

PrivateDirectory::~PrivateDirectory() { remove(); }

void PrivateDirectory::remove() {
  if (lock_fd_ < 0) return;
  std::error_code error;
  if (!keep_) std::filesystem::remove_all(path_, error);  // what is left is found by remove_stale() next time
  close(std::exchange(lock_fd_, -1));
}

Result<std::filesystem::path> PrivateDirectory::subdirectory(std::string_view name) const {
  std::filesystem::path path = path_ / name;
  if (mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) return std::unexpected(cannot("No directory", path, errno));
  return path;
}

int PrivateDirectory::remove_stale(std::string_view prefix) {
  int removed = 0;
  for (const std::filesystem::path& parent : parents()) {
    std::vector<std::filesystem::path> stale;
    std::error_code error;
    for (std::filesystem::directory_iterator entry(parent, error), end; !error && entry != end;
         entry.increment(error)) {
      if (named_after(entry->path().filename(), prefix) && owner_is_dead(entry->path())) stale.push_back(entry->path());
    }
    for (const std::filesystem::path& path : stale) {
      std::filesystem::remove_all(path, error);
      if (!error) ++removed;
    }
  }
  return removed;
}

Result<void> check_socket_path(const std::filesystem::path& path) {
  if (path.string().size() <= kLongestSocketPath) return {};
  return std::unexpected(
      Error{ErrorKind::Invalid,
            fmt::format("The socket's path {} is longer than {} bytes.", path.string(), kLongestSocketPath),
            "Use a directory with a shorter path."});
}

}  // namespace saga
