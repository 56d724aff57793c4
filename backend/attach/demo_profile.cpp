// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/attach/demo_profile.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <sstream>
#include <sys/file.h>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "backend/attach/places.h"

namespace saga::attach {
namespace fs = std::filesystem;
namespace {

// When the process was started, in the kernel's ticks: a process id alone is used again.
std::optional<std::int64_t> start_time(std::int64_t pid) {
  std::ifstream file(fmt::format("/proc/{}/stat", pid));
  std::string text;
  if (!std::getline(file, text)) return std::nullopt;
  // The second field, the program's name, may hold anything, but it ends with the last parenthesis.
  std::istringstream fields(text.substr(std::min(text.rfind(')') + 1, text.size())));
  std::string field;
  for (int number = 3; number <= 22; ++number) fields >> field;
  std::int64_t ticks = 0;
  std::istringstream(field) >> ticks;
  return ticks;
}

bool owner_lives(const fs::path& file) {
  try {
    const toml::table table = toml::parse_file(file.string());
    const auto pid = table["demo"]["pid"].value<std::int64_t>();
    const auto started = table["demo"]["started"].value<std::int64_t>();
    return pid && started && start_time(*pid) == started;
  } catch (const toml::parse_error&) {
    return false;
  }
}

// Held while names are given out and stale files removed.
class Lock {
 public:
  explicit Lock(const fs::path& directory)
      : fd_(open((directory / ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)) {
    if (fd_ >= 0 && flock(fd_, LOCK_EX) != 0) close(std::exchange(fd_, -1));
  }
  ~Lock() {
    if (fd_ >= 0) close(fd_);
  }
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;
  [[nodiscard]] bool held() const { return fd_ >= 0; }

 private:
  int fd_;
};

fs::path file_of(const fs::path& directory, const std::string& name) { return directory / (name + ".toml"); }

bool is_free(const fs::path& file) {
  std::error_code ignored;
  if (!fs::exists(file, ignored)) return true;
  return !owner_lives(file) && fs::remove(file, ignored);
}

// Whole or not at all: others read while we write.
Result<void> write_profile(const fs::path& file, Profile profile, const std::string& name) {
  profile.name = name;
  const auto started = start_time(getpid()).value_or(0);
  const fs::path unfinished = file.parent_path() / ("." + name + ".unfinished");
  std::ofstream stream(unfinished, std::ios::trunc);
  stream << to_toml(profile) << fmt::format("\n[demo]\npid = {}\nstarted = {}\n", getpid(), started);
  stream.close();
  std::error_code error;
  if (stream) fs::rename(unfinished, file, error);
  if (!stream || error) {
    return std::unexpected(Error{ErrorKind::Internal, fmt::format("{} cannot be written: {}.", file.string(),
                                                                  error ? error.message() : std::strerror(errno))});
  }
  return {};
}

// Its database is new: what was kept of an earlier system of that name would contradict its journal.
Result<void> forget_earlier(const std::string& name) {
  for (const fs::path& directory : {anchor_directory(), pending_directory()}) {
    const fs::path file = directory / (name + ".ndjson");
    std::error_code error;
    fs::remove(file, error);
    if (error) {
      return std::unexpected(
          Error{ErrorKind::Internal, fmt::format("{} cannot be removed: {}.", file.string(), error.message())});
    }
  }
  return {};
}

}  // namespace

Result<DemoProfile> DemoProfile::enter(std::string_view base, Profile as_operator, Profile as_viewer) {
  const fs::path directory = runtime_directory();
  if (auto made = make_private(directory); !made) return std::unexpected(made.error());
  const Lock lock(directory);
  if (!lock.held()) {
    return std::unexpected(Error{ErrorKind::Internal, fmt::format("{} cannot be locked.", directory.string())});
  }
  std::string name(base);
  const auto taken = [&] {
    return !is_free(file_of(directory, name)) || !is_free(file_of(directory, name + "-viewer"));
  };
  for (int number = 2; taken(); ++number) name = fmt::format("{}-{}", base, number);
  DemoProfile entered(name, {file_of(directory, name), file_of(directory, name + "-viewer")});
  for (const auto& [file, profile, as] :
       {std::tuple(entered.files_[0], as_operator, name), std::tuple(entered.files_[1], as_viewer, name + "-viewer")}) {
    if (auto forgotten = forget_earlier(as); !forgotten) return std::unexpected(forgotten.error());
    if (auto written = write_profile(file, profile, as); !written) return std::unexpected(written.error());
  }
  return entered;
}

DemoProfile::DemoProfile(DemoProfile&& other) noexcept
    : name_(std::move(other.name_)), files_(std::exchange(other.files_, {})) {}

DemoProfile& DemoProfile::operator=(DemoProfile&& other) noexcept {
  if (this != &other) {
    leave();
    name_ = std::move(other.name_);
    files_ = std::exchange(other.files_, {});
  }
  return *this;
}

DemoProfile::~DemoProfile() { leave(); }

void DemoProfile::leave() {
  for (const auto& file : std::exchange(files_, {})) {
    std::error_code ignored;  // a file that stays behind is stale, and removed by whoever looks next
    fs::remove(file, ignored);
  }
}

std::vector<fs::path> running_demo_profiles() {
  const fs::path directory = runtime_directory();
  std::vector<fs::path> files;
  if (!check_private(directory)) return files;
  const Lock lock(directory);
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(directory, error)) {
    if (entry.path().extension() == ".toml") files.push_back(entry.path());
  }
  std::erase_if(files, [&](const fs::path& file) {
    if (owner_lives(file)) return false;
    std::error_code ignored;
    if (lock.held()) fs::remove(file, ignored);
    return true;
  });
  std::ranges::sort(files);
  return files;
}

}  // namespace saga::attach
