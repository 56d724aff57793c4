// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "backend/payment/participants/request.h"
#include "backend/payment/participants/work.h"

namespace saga::payment {

// One request that the inbox has let through: it was not answered before.
struct Job {
  const Request* request = nullptr;
  bool stood = false;                       // of a compensation: its action succeeded
  nlohmann::json action_result = {};        // then: what the action reported
  std::optional<std::string> decline = {};  // an injected fault: refuse it as the business would, and why
};

// `stood`: of a compensation. Its effects are part of the transaction.
struct Done {
  nlohmann::json result = nlohmann::json::object();
};
// A final refusal, which is an answer like any other: what the domain wrote about it is committed.
struct Declined {
  std::string code;
  std::string error;
};
using Verdict = std::variant<Done, Declined>;

// The effects of one participant. The inbox calls it with at most 64 jobs of both directions, no two of the same
// saga, within one transaction.
class Domain {
 public:
  virtual ~Domain() = default;
  [[nodiscard]] virtual const StepTopics& step() const = 0;
  [[nodiscard]] virtual pg::Isolation isolation() const = 0;
  [[nodiscard]] virtual std::chrono::milliseconds budget() const = 0;
  [[nodiscard]] virtual std::span<const Statement> statements() const = 0;
  // Whether a refused action stays refused; else the next attempt is a new one.
  [[nodiscard]] virtual bool keeps_refusals() const { return true; }

  // One verdict a job, in their order. An Error undoes the whole transaction.
  // It writes their events too: see events/domain_events.h.
  [[nodiscard]] virtual Result<std::vector<Verdict>> execute(Work& work, std::span<const Job> jobs) = 0;
};

// The statements of the domain and of its events, on a session that will execute it.
[[nodiscard]] Result<void> prepare_domain(pg::Session& session, const Domain& domain);

}  // namespace saga::payment
