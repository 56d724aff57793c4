// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "backend/postgres/session.h"
#include "backend/redis/client.h"

namespace saga::bench {

struct ChangeLoad {
  std::string conninfo;
  redis::Endpoint redis = {};
  int rate = 5'000;   // changes a second, a tenth of them new sagas
  bool hints = true;  // with a hint in Redis for each transaction, as the orchestrator gives
};

// Changes the youngest sagas and adds new ones, in transactions of fifty, until the process is told to end (SIGTERM).
// Returns a process's exit code.
[[nodiscard]] int run_change_load(const ChangeLoad& load);

// One saga, changed as the orchestrator would: its row, the change feed, the hint.
class OneChange {
 public:
  [[nodiscard]] static Result<OneChange> open(const ChangeLoad& load);
  // The saga's version afterwards.
  [[nodiscard]] Result<int> change(const std::string& saga_id);

 private:
  OneChange(std::unique_ptr<pg::Session> session, std::unique_ptr<redis::Client> hints)
      : session_(std::move(session)), hints_(std::move(hints)) {}

  std::unique_ptr<pg::Session> session_;
  std::unique_ptr<redis::Client> hints_;  // null: without
};

}  // namespace saga::bench
