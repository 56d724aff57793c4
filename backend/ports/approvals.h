// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "backend/domain/approval.h"
#include "backend/domain/job.h"
#include "backend/outcome/action_outcome.h"
#include "backend/outcome/error.h"
#include "backend/ports/dead_letter_queue.h"

namespace saga {

// Dead letters that a second person is to agree to. Their kind is the action's.
struct LetterSetOrder {
  std::string id = {};  // a new UUID, chosen here: so that what became of a lost answer can be found out
  DeadLetterAction action = DeadLetterAction::Discard;
  std::vector<LetterTarget> targets = {};  // at most 100,000
  std::string reason = {};
};

// Reads what was asked of second persons, and what came of it. One thread.
class ApprovalBoard {
 public:
  virtual ~ApprovalBoard() = default;
  virtual Result<std::vector<Approval>> list(bool only_waiting, int limit) = 0;  // newest first
  // The newest of a job or of a set of dead letters.
  virtual Result<std::optional<Approval>> find(const std::string& subject) = 0;
  virtual Result<std::vector<ApprovalRule>> rules() = 0;  // by kind
};

// Decides and asks, through the contract's SECURITY DEFINER functions and its journal. One thread.
class ApprovalOperator {
 public:
  virtual ~ApprovalOperator() = default;
  // `set_hash`: of what was looked at; only Approve needs it. Applied: `command_id` is the subject.
  virtual ActionOutcome decide(ApprovalDecision decision, const std::string& subject, const std::string& set_hash,
                               const std::string& reason) = 0;
  // Once more, for a job whose time ran out.
  virtual ActionOutcome ask_again(const JobId& job, const std::string& reason) = 0;
  // Approved, whoever asked may do it to these dead letters, as often as it takes, until it expires.
  virtual ActionOutcome ask(const LetterSetOrder& order) = 0;
};

}  // namespace saga
