// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "backend/outcome/error.h"

namespace saga {

// A directory of our own with a short path (sockets in it must fit into 107 bytes), under $XDG_RUNTIME_DIR or
// /tmp, closed to others, removed with all it holds by the destructor. A lock on a file in it tells that its owner
// lives; the kernel drops the lock however the owner ends.
class PrivateDirectory {
 public:
  // "saga-demo" gives /run/user/1000/saga-demo-x7Qk2a
  [[nodiscard]] static Result<PrivateDirectory> create(std::string_view prefix);
  PrivateDirectory(PrivateDirectory&& other) noexcept;
  PrivateDirectory& operator=(PrivateDirectory&& other) noexcept;
  ~PrivateDirectory();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  // Makes the directory, for us alone. An Error if it cannot.
  [[nodiscard]] Result<std::filesystem::path> subdirectory(std::string_view name) const;
  // Leaves it on the disk, for whoever wants to look at the logs of a failure.
  void keep() { keep_ = true; }

  // Removes the directories with this prefix whose owners are dead; returns how many.
  static int remove_stale(std::string_view prefix);

 private:
  PrivateDirectory(std::filesystem::path path, int lock_fd) : path_(std::move(path)), lock_fd_(lock_fd) {}
  void remove();

  std::filesystem::path path_ = {};
  int lock_fd_ = -1;
  bool keep_ = false;
};

// The longest path a Unix socket may have.
inline constexpr std::size_t kLongestSocketPath = 107;
[[nodiscard]] Result<void> check_socket_path(const std::filesystem::path& path);

}  // namespace saga
