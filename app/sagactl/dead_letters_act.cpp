// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <iostream>
#include <map>
#include <string_view>
#include <thread>
#include <unistd.h>

#include <fmt/format.h>

#include "app/sagactl/approval_world.h"
#include "app/sagactl/commands.h"
#include "app/sagactl/exit_status.h"
#include "app/sagactl/json_dead_letters.h"
#include "app/sagactl/renewing.h"
#include "app/sagactl/text.h"
#include "backend/attach/dead_letters.h"
#include "backend/services/act_on_dead_letters.h"

namespace saga::ctl {
namespace {

using Stage = LetterProgress::Stage;
constexpr const char* kName = "sagactl";

struct Told {
  std::string_view outcome;
  int status;
};

Told told(const LetterProgress& progress) {
  switch (progress.stage) {
    case Stage::Applied: return {"applied", kDone};
    case Stage::Accepted: return {"accepted", kDone};  // with --no-wait only
    case Stage::Refused: return {"refused", kRefused};
    case Stage::Conflict: return {"conflict", kConflict};
    case Stage::DiedAgain: return {"died_again", kUnexpected};
    case Stage::Failed: {
      const bool lost = progress.error && progress.error->kind == ErrorKind::Connection;
      return {"failed", lost ? kCannotConnect : kUnexpected};
    }
    case Stage::Requested:
    case Stage::ReadingBack:
    case Stage::Unverified: return {"unverified", kUnverified};
  }
  return {"unverified", kUnverified};
}

// What is asked for, frozen: what dies from now on is not touched.
Result<std::vector<LetterTarget>> frozen(const Options& options, DeadLetterQueue& queue) {
  const bool discarded = options.letter_action == DeadLetterAction::Restore;
  if (options.all) return freeze(queue, LetterFilter{.queue = options.queue, .discarded = discarded});
  if (!options.group.empty()) {
    return freeze(queue, LetterFilter{.queue = options.queue, .signature = options.group, .discarded = discarded});
  }
  std::vector<LetterTarget> targets;
  std::vector<DeliveryId> named;
  for (const std::string& event : options.events) {
    if (const auto id = delivery_id_from(event)) {
      named.push_back(*id);
      continue;
    }
    const auto of_event =
        freeze(queue, LetterFilter{.queue = options.queue, .event_id = event, .discarded = discarded});
    if (!of_event) return of_event;
    targets.insert(targets.end(), of_event->begin(), of_event->end());
  }
  const auto letters = queue.find(named);
  if (!letters) return std::unexpected(letters.error());
  for (const DeadLetter& letter : *letters) {
    if (letter.queue == options.queue) continue;
    return std::unexpected(Error{ErrorKind::Invalid, fmt::format("{} does not lie in {}.", letter.id, options.queue),
                                 fmt::format("It belongs to {}.", letter.queue)});
  }
  // What does not exist is asked for all the same, so that the answer is the database's and journalled.
  const auto one_by_one = freeze(queue, named);
  if (!one_by_one) return one_by_one;
  for (const LetterTarget& target : *one_by_one) {
    if (std::ranges::find(targets, target) == targets.end()) targets.push_back(target);
  }
  return targets;
}

std::string verb_of(DeadLetterAction action) {
  switch (action) {
    case DeadLetterAction::Replay: return "Replay";
    case DeadLetterAction::Discard: return "Discard";
    case DeadLetterAction::Restore: return "Restore";
  }
  return "";
}

int preview(const Options& options, DeadLetterQueue& queue, const std::vector<LetterTarget>& targets) {
  std::vector<DeliveryId> ids;
  for (const LetterTarget& target : targets) ids.push_back(target.id);
  const auto letters = queue.find(ids);
  if (!letters) return fail(options, letters.error(), status_of(letters.error()));
  std::map<DeliveryId, const DeadLetter*> known;
  for (const DeadLetter& letter : *letters) known.emplace(letter.id, &letter);
  const auto from =
      options.letter_action == DeadLetterAction::Restore ? DeliveryStatus::Discarded : DeliveryStatus::DeadLetter;
  std::vector<int> statuses;
  std::map<std::string, int> by_target;
  Json rows = Json::array();
  std::vector<std::vector<std::string>> lines;
  for (const LetterTarget& target : targets) {
    const auto found = known.find(target.id);
    const bool there = found != known.end();
    const bool allowed = there && found->second->status == from;
    const std::string why = !there ? "there is no such delivery" : allowed ? "" : "it is " + found->second->raw_status;
    statuses.push_back(allowed ? kDone : kRefused);
    if (allowed) ++by_target[found->second->target];
    rows.push_back(Json{{"id", target.id},
                        {"generation", target.generation},
                        {"outcome", allowed ? "allowed" : "refused"},
                        {"detail", why},
                        {"error", there ? Json(found->second->error) : Json()}});
    lines.push_back({target.id, allowed ? "allowed" : "refused: " + why, there ? found->second->error : ""});
  }
  if (options.json) {
    Json counts = Json::object();
    for (const auto& [target, count] : by_target) counts[target] = count;
    fmt::print("{}", dump(Json{{"action", to_text(options.letter_action)},
                               {"queue", options.queue},
                               {"dry_run", true},
                               {"requested", targets.size()},
                               {"by_target", counts},
                               {"targets", rows}}));
  } else {
    fmt::print("{}", table({"DELIVERY", "OUTCOME", "ERROR"}, lines));
    for (const auto& [target, count] : by_target) fmt::print("{} to {}\n", count, printable(target));
  }
  return status_of(statuses);
}

// True: go on.
bool confirmed(const Options& options, std::size_t count) {
  if (options.yes || count <= 1) return true;
  if (isatty(STDIN_FILENO) == 0) {
    fmt::print(stderr, "{} deliveries are meant. Say --yes, or --dry-run to see them.\n", count);
    return false;
  }
  fmt::print(stderr, "{} {} deliveries of {}? Type yes: ", verb_of(options.letter_action), count,
             printable(options.queue));
  std::string answer;
  std::getline(std::cin, answer);
  return answer == "yes";
}

Json to_json(const LetterProgress& progress) {
  return Json{{"id", progress.target.id},
              {"generation", progress.target.generation},
              {"outcome", told(progress).outcome},
              {"detail", progress.detail},
              {"request_id", progress.request_id.empty() ? Json() : Json(progress.request_id)},
              {"observed", progress.observed ? ctl::to_json(*progress.observed) : Json()},
              {"warning", progress.warning.empty() ? Json() : Json(progress.warning)}};
}

void print_outcomes(const Options& options, const std::vector<LetterProgress>& all) {
  std::map<std::string_view, int> counts;
  for (const LetterProgress& progress : all) ++counts[told(progress).outcome];
  if (options.json) {
    Json document{{"action", to_text(options.letter_action)},
                  {"queue", options.queue},
                  {"dry_run", false},
                  {"requested", all.size()}};
    for (const char* outcome : {"applied", "accepted", "refused", "conflict", "died_again", "unverified", "failed"}) {
      document[outcome] = counts[outcome];
    }
    document["outcomes"] = Json::array();
    for (const LetterProgress& progress : all) document["outcomes"].push_back(to_json(progress));
    fmt::print("{}", dump(document));
    return;
  }
  std::vector<std::vector<std::string>> rows;
  for (const LetterProgress& progress : all) {
    rows.push_back({progress.target.id, std::string(told(progress).outcome), progress.detail});
  }
  fmt::print("{}", table({"DELIVERY", "OUTCOME", "DETAIL"}, rows));
  for (const auto& [outcome, count] : counts) fmt::print(stderr, "{} {}\n", count, outcome);
}

}  // namespace

int act_on_letters(const Options& options, const attach::Profile& profile) {
  auto opened = attach::open_dead_letter_queue(profile, kName);
  if (!opened) return fail(options, opened.error(), status_of(opened.error()));
  std::unique_ptr<DeadLetterQueue> queue = std::move(*opened);
  const auto targets = frozen(options, *queue);
  if (!targets) return fail(options, targets.error(), status_of(targets.error()));
  if (targets->empty() && !options.all) {
    return fail(options, Error{ErrorKind::Invalid, fmt::format("Nothing of that lies in {}.", options.queue)},
                kRefused);
  }
  if (options.dry_run) return preview(options, *queue, *targets);
  if (!confirmed(options, targets->size())) return kUsage;

  if (const int status = await_second_person(options, profile, *targets); status != kDone) return status;

  auto acting = attach::open_dead_letter_operator(profile, kName);
  if (!acting) return fail(options, acting.error(), status_of(acting.error()));
  std::unique_ptr<DeadLetterOperator> operations = std::move(*acting);
  const SystemClock clock;
  const LetterWorld world{
      .operations = renewing(operations, [&] { return attach::open_dead_letter_operator(profile, kName); }),
      .queue = renewing(queue, [&] { return attach::open_dead_letter_queue(profile, kName); }),
      .sleep = [](std::chrono::milliseconds time) { std::this_thread::sleep_for(time); },
      .clock = clock};
  LetterOrders orders{.action = options.letter_action,
                      .reason = options.reason,
                      .rate = options.rate,
                      .wait = options.wait,
                      .patience = options.patience};
  if (isatty(STDERR_FILENO) != 0) {
    orders.progress = [](std::size_t done, std::size_t of) {
      fmt::print(stderr, "\r{} of {}{}", done, of, done == of ? "\n" : "");
    };
  }
  const auto all = act_on_dead_letters(world, orders, *targets);
  print_outcomes(options, all);
  std::vector<int> statuses;
  std::string warning;
  for (const LetterProgress& progress : all) {
    statuses.push_back(told(progress).status);
    if (!progress.warning.empty()) warning = progress.warning;  // the same for all of a call
  }
  if (!warning.empty()) fmt::print(stderr, "{}\n", printable(warning));
  return status_of(statuses);
}

}  // namespace saga::ctl
