// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/runtime/faults.h"

#include <array>
#include <cstdint>

namespace saga::payment {
namespace {

// FNV-1a with a final mix, so that ids that differ in one digit spread over all of 0 … 999.
int per_mille_of(std::string_view saga_id, std::string_view step, Direction direction, FaultKind kind) {
  std::uint64_t hash = 14695981039346656037ULL;
  const auto add = [&](std::string_view text) {
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    hash = (hash ^ 0xffU) * 1099511628211ULL;
  };
  add(saga_id);
  add(step);
  add(to_text(direction));
  add(to_text(kind));
  hash = (hash ^ (hash >> 33U)) * 0xff51afd7ed558ccdULL;
  hash ^= hash >> 33U;
  return static_cast<int>(hash % 1000U);
}

constexpr std::array<std::pair<FaultKind, std::string_view>, 5> kNames{
    {{FaultKind::LoseReply, "lose_reply"},
     {FaultKind::Slow, "slow"},
     {FaultKind::Fail, "fail"},
     {FaultKind::Decline, "decline"},
     {FaultKind::RefuseCompensation, "refuse_compensation"}}};

constexpr std::array<std::pair<CrashPoint, std::string_view>, 5> kCrashPoints{
    {{CrashPoint::BeforePrepare, "before-prepare"},
     {CrashPoint::BetweenPrepares, "between-prepares"},
     {CrashPoint::PreparedAll, "prepared-all"},
     {CrashPoint::Decided, "decided"},
     {CrashPoint::BetweenCommits, "between-commits"}}};

}  // namespace

std::string_view to_text(FaultKind kind) {
  for (const auto& [known, name] : kNames) {
    if (known == kind) return name;
  }
  return "";
}

std::optional<FaultKind> fault_kind_from(std::string_view text) {
  for (const auto& [kind, name] : kNames) {
    if (name == text) return kind;
  }
  return std::nullopt;
}

std::string_view to_text(CrashPoint point) {
  for (const auto& [known, name] : kCrashPoints) {
    if (known == point) return name;
  }
  return "";
}

std::optional<CrashPoint> crash_point_from(std::string_view text) {
  for (const auto& [point, name] : kCrashPoints) {
    if (name == text) return point;
  }
  return std::nullopt;
}

InjectedFaults faults_for(const FaultTable& faults, std::string_view step, Direction direction,
                          std::string_view saga_id, int attempt) {
  InjectedFaults injected;
  const auto found = faults.find(step);
  if (found == faults.end()) return injected;
  for (const Fault& fault : found->second) {
    if (fault.direction != direction || attempt > fault.attempts) continue;
    if (per_mille_of(saga_id, step, direction, fault.kind) >= fault.permille) continue;
    switch (fault.kind) {
      case FaultKind::LoseReply: injected.lose_reply = true; break;
      case FaultKind::Slow: injected.reply_delay = std::max(injected.reply_delay, fault.delay); break;
      case FaultKind::Fail: injected.fail = fault.message; break;
      case FaultKind::Decline: injected.decline = fault.message; break;
      case FaultKind::RefuseCompensation: injected.refuse_compensation = fault.message; break;
    }
  }
  return injected;
}

}  // namespace saga::payment
