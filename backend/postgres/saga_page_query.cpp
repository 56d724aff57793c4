// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/postgres/saga_page_query.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "backend/postgres/saga_rows.h"
#include "backend/postgres/uuid.h"

namespace saga::pg {
namespace {

// Collects values and hands out their places: "$3".
class Values {
 public:
  template <class Value>
  std::string place(const Value& value) {
    params_.add(value);
    return fmt::format("${}", params_.values().size());
  }
  Params take() { return std::move(params_); }

 private:
  Params params_;
};

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const std::size_t from = text.find_first_not_of(kBlanks);
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(kBlanks) - from + 1);
}

std::optional<std::int64_t> as_number(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number < 0) return std::nullopt;
  return number;
}

// What the search text may mean, each as a predicate of its own: joined by OR, none of them could use its index.
std::vector<std::string> meanings(std::string_view search, Values& values) {
  std::vector<std::string> found;
  const auto range = uuid_range(search);
  if (range) {
    found.push_back(
        fmt::format("saga_id between {}::uuid and {}::uuid", values.place(range->first), values.place(range->second)));
  }
  const auto number = as_number(search);
  if (number) found.push_back(fmt::format("user_id = {}::bigint", values.place(*number)));
  found.push_back(fmt::format("order_id like {}", values.place(like_escaped(search) + "%")));
  if (!range && !number) {
    const std::string pattern = values.place("%" + like_escaped(search) + "%");
    for (const char* where : {"active", "attention"}) {
      found.push_back(fmt::format("{} and parked and parked_reason ilike {}", where, pattern));
    }
  }
  return found;
}

std::vector<std::string> common(const SagaFilter& filter, const std::optional<SagaCursor>& after, Values& values) {
  std::vector<std::string> all;
  if (filter.type) all.push_back(fmt::format("saga_type = {}", values.place(*filter.type)));
  if (filter.step) all.push_back(fmt::format("current_step = {}", values.place(*filter.step)));
  if (filter.older_than) {
    all.push_back(fmt::format("created_at < now() - make_interval(secs => {}::double precision)",
                              values.place(filter.older_than->count())));
  }
  if (after) {
    all.push_back(fmt::format("(created_at, saga_id) < ({}::timestamptz, {}::uuid)", values.place(after->created_at),
                              values.place(after->id)));
  }
  return all;
}

// The two kinds of sagas that wait for a person, each found by its own index. Their errors are folded one by one until
// the page is full.
std::vector<std::string> with_error(const std::string& error, Values& values) {
  if (error.empty()) return {predicate(Condition::Stuck) + " and not parked", "attention and not parked"};
  const std::string same = "saga.normalised_error(parked_reason) = " + values.place(error);
  return {"active and parked and " + same, "attention and parked and " + same};
}

}  // namespace

std::string predicate(Condition condition) {
  const std::string still =
      fmt::format("(parked or progress_at < now() - interval '{} seconds')", kStuckThreshold.count());
  switch (condition) {
    case Condition::Running: return "active and status = 'RUNNING' and not " + still;
    case Condition::Compensating: return "active and status = 'COMPENSATING' and not " + still;
    case Condition::Stuck: return "active and " + still;
    case Condition::Completed: return "status = 'COMPLETED'";
    case Condition::Compensated: return "status = 'FAILED' and open_effects = 0";
    case Condition::NeedsAttention: return "attention";
    case Condition::Failed: return "resolved and status = 'FAILED' and open_effects > 0";
    case Condition::Unknown: return "status not in ('RUNNING', 'COMPLETED', 'COMPENSATING', 'FAILED')";
  }
  return "false";
}

std::string like_escaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '\\') escaped += '\\';
    escaped += c;
  }
  return escaped;
}

PageQuery page_query(const SagaFilter& filter, const std::optional<SagaCursor>& after, int limit) {
  Values values;
  const std::vector<std::string> everywhere = common(filter, after, values);
  std::vector<std::string> conditions;
  for (const Condition condition : filter.conditions) conditions.push_back(predicate(condition));
  if (conditions.empty()) conditions.emplace_back("true");
  const std::string_view search = trimmed(filter.search);
  std::vector<std::string> searches{"true"};
  if (!search.empty()) searches = meanings(search, values);

  std::vector<std::string> errors{"true"};
  if (filter.error) errors = with_error(*filter.error, values);

  // One branch for each condition, meaning and kind of trouble: each walks the index that serves it, in order, and
  // stops at the limit. A saga that two meanings find is joined by UNION.
  const std::string last = values.place(limit + 1);
  std::vector<std::string> branches;
  for (const auto& condition : conditions) {
    for (const auto& meaning : searches) {
      for (const auto& error : errors) {
        std::vector<std::string> where{condition, meaning, error};
        where.insert(where.end(), everywhere.begin(), everywhere.end());
        std::erase(where, "true");
        if (where.empty()) where.emplace_back("true");
        branches.push_back(
            fmt::format("(select created_at, saga_id from saga.saga_view where {} "
                        "order by created_at desc, saga_id desc limit {})",
                        fmt::join(where, " and "), last));
      }
    }
  }
  PageQuery query;
  query.sql = fmt::format(
      "with hit as (select created_at, saga_id from ({}) b order by created_at desc, saga_id desc limit {}) "
      "select now() as server_now, {} from hit join saga.saga_view v using (created_at, saga_id) "
      "order by v.created_at desc, v.saga_id desc",
      fmt::join(branches, " union "), last, kSagaColumns);
  query.params = values.take();
  return query;
}

}  // namespace saga::pg
