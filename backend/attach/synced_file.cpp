// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/attach/synced_file.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <unistd.h>

#include <fmt/format.h>

#include "backend/attach/places.h"

namespace saga::attach {
namespace fs = std::filesystem;
namespace {

class File {
 public:
  File(const fs::path& path, int flags) : fd_(open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
  ~File() {
    if (fd_ >= 0) close(fd_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  [[nodiscard]] bool write_all(std::string_view text) const {
    while (!text.empty()) {
      const ssize_t written = write(fd_, text.data(), text.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return false;
      text.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
  }
  [[nodiscard]] bool open_ok() const { return fd_ >= 0; }
  [[nodiscard]] bool sync() const { return fsync(fd_) == 0; }

 private:
  int fd_;
};

std::unexpected<Error> failed(const fs::path& file) {
  return std::unexpected(Error{ErrorKind::Internal, fmt::format("{}: {}.", file.string(), std::strerror(errno))});
}

// So that a new name is kept, too.
Result<void> sync_directory(const fs::path& directory) {
  const File file(directory, O_RDONLY | O_DIRECTORY);
  if (!file.open_ok() || !file.sync()) return failed(directory);
  return {};
}

Result<void> write_file(const fs::path& path, int flags, std::string_view text) {
  const File file(path, O_WRONLY | O_CREAT | O_NOFOLLOW | flags);
  if (!file.open_ok() || !file.write_all(text) || !file.sync()) return failed(path);
  return {};
}

}  // namespace

Result<void> append_synced(const fs::path& file, std::string_view text) {
  if (auto made = make_private(file.parent_path()); !made) return made;
  if (auto written = write_file(file, O_APPEND, text); !written) return written;
  return sync_directory(file.parent_path());
}

Result<void> replace_synced(const fs::path& file, std::string_view text) {
  if (auto made = make_private(file.parent_path()); !made) return made;
  fs::path unfinished = file;
  unfinished += ".unfinished";
  if (auto written = write_file(unfinished, O_TRUNC, text); !written) return written;
  if (std::rename(unfinished.c_str(), file.c_str()) != 0) return failed(file);
  return sync_directory(file.parent_path());
}

}  // namespace saga::attach
