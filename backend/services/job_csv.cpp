// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/services/job_csv.h"

#include "backend/services/jobs.h"

namespace saga {

Result<std::shared_ptr<JobCsv>> JobCsv::create(const std::filesystem::path& path, const JobId& job) {
  auto file = CsvFile::create(path, job_item_csv_header());
  if (!file) return std::unexpected(file.error());
  return std::shared_ptr<JobCsv>(new JobCsv(std::move(*file), job));
}

Result<ExportProgress> JobCsv::write_next(JobBoard& board, int limit) {
  if (progress_.complete) return progress_;
  const auto page = board.items(job_, {}, after_, limit);
  if (!page) return std::unexpected(page.error());
  for (const JobItem& item : page->items) file_->write(job_item_csv_line(item));
  progress_.rows += static_cast<std::int64_t>(page->items.size());
  if (page->next) after_ = *page->next;
  if (auto done = page->next ? file_->written() : file_->finish(); !done) return std::unexpected(done.error());
  progress_.complete = !page->next;
  return progress_;
}

}  // namespace saga
