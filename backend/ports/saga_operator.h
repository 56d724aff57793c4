// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "backend/domain/action.h"
#include "backend/outcome/action_outcome.h"
#include "backend/ports/saga_reader.h"

namespace saga {

struct ActionTarget {
  SagaId id;
  int expected_version = 0;
  friend bool operator==(const ActionTarget&, const ActionTarget&) = default;
};

// Changes sagas, through the contract's SECURITY DEFINER functions and its journal.
class SagaOperator {
 public:
  virtual ~SagaOperator() = default;
  // One outcome a target, in their order. At most 200 targets a call. `reason` must not be empty; `evidence` says what
  // shows that a saga was settled outside the system, and belongs to Action::Resolve alone.
  virtual std::vector<ActionOutcome> request(Action action, const std::vector<ActionTarget>& targets,
                                             const std::string& reason, const std::string& evidence = {}) = 0;
  // What became of a request; nullopt while nobody knows of it.
  virtual Result<std::optional<CommandRecord>> observe(const std::string& command_id) = 0;
  // The newest request on this saga, for finding out what a lost answer was.
  virtual Result<std::optional<CommandRecord>> latest(const SagaId& id) = 0;
};

}  // namespace saga
