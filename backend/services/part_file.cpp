// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/services/part_file.h"

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

namespace saga {
namespace {

constexpr mode_t kMode = 0666;  // less what the person's umask takes away

// Each writer's own, also among programs, so that one which is given up late does not take away the next one's.
std::filesystem::path part_of(const std::filesystem::path& path) {
  static std::atomic<int> writers{0};
  return fmt::format("{}.{}.{}.part", path.string(), getpid(), ++writers);
}

}  // namespace

Result<std::unique_ptr<PartFile>> PartFile::create(std::filesystem::path path) {
  std::unique_ptr<PartFile> file(new PartFile(std::move(path)));
  // A name that is taken is of a program that died under the same number: it is left to whoever misses it.
  do {
    file->part_ = part_of(file->path_);
    file->fd_ = open(file->part_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kMode);
  } while (file->fd_ < 0 && errno == EEXIST);
  if (file->fd_ < 0) return std::unexpected(file->cannot("written", errno));
  return file;
}

PartFile::~PartFile() {
  if (fd_ >= 0) close(fd_);
  if (fd_ < 0 || complete_) return;
  std::error_code ignored;
  std::filesystem::remove(part_, ignored);
}

Result<void> PartFile::write(std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(fd_, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return std::unexpected(cannot("written", errno));
    text.remove_prefix(static_cast<std::size_t>(count));
  }
  return {};
}

Error PartFile::cannot(const char* what, int why) const {
  return Error{ErrorKind::Internal,
               fmt::format("{} cannot be {}: {}.", path_.string(), what, std::generic_category().message(why)),
               "Choose another folder, or make room there."};
}

Result<void> PartFile::finish() {
  if (fsync(fd_) != 0) return std::unexpected(cannot("written", errno));
  if (std::rename(part_.c_str(), path_.c_str()) != 0) return std::unexpected(cannot("renamed", errno));
  complete_ = true;
  return {};
}

}  // namespace saga
