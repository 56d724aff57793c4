// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "backend/ports/timeline_reader.h"
#include "backend/postgres/session.h"

namespace saga::pg {

// The timeline over the contract's views. The session may be shared with other readers of the same thread.
class PgTimelineReader final : public TimelineReader {
 public:
  static constexpr int kMostInPage = 50'000;

  explicit PgTimelineReader(std::shared_ptr<Session> session) : session_(std::move(session)) {}

  Result<SpanPage> settled(const SpanQuery& query) override;
  Result<SpanPage> payments(const SpanQuery& query) override;
  Result<OpenSpans> open(int most) override;
  Result<SpanPage> ended(const SpanCursor& after, int limit) override;
  Result<std::vector<timeline::Marker>> markers(TimePoint from, TimePoint to) override;
  Result<std::map<SagaId, std::vector<StepExecution>>> steps(const std::vector<SagaId>& ids) override;

 private:
  std::shared_ptr<Session> session_;
};

// The part of it that reads what happened to the system as a whole.
[[nodiscard]] Result<std::vector<timeline::Marker>> read_markers(Session& session, TimePoint from, TimePoint to);

}  // namespace saga::pg
