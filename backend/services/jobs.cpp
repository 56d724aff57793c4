// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/services/jobs.h"

#include <array>
#include <random>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "backend/services/pages.h"
#include "backend/services/saga_csv.h"

namespace saga {
namespace {

constexpr int kPage = 2'000;

// Asks the board, again on a new connection while it is out of reach and patience lasts.
class Asking {
 public:
  Asking(const JobWorld& world, JobPatience patience) : world_(world), patience_(patience) {}

  Result<std::optional<Job>> find(const JobId& id) {
    const auto until = world_.clock.monotonic() + patience_.outage;
    while (true) {
      auto board = world_.board(std::exchange(lost_, false));
      auto found = board ? (*board)->find(id) : Result<std::optional<Job>>(std::unexpected(board.error()));
      if (found || !found.error().worth_retrying()) return found;
      lost_ = true;
      if (world_.clock.monotonic() >= until) return found;
      world_.sleep(patience_.interval);
    }
  }

 private:
  const JobWorld& world_;
  JobPatience patience_;
  bool lost_ = false;
};

}  // namespace

JobId new_job_id() {
  std::random_device device;
  std::array<unsigned, 4> words{};
  for (unsigned& word : words) word = device();
  constexpr unsigned kLow = 0xFFFFU;
  constexpr unsigned kVersion = 0x4000U;
  constexpr unsigned kVariant = 0x8000U;
  return fmt::format("{:08x}-{:04x}-{:04x}-{:04x}-{:04x}{:08x}", words[0], words[1] & kLow,
                     ((words[1] >> 16U) & 0x0FFFU) | kVersion, (words[2] & 0x3FFFU) | kVariant, words[2] >> 16U,
                     words[3]);
}

std::string in_words(const SagaFilter& filter) {
  std::vector<std::string> words;
  const auto add = [&](std::string_view name, const std::optional<std::string>& value) {
    if (value) words.push_back(fmt::format("{} {}", name, *value));
  };
  const auto age = [&](std::string_view name, const std::optional<std::chrono::seconds>& value) {
    if (value) words.push_back(fmt::format("{} {} s", name, value->count()));
  };
  const auto time = [&](std::string_view name, const std::optional<TimePoint>& value) {
    if (value) words.push_back(fmt::format("{} {}", name, csv_time(*value)));
  };
  std::vector<std::string_view> conditions;
  for (const Condition condition : filter.conditions) conditions.push_back(to_text(condition));
  if (!conditions.empty()) words.push_back(fmt::format("{}", fmt::join(conditions, " or ")));
  add("type", filter.type);
  add("step", filter.step);
  add("route", filter.route);
  add("user", filter.user);
  add("order", filter.order);
  add("error", filter.error);
  if (filter.amount) {
    const auto bound = [](const std::optional<std::int64_t>& value) { return value ? std::to_string(*value) : ""; };
    words.push_back(fmt::format("amount {}..{} {}", bound(filter.amount->least), bound(filter.amount->most),
                                filter.amount->currency));
  }
  age("older than", filter.older_than);
  age("younger than", filter.younger_than);
  time("from", filter.from);
  time("to", filter.to);
  if (!search_text(filter).empty()) words.push_back(fmt::format("search {}", search_text(filter)));
  if (filter.among) words.push_back(fmt::format("{} chosen one by one", filter.among->size()));
  if (!filter.except.empty()) words.push_back(fmt::format("but {}", filter.except.size()));
  return fmt::format("{}", fmt::join(words, "; "));
}

ActionOutcome create_job(const JobWorld& world, const JobOrder& order, JobPatience patience) {
  const auto operations = world.operations(false);
  if (!operations) return Failed{operations.error()};
  ActionOutcome outcome = (*operations)->create(order);
  const auto* unknown = std::get_if<OutcomeUnknown>(&outcome);
  if (unknown == nullptr) return outcome;
  // The id is ours alone: if there is such a job, it is this one. If there is none, a server process may still be at it
  // for as long as a statement lasts, so a later look could find one.
  const auto until = world.clock.monotonic() + patience.outage;
  Asking asking(world, patience);
  while (true) {
    const auto found = asking.find(order.id);
    if (found && *found) return Applied{.command_id = order.id};
    if (!found || world.clock.monotonic() >= until) return outcome;
    world.sleep(patience.interval);
  }
}

Result<Job> follow_job(const JobWorld& world, const JobId& id, const std::function<void(const Job&)>& told,
                       const std::function<bool()>& stop, JobPatience patience) {
  Asking asking(world, patience);
  std::optional<Job> last;
  while (true) {
    auto found = asking.find(id);
    if (!found) return std::unexpected(found.error());
    if (!*found) return std::unexpected(Error{ErrorKind::Invalid, fmt::format("There is no job {}.", id)});
    Job& job = **found;
    if (job != last) told(job);
    if (job.at_rest() || stop()) return std::move(job);
    last = std::move(job);
    world.sleep(patience.interval);
  }
}

Result<std::int64_t> for_each_item(JobBoard& board, const JobId& id,
                                   const std::function<Result<void>(const JobItem&)>& take) {
  return for_each_row<JobItemPage, JobItem>(
      &JobItemPage::items,
      [&](const std::optional<int>& after) { return board.items(id, {}, after.value_or(0), kPage); }, take);
}

std::string job_item_csv_header() {
  return "position,saga_id,expected_version,status,ended_as,detail,command_id,requested_at,finished_at\r\n";
}

std::string job_item_csv_line(const JobItem& item) {
  std::string line;
  append_csv_field(line, std::to_string(item.position));
  append_csv_field(line, item.saga);
  append_csv_field(line, std::to_string(item.expected_version));
  append_csv_field(line, to_text(item.status));
  append_csv_field(line, item.ended_as ? to_text(*item.ended_as) : "");
  append_csv_field(line, item.detail);
  append_csv_field(line, item.command_id);
  append_csv_field(line, csv_time(item.requested_at));
  append_csv_field(line, csv_time(item.finished_at));
  return line + "\r\n";
}

}  // namespace saga
