// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/attach/anchor_file.h"

#include <cerrno>
#include <chrono>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <unistd.h>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "backend/attach/places.h"

namespace saga::attach {
namespace {

class File {
 public:
  File(const std::filesystem::path& path, int flags) : fd_(open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
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

}  // namespace

Result<void> AnchorFile::append(const std::vector<JournalAnchor>& anchors) const {
  if (anchors.empty()) return {};
  if (auto made = make_private(file_.parent_path()); !made) return made;
  std::string lines;
  const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  for (const JournalAnchor& anchor : anchors) {
    lines += fmt::format("{{\"at\":\"{:%Y-%m-%dT%H:%M:%SZ}\",\"area\":\"sagas\",\"seq\":{},\"hash\":\"{}\"}}\n",
                         fmt::gmtime(now), anchor.seq, anchor.hash);
  }
  const auto failed = [&] {
    return std::unexpected(Error{ErrorKind::Internal, fmt::format("{}: {}.", file_.string(), std::strerror(errno))});
  };
  const File file(file_, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW);
  if (!file.open_ok() || !file.write_all(lines) || !file.sync()) return failed();
  const File directory(file_.parent_path(), O_RDONLY | O_DIRECTORY);  // so that a new file's name is kept, too
  if (!directory.open_ok() || !directory.sync()) return failed();
  return {};
}

}  // namespace saga::attach
