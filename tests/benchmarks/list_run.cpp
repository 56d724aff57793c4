// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmarks/list_run.h"

#include <algorithm>
#include <chrono>
#include <random>

#include "backend/postgres/saga_list.h"
#include "backend/postgres/saga_list_query.h"
#include "tests/benchmarks/times.h"

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

// What the server took, and its plan for the slowest.
class Explained {
 public:
  void add(double millis, ordered_json plan) {
    if (times_.count() == 0 || millis > times_.max()) plan_ = std::move(plan);
    times_.add(millis);
  }
  [[nodiscard]] ordered_json json() const {
    ordered_json out = times_.json();
    out["slowestPlan"] = plan_;
    return out;
  }

 private:
  Times times_;
  ordered_json plan_;
};

Result<void> explain(pg::Session& session, const pg::ListSql& sql, Explained& times) {
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
  times.add(std::chrono::steady_clock::now() - begun);
  return answer;
}

}  // namespace

Result<ordered_json> measure_pages(pg::Session& session) {
  ordered_json out;
  pg::PgSagaList list(std::shared_ptr<pg::Session>(&session, [](pg::Session*) {}));
  for (const auto& [name, order] : kOrders) {
    const auto index = list.keys({{}, order}, {}, kStride);
    if (!index) return std::unexpected(index.error());
    Explained times;
    for (std::size_t i = 0; i < index->keys.size(); i += std::max<std::size_t>(1, index->keys.size() / 50)) {
      const ListRange range{SagaBound{index->keys[i], false}, std::nullopt};
      const auto sql = pg::page_sql({{}, order}, range, kPage, SagaList::End::First);
      if (auto done = explain(session, sql, times); !done) return std::unexpected(done.error());
    }
    out["page of 200 by " + std::string(name)] = times.json();
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
    Explained times;
    for (int i = 0; i < 20; ++i) {
      const auto sql = pg::page_sql({filter, {}}, {}, kPage, SagaList::End::First);
      if (auto done = explain(session, sql, times); !done) return std::unexpected(done.error());
    }
    out["page of " + std::string(name)] = times.json();
    Explained counted;
    for (int i = 0; i < 20; ++i) {
      const auto sql = pg::count_sql({filter, {}}, {}, 10'001);
      if (auto done = explain(session, sql, counted); !done) return std::unexpected(done.error());
    }
    out["count of " + std::string(name)] = counted.json();
  }
  Explained counts;
  for (int i = 0; i < 20; ++i) {
    if (auto done = explain(session, pg::count_sql({}, {}, 10'001), counts); !done)
      return std::unexpected(done.error());
    const SagaFilter completed{.conditions = {Condition::Completed}};
    if (auto done = explain(session, pg::count_sql({completed, {}}, {}, 10'001), counts); !done) {
      return std::unexpected(done.error());
    }
  }
  out["count capped at 10,000"] = counts.json();
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
    out["jump by " + std::string(name)] = jumps.json();
  }
  out["key index, in the background"] = building.json();
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
  out["first page of another filter"] = filtering.json();
  return out;
}

}  // namespace saga::bench
