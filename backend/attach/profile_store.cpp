// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/attach/profile_store.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <toml++/toml.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>
#include <utility>

namespace saga::attach {
namespace {

namespace fs = std::filesystem;

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

// 0: the file is not a demo's.
pid_t pid_in(const fs::path& file) {
  try {
    return static_cast<pid_t>(toml::parse_file(file.string())["pid"].value_or(std::int64_t{0}));
  } catch (const toml::parse_error&) {
    return 0;
  }
}

bool runs(pid_t pid) { return pid > 0 && (kill(pid, 0) == 0 || errno == EPERM); }

std::vector<fs::path> toml_files(const fs::path& directory) {
  std::vector<fs::path> files;
  std::error_code error;  // a directory that does not exist holds no profiles
  for (const auto& entry : fs::directory_iterator(directory, error)) {
    if (entry.path().extension() == ".toml") files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

void remove_stale_demos() {
  for (const fs::path& file : toml_files(demo_directory())) {
    std::error_code error;
    if (!runs(pid_in(file))) fs::remove(file, error);  // another program may have been faster
  }
}

Error cannot_write(const fs::path& file, int number) {
  return Error{ErrorKind::Invalid, fmt::format("{} cannot be written: {}", file.string(), std::strerror(number))};
}

// False if the file exists: names are claimed by creating it.
Result<bool> write_new(const fs::path& file, const std::string& text) {
  const int fd = open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0 && errno == EEXIST) return false;
  if (fd < 0) return std::unexpected(cannot_write(file, errno));
  const auto written = write(fd, text.data(), text.size());
  const int number = errno;
  close(fd);
  if (written != static_cast<ssize_t>(text.size())) {
    std::error_code ignored;  // the first error is the one to tell
    fs::remove(file, ignored);
    return std::unexpected(cannot_write(file, number));
  }
  return true;
}

}  // namespace

fs::path profile_directory() {
  const std::string config = environment("XDG_CONFIG_HOME");
  const fs::path base = config.empty() ? fs::path(environment("HOME")) / ".config" : fs::path(config);
  return base / "saga-console" / "profiles";
}

fs::path demo_directory() {
  const std::string runtime = environment("XDG_RUNTIME_DIR");
  if (!runtime.empty()) return fs::path(runtime) / "saga-console";
  std::error_code error;
  fs::path temporary = fs::temp_directory_path(error);
  if (error) temporary = "/tmp";
  return temporary / fmt::format("saga-console-{}", geteuid());
}

Result<Profile> load_profile_file(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    return std::unexpected(Error{ErrorKind::Invalid, fmt::format("The profile {} cannot be read.", file.string())});
  }
  std::ostringstream text;
  text << in.rdbuf();
  return parse_profile(text.str(), file);
}

Result<Profile> load_profile(const std::string& name) {
  remove_stale_demos();
  for (const fs::path& directory : {demo_directory(), profile_directory()}) {
    for (const fs::path& file : toml_files(directory)) {
      if (file.stem() == name) return load_profile_file(file);
    }
  }
  std::string names;
  for (const Profile& profile : list_profiles()) names += (names.empty() ? "" : ", ") + profile.file.stem().string();
  return std::unexpected(
      Error{ErrorKind::Invalid, fmt::format("There is no profile \"{}\".", name),
            names.empty() ? fmt::format("Write one to {}, or start saga-console --demo.",
                                        (profile_directory() / (name + ".toml")).string())
                          : fmt::format("There are: {}.", names)});
}

std::vector<Profile> list_profiles(std::vector<Error>* problems) {
  remove_stale_demos();
  std::vector<Profile> profiles;
  for (const fs::path& directory : {demo_directory(), profile_directory()}) {
    for (const fs::path& file : toml_files(directory)) {
      auto profile = load_profile_file(file);
      if (profile) {
        profiles.push_back(std::move(*profile));
      } else if (problems != nullptr) {
        problems->push_back(profile.error());
      }
    }
  }
  return profiles;
}

Result<DemoRegistration> DemoRegistration::create(Profile profile, const std::string& viewer_user) {
  const fs::path directory = demo_directory();
  std::error_code error;
  fs::create_directories(directory, error);
  struct stat info {};
  if (lstat(directory.c_str(), &info) != 0) return std::unexpected(cannot_write(directory, errno));
  // Below /tmp anybody could have made it first, to send us elsewhere.
  if (!S_ISDIR(info.st_mode) || info.st_uid != geteuid()) {
    return std::unexpected(Error{ErrorKind::Permission, fmt::format("{} belongs to somebody else.", directory.string()),
                                 "Set XDG_RUNTIME_DIR to a directory of your own."});
  }
  chmod(directory.c_str(), 0700);
  remove_stale_demos();

  const std::string pid = fmt::format("pid = {}\n", getpid());
  for (int number = 1; number < 1000; ++number) {
    profile.name = number == 1 ? "demo" : fmt::format("demo-{}", number);
    DemoRegistration made;
    const fs::path own = directory / (profile.name + ".toml");
    auto written = write_new(own, pid + to_toml(profile));
    if (!written) return std::unexpected(written.error());
    if (!*written) continue;
    made.name_ = profile.name;
    made.files_.push_back(own);

    Profile viewer = profile;
    viewer.name += "-viewer";
    viewer.postgres.user = viewer_user;
    const fs::path other = directory / (viewer.name + ".toml");
    fs::remove(other, error);  // whoever left it does not hold the name it belongs to
    if (auto second = write_new(other, pid + to_toml(viewer)); !second) return std::unexpected(second.error());
    made.files_.push_back(other);
    return made;
  }
  return std::unexpected(Error{ErrorKind::Internal, "There are too many demos."});
}

DemoRegistration::DemoRegistration(DemoRegistration&& other) noexcept
    : name_(std::move(other.name_)), files_(std::exchange(other.files_, {})) {}

DemoRegistration& DemoRegistration::operator=(DemoRegistration&& other) noexcept {
  if (this != &other) {
    remove();
    name_ = std::move(other.name_);
    files_ = std::exchange(other.files_, {});
  }
  return *this;
}

DemoRegistration::~DemoRegistration() { remove(); }

void DemoRegistration::remove() {
  std::error_code error;  // a file that is gone already is as good
  for (const fs::path& file : std::exchange(files_, {})) fs::remove(file, error);
}

}  // namespace saga::attach
