// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "app/sagactl/commands.h"
#include "app/sagactl/exit_status.h"
#include "app/sagactl/json_dead_letters.h"
#include "app/sagactl/text.h"
#include "backend/attach/dead_letters.h"

namespace saga::ctl {
namespace {

constexpr const char* kName = "sagactl";

// Both sides of the queues. Without Redis, PostgreSQL knows as much, but for the places of the entries.
struct Sides {
  std::unique_ptr<DeadLetterQueue> truth;
  std::unique_ptr<DeadLetterLists> lists;
};

Result<Sides> open_sides(const attach::Profile& profile) {
  auto truth = attach::open_dead_letter_queue(profile, kName);
  if (!truth) return std::unexpected(truth.error());
  auto lists = attach::dead_letter_lists(profile);
  if (!lists) return std::unexpected(lists.error());
  return Sides{std::move(*truth), std::move(*lists)};
}

void tell_trouble(const Error& error) {
  fmt::print(stderr, "The lists in Redis cannot be read, this is PostgreSQL's order: {}\n", printable(error.message));
}

struct Queue {
  std::string name;
  std::int64_t letters = 0;
  std::optional<std::int64_t> listed = {};
  TimePoint oldest = {}, newest = {};
  Json targets = Json::object();
  std::string targets_text = {};
};

std::vector<Queue> queues_of(const std::vector<QueueSummary>& summaries) {
  std::vector<Queue> queues;
  for (const QueueSummary& part : summaries) {
    if (queues.empty() || queues.back().name != part.queue) {
      queues.push_back({.name = part.queue, .oldest = part.oldest, .newest = part.newest});
    }
    Queue& queue = queues.back();
    queue.letters += part.letters;
    queue.oldest = std::min(queue.oldest, part.oldest);
    queue.newest = std::max(queue.newest, part.newest);
    queue.targets[part.target] = part.letters;
    queue.targets_text += fmt::format("{}{} {}", queue.targets_text.empty() ? "" : ", ", part.target, part.letters);
  }
  return queues;
}

std::vector<std::string> row_of(const PlacedLetter& placed) {
  if (!placed.letter) return {std::to_string(placed.index), "-", "-", "-", "-", "the entry cannot be read"};
  const DeadLetter& letter = *placed.letter;
  return {std::to_string(placed.index),
          letter.id,
          letter.raw_status + (placed.stale ? " (the list is behind)" : ""),
          std::to_string(letter.generation),
          letter.died_at ? iso_time(*letter.died_at) : "-",
          letter.error};
}

void print_letter(const DeadLetter& letter, const std::optional<LetterRecord>& record) {
  const auto line = [](std::string_view name, const std::string& value) {
    if (!value.empty()) fmt::print("{:<14}{}\n", name, printable(value));
  };
  line("delivery", letter.id);
  line("event", letter.event_type);
  line("target", letter.target);
  line("status", fmt::format("{}, died {} time(s)", letter.raw_status, letter.generation));
  line("error", letter.error);
  line("group", letter.signature);
  line("saga", letter.saga_id);
  line("order key", letter.order_key);
  line("occurred", iso_time(letter.occurred_at));
  line("died", letter.died_at ? iso_time(*letter.died_at) : "");
  line("attempts", std::to_string(letter.retry_count));
  if (record && record->action) {
    line("last action", fmt::format("{} of generation {} by {}: {}", *record->action, record->action_generation,
                                    record->requested_by, record->reason));
  }
  line("payload", letter.payload);
}

}  // namespace

int list_queues(const Options& options, const attach::Profile& profile) {
  const auto sides = open_sides(profile);
  if (!sides) return fail(options, sides.error(), status_of(sides.error()));
  const auto summaries = sides->truth->queues();
  if (!summaries) return fail(options, summaries.error(), status_of(summaries.error()));
  std::vector<Queue> queues = queues_of(*summaries);
  if (sides->lists && !queues.empty()) {
    std::vector<std::string> names;
    for (const Queue& queue : queues) names.push_back(queue.name);
    const auto lengths = sides->lists->lengths(names);
    if (!lengths) {
      fmt::print(stderr, "The lists in Redis cannot be read: {}\n", printable(lengths.error().message));
    } else {
      for (std::size_t i = 0; i < queues.size(); ++i) queues[i].listed = (*lengths)[i];
    }
  }
  if (options.json) {
    Json document{{"queues", Json::array()}};
    for (const Queue& queue : queues) {
      document["queues"].push_back(Json{{"queue", queue.name},
                                        {"letters", queue.letters},
                                        {"listed", queue.listed ? Json(*queue.listed) : Json()},
                                        {"oldest", iso_time(queue.oldest)},
                                        {"newest", iso_time(queue.newest)},
                                        {"targets", queue.targets}});
    }
    fmt::print("{}", dump(document));
    return kDone;
  }
  std::vector<std::vector<std::string>> rows;
  for (const Queue& queue : queues) {
    rows.push_back({queue.name, std::to_string(queue.letters), queue.listed ? std::to_string(*queue.listed) : "-",
                    iso_time(queue.oldest), iso_time(queue.newest), queue.targets_text});
  }
  fmt::print("{}", table({"QUEUE", "LETTERS", "LISTED", "OLDEST", "NEWEST", "TARGETS"}, rows));
  return kDone;
}

int list_letters(const Options& options, const attach::Profile& profile) {
  const auto sides = open_sides(profile);
  if (!sides) return fail(options, sides.error(), status_of(sides.error()));
  const auto placed = letters_at(*sides->truth, sides->lists.get(), options.queue, options.index, options.limit);
  if (!placed) return fail(options, placed.error(), status_of(placed.error()));
  if (placed->trouble) tell_trouble(*placed->trouble);
  if (options.json) {
    Json document{{"queue", options.queue}, {"from_list", placed->from_list}, {"letters", Json::array()}};
    for (const PlacedLetter& letter : placed->letters) document["letters"].push_back(to_json(letter, false));
    fmt::print("{}", dump(document));
    return kDone;
  }
  std::vector<std::vector<std::string>> rows;
  for (const PlacedLetter& letter : placed->letters) rows.push_back(row_of(letter));
  fmt::print("{}", table({"INDEX", "DELIVERY", "STATUS", "GENERATION", "DIED", "ERROR"}, rows));
  return kDone;
}

int group_letters(const Options& options, const attach::Profile& profile) {
  const auto truth = attach::open_dead_letter_queue(profile, kName);
  if (!truth) return fail(options, truth.error(), status_of(truth.error()));
  const auto groups = (*truth)->groups(options.queue);
  if (!groups) return fail(options, groups.error(), status_of(groups.error()));
  if (options.json) {
    Json document{{"queue", options.queue}, {"groups", Json::array()}};
    for (const LetterGroup& group : *groups) document["groups"].push_back(to_json(group));
    fmt::print("{}", dump(document));
    return kDone;
  }
  std::vector<std::vector<std::string>> rows;
  for (const LetterGroup& group : *groups) {
    rows.push_back({group.signature, std::to_string(group.letters), group.target, iso_time(group.newest), group.error});
  }
  fmt::print("{}", table({"SIGNATURE", "LETTERS", "TARGET", "NEWEST", "ERROR"}, rows));
  return kDone;
}

int show_letter(const Options& options, const attach::Profile& profile) {
  const auto sides = open_sides(profile);
  if (!sides) return fail(options, sides.error(), status_of(sides.error()));
  auto placed = letters_at(*sides->truth, sides->lists.get(), options.queue, options.index, 1);
  if (!placed) return fail(options, placed.error(), status_of(placed.error()));
  if (placed->trouble) tell_trouble(*placed->trouble);
  if (placed->letters.empty() || !placed->letters.front().letter) {
    return fail(
        options,
        Error{ErrorKind::Invalid, fmt::format("There is no dead letter {} in {}.", options.index, options.queue)},
        kRefused);
  }
  PlacedLetter& found = placed->letters.front();
  const auto records = sides->truth->records({found.letter->id});
  if (!records) return fail(options, records.error(), status_of(records.error()));
  const auto record = records->empty() ? std::nullopt : std::optional(records->front());
  if (options.reveal) {
    const auto operations = attach::open_dead_letter_operator(profile, kName);
    if (!operations) return fail(options, operations.error(), status_of(operations.error()));
    const auto revealed = (*operations)->reveal(found.letter->id, options.reason);
    if (!revealed) return fail(options, revealed.error(), status_of(revealed.error()));
    if (*revealed) {
      found.letter->payload = (*revealed)->payload;
      found.letter->error = (*revealed)->error;
      if (!(*revealed)->warning.empty()) fmt::print(stderr, "{}\n", printable((*revealed)->warning));
    }
  }
  if (!options.json) {
    print_letter(*found.letter, record);
    return kDone;
  }
  fmt::print("{}", dump(Json{{"queue", options.queue},
                             {"revealed", options.reveal},
                             {"letter", to_json(found, true)},
                             {"record", record ? to_json(*record) : Json()}}));
  return kDone;
}

}  // namespace saga::ctl
