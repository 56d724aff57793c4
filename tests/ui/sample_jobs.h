// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <vector>

#include "backend/ports/approvals.h"
#include "backend/ports/job_board.h"
#include "backend/ports/platform_status.h"

namespace saga::test {

// The jobs that a test puts here, and what they would come to.
class FakeJobs final : public JobBoard {
 public:
  std::vector<Job> jobs;  // newest first
  std::map<JobId, std::vector<JobItem>> items_of;
  JobPreview previewed;
  FrozenPreview frozen;
  std::vector<SagaFilter> frozen_of;  // as it was asked for
  std::optional<Error> error;         // every read fails with it

  Result<JobPreview> preview(Action action, const SagaFilter& filter, int sample) override;
  Result<FrozenPreview> freeze(Action action, const SagaFilter& filter, int sample) override;
  Result<std::vector<Job>> list(int limit) override;
  Result<std::optional<Job>> find(const JobId& id) override;
  Result<JobItemPage> items(const JobId& id, const std::vector<JobItemStatus>& only, int after, int limit) override;

  [[nodiscard]] Job& job(const JobId& id);
};

// What a test asked of second persons.
class FakeApprovals final : public ApprovalBoard {
 public:
  std::vector<Approval> approvals;  // newest first
  std::vector<ApprovalRule> limits;

  Result<std::vector<Approval>> list(bool only_waiting, int limit) override;
  Result<std::optional<Approval>> find(const std::string& subject) override;
  Result<std::vector<ApprovalRule>> rules() override { return limits; }
};

inline constexpr const char* kWaitingJob = "5e8a1b90-2c47-4d3f-a6b1-7c9d0e1f2a33";
inline constexpr const char* kRunningJob = "7d1f0f0a-4a3e-4b8e-9a54-0f6f3d1c2b11";
inline constexpr const char* kStoppedJob = "3b0a7c52-90e1-4f6d-8c2e-5f7d1a2b3c44";
inline constexpr const char* kFinishedJob = "9f2d6e31-7c15-4a0b-b3d8-6e4f5a1b2c77";

// A retry of 1,284 that runs, a compensation that the breaker has paused, a retry that has finished and one that was
// cancelled.
void fill_jobs(FakeJobs& board, TimePoint now);

// A compensation of 312, asked for by kim.sujin, that waits for its second person; the newest.
void fill_waiting_job(FakeJobs& board, FakeApprovals& approvals, TimePoint now);

// park.minho, who is a second person and nothing else: beside that the role may only read.
[[nodiscard]] PlatformStatus approver_status(TimePoint server_now);

}  // namespace saga::test
