// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/private_servers/spawn.h"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <future>
#include <grp.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

#include "backend/concurrency/worker.h"

namespace saga {
namespace {

// Everything the child needs, made before fork(): between fork and exec only system calls are safe, since another
// thread may have held the allocator's lock.
struct Plan {
  std::string program;
  std::vector<char*> argv;
  std::vector<std::string> environment_texts;
  std::vector<char*> environment;
  std::string directory;
  const Account* account = nullptr;
  int death_signal = 0;
  int output_fd = -1;
  int report_fd = -1;
  pid_t parent = 0;
};

struct Failure {
  int number;
  char stage[24];
};

[[noreturn]] void give_up(const Plan& plan, const char* stage) {
  Failure failure{.number = errno, .stage = {}};
  for (std::size_t i = 0; i + 1 < sizeof failure.stage && stage[i] != '\0'; ++i) failure.stage[i] = stage[i];
  [[maybe_unused]] const ssize_t written = write(plan.report_fd, &failure, sizeof failure);
  _exit(127);
}

void reset_signals() {
  for (int number = 1; number < NSIG; ++number) signal(number, SIG_DFL);  // SIGKILL and the like just refuse
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
}

[[noreturn]] void become(const Plan& plan) {
  reset_signals();
  setsid();  // a Ctrl+C in the terminal is for the parent, which stops its children in order
  const int nothing = open("/dev/null", O_RDWR);
  const int output = plan.output_fd >= 0 ? plan.output_fd : nothing;
  if (nothing < 0 || dup2(nothing, 0) < 0 || dup2(output, 1) < 0 || dup2(output, 2) < 0) give_up(plan, "redirect");
  // Sockets and files of the parent are not for its children, whoever opened them without O_CLOEXEC.
  if (close_range(3, ~0U, CLOSE_RANGE_CLOEXEC) != 0 && errno != ENOSYS) give_up(plan, "close files");
  if (plan.account != nullptr) {
    const gid_t group = plan.account->gid;
    if (setgroups(1, &group) != 0 || setgid(group) != 0 || setuid(plan.account->uid) != 0) {
      give_up(plan, "change user");
    }
  }
  if (!plan.directory.empty() && chdir(plan.directory.c_str()) != 0) give_up(plan, "enter directory");
  // After setuid, which clears it. The parent may have died before.
  if (prctl(PR_SET_PDEATHSIG, static_cast<unsigned long>(plan.death_signal)) != 0) give_up(plan, "death signal");
  if (getppid() != plan.parent) _exit(127);
  execve(plan.program.c_str(), plan.argv.data(), plan.environment.data());
  give_up(plan, "execute");
}

std::vector<std::string> merged_environment(const std::map<std::string, std::string>& additions) {
  std::vector<std::string> texts;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text = *entry;
    if (!additions.contains(text.substr(0, text.find('=')))) texts.push_back(text);
  }
  for (const auto& [name, value] : additions) texts.emplace_back(name).append("=").append(value);
  return texts;
}

Error cannot(const std::string& program, const std::string& why) {
  return Error{ErrorKind::Internal, fmt::format("{} cannot be started: {}.", program, why)};
}

std::string reason(int number) { return std::generic_category().message(number); }

// The file that takes the child's output, or a pipe.
struct Output {
  int child_fd = -1;
  int parent_fd = -1;
};

Result<Output> make_output(const ChildOptions& options, const std::string& program) {
  Output output;
  if (options.capture) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return std::unexpected(cannot(program, reason(errno)));
    output.parent_fd = ends[0];
    output.child_fd = ends[1];
    fcntl(output.parent_fd, F_SETFL, O_NONBLOCK);
  } else if (!options.output.empty()) {
    output.child_fd = open(options.output.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (output.child_fd < 0) {
      return std::unexpected(cannot(program, fmt::format("{}: {}", options.output.string(), reason(errno))));
    }
  }
  return output;
}

void close_if(int fd) {
  if (fd >= 0) close(fd);
}

Result<Spawned> fork_and_wait(Plan& plan) {
  int report[2];
  if (pipe2(report, O_CLOEXEC) != 0) return std::unexpected(cannot(plan.program, reason(errno)));
  plan.report_fd = report[1];
  plan.parent = getpid();
  const pid_t pid = fork();
  if (pid == 0) become(plan);
  const int fork_error = errno;
  close(report[1]);
  if (pid < 0) {
    close(report[0]);
    return std::unexpected(cannot(plan.program, reason(fork_error)));
  }
  // The pipe closes with a successful exec, and carries the reason of a failed one.
  Failure failure{};
  ssize_t count = 0;
  do {
    count = read(report[0], &failure, sizeof failure);
  } while (count < 0 && errno == EINTR);
  close(report[0]);
  if (count == static_cast<ssize_t>(sizeof failure)) {
    waitpid(pid, nullptr, 0);
    return std::unexpected(cannot(plan.program, fmt::format("{}: {}", failure.stage, reason(failure.number))));
  }
  return Spawned{.pid = pid, .output_fd = -1};
}

Worker& spawner() {
  // Never destroyed: its end would be the children's.
  static Worker* const worker = new Worker("spawner");
  return *worker;
}

}  // namespace

Result<Spawned> spawn(const ChildOptions& options) {
  if (options.argv.empty()) return std::unexpected(Error{ErrorKind::Internal, "No program to start was named."});
  const auto program = find_program(options.argv.front());
  if (!program) {
    return std::unexpected(cannot(options.argv.front(), "it was not found"));
  }
  auto output = make_output(options, options.argv.front());
  if (!output) return std::unexpected(output.error());

  Plan plan;
  plan.program = program->string();
  for (const std::string& argument : options.argv) plan.argv.push_back(const_cast<char*>(argument.c_str()));
  plan.argv.push_back(nullptr);
  plan.environment_texts = merged_environment(options.environment);
  for (std::string& text : plan.environment_texts) plan.environment.push_back(text.data());
  plan.environment.push_back(nullptr);
  plan.directory = options.directory.string();
  plan.account = options.run_as ? &*options.run_as : nullptr;
  plan.death_signal = options.death_signal;
  plan.output_fd = output->child_fd;

  std::promise<Result<Spawned>> promise;
  auto outcome = promise.get_future();
  spawner().post([&] { promise.set_value(fork_and_wait(plan)); });
  auto spawned = outcome.get();
  close_if(output->child_fd);
  if (!spawned) {
    close_if(output->parent_fd);
    return spawned;
  }
  spawned->output_fd = output->parent_fd;
  return spawned;
}

}  // namespace saga
