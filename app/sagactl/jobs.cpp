// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/services/jobs.h"

#include <cstdio>

#include <fmt/format.h>

#include "app/sagactl/commands.h"
#include "app/sagactl/exit_status.h"
#include "app/sagactl/export_stream.h"
#include "app/sagactl/json_jobs.h"
#include "app/sagactl/outcome.h"
#include "app/sagactl/text.h"
#include "backend/attach/connect.h"

namespace saga::ctl {
namespace {

constexpr const char* kName = "sagactl";

std::string counts_of(const JobCounts& counts) {
  return fmt::format(
      "{} applied ({} in trouble again), {} refused, {} conflict, {} unverified, {} remaining ({} on "
      "their way) of {}",
      counts.applied, counts.failed, counts.refused, counts.conflicted, counts.unverified, counts.remaining,
      counts.in_flight, counts.requested);
}

void print_job(const Job& job) {
  const auto line = [](std::string_view name, const std::string& value) {
    if (!value.empty()) fmt::print("{:<14}{}\n", name, printable(value));
  };
  line("job", job.id);
  line("action", std::string(to_text(job.action)));
  line("status", fmt::format("{} by {} at {}", to_text(job.status), job.status_by, iso_time(job.status_at)));
  line("why", job.status_why);
  line("sagas", job.selection);
  line("requested", fmt::format("by {} at {}", job.requested_by, iso_time(job.requested_at)));
  line("reason", job.reason);
  line("evidence", job.evidence);
  line("rate", job.rate > 0 ? fmt::format("{}/s", job.rate) : "as fast as they settle");
  line("counts", counts_of(job.counts));
}

Error no_such(const JobId& id) { return {ErrorKind::Invalid, fmt::format("There is no job {}.", id)}; }

}  // namespace

int list_jobs(const Options& options, const attach::Profile& profile) {
  const auto board = attach::open_job_board(profile, kName);
  if (!board) return fail(options, board.error(), status_of(board.error()));
  const auto jobs = (*board)->list(options.limit);
  if (!jobs) return fail(options, jobs.error(), status_of(jobs.error()));
  if (options.json) {
    Json document{{"jobs", Json::array()}};
    for (const Job& job : *jobs) document["jobs"].push_back(to_json(job));
    fmt::print("{}", dump(document));
    return kDone;
  }
  std::vector<std::vector<std::string>> rows;
  for (const Job& job : *jobs) {
    rows.push_back({job.id, std::string(to_text(job.action)), std::string(to_text(job.status)),
                    std::to_string(job.counts.requested), std::to_string(job.counts.applied),
                    std::to_string(job.counts.remaining), iso_time(job.requested_at), job.requested_by, job.reason});
  }
  fmt::print("{}",
             table({"JOB", "ACTION", "STATUS", "SAGAS", "APPLIED", "REMAINING", "REQUESTED", "BY", "REASON"}, rows));
  return kDone;
}

int show_job(const Options& options, const attach::Profile& profile) {
  const auto board = attach::open_job_board(profile, kName);
  if (!board) return fail(options, board.error(), status_of(board.error()));
  const auto job = (*board)->find(options.job);
  if (!job) return fail(options, job.error(), status_of(job.error()));
  if (!*job) return fail(options, no_such(options.job), kRefused);
  const auto page = (*board)->items(options.job, options.item_statuses, options.after_item, options.limit);
  if (!page) return fail(options, page.error(), status_of(page.error()));
  if (options.json) {
    Json document{{"job", to_json(**job)}, {"items", Json::array()}};
    for (const JobItem& item : page->items) document["items"].push_back(to_json(item));
    document["next"] = page->next ? Json(*page->next) : Json();
    fmt::print("{}", dump(document));
    return kDone;
  }
  print_job(**job);
  std::vector<std::vector<std::string>> rows;
  for (const JobItem& item : page->items) {
    rows.push_back({std::to_string(item.position), item.saga, std::string(to_text(item.status)),
                    item.ended_as ? std::string(to_text(*item.ended_as)) : "-", item.detail});
  }
  if (!rows.empty()) fmt::print("\n{}", table({"#", "SAGA", "OUTCOME", "NOW", "DETAIL"}, rows));
  if (page->next) fmt::print(stderr, "There are more: --after {}\n", *page->next);
  return kDone;
}

int change_job(const Options& options, const attach::Profile& profile) {
  auto operations = attach::open_job_operator(profile, kName);
  if (!operations) return fail(options, operations.error(), status_of(operations.error()));
  const ToldOutcome said = told((*operations)->change(options.job_change, options.job, options.reason));
  if (!said.warning.empty()) fmt::print(stderr, "{}\n", printable(said.warning));
  // As it is afterwards, if that can be read; the outcome does not depend on it.
  const auto board = attach::open_job_board(profile, kName);
  const auto job = board ? (*board)->find(options.job) : Result<std::optional<Job>>(std::unexpected(board.error()));
  const bool known = job && *job;
  if (options.json) {
    fmt::print("{}", dump(Json{{"change", to_text(options.job_change)},
                               {"outcome", said.name},
                               {"detail", said.detail},
                               {"job", known ? to_json(**job) : Json()}}));
  } else if (said.status == kDone && known) {
    print_job(**job);
  }
  if (said.status != kDone) fmt::print(stderr, "{}: {}\n", said.name, printable(said.detail));
  return said.status;
}

int export_job(const Options& options, const attach::Profile& profile) {
  const auto board = attach::open_job_board(profile, kName);
  if (!board) return fail(options, board.error(), status_of(board.error()));
  const auto job = (*board)->find(options.job);
  if (!job) return fail(options, job.error(), status_of(job.error()));
  if (!*job) return fail(options, no_such(options.job), kRefused);
  ExportStream out(options, job_item_csv_header());
  const auto count = for_each_item(**board, options.job, [&](const JobItem& item) {
    return out.csv() ? out.put_csv(job_item_csv_line(item)) : out.put_json(to_json(item));
  });
  return out.end(count, "saga(s)");
}

}  // namespace saga::ctl
