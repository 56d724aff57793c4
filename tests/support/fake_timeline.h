// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <vector>

#include "backend/ports/timeline_reader.h"

namespace saga::test {

// The timeline of spans that a test puts into a vector, which may change between two questions.
class FakeTimeline final : public TimelineReader {
 public:
  std::vector<std::string> names;  // of the steps
  std::vector<timeline::Span> spans;
  std::vector<timeline::Marker> all_markers;
  std::map<SagaId, std::vector<StepExecution>> executions;
  TimePoint now = {};
  std::vector<SpanQuery> asked;  // of settled(), as they were asked for
  int steps_asked = 0;
  std::function<void()> after_open = {};  // what happens just after open() was asked

  Result<SpanPage> settled(const SpanQuery& query) override {
    asked.push_back(query);
    return page(query, [&](const timeline::Span& span) {
      return !span.legacy && span.end != timeline::kOpen &&
             (!query.ended_by || timeline::time_of(span.end) <= *query.ended_by);
    });
  }
  Result<SpanPage> payments(const SpanQuery& query) override {
    return page(query, [](const timeline::Span& span) { return span.legacy; });
  }
  Result<OpenSpans> open(int most) override {
    OpenSpans out{{names, {}}, false, now};
    for (const timeline::Span& span : spans) {
      if (span.legacy || span.end != timeline::kOpen) continue;
      if (out.list.spans.size() == static_cast<std::size_t>(most)) out.capped = true;
      if (!out.capped) out.list.spans.push_back(span);
    }
    if (after_open) after_open();
    return out;
  }
  Result<SpanPage> ended(const SpanCursor& after, int limit) override {
    std::vector<timeline::Span> found;
    for (const timeline::Span& span : spans) {
      if (span.legacy || span.end == timeline::kOpen) continue;
      const auto at = timeline::time_of(span.end);
      const std::string id = timeline::saga_id_of(span.id);
      if (at > after.at || (at == after.at && !after.id.empty() && id > after.id)) found.push_back(span);
    }
    std::ranges::sort(found, {}, [](const timeline::Span& span) { return std::pair(span.end, span.id); });
    SpanPage out{{names, std::move(found)}, {}};
    if (out.list.spans.size() <= static_cast<std::size_t>(limit)) return out;
    out.list.spans.resize(static_cast<std::size_t>(limit));
    const timeline::Span& last = out.list.spans.back();
    out.next = SpanCursor{timeline::time_of(last.end), timeline::saga_id_of(last.id)};
    return out;
  }
  Result<std::vector<timeline::Marker>> markers(TimePoint, TimePoint) override { return all_markers; }
  Result<std::map<SagaId, std::vector<StepExecution>>> steps(const std::vector<SagaId>& ids) override {
    ++steps_asked;
    std::map<SagaId, std::vector<StepExecution>> out;
    for (const SagaId& id : ids) {
      if (const auto found = executions.find(id); found != executions.end()) out.insert(*found);
    }
    return out;
  }

 private:
  template <class Is>
  Result<SpanPage> page(const SpanQuery& query, Is is) const {
    std::vector<timeline::Span> found;
    for (const timeline::Span& span : spans) {
      const auto at = timeline::time_of(span.start);
      if (at < query.from || at >= query.to || !is(span)) continue;
      const std::string id = timeline::saga_id_of(span.id);
      if (query.before && std::pair(at, id) >= std::pair(query.before->at, query.before->id)) continue;
      found.push_back(span);
    }
    std::ranges::sort(found, std::greater<>(),
                      [](const timeline::Span& span) { return std::pair(span.start, span.id); });
    SpanPage out{{names, std::move(found)}, {}};
    if (out.list.spans.size() <= static_cast<std::size_t>(query.limit)) return out;
    out.list.spans.resize(static_cast<std::size_t>(query.limit));
    const timeline::Span& last = out.list.spans.back();
    out.next = SpanCursor{timeline::time_of(last.start), timeline::saga_id_of(last.id)};
    return out;
  }
};

}  // namespace saga::test
