// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/metrics/process.h"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <sys/resource.h>
#include <unistd.h>

#include "backend/payment/metrics/names.h"

namespace saga::payment {
namespace {

double seconds_of(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

double cpu_seconds() {
  rusage usage{};
  if (getrusage(RUSAGE_SELF, &usage) != 0) return Gauge::kUnknown;
  return seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
}

// The n-th number of /proc/self/statm, which counts pages.
double memory(int field) {
  std::ifstream statm("/proc/self/statm");
  double pages = 0;
  for (int i = 0; i <= field; ++i) statm >> pages;
  return statm ? pages * static_cast<double>(sysconf(_SC_PAGESIZE)) : Gauge::kUnknown;
}

double open_files() {
  std::error_code error;
  double files = 0;
  for (std::filesystem::directory_iterator at("/proc/self/fd", error), end; !error && at != end; at.increment(error)) {
    ++files;
  }
  return error ? Gauge::kUnknown : files - 1;  // without the one that looks
}

double most_files() {
  rlimit limit{};
  return getrlimit(RLIMIT_NOFILE, &limit) == 0 ? static_cast<double>(limit.rlim_cur) : Gauge::kUnknown;
}

// The 22nd field of /proc/self/stat counts clock ticks since the machine started; the second, which is in parentheses,
// may hold spaces.
double start_time() {
  std::ifstream stat("/proc/self/stat");
  std::string text;
  std::getline(stat, text);
  const auto name_end = text.rfind(')');
  if (name_end == std::string::npos) return Gauge::kUnknown;
  std::size_t at = name_end + 1;
  for (int field = 2; field < 21 && at != std::string::npos; ++field) at = text.find(' ', at + 1);
  std::ifstream uptime("/proc/uptime");
  double up = 0;
  uptime >> up;
  if (at == std::string::npos || !uptime) return Gauge::kUnknown;
  const double started = std::strtod(text.c_str() + at, nullptr) / static_cast<double>(sysconf(_SC_CLK_TCK));
  const std::chrono::duration<double> now = std::chrono::system_clock::now().time_since_epoch();
  return now.count() - up + started;
}

}  // namespace

void watch_process(Metrics& metrics) {
  metrics.watch(kCpuSeconds, {}, cpu_seconds);
  metrics.watch(kVirtualMemory, {}, [] { return memory(0); });
  metrics.watch(kResidentMemory, {}, [] { return memory(1); });
  metrics.watch(kOpenFiles, {}, open_files);
  metrics.watch(kMostFiles, {}, most_files);
  metrics.watch(kStartTime, {}, [started = start_time()] { return started; });
  metrics.gauge(kBuildInfo, {{"version", SAGA_VERSION}, {"compiler", __VERSION__}}).set(1);
}

}  // namespace saga::payment
