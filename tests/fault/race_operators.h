// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "backend/ports/saga_operator.h"

namespace saga::test {

// What an operator asked for of one saga, and what came of it.
struct RaceCall {
  int race = 0;  // numbered from 1
  std::string who;
  Action action = Action::Retry;
  ActionTarget target = {};
  std::string reason;  // of this call and of no other
  bool again = false;  // by who was too late, at once and at the version that the conflict told
  ActionOutcome outcome = Refused{};
  JournalAnchor anchor = {};  // as it was given to be kept outside the database
};

// Operators, each a user and a session of its own, who all ask for something of the same saga at the same moment.
class RaceOperators {
 public:
  // `conninfo` without a user. The same seed lets them ask for the same; who comes first is not theirs to say.
  RaceOperators(const std::string& conninfo, const std::vector<std::string>& users, std::uint64_t seed);
  ~RaceOperators();
  RaceOperators(const RaceOperators&) = delete;
  RaceOperators& operator=(const RaceOperators&) = delete;

  // One race a saga, one after the other. Ends when all have been answered.
  void race(const std::vector<ActionTarget>& sagas);

  [[nodiscard]] int races() const { return races_; }
  [[nodiscard]] std::vector<RaceCall> calls() const;  // in no order between the operators

 private:
  class Person;
  std::vector<std::unique_ptr<Person>> people_;
  int races_ = 0;
};

}  // namespace saga::test
