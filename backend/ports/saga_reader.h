// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "backend/domain/action.h"
#include "backend/domain/saga.h"
#include "backend/outcome/error.h"
#include "backend/ports/saga_filter.h"

namespace saga {

// Where a page ended. Newest first: (created_at, id) descending.
struct SagaCursor {
  TimePoint created_at = {};
  SagaId id;
  friend bool operator==(const SagaCursor&, const SagaCursor&) = default;
};

[[nodiscard]] std::string to_text(const SagaCursor& cursor);  // opaque, for --after
[[nodiscard]] std::optional<SagaCursor> cursor_from(const std::string& text);

struct SagaPage {
  std::vector<Saga> sagas;
  std::optional<SagaCursor> next;  // nullopt: this was the last page
  TimePoint server_now = {};       // ages are measured against this clock
};

// Exact, or with `capped` at least this many: counting on would cost more than the number is worth.
struct CappedCount {
  std::int64_t count = 0;
  bool capped = false;
  friend bool operator==(const CappedCount&, const CappedCount&) = default;
};

struct ConditionCounts {
  std::vector<std::pair<Condition, CappedCount>> counts;  // one entry for each of all_conditions() but Unknown
  CappedCount all;
  TimePoint server_now = {};
  friend bool operator==(const ConditionCounts&, const ConditionCounts&) = default;
};

struct CommandRecord {
  std::string command_id;
  Action action = Action::Retry;
  std::string requested_by;
  std::string reason;
  std::string status;   // PENDING, APPLIED, REFUSED
  std::string outcome;  // what the orchestrator said
  TimePoint requested_at = {};
  std::optional<TimePoint> finished_at = {};
  int expected_version = 0;  // of the saga, when it was requested
  friend bool operator==(const CommandRecord&, const CommandRecord&) = default;
};

struct JournalRow {
  std::int64_t seq = 0;
  std::string kind;  // REQUESTED, OBSERVED
  std::string who;
  std::string what;
  std::string on_what;
  std::string why;
  std::string before;
  std::string after;
  TimePoint at = {};
  friend bool operator==(const JournalRow&, const JournalRow&) = default;
};

// Who has taken a saga. It forbids nothing to others.
struct SagaClaim {
  std::string who;
  TimePoint since = {};
  friend bool operator==(const SagaClaim&, const SagaClaim&) = default;
};

struct SagaDetail {
  Saga saga;
  std::vector<StepExecution> executions;  // in the order in which they started
  std::vector<CommandRecord> commands;    // newest first
  std::vector<JournalRow> journal;        // newest first
  TimePoint server_now = {};
  // How long an attempt of a step may take, by step, as it is configured now; a step that is not named is not known.
  std::map<std::string, std::chrono::milliseconds, std::less<>> limits = {};
  std::optional<TimePoint> due_at = {};  // until when the attempt that is out has time
  std::optional<SagaClaim> claim = {};
  int notes = 0;
};

// Reads sagas. Truth is PostgreSQL; every answer carries the server's clock.
class SagaReader {
 public:
  virtual ~SagaReader() = default;
  virtual Result<SagaPage> page(const SagaFilter& filter, const std::optional<SagaCursor>& after, int limit) = 0;
  // The given sagas as they are now, in no particular order; those that do not exist are left out.
  virtual Result<SagaPage> by_id(const std::vector<SagaId>& ids) = 0;
  virtual Result<std::optional<SagaDetail>> detail(const SagaId& id) = 0;
  // The same for looking again and again: of large payloads only the beginnings, and how much was left out.
  virtual Result<std::optional<SagaDetail>> glance(const SagaId& id) { return detail(id); }
  virtual Result<ConditionCounts> counts() = 0;
};

}  // namespace saga
