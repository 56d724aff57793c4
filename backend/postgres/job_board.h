// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "backend/ports/job_board.h"
#include "backend/postgres/saga_operator.h"
#include "backend/postgres/session.h"

namespace saga::pg {

// Over the views of 021_jobs.sql. A preview takes as long as the session's statement timeout lets it.
class PgJobBoard final : public JobBoard {
 public:
  explicit PgJobBoard(std::shared_ptr<Session> session) : session_(std::move(session)) {}

  Result<JobPreview> preview(Action action, const SagaFilter& filter, int sample) override;
  Result<FrozenPreview> freeze(Action action, const SagaFilter& filter, int sample) override;
  Result<std::vector<Job>> list(int limit) override;
  Result<std::optional<Job>> find(const JobId& id) override;
  Result<JobItemPage> items(const JobId& id, const std::vector<JobItemStatus>& only, int after, int limit) override;

 private:
  std::shared_ptr<Session> session_;
};

// Over its functions. The session must be writable and is used for nothing else at the same time. Creating a job may
// take longer than the session's statement timeout (large_sets.h). The anchors are those of the journal's area "jobs",
// and of "approvals" for what a second person is asked, or not asked any more, by it.
class PgJobOperator final : public JobOperator {
 public:
  explicit PgJobOperator(std::shared_ptr<Session> session, AnchorSink keep_anchors = {},
                         AnchorSink keep_approval_anchors = {})
      : session_(std::move(session)),
        keep_anchors_(std::move(keep_anchors)),
        keep_approval_anchors_(std::move(keep_approval_anchors)) {}

  ActionOutcome create(const JobOrder& order) override;
  ActionOutcome change(JobChange change, const JobId& id, const std::string& reason) override;

 private:
  ActionOutcome told(const Result<Rows>& rows);

  std::shared_ptr<Session> session_;
  AnchorSink keep_anchors_;
  AnchorSink keep_approval_anchors_;
};

}  // namespace saga::pg
