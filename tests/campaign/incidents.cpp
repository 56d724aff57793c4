// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/campaign/incidents.h"

#include <algorithm>
#include <random>

#include <fmt/format.h>

namespace saga::campaign {

std::vector<Incident> plan_incidents(std::uint64_t seed, const Size& size, int processes) {
  std::mt19937_64 random(seed);
  const auto span = static_cast<std::int64_t>(1000.0 * static_cast<double>(size.payments) / size.rate);
  // std::uniform_int_distribution differs between libraries; a plan must not.
  const auto below = [&](std::int64_t limit) {
    return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(limit));
  };
  std::vector<Incident> plan;
  const auto add = [&](Incident::Kind kind, int count, auto&& fill) {
    for (int i = 0; i < count; ++i) {
      // The first seconds are left alone: nothing is in flight yet.
      Incident incident{.at = std::chrono::milliseconds(2000 + below(std::max<std::int64_t>(1, span - 2000))),
                        .kind = kind};
      fill(incident, i);
      plan.push_back(incident);
    }
  };
  const auto any_process = [&](Incident& incident, int) { incident.process = static_cast<int>(below(processes)); };
  const auto nothing = [](Incident&, int) {};
  add(Incident::Kind::Kill, size.kills, any_process);
  // Every other one is a process that writes saga state: those are fenced.
  add(Incident::Kind::Pause, size.pauses, [&](Incident& pause, int i) {
    pause.process = static_cast<int>(below(i % 2 == 0 ? std::min(kStateWriters, processes) : processes));
  });
  add(Incident::Kind::Flip, size.flips, [&](Incident& flip, int) { flip.detail = static_cast<int>(below(kFlips)); });
  add(Incident::Kind::RestartPostgres, size.postgres_restarts, nothing);
  add(Incident::Kind::RestartRedis, size.redis_restarts, nothing);
  add(Incident::Kind::CrashLegacy, size.legacy_crashes,
      [](Incident& crash, int i) { crash.detail = i % kCrashPoints; });
  std::ranges::stable_sort(plan, {}, &Incident::at);
  return plan;
}

std::string to_text(const Incident& incident) {
  const double at = static_cast<double>(incident.at.count()) / 1000;
  switch (incident.kind) {
    case Incident::Kind::Kill: return fmt::format("{:.1f} s kill {}", at, incident.process);
    case Incident::Kind::Pause: return fmt::format("{:.1f} s pause {}", at, incident.process);
    case Incident::Kind::Flip: return fmt::format("{:.1f} s flip {}", at, incident.detail);
    case Incident::Kind::RestartPostgres: return fmt::format("{:.1f} s restart PostgreSQL", at);
    case Incident::Kind::RestartRedis: return fmt::format("{:.1f} s restart Redis", at);
    case Incident::Kind::CrashLegacy: return fmt::format("{:.1f} s crash the legacy path at {}", at, incident.detail);
  }
  return {};
}

}  // namespace saga::campaign
