// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "backend/domain/job.h"
#include "backend/outcome/action_outcome.h"
#include "backend/outcome/error.h"
#include "backend/ports/saga_filter.h"

namespace saga {

// What a job is to be. Which sagas it means is decided in the database, when it is created.
struct JobOrder {
  JobId id = {};  // a new UUID, chosen here: so that what became of a lost answer can be found out
  Action action = Action::Retry;
  SagaFilter filter = {};  // also of a SagaSelection
  std::string reason = {};
  std::string evidence = {};   // of Action::Resolve
  std::string selection = {};  // the filter in words, for people
  int rate = 500;              // sagas a second; 0: as fast as they settle
  bool ramped = true;
  int failure_limit = 10;                         // per cent
  std::optional<std::string> expected_hash = {};  // of the preview: a Conflict if the set has changed since
  // Exactly these sagas at these versions, of a FrozenPreview; null: those that the filter means then.
  std::shared_ptr<const std::string> targets = {};
};

// Sagas for which the answer would be the same.
struct JobPreviewPart {
  std::string refusal = {};  // empty: it would be done
  std::string type = {};
  std::string step = {};
  std::int64_t sagas = 0;
  Money amount = {};  // all of them together; a part for each currency
  friend bool operator==(const JobPreviewPart&, const JobPreviewPart&) = default;
};

struct JobPreview {
  std::vector<JobPreviewPart> parts;  // the largest first
  std::int64_t sagas = 0;
  std::string set_hash;
  std::vector<SagaId> sample = {};  // of those for which it would be done, oldest first
  TimePoint server_now = {};
};

// A preview together with the set itself, so that the job takes what was looked at and nothing that came later.
struct FrozenPreview {
  JobPreview preview;
  // "id:version,id:version…", by id: what set_hash is the hash of. Up to 40 bytes a saga; shared, never copied.
  std::shared_ptr<const std::string> targets = {};
  std::vector<SagaId> examples = {};  // the largest of each currency, and one for each refusal
};
// The ids of such a set, in its order, with their versions.
[[nodiscard]] std::vector<std::pair<SagaId, int>> targets_from(std::string_view text);

struct JobItemPage {
  std::vector<JobItem> items;    // in the order of the work
  std::optional<int> next = {};  // the position to go on behind; nothing: this is the end
};

// Reads jobs as PostgreSQL, the truth, knows them. One thread.
class JobBoard {
 public:
  virtual ~JobBoard() = default;
  // What the action would come to for all that the filter means, by the rules that apply when it is asked for.
  virtual Result<JobPreview> preview(Action action, const SagaFilter& filter, int sample) = 0;
  // The same, with the set at that moment.
  virtual Result<FrozenPreview> freeze(Action action, const SagaFilter& filter, int sample) = 0;
  virtual Result<std::vector<Job>> list(int limit) = 0;  // newest first
  virtual Result<std::optional<Job>> find(const JobId& id) = 0;
  // `only` empty: of any status.
  virtual Result<JobItemPage> items(const JobId& id, const std::vector<JobItemStatus>& only, int after, int limit) = 0;
};

// Creates and changes jobs, through the contract's SECURITY DEFINER functions and its journal. One thread.
class JobOperator {
 public:
  virtual ~JobOperator() = default;
  // Freezes the targets and lets payment-sagad begin. Applied: `command_id` is the job's.
  virtual ActionOutcome create(const JobOrder& order) = 0;
  // Applied: nothing more is asked for from now on (Pause, Cancel), or again (Resume).
  virtual ActionOutcome change(JobChange change, const JobId& id, const std::string& reason) = 0;
};

}  // namespace saga
