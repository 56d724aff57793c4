// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/private_servers/child_process.h"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <poll.h>
#include <sstream>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

#include "backend/private_servers/spawn.h"

namespace saga {
namespace {

constexpr std::size_t kLongestOutput = std::size_t{1} << 20;
constexpr int kNap = 5;  // milliseconds between two looks at a child

ExitStatus status_of(int raw) {
  if (WIFSIGNALED(raw)) return ExitStatus{.code = 0, .signal = WTERMSIG(raw)};
  return ExitStatus{.code = WEXITSTATUS(raw), .signal = 0};
}

}  // namespace

std::string ExitStatus::text() const {
  if (signal != 0) return fmt::format("signal {} ({})", signal, strsignal(signal));
  return fmt::format("exit code {}", code);
}

Result<ChildProcess> ChildProcess::start(const ChildOptions& options) {
  const auto spawned = spawn(options);
  if (!spawned) return std::unexpected(spawned.error());
  return ChildProcess(spawned->pid, spawned->output_fd);
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      output_fd_(std::exchange(other.output_fd_, -1)),
      captured_(std::move(other.captured_)),
      status_(other.status_) {}

ChildProcess& ChildProcess::operator=(ChildProcess&& other) noexcept {
  if (this != &other) {
    ChildProcess old(std::move(*this));
    pid_ = std::exchange(other.pid_, -1);
    output_fd_ = std::exchange(other.output_fd_, -1);
    captured_ = std::move(other.captured_);
    status_ = other.status_;
  }
  return *this;
}

ChildProcess::~ChildProcess() {
  if (pid_ > 0) terminate();
  if (output_fd_ >= 0) close(output_fd_);
}

bool ChildProcess::running() {
  drain();
  if (status_ || pid_ <= 0) return false;
  int raw = 0;
  pid_t ended = 0;
  do {
    ended = waitpid(pid_, &raw, WNOHANG);
  } while (ended < 0 && errno == EINTR);
  if (ended == 0) return true;
  // Where SIGCHLD is ignored the system reaps by itself, and the status is lost.
  status_ = ended == pid_ ? status_of(raw) : ExitStatus{.code = 127, .signal = 0};
  drain();
  return false;
}

void ChildProcess::signal(int number) const {
  if (pid_ > 0 && !status_) kill(pid_, number);  // not yet reaped, so the number is still this child's
}

std::optional<ExitStatus> ChildProcess::wait(std::chrono::milliseconds patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (running()) {
    if (std::chrono::steady_clock::now() >= deadline) return std::nullopt;
    pollfd entry{.fd = output_fd_, .events = POLLIN, .revents = 0};  // a pipe that fills up would block the child
    poll(&entry, 1, kNap);
  }
  return status_;
}

ExitStatus ChildProcess::terminate(std::chrono::milliseconds grace, int first) {
  if (running()) {
    signal(first);
    if (!wait(grace)) {
      signal(SIGKILL);
      while (!wait(std::chrono::seconds(1))) {
      }
    }
  }
  return status_.value_or(ExitStatus{});
}

std::string ChildProcess::output() {
  drain();
  return captured_;
}

void ChildProcess::drain() {
  if (output_fd_ < 0) return;
  std::array<char, 4096> buffer;
  for (;;) {
    const ssize_t count = read(output_fd_, buffer.data(), buffer.size());
    if (count > 0) {
      captured_.append(buffer.data(), static_cast<std::size_t>(count));
      if (captured_.size() > kLongestOutput) captured_.erase(0, captured_.size() - kLongestOutput);
    } else if (count < 0 && errno == EINTR) {
      continue;
    } else {
      if (count == 0) close(std::exchange(output_fd_, -1));  // every writer has gone
      return;
    }
  }
}

Result<Finished> run_program(ChildOptions options, std::chrono::milliseconds patience) {
  options.capture = true;
  auto child = ChildProcess::start(options);
  if (!child) return std::unexpected(child.error());
  const auto status = child->wait(patience);
  if (!status) {
    child->terminate(std::chrono::milliseconds(0), SIGKILL);
    return std::unexpected(
        Error{ErrorKind::Timeout, fmt::format("{} did not end within {} ms.", options.argv.front(), patience.count())});
  }
  return Finished{*status, child->output()};
}

std::optional<std::filesystem::path> find_program(const std::string& name,
                                                  const std::vector<std::filesystem::path>& folders) {
  const auto usable = [](const std::filesystem::path& path) {
    std::error_code error;
    return std::filesystem::is_regular_file(path, error) && access(path.c_str(), X_OK) == 0;
  };
  if (name.find('/') != std::string::npos) {
    return usable(name) ? std::optional<std::filesystem::path>(name) : std::nullopt;
  }
  for (const std::filesystem::path& folder : folders) {
    if (usable(folder / name)) return folder / name;
  }
  const char* path = std::getenv("PATH");
  std::istringstream list(path ? path : "/usr/local/bin:/usr/bin:/bin");
  for (std::string folder; std::getline(list, folder, ':');) {
    if (!folder.empty() && usable(std::filesystem::path(folder) / name)) return std::filesystem::path(folder) / name;
  }
  return std::nullopt;
}

}  // namespace saga
