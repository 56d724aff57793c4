// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmarks/process_usage.h"

#include <array>
#include <fstream>
#include <sstream>
#include <string>
#include <unistd.h>

#include <fmt/format.h>

namespace saga::bench {
namespace {

struct Times {
  double own = 0, children = 0;
};

// proc(5): fields 14 to 17 of stat; the name before them may hold anything but ends with the last parenthesis.
Times times_of(pid_t process) {
  std::ifstream file(fmt::format("/proc/{}/stat", process));
  std::string line;
  if (!std::getline(file, line) || line.rfind(')') == std::string::npos) return {};
  std::istringstream fields(line.substr(line.rfind(')') + 1));
  std::string skipped;
  for (int i = 3; i < 14; ++i) fields >> skipped;
  std::array<double, 4> ticks{};
  for (double& each : ticks) fields >> each;
  const auto a_second = static_cast<double>(sysconf(_SC_CLK_TCK));
  return {(ticks[0] + ticks[1]) / a_second, (ticks[2] + ticks[3]) / a_second};
}

std::int64_t resident_of(pid_t process) {
  std::ifstream file(fmt::format("/proc/{}/statm", process));
  std::int64_t size = 0, resident = 0;
  file >> size >> resident;
  return resident * sysconf(_SC_PAGESIZE);
}

}  // namespace

Usage usage_of(pid_t process) { return {times_of(process).own, resident_of(process)}; }

Usage usage_of_tree(pid_t process) {
  const Times times = times_of(process);
  Usage all{times.own + times.children, resident_of(process)};
  std::ifstream children(fmt::format("/proc/{0}/task/{0}/children", process));
  for (pid_t child = 0; children >> child;) {
    const Usage usage = usage_of_tree(child);
    all.cpu_seconds += usage.cpu_seconds;
    all.resident_bytes += usage.resident_bytes;
  }
  return all;
}

}  // namespace saga::bench
