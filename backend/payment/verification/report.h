// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "backend/concurrency/clock.h"

namespace saga::payment {

// One discrepancy: what it concerns, and in plain words what was expected and what was found.
struct Finding {
  std::string kind, subject_type, subject, detail;
};

// A database (or Redis) that could not be read, or not to its end.
struct Unread {
  std::string what;  // saga, orders … or redis
  std::string why;
  std::vector<std::string> kinds = {};  // that were not verified because of it, or not all
};

// What a verification found. `checked`: how many subjects were looked at for each kind.
struct VerificationReport {
  std::optional<WallTime> since = {};  // nothing: everything was looked at
  WallTime started = {};
  std::map<std::string, std::int64_t, std::less<>> checked = {};
  std::vector<Finding> findings = {};
  std::vector<Unread> unread = {};
  std::int64_t subjects = 0;    // orders, accounts, products …
  std::int64_t discrepant = 0;  // those with a finding
  std::int64_t in_motion = 0;   // orders that were left out because they had just changed

  // 100 − the share of discrepant subjects, in per cent.
  [[nodiscard]] double consistency() const {
    return subjects > 0 ? 100.0 - 100.0 * static_cast<double>(discrepant) / static_cast<double>(subjects) : 100.0;
  }
};

// Where a look at some keys puts what it finds.
class Sink {
 public:
  // `key`: of the window, to look at again.
  void found(const std::string& key, std::string_view kind, std::string_view subject_type, std::string_view subject,
             std::string detail) {
    keys_.insert(key);
    auto [at, fresh] =
        findings_.try_emplace({std::string(kind), std::string(subject)},
                              Finding{std::string(kind), std::string(subject_type), std::string(subject), detail});
    if (!fresh && at->second.detail.find(detail) == std::string::npos) at->second.detail += "; " + detail;
  }
  void checked(std::string_view kind, std::int64_t count) { checked_[std::string(kind)] += count; }
  void subjects(std::int64_t count) { subjects_ += count; }
  void in_motion() { ++in_motion_; }

  using Findings = std::map<std::pair<std::string, std::string>, Finding>;
  [[nodiscard]] const Findings& findings() const { return findings_; }
  [[nodiscard]] const std::set<std::string>& keys() const { return keys_; }
  [[nodiscard]] const std::map<std::string, std::int64_t>& counts() const { return checked_; }
  [[nodiscard]] std::int64_t subject_count() const { return subjects_; }
  [[nodiscard]] std::int64_t motion_count() const { return in_motion_; }

 private:
  Findings findings_;
  std::set<std::string> keys_;
  std::map<std::string, std::int64_t> checked_;
  std::int64_t subjects_ = 0;
  std::int64_t in_motion_ = 0;
};

}  // namespace saga::payment
