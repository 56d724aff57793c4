// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <csignal>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

#include "backend/outcome/error.h"

namespace saga {

// A user to run as.
struct Account {
  std::string name;
  uid_t uid = 0;
  gid_t gid = 0;
};

struct ChildOptions {
  std::vector<std::string> argv;                        // argv[0] is a path, or a name found in PATH
  std::map<std::string, std::string> environment = {};  // added to our own
  std::filesystem::path directory = {};                 // where it starts; ours if empty
  std::filesystem::path output = {};                    // stdout and stderr are appended here; /dev/null if empty
  bool capture = false;                                 // instead: keep both for ChildProcess::output()
  std::optional<Account> run_as = {};
  int death_signal = SIGTERM;  // sent to the child when this process ends, however it ends
};

struct ExitStatus {
  int code = 0;    // of a normal end
  int signal = 0;  // 0: a normal end
  [[nodiscard]] bool ok() const { return code == 0 && signal == 0; }
  [[nodiscard]] std::string text() const;  // "exit code 1", "signal 9 (Killed)"
};

// A program run by us. The destructor ends it (SIGTERM, after a grace SIGKILL) and reaps it; no zombie stays.
// Threads: one at a time.
class ChildProcess {
 public:
  // An Error if the program cannot be started (not found, not executable …).
  [[nodiscard]] static Result<ChildProcess> start(const ChildOptions& options);
  ChildProcess(ChildProcess&& other) noexcept;
  ChildProcess& operator=(ChildProcess&& other) noexcept;
  ~ChildProcess();

  [[nodiscard]] pid_t pid() const { return pid_; }
  [[nodiscard]] bool running();   // false once it ended, which also reaps it
  void signal(int number) const;  // nothing if it ended

  // Nothing if it still runs after `patience`.
  [[nodiscard]] std::optional<ExitStatus> wait(std::chrono::milliseconds patience);
  // `first` now, SIGKILL after the grace; returns when it is gone.
  ExitStatus terminate(std::chrono::milliseconds grace = std::chrono::seconds(5), int first = SIGTERM);

  // With ChildOptions::capture: what it has written so far, at most the last megabyte.
  [[nodiscard]] std::string output();

 private:
  ChildProcess(pid_t pid, int output_fd) : pid_(pid), output_fd_(output_fd) {}
  void drain();

  pid_t pid_ = -1;
  int output_fd_ = -1;
  std::string captured_ = {};
  std::optional<ExitStatus> status_ = {};
};

struct Finished {
  ExitStatus status;
  std::string output;  // stdout and stderr
};

// Runs a program to its end. An Error if it cannot be started or exceeds `patience` (it is killed then).
[[nodiscard]] Result<Finished> run_program(ChildOptions options, std::chrono::milliseconds patience);

// The path of a program in PATH or in one of `folders`; nothing if there is none.
[[nodiscard]] std::optional<std::filesystem::path> find_program(const std::string& name,
                                                                const std::vector<std::filesystem::path>& folders = {});

}  // namespace saga
