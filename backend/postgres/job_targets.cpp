// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/postgres/job_targets.h"

#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace saga::pg {

// A branch for each condition and each meaning of the search text, so that each can use its index. No saga has two
// conditions at once; what two meanings find is joined by UNION.
std::string targets_sql(const SagaFilter& filter, const std::string& columns, Values& values) {
  std::vector<std::string> common = everywhere(filter, values);
  if (filter.step) common.push_back(fmt::format("current_step = {}", values.place(*filter.step)));
  std::vector<std::string> searched = meanings(filter, values);
  const bool ambiguous = searched.size() > 1;
  if (searched.empty()) searched.emplace_back();
  std::vector<std::string> conditions;
  for (const Condition condition : filter.conditions) conditions.push_back(predicate(condition));
  if (conditions.empty()) conditions.emplace_back();

  std::vector<std::string> branches;
  for (const std::string& meaning : searched) {
    for (const std::string& condition : conditions) {
      std::vector<std::string> where = common;
      for (const std::string& part : {condition, meaning}) {
        if (!part.empty()) where.push_back(part);
      }
      if (where.empty()) where.emplace_back("true");
      branches.push_back(fmt::format("select {} from saga.saga_view where {}", columns, fmt::join(where, " and ")));
    }
  }
  return fmt::format("{}", fmt::join(branches, ambiguous ? " union " : " union all "));
}

}  // namespace saga::pg
