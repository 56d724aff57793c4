// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "backend/payment/orchestrator/transition.h"

namespace saga::payment {

// What a batch of transitions writes, several of one saga folded into one row each.
class Writes {
 public:
  struct Execution {
    SagaId saga_id;
    std::string step;
    Direction direction = Direction::Forward;
    int attempt = 1;
    std::string input = {};
    StepStatus status = StepStatus::Pending;
    std::string output = {};
    std::string error = {};
    [[nodiscard]] bool has_result() const { return status != StepStatus::Pending; }
  };
  struct Hint {
    SagaId saga_id;
    std::string order_id;
    Change change = Change::None;
  };
  struct Route {
    std::string order_id;
    std::string outcome;
  };
  struct Observed {
    CommandOutcome outcome;
    SagaRecord before;
    SagaRecord after;
  };

  void add(const SagaRecord& before, const Transition& transition);

  [[nodiscard]] const std::map<SagaId, SagaRecord>& states() const { return states_; }
  [[nodiscard]] const std::set<SagaId>& amended() const { return amended_; }
  [[nodiscard]] const std::vector<Execution>& started() const { return started_; }
  [[nodiscard]] const std::vector<Execution>& results() const { return results_; }
  [[nodiscard]] const std::vector<Hint>& changes() const { return changes_; }
  [[nodiscard]] const std::vector<Route>& routes() const { return routes_; }
  [[nodiscard]] const std::vector<Observed>& commands() const { return commands_; }
  [[nodiscard]] bool empty() const {
    return states_.empty() && started_.empty() && results_.empty() && changes_.empty() && commands_.empty();
  }

 private:
  using Key = std::tuple<SagaId, std::string, Direction, int>;
  struct Place {
    bool started = false;
    std::size_t index = 0;
  };

  std::map<SagaId, SagaRecord> states_;  // ordered: rows are always taken in the order of their ids
  std::set<SagaId> amended_;             // those of them whose rare columns changed, too
  std::vector<Execution> started_;
  std::vector<Execution> results_;
  std::map<Key, Place> places_;
  std::vector<Hint> changes_;
  std::vector<Route> routes_;
  std::vector<Observed> commands_;
};

}  // namespace saga::payment
