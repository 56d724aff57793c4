// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace saga::campaign {

// What happens to the system while it pays.
struct Incident {
  enum class Kind {
    Kill,             // SIGKILL, and started again
    Pause,            // SIGSTOP for longer than a lease lasts, then SIGCONT
    Flip,             // a toggle gets another value
    RestartPostgres,  // as after a crash of the server
    RestartRedis,     // killed; what the append-only file holds comes back
    CrashLegacy,      // the legacy path kills itself at one of its points, `detail`
  };
  std::chrono::milliseconds at{0};
  Kind kind = Kind::Kill;
  int process = 0;  // Kill, Pause: which one
  int detail = 0;   // Flip: the what; CrashLegacy: the point
  friend bool operator==(const Incident&, const Incident&) = default;
};

// How much of each.
struct Size {
  std::int64_t payments = 50'000;
  double rate = 130;
  int kills = 200;
  int pauses = 20;
  int flips = 100;
  int postgres_restarts = 20;
  int redis_restarts = 20;
  int legacy_crashes = 25;  // at each point in turn
};

inline constexpr int kStateWriters = 4;  // gateways and orchestrators are the first of the processes
inline constexpr int kFlips = 13;        // different ones
inline constexpr int kCrashPoints = 5;   // of the legacy path

// In the order of their times, spread over the time that the payments take. The same seed gives the same plan.
[[nodiscard]] std::vector<Incident> plan_incidents(std::uint64_t seed, const Size& size, int processes);

// "12.3 s kill 4"
[[nodiscard]] std::string to_text(const Incident& incident);

}  // namespace saga::campaign
