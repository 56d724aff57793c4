// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "backend/services/emergency_rollback.h"

namespace saga::test {

// Both paths of the rollback, made of what a test puts into them. It answers at once, or, with `hold`, when told to.
class FakeRollback final : public EmergencyRollback {
 public:
  bool second_path = true;
  Result<RollbackInPostgres> postgres = RollbackInPostgres{};
  Result<RollbackInRedis> redis = RollbackInRedis{};
  RollbackReport report;
  bool hold = false;  // what is asked for, not what is asked

  std::vector<std::string> engagements;  // the reasons
  std::vector<std::pair<std::int64_t, std::string>> releases;

  [[nodiscard]] bool has_second_path() const override { return second_path; }
  void engage(std::string reason, Reply<RollbackReport> reply) override {
    engagements.push_back(std::move(reason));
    answer([this, reply] { reply(report); });
  }
  void release(std::int64_t expected_version, std::string reason, Reply<RollbackReport> reply) override {
    releases.emplace_back(expected_version, std::move(reason));
    answer([this, reply] { reply(report); });
  }
  DrillReport drill_report;
  std::vector<std::string> drills;  // the reasons
  void drill(std::string reason, Reply<DrillReport> reply) override {
    drills.push_back(std::move(reason));
    answer([this, reply] { reply(drill_report); });
  }
  void ask_postgres(Reply<Result<RollbackInPostgres>> reply) override { reply(postgres); }
  void ask_redis(Reply<Result<RollbackInRedis>> reply) override { reply(redis); }
  void give() {
    for (auto& task : std::exchange(held_, {})) task();
  }

 private:
  void answer(std::function<void()> task) {
    if (hold) {
      held_.push_back(std::move(task));
    } else {
      task();
    }
  }
  std::vector<std::function<void()>> held_;
};

}  // namespace saga::test
