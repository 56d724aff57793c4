// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "backend/concurrency/clock.h"
#include "backend/ports/job_board.h"

namespace saga {

[[nodiscard]] JobId new_job_id();

// A filter in words, as a job keeps it: "stuck; step BalanceDeduction; older than 300 s". Empty: it means every saga.
[[nodiscard]] std::string in_words(const SagaFilter& filter);

// For the command line, blocking. Each is opened anew when it is lost.
struct JobWorld {
  std::function<Result<JobOperator*>(bool anew)> operations;  // anew: the one given before is lost
  std::function<Result<JobBoard*>(bool anew)> board;          // likewise
  std::function<void(std::chrono::milliseconds)> sleep;
  const Clock& clock;
};

struct JobPatience {
  std::chrono::milliseconds outage{30'000};  // how long a lost connection is tried to be had again
  std::chrono::milliseconds interval{200};   // between two looks
};

// Creates the job, or finds out whether it was created when the answer was lost; OutcomeUnknown only if that could not
// be found out in time.
[[nodiscard]] ActionOutcome create_job(const JobWorld& world, const JobOrder& order, JobPatience patience = {});

// Watches a job until nothing happens to it by itself any more, or until `stop` says so: as it is then. The job does
// not depend on it.
[[nodiscard]] Result<Job> follow_job(const JobWorld& world, const JobId& id,
                                     const std::function<void(const Job&)>& told, const std::function<bool()>& stop,
                                     JobPatience patience = {});

// Reads all items of a job, a page at a time, so that they are never all in memory. How many; an Error of `take` ends
// it.
[[nodiscard]] Result<std::int64_t> for_each_item(JobBoard& board, const JobId& id,
                                                 const std::function<Result<void>(const JobItem&)>& take);

[[nodiscard]] std::string job_item_csv_header();
// Foreign text in it is only text: see csv_field.
[[nodiscard]] std::string job_item_csv_line(const JobItem& item);

}  // namespace saga
