// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "backend/domain/saga.h"
#include "backend/outcome/error.h"

namespace saga {

// The raw text of one attempt; nothing where there is none.
struct RevealedAttempt {
  std::string step;
  std::string direction;  // the database's word
  int attempt = 0;
  std::optional<std::string> input = {};
  std::optional<std::string> output = {};
  std::optional<std::string> error = {};
  friend bool operator==(const RevealedAttempt&, const RevealedAttempt&) = default;
};

// What is masked everywhere else.
struct RevealedSaga {
  std::optional<std::string> compensation_data = {};
  std::optional<std::string> resolution = {};
  std::optional<std::string> parked_reason = {};
  std::vector<RevealedAttempt> attempts = {};  // in the order in which they were begun
  std::string warning = {};                    // mostly empty
};

// One thread.
class SagaRevealer {
 public:
  virtual ~SagaRevealer() = default;
  // Journalled, also when it is refused. Permission without the role; Invalid without a saga or a reason.
  virtual Result<RevealedSaga> reveal(const SagaId& id, const std::string& reason) = 0;
};

}  // namespace saga
