// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "backend/domain/dead_letter.h"
#include "backend/domain/time.h"
#include "backend/outcome/error.h"
#include "backend/ports/dead_letter_queue.h"

namespace saga {

// One of what a second person is asked about: a dead letter at its generation, or an order (generation 0).
struct ApprovalTarget {
  std::string target;
  int generation = 0;
  std::optional<TimePoint> used_at = {};  // nothing: the approval was not used for it yet
  friend bool operator==(const ApprovalTarget&, const ApprovalTarget&) = default;
};

struct ApprovalTargetPage {
  std::vector<ApprovalTarget> targets = {};  // by their names
  std::optional<std::string> next = {};      // `after` of the next page; nothing: this is the last one
};

// What is in sets that are no job's, and whether one has to be approved. One thread.
class ApprovalTargets {
 public:
  virtual ~ApprovalTargets() = default;
  // `after`: the last target that is known; "": from the first on.
  virtual Result<ApprovalTargetPage> page(const std::string& subject, const std::string& after, int limit) = 0;
  // Why the caller needs a second person for doing this now, in words; nothing: they do not, or have one already. As
  // long as nobody does anything else under the same name in between. Permission without the right to do it at all.
  virtual Result<std::optional<std::string>> why_second_person(DeadLetterAction action,
                                                               const std::vector<LetterTarget>& targets) = 0;
};

}  // namespace saga
