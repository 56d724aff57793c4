// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ports/saga_streams.h"

#include <algorithm>

namespace saga {

std::vector<TimeSpan> spans_of(const Saga& saga, const std::vector<StepExecution>& executions,
                               std::chrono::milliseconds slack, std::chrono::milliseconds most) {
  std::vector<TimeSpan> all{
      {saga.created_at, saga.created_at}, {saga.updated_at, saga.updated_at}, {saga.progress_at, saga.progress_at}};
  for (const StepExecution& execution : executions) {
    const TimePoint end = execution.executed_at.value_or(execution.started_at);
    if (end - execution.started_at <= most) {
      all.push_back({execution.started_at, std::max(execution.started_at, end)});
    } else {
      all.push_back({execution.started_at, execution.started_at});
      all.push_back({end, end});
    }
  }
  for (TimeSpan& span : all) {
    span.from -= slack;
    span.to += slack;
  }
  std::ranges::sort(all, {}, &TimeSpan::from);
  std::vector<TimeSpan> merged;
  for (const TimeSpan& span : all) {
    if (!merged.empty() && span.from <= merged.back().to) {
      merged.back().to = std::max(merged.back().to, span.to);
    } else {
      merged.push_back(span);
    }
  }
  return merged;
}

std::vector<TimeSpan> spans_from(const std::vector<TimeSpan>& spans, TimePoint from) {
  std::vector<TimeSpan> left;
  for (const TimeSpan& span : spans) {
    if (span.to >= from) left.push_back({std::max(span.from, from), span.to});
  }
  return left;
}

}  // namespace saga
