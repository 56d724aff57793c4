// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <csignal>
#include <iostream>
#include <map>
#include <string>
#include <thread>
#include <unistd.h>

#include <fmt/format.h>

#include "app/sagactl/commands.h"
#include "app/sagactl/exit_status.h"
#include "app/sagactl/json_jobs.h"
#include "app/sagactl/renewing.h"
#include "app/sagactl/text.h"
#include "backend/attach/connect.h"
#include "backend/services/jobs.h"

// An action on all sagas that match: previewed, frozen as a job in the database, and watched.
namespace saga::ctl {
namespace {

constexpr const char* kName = "sagactl";
constexpr int kSample = 10;

volatile std::sig_atomic_t interrupted = 0;

// From here on Ctrl-C ends the watching and says what goes on; a second one ends the program.
void catch_interrupt() {
  struct sigaction action{};
  action.sa_handler = [](int) { interrupted = 1; };
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigemptyset(&action.sa_mask);
  for (const int signal : {SIGINT, SIGTERM}) sigaction(signal, &action, nullptr);
}

std::int64_t allowed(const JobPreview& preview) {
  std::int64_t sagas = 0;
  for (const JobPreviewPart& part : preview.parts) {
    if (part.refusal.empty()) sagas += part.sagas;
  }
  return sagas;
}

Json to_json(const Options& options, const JobPreview& preview) {
  Json parts = Json::array();
  std::map<std::string, std::int64_t> amounts;
  for (const JobPreviewPart& part : preview.parts) {
    parts.push_back(ctl::to_json(part));
    if (part.refusal.empty()) amounts[part.amount.currency] += part.amount.minor;
  }
  Json sums = Json::array();
  for (const auto& [currency, minor] : amounts) sums.push_back(Json{{"minor", minor}, {"currency", currency}});
  return Json{{"action", to_text(options.action)},
              {"dry_run", true},
              {"requested", preview.sagas},
              {"allowed", allowed(preview)},
              {"amounts", sums},
              {"set_hash", preview.set_hash},
              {"server_now", iso_time(preview.server_now)},
              {"parts", parts},
              {"sample", preview.sample}};
}

void print(std::FILE* to, const JobPreview& preview) {
  std::vector<std::vector<std::string>> rows;
  for (const JobPreviewPart& part : preview.parts) {
    rows.push_back({std::to_string(part.sagas), part.type, part.step, to_string(part.amount),
                    part.refusal.empty() ? "allowed" : "refused: " + part.refusal});
  }
  fmt::print(to, "{}", table({"SAGAS", "TYPE", "STEP", "AMOUNT", "OUTCOME"}, rows));
  for (const SagaId& id : preview.sample) fmt::print(to, "  {}\n", printable(id));
  fmt::print(to, "{} of {} sagas\n", allowed(preview), preview.sagas);
}

int preview_matching(const Options& options, JobBoard& board) {
  const auto preview = board.preview(options.action, options.filter, kSample);
  if (!preview) return fail(options, preview.error(), status_of(preview.error()));
  if (options.json) {
    fmt::print("{}", dump(to_json(options, *preview)));
  } else {
    print(stdout, *preview);
  }
  if (allowed(*preview) == preview->sagas) return kDone;
  return allowed(*preview) > 0 ? kPartly : kRefused;
}

// The preview that was agreed to; nothing: no.
std::optional<JobPreview> agreed(const Options& options, const JobPreview& preview) {
  if (isatty(STDIN_FILENO) == 0) {
    fmt::print(stderr, "{} sagas are meant. Say --yes, or --dry-run to see them.\n", preview.sagas);
    return std::nullopt;
  }
  print(stderr, preview);
  fmt::print(stderr, "{} {} sagas? Type yes: ", to_text(options.action), preview.sagas);
  std::string answer;
  std::getline(std::cin, answer);
  return answer == "yes" ? std::optional(preview) : std::nullopt;
}

// Nothing begins before somebody else has agreed.
void tell_waiting(const Job& job) {
  fmt::print(stderr, "{}\nsagactl jobs approve {} --hash {} --reason …\n", printable(job.status_why), job.id,
             job.set_hash);
}

void tell(const Job& job) {
  if (job.status == JobStatus::AwaitingApproval) return tell_waiting(job);
  const JobCounts& counts = job.counts;
  const std::string line =
      fmt::format("{} of {}: {} applied ({} in trouble again), {} refused, {} conflict, {} unverified",
                  counts.requested - counts.remaining, counts.requested, counts.applied, counts.failed, counts.refused,
                  counts.conflicted, counts.unverified);
  if (isatty(STDERR_FILENO) != 0) {
    fmt::print(stderr, "\r\x1b[K{}{}", line, job.at_rest() ? "\n" : "");
  } else if (job.at_rest()) {
    fmt::print(stderr, "{}\n", line);
  }
}

int status_of_job(const Job& job) {
  const JobCounts& counts = job.counts;
  const bool ended = job.status == JobStatus::Refused || job.status == JobStatus::Expired;
  if (ended && counts.remaining == counts.requested) return kRefused;  // nothing was begun
  if (counts.remaining > 0) return kPartly;
  std::vector<int> statuses;
  if (counts.applied > counts.failed) statuses.push_back(kDone);
  if (counts.failed > 0) statuses.push_back(kUnexpected);
  if (counts.refused > 0) statuses.push_back(kRefused);
  if (counts.conflicted > 0) statuses.push_back(kConflict);
  if (counts.unverified > 0) statuses.push_back(kUnverified);
  return status_of(statuses);
}

int report(const Options& options, const Job& job) {
  if (options.json) {
    Json document = ctl::to_json(job);
    document["dry_run"] = false;
    fmt::print("{}", dump(document));
  } else {
    fmt::print("{}  {}\n", job.id, to_text(job.status));
  }
  if (job.status == JobStatus::Paused) {
    fmt::print(stderr, "{} paused it: {}\nsagactl jobs resume {} lets it go on, sagactl jobs cancel {} ends it.\n",
               printable(job.status_by), printable(job.status_why), job.id, job.id);
  }
  if (job.status == JobStatus::Refused) {
    fmt::print(stderr, "{} refused it: {}\n", printable(job.status_by), printable(job.status_why));
  }
  if (job.status == JobStatus::Expired) {
    fmt::print(stderr, "It has expired: {}\nsagactl jobs ask {} --reason … asks again.\n", printable(job.status_why),
               job.id);
  }
  return status_of_job(job);
}

// Told with the job's id, so that it can be found whatever comes next.
int not_created(const Options& options, const JobOrder& order, const ActionOutcome& outcome) {
  if (const auto* refused = std::get_if<Refused>(&outcome)) {
    return fail(options, Error{ErrorKind::Invalid, refused->reason}, kRefused);
  }
  if (const auto* conflict = std::get_if<Conflict>(&outcome)) {
    return fail(options, Error{ErrorKind::Conflict, conflict->reason}, kConflict);
  }
  if (const auto* failed = std::get_if<Failed>(&outcome)) {
    return fail(options, failed->error, status_of(failed->error));
  }
  Error error = std::get<OutcomeUnknown>(outcome).error;
  error.advice = fmt::format("Whether there is a job is not known: sagactl jobs show {}", order.id);
  return fail(options, error, kUnverified);
}

}  // namespace

int act_on_matching(const Options& options, const attach::Profile& profile) {
  auto opened = attach::open_job_board(profile, kName);
  if (!opened) return fail(options, opened.error(), status_of(opened.error()));
  std::unique_ptr<JobBoard> board = std::move(*opened);
  if (options.dry_run) return preview_matching(options, *board);

  JobOrder order{.id = new_job_id(),
                 .action = options.action,
                 .filter = options.filter,
                 .reason = options.reason,
                 .evidence = options.evidence,
                 .selection = in_words(options.filter),
                 .rate = options.rate,
                 .ramped = options.ramped,
                 .failure_limit = options.failure_limit};
  std::unique_ptr<JobOperator> operations;
  const SystemClock clock;
  const JobWorld world{.operations = renewing(operations, [&] { return attach::open_job_operator(profile, kName); }),
                       .board = renewing(board, [&] { return attach::open_job_board(profile, kName); }),
                       .sleep = [](std::chrono::milliseconds time) { std::this_thread::sleep_for(time); },
                       .clock = clock};
  ActionOutcome outcome;
  while (true) {
    if (!options.yes) {
      const auto preview = board->preview(options.action, options.filter, kSample);
      if (!preview) return fail(options, preview.error(), status_of(preview.error()));
      const auto yes = agreed(options, *preview);
      if (!yes) return kUsage;
      order.expected_hash = yes->set_hash;  // exactly what was looked at
    }
    outcome = create_job(world, order);
    const auto* changed = std::get_if<Conflict>(&outcome);
    if (changed == nullptr || options.yes) break;
    fmt::print(stderr, "{}\n", printable(changed->reason));
  }
  const auto* created = std::get_if<Applied>(&outcome);
  if (created == nullptr) return not_created(options, order, outcome);
  if (!created->warning.empty()) fmt::print(stderr, "{}\n", printable(created->warning));
  catch_interrupt();
  fmt::print(stderr, "job {}{}\n", order.id, options.wait ? ", watching" : "");
  const auto stop = [&] { return interrupted != 0 || !options.wait; };
  const auto job = follow_job(world, order.id, tell, stop);
  if (!job) {
    fmt::print(stderr, "The job goes on: sagactl jobs show {}\n", order.id);
    return fail(options, job.error(), status_of(job.error()));
  }
  if (!options.wait) {
    (void)report(options, *job);
    return kDone;
  }
  if (!job->at_rest()) {
    fmt::print(stderr, "\nThe job goes on without this. sagactl jobs pause {} stops it.\n", order.id);
  }
  return report(options, *job);
}

}  // namespace saga::ctl
