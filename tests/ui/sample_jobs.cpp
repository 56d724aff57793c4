// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/sample_jobs.h"

#include <algorithm>

#include <fmt/format.h>

namespace saga::test {
namespace {

using namespace std::chrono_literals;

// As many of each as the counts say, in turns.
std::vector<JobItem> items_for(const JobCounts& counts, TimePoint begin) {
  std::vector<JobItem> items;
  const auto add = [&](JobItemStatus status, std::int64_t many, const std::string& detail,
                       std::optional<Condition> ended_as = {}) {
    for (std::int64_t i = 0; i < many; ++i) {
      const int at = static_cast<int>(items.size()) + 1;
      JobItem item{
          .position = at,
          .saga = fmt::format("0195a1c3-52f0-7c18-b0aa-4d12{:08x}", 0x9f3b7e02U + static_cast<unsigned>(at) * 7919U),
          .expected_version = 7,
          .status = status,
          .detail = detail,
          .ended_as = ended_as};
      if (status != JobItemStatus::Waiting) item.requested_at = begin + std::chrono::milliseconds(at * 20);
      if (ended_as || status == JobItemStatus::Refused || status == JobItemStatus::Conflicted) {
        item.finished_at = begin + std::chrono::milliseconds(at * 20 + 400);
      }
      items.push_back(item);
    }
  };
  add(JobItemStatus::Applied, counts.failed, "applied", Condition::Stuck);
  add(JobItemStatus::Refused, counts.refused, "the saga has ended, nothing is left to do");
  add(JobItemStatus::Conflicted, counts.conflicted,
      "lee.jiwon requested COMPENSATE at 02:44:02 UTC, it is at version 9 now");
  add(JobItemStatus::Unverified, counts.unverified, "applied, but the saga has not come to an end yet");
  add(JobItemStatus::Applied, counts.applied - counts.failed, "applied", Condition::Completed);
  add(JobItemStatus::Requested, counts.in_flight, "waits for the orchestrator");
  add(JobItemStatus::Waiting, counts.remaining - counts.in_flight, "");
  return items;
}

}  // namespace

Result<JobPreview> FakeJobs::preview(Action, const SagaFilter&, int) {
  if (error) return std::unexpected(*error);
  return previewed;
}

Result<FrozenPreview> FakeJobs::freeze(Action, const SagaFilter& filter, int) {
  if (error) return std::unexpected(*error);
  frozen_of.push_back(filter);
  return frozen;
}

Result<std::vector<Job>> FakeJobs::list(int limit) {
  if (error) return std::unexpected(*error);
  return std::vector<Job>(jobs.begin(), jobs.begin() + std::min<std::ptrdiff_t>(limit, std::ssize(jobs)));
}

Result<std::optional<Job>> FakeJobs::find(const JobId& id) {
  if (error) return std::unexpected(*error);
  const auto found = std::ranges::find(jobs, id, &Job::id);
  if (found == jobs.end()) return std::nullopt;
  return *found;
}

Result<JobItemPage> FakeJobs::items(const JobId& id, const std::vector<JobItemStatus>& only, int after, int limit) {
  if (error) return std::unexpected(*error);
  JobItemPage page;
  for (const JobItem& item : items_of[id]) {
    if (item.position <= after || (!only.empty() && std::ranges::find(only, item.status) == only.end())) continue;
    if (static_cast<int>(page.items.size()) == limit) break;
    page.items.push_back(item);
  }
  if (static_cast<int>(page.items.size()) == limit) page.next = page.items.back().position;
  return page;
}

Job& FakeJobs::job(const JobId& id) { return *std::ranges::find(jobs, id, &Job::id); }

void fill_jobs(FakeJobs& board, TimePoint now) {
  const auto add = [&](Job job) {
    board.items_of[job.id] = items_for(job.counts, job.requested_at);
    board.jobs.push_back(std::move(job));
  };
  add({.id = kRunningJob,
       .action = Action::Retry,
       .reason = "INC-2291, reservations expired during the inventory outage",
       .selection = "stuck; error stock reservation expired",
       .requested_by = "kim.sujin",
       .requested_at = now - 40s,
       .rate = 50,
       .stage = 3,
       .failure_limit = 10,
       .status = JobStatus::Running,
       .status_by = "kim.sujin",
       .status_at = now - 40s,
       .counts = {.requested = 1284,
                  .applied = 655,
                  .refused = 24,
                  .conflicted = 9,
                  .unverified = 2,
                  .remaining = 594,
                  .in_flight = 41,
                  .failed = 12}});
  add({.id = kStoppedJob,
       .action = Action::Compensate,
       .reason = "the merchant has withdrawn",
       .selection = "needs-attention; step PaymentCreation",
       .requested_by = "lee.jiwon",
       .requested_at = now - 9min,
       .rate = 500,
       .stage = 1,
       .failure_limit = 10,
       .status = JobStatus::Paused,
       .status_by = "breaker",
       .status_why = "3 of the last 10 were in trouble again or are not verified, the limit is 10 %",
       .status_at = now - 8min,
       .counts = {.requested = 240, .applied = 11, .remaining = 229, .failed = 3}});
  add({.id = kFinishedJob,
       .action = Action::Retry,
       .reason = "stock was restarted",
       .selection = "stuck; step StockConfirmation",
       .requested_by = "kim.sujin",
       .requested_at = now - 2h,
       .rate = 500,
       .stage = 3,
       .status = JobStatus::Finished,
       .status_by = "payment-sagad",
       .status_at = now - 2h + 31s,
       .counts = {.requested = 86, .applied = 84, .refused = 2}});
  add({.id = "c1d2e3f4-0000-4000-8000-00000000000a",
       .action = Action::Retry,
       .reason = "a try",
       .selection = "3 chosen one by one",
       .requested_by = "park.minho",
       .requested_at = now - 3h,
       .rate = 0,
       .ramped = false,
       .stage = 3,
       .status = JobStatus::Cancelled,
       .status_by = "park.minho",
       .status_why = "not these",
       .status_at = now - 3h + 4s,
       .counts = {.requested = 3, .applied = 1, .remaining = 2}});
}

Result<std::vector<Approval>> FakeApprovals::list(bool only_waiting, int limit) {
  std::vector<Approval> out;
  for (const Approval& approval : approvals) {
    if (only_waiting && approval.status != ApprovalStatus::Waiting) continue;
    if (static_cast<int>(out.size()) < limit) out.push_back(approval);
  }
  return out;
}

Result<std::optional<Approval>> FakeApprovals::find(const std::string& subject) {
  const auto found = std::ranges::find(approvals, subject, &Approval::subject);
  if (found == approvals.end()) return std::nullopt;
  return *found;
}

void fill_waiting_job(FakeJobs& board, FakeApprovals& approvals, TimePoint now) {
  const std::string hash = "91c0000000000000000000000000000000000000000000000000000000003f2a";
  Job job{.id = kWaitingJob,
          .action = Action::Compensate,
          .reason = "INC-2291, the merchant is gone",
          .selection = "needs-attention; step StockConfirmation",
          .requested_by = "kim.sujin",
          .requested_at = now - 3min,
          .set_hash = hash,
          .rate = 500,
          .failure_limit = 10,
          .status = JobStatus::AwaitingApproval,
          .status_by = "kim.sujin",
          .status_at = now - 3min,
          .counts = {.requested = 312, .remaining = 312}};
  board.items_of[job.id] = items_for(job.counts, job.requested_at);
  board.jobs.insert(board.jobs.begin(), std::move(job));
  approvals.approvals.push_back({.subject = kWaitingJob,
                                 .kind = "COMPENSATE",
                                 .set_hash = hash,
                                 .targets = 312,
                                 .selection = "needs-attention; step StockConfirmation",
                                 .requested_by = "kim.sujin",
                                 .reason = "INC-2291, the merchant is gone",
                                 .requested_at = now - 3min,
                                 .expires_at = now + 12min,
                                 .status = ApprovalStatus::Waiting});
  approvals.limits = {
      {.kind = "COMPENSATE", .above = 100, .environment = "production", .lives = 15min, .within = 15min},
      {.kind = "RETRY", .environment = "production", .lives = 15min, .within = 15min}};
}

PlatformStatus approver_status(TimePoint server_now) {
  PlatformStatus status;
  status.user = "park.minho";
  status.role = "saga_viewer";  // the stronger ones are not among what this person has
  status.degree = Degree::Operate;
  status.schema_version = 1;
  status.may_approve = true;
  status.route = "EVENT_DRIVEN";
  status.canary_percent = 50;
  status.toggle_version = 39;
  status.server_now = server_now;
  return status;
}

}  // namespace saga::test
