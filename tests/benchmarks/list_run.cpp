// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmarks/list_run.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <random>

#include "backend/postgres/saga_list.h"
#include "backend/postgres/saga_list_query.h"

namespace saga::bench {
namespace {

using nlohmann::ordered_json;

constexpr int kPage = 200;
constexpr int kStride = 1'000;
constexpr std::pair<const char*, SagaOrder> kOrders[] = {{"created", {SortBy::Created, false}},
                                                         {"created, oldest first", {SortBy::Created, true}},
                                                         {"updated", {SortBy::Updated, false}},
                                                         {"amount", {SortBy::Amount, false}},
                                                         {"amount, smallest first", {SortBy::Amount, true}},
                                                         {"status", {SortBy::Status, false}},
                                                         {"step", {SortBy::Step, false}}};

// Milliseconds of many, and the plan of the slowest.
class Times {
 public:
  void add(double millis, ordered_json plan = {}) {
    if (all_.empty() || millis > *std::ranges::max_element(all_)) plan_ = std::move(plan);
    all_.push_back(millis);
  }
  [[nodiscard]] ordered_json json(bool with_plan) const {
    auto sorted = all_;
    std::ranges::sort(sorted);
    const auto at = [&](double share) {
      const auto index = static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1));
      return std::round(sorted[index] * 1000) / 1000;
    };
    ordered_json out{{"count", sorted.size()}, {"p50ms", at(0.5)}, {"p99ms", at(0.99)}, {"maxms", at(1)}};
    if (with_plan) out["slowestPlan"] = plan_;
    return out;
  }

 private:
  std::vector<double> all_;
  ordered_json plan_;
};

Result<void> explain(pg::Session& session, const pg::ListSql& sql, Times& times) {
  const auto rows = session.read("explain (analyze, buffers, format json) " + sql.sql, sql.params);
  if (!rows) return std::unexpected(rows.error());
  const auto text = rows->one([](const pg::Row& row) { return row.text(0); });
  if (!text) return std::unexpected(text.error());
  auto plan = ordered_json::parse(*text)[0];
  const double millis = plan["Planning Time"].get<double>() + plan["Execution Time"].get<double>();
  times.add(millis, std::move(plan));
  return {};
}

template <class Question>
auto timed(Times& times, Question question) {
  const auto begun = std::chrono::steady_clock::now();
  auto answer = question();
  times.add(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count());
  return answer;
}

}  // namespace

Result<ordered_json> measure_pages(pg::Session& session) {
  ordered_json out;
  pg::PgSagaList list(std::shared_ptr<pg::Session>(&session, [](pg::Session*) {}));
  for (const auto& [name, order] : kOrders) {
    const auto index = list.keys({{}, order}, {}, kStride);
    if (!index) return std::unexpected(index.error());
    Times times;
    for (std::size_t i = 0; i < index->keys.size(); i += std::max<std::size_t>(1, index->keys.size() / 50)) {
      const ListRange range{SagaBound{index->keys[i], false}, std::nullopt};
      const auto sql = pg::page_sql({{}, order}, range, kPage, SagaList::End::First);
      if (auto done = explain(session, sql, times); !done) return std::unexpected(done.error());
    }
    out["page of 200 by " + std::string(name)] = times.json(true);
  }
  const std::pair<const char*, SagaFilter> filters[] = {
      {"stuck", {.conditions = {Condition::Stuck}}},
      {"needs attention", {.conditions = {Condition::NeedsAttention}}},
      {"an error", {.error = "no reply within … s"}},
      {"an error that is stuck", {.conditions = {Condition::Stuck}, .error = "no reply within … s"}},
      {"a rare error", {.error = "stock of product … is gone"}},
      {"no error", {.error = ""}},
      {"the usual route", {.route = "EVENT_DRIVEN"}},
      {"another route", {.route = "LEGACY"}},
      {"a route of nobody", {.route = "PIGEON"}}};
  for (const auto& [name, filter] : filters) {
    Times times;
    for (int i = 0; i < 20; ++i) {
      const auto sql = pg::page_sql({filter, {}}, {}, kPage, SagaList::End::First);
      if (auto done = explain(session, sql, times); !done) return std::unexpected(done.error());
    }
    out["page of " + std::string(name)] = times.json(true);
    Times counted;
    for (int i = 0; i < 20; ++i) {
      const auto sql = pg::count_sql({filter, {}}, {}, 10'001);
      if (auto done = explain(session, sql, counted); !done) return std::unexpected(done.error());
    }
    out["count of " + std::string(name)] = counted.json(true);
  }
  Times counts;
  for (int i = 0; i < 20; ++i) {
    if (auto done = explain(session, pg::count_sql({}, {}, 10'001), counts); !done)
      return std::unexpected(done.error());
    const SagaFilter completed{.conditions = {Condition::Completed}};
    if (auto done = explain(session, pg::count_sql({completed, {}}, {}, 10'001), counts); !done) {
      return std::unexpected(done.error());
    }
  }
  out["count capped at 10,000"] = counts.json(true);
  return out;
}

Result<ordered_json> measure_jumps(const std::shared_ptr<pg::Session>& session) {
  pg::PgSagaList list(session);
  ordered_json out;
  Times building;
  std::mt19937 random(4711);
  for (const auto& [name, order] : kOrders) {
    const auto index = timed(building, [&] { return list.keys({{}, order}, {}, kPage); });
    if (!index) return std::unexpected(index.error());
    out["rows"] = index->count;
    Times jumps;
    for (int i = 0; i < 300; ++i) {
      const std::size_t at = random() % (index->keys.size() - 1);
      const ListRange range{SagaBound{index->keys[at], false}, SagaBound{index->keys[at + 1], false}};
      const auto page = timed(jumps, [&] { return list.page({{}, order}, range, kPage); });
      if (!page) return std::unexpected(page.error());
    }
    out["jump by " + std::string(name)] = jumps.json(false);
  }
  out["key index, in the background"] = building.json(false);
  const SagaFilter filters[] = {{.conditions = {Condition::Stuck}},
                                {.conditions = {Condition::NeedsAttention}},
                                {.conditions = {Condition::Completed}},
                                {.conditions = {Condition::Compensated}},
                                {.type = "RefundSaga"},
                                {.step = "StockConfirmation"},
                                {.older_than = std::chrono::hours(24 * 4)},
                                {.search = "O-4711"},
                                {.amount = AmountRange{"USD", 10'000, 20'000}},
                                {.user = "4711"},
                                {.error = "no reply within … s"},
                                {.route = "LEGACY"}};
  Times filtering;
  for (int i = 0; i < 240; ++i) {
    const SagaFilter& filter = filters[static_cast<std::size_t>(i) % std::size(filters)];
    const auto page = timed(filtering, [&] { return list.page({filter, {}}, {}, kPage); });
    if (!page) return std::unexpected(page.error());
  }
  out["first page of another filter"] = filtering.json(false);
  return out;
}

}  // namespace saga::bench
