// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/postgres/saga_list_query.h"

#include <optional>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "backend/postgres/saga_rows.h"
#include "backend/postgres/saga_where.h"

namespace saga::pg {
namespace {

// An order, or the part of it for which there is an index.
struct Part {
  std::optional<bool> active;  // only those that are, or are not
  std::vector<std::string> columns;
};

// What every step of a saga changes has an index for ended sagas alone; those that are active are sorted.
std::vector<Part> parts_of(SortBy by) {
  switch (by) {
    case SortBy::Created: return {{std::nullopt, {"created_at", "saga_id"}}};
    case SortBy::Status: return {{std::nullopt, {"status", "created_at", "saga_id"}}};
    case SortBy::Updated: return {{false, {"ended_at", "saga_id"}}, {true, {"updated_at", "saga_id"}}};
    case SortBy::Step:
      return {{false, {"ended_step", "created_at", "saga_id"}},
              {true, {"current_step collate \"C\"", "created_at", "saga_id"}}};
    case SortBy::Amount: {
      const std::vector<std::string> columns{"currency collate \"C\"", "amount", "saga_id"};
      return {{false, columns}, {true, columns}};
    }
  }
  return {};
}

bool has_text(SortBy by) { return by == SortBy::Amount || by == SortBy::Status || by == SortBy::Step; }

std::optional<bool> activity_of(Condition condition) {
  switch (condition) {
    case Condition::Running:
    case Condition::Compensating:
    case Condition::Stuck: return true;
    case Condition::Completed:
    case Condition::Compensated:
    case Condition::NeedsAttention:
    case Condition::Failed: return false;
    case Condition::Unknown: return std::nullopt;
  }
  return std::nullopt;
}

std::string key_place(const SagaKey& key, SortBy by, Values& values) {
  std::vector<std::string> places;
  if (has_text(by)) places.push_back(values.place(key.text) + "::text");
  if (by == SortBy::Amount) {
    places.push_back(values.place(key.number) + "::bigint");
  } else {
    places.push_back(values.place(TimePoint(std::chrono::microseconds(key.number))) + "::timestamptz");
  }
  places.push_back(values.place(key.id) + "::uuid");
  return fmt::format("({})", fmt::join(places, ", "));
}

class Builder {
 public:
  Builder(const ListQuery& query, const ListRange& range, bool reversed) : query_(query), range_(range) {
    ascending_ = query.order.ascending != reversed;
    everywhere_ = everywhere(query.filter, values_);
    meanings_ = meanings(query.filter, values_);
    if (range.from) from_ = key_place(range.from->key, query.order.by, values_);
    if (range.to) to_ = key_place(range.to->key, query.order.by, values_);
  }

  template <class Value>
  std::string place(const Value& value) {
    return values_.place(value);
  }
  [[nodiscard]] ListSql done(std::string sql) { return {std::move(sql), values_.take()}; }

  // The keys as a, b and saga_id: one branch for each condition, meaning and part of the order. Each walks the index
  // that serves it, in order, and stops at the limit. A saga that two meanings find is joined by UNION.
  [[nodiscard]] std::string branches(const std::string& limit) const {
    std::vector<std::string> all;
    const std::vector<Condition>& conditions = query_.filter.conditions;
    const std::vector<std::string> any{""};
    for (const Part& part : parts_of(query_.order.by)) {
      for (const std::string& meaning : meanings_.empty() ? any : meanings_) {
        if (conditions.empty()) all.push_back(branch(part, meaning, std::nullopt, limit));
        for (const Condition condition : conditions) {
          const auto activity = activity_of(condition);
          if (part.active && activity && *part.active != *activity) continue;
          all.push_back(branch(part, meaning, condition, limit));
        }
      }
    }
    return fmt::format("{}", fmt::join(all, meanings_.size() > 1 ? " union " : " union all "));
  }

  [[nodiscard]] std::string order(const std::vector<std::string>& columns) const {
    const char* direction = ascending_ ? " asc" : " desc";
    std::string text;
    for (const auto& column : columns) text += (text.empty() ? "" : ", ") + column + direction;
    return text;
  }
  [[nodiscard]] std::string order_of_keys(const std::string& table = "") const {
    std::vector<std::string> columns{table + "b", table + "saga_id"};
    if (has_text(query_.order.by)) columns.insert(columns.begin(), table + "a");
    return order(columns);
  }

 private:
  [[nodiscard]] std::string branch(const Part& part, const std::string& meaning, std::optional<Condition> condition,
                                   const std::string& limit) const {
    std::vector<std::string> where = everywhere_;
    if (part.active) where.emplace_back(*part.active ? "active" : "not active");
    if (condition) where.push_back(predicate(*condition));
    if (!meaning.empty()) where.push_back(meaning);
    if (query_.filter.step) where.push_back(step(part));
    const std::string key = fmt::format("({})", fmt::join(part.columns, ", "));
    // Of the list's own direction, whichever end the page is taken from.
    const std::string later = query_.order.ascending ? ">" : "<";
    const std::string earlier = query_.order.ascending ? "<" : ">";
    if (range_.from) where.push_back(key + " " + later + (range_.from->past ? " " : "= ") + from_);
    if (range_.to) where.push_back(key + " " + earlier + (range_.to->past ? "= " : " ") + to_);
    if (where.empty()) where.emplace_back("true");
    const std::size_t number = has_text(query_.order.by) ? 1 : 0;
    return fmt::format("(select {} as a, {} as b, saga_id from saga.saga_view where {}{})",
                       number == 1 ? part.columns[0] : "null::text", part.columns[number], fmt::join(where, " and "),
                       limit.empty() ? "" : fmt::format(" order by {} limit {}", order(part.columns), limit));
  }

  // The index of ended sagas by step serves a filter, too.
  [[nodiscard]] std::string step(const Part& part) const {
    return part.active == false ? "ended_step = " + step_ : "current_step = " + step_;
  }

  const ListQuery& query_;
  const ListRange& range_;
  bool ascending_ = false;
  Values values_;
  std::vector<std::string> everywhere_;
  std::vector<std::string> meanings_;
  std::string from_;
  std::string to_;
  std::string step_ = query_.filter.step ? values_.place(*query_.filter.step) : std::string();
};

}  // namespace

ListSql page_sql(const ListQuery& query, const ListRange& range, int limit, SagaList::End end) {
  Builder build(query, range, end == SagaList::End::Last);
  const std::string last = build.place(limit);
  return build.done(fmt::format(
      "with hit as materialized (select a, b, saga_id from ({}) k order by {} limit {}) "
      "select now() as server_now, {} from hit join saga.saga_view v on v.saga_id = hit.saga_id order by {}",
      build.branches(last), build.order_of_keys(), last, kSagaColumns, build.order_of_keys("hit.")));
}

ListSql count_sql(const ListQuery& query, const ListRange& range, int limit) {
  Builder build(query, range, false);
  const std::string last = build.place(limit);
  // The order does not matter to a count, but the indexes are made for it: without it the planner reads rows.
  return build.done(
      fmt::format("select count(*) as n from (select from ({}) k limit {}) c", build.branches(last), last));
}

ListSql keys_sql(const ListQuery& query, const ListRange& range, int stride) {
  Builder build(query, range, false);
  const std::string every = build.place(stride);
  return build.done(
      fmt::format("select now() as server_now, n, a, b, saga_id from (select a, b, saga_id, row_number() over w as n, "
                  "lead(saga_id) over w is null as last from ({}) k window w as (order by {})) r "
                  "where (n - 1) % {}::bigint = 0 or last order by n",
                  build.branches(""), build.order_of_keys(), every));
}

}  // namespace saga::pg
