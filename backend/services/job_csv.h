// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <memory>
#include <utility>

#include "backend/ports/job_board.h"
#include "backend/services/csv_file.h"

namespace saga {

// The items of a job on their way into a file, a page at a time: see CsvFile. Used by one thread at a time.
class JobCsv {
 public:
  [[nodiscard]] static Result<std::shared_ptr<JobCsv>> create(const std::filesystem::path& path, const JobId& job);
  [[nodiscard]] Result<ExportProgress> write_next(JobBoard& board, int limit = 2'000);

 private:
  JobCsv(std::unique_ptr<CsvFile> file, JobId job) : file_(std::move(file)), job_(std::move(job)) {}

  std::unique_ptr<CsvFile> file_;
  JobId job_;
  int after_ = 0;
  ExportProgress progress_;
};

}  // namespace saga
