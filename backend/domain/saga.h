// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "backend/domain/money.h"
#include "backend/domain/time.h"

namespace saga {

using SagaId = std::string;  // a UUID in our own contract; any text in a foreign system

// As stored. A foreign text that is not known becomes Unknown and keeps its raw value beside it.
enum class SagaStatus { Running, Completed, Compensating, Failed, Unknown };

// As an operator speaks of it: derived from status, parking, progress and open effects.
enum class Condition {
  Running,
  Completed,
  Compensating,
  Compensated,     // FAILED and nothing stands any more
  Stuck,           // RUNNING or COMPENSATING, and parked or without progress for longer than the threshold
  NeedsAttention,  // FAILED while effects stand and nobody has resolved it
  Failed,          // FAILED, effects stood, and a person has settled it outside the system
  Unknown,
};

inline constexpr std::chrono::seconds kStuckThreshold{30};

struct Saga {
  SagaId id;
  std::string type = {};  // "PaymentSaga"
  std::string current_step = {};
  SagaStatus status = SagaStatus::Unknown;
  std::string raw_status = {};  // what the database says
  std::optional<std::string> order_id = {};
  std::optional<std::string> user_id = {};
  std::optional<Money> amount = {};
  std::string trace_id = {};
  std::string route = {};  // "EVENT_DRIVEN", with its reason in route_reason
  std::string route_reason = {};
  int version = 0;  // guards every action
  std::int64_t epoch = 0;
  int attempts = 0;  // of the current step in the current direction
  std::optional<std::string> parked_reason = {};
  std::string error = {};      // the parked reason with ids, numbers and quoted values folded, as the database does
  int open_effects = 0;        // effects that may stand and are not compensated
  TimePoint progress_at = {};  // moves on step results only
  std::optional<std::string> resolution = {};
  TimePoint created_at = {};
  TimePoint updated_at = {};
  friend bool operator==(const Saga&, const Saga&) = default;
};

enum class Direction { Forward, Compensation };
enum class StepStatus { Pending, Success, Failed, Compensated };  // Pending: started, no result yet

// One attempt of one step, in one direction.
struct StepExecution {
  std::string step_name;
  Direction direction = Direction::Forward;
  int attempt = 1;
  StepStatus status = StepStatus::Pending;
  std::string input = {};  // text as stored, perhaps masked; never interpreted as markup
  std::string output = {};
  std::string error = {};
  TimePoint started_at = {};
  std::optional<TimePoint> executed_at = {};
  // How many characters of each payload were left out, where only the beginnings were read.
  std::int64_t input_rest = 0;
  std::int64_t output_rest = 0;
  std::int64_t error_rest = 0;
  friend bool operator==(const StepExecution&, const StepExecution&) = default;
};

[[nodiscard]] Condition condition_of(const Saga& saga, TimePoint now, std::chrono::seconds threshold = kStuckThreshold);

// The only text tables of these enums. The first three are the database's words, the last one ours on the wire
// (JSON, command line, links): "needs-attention".
[[nodiscard]] std::string_view to_text(SagaStatus status);
[[nodiscard]] std::string_view to_text(Direction direction);
[[nodiscard]] std::string_view to_text(StepStatus status);  // Pending: ""
[[nodiscard]] std::string_view to_text(Condition condition);
[[nodiscard]] SagaStatus saga_status_from(std::string_view text);  // else Unknown
[[nodiscard]] Direction direction_from(std::string_view text);     // else Forward
[[nodiscard]] StepStatus step_status_from(std::string_view text);  // else Pending
[[nodiscard]] std::optional<Condition> condition_from(std::string_view text);
[[nodiscard]] const std::vector<Condition>& all_conditions();

}  // namespace saga
