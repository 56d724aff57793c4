// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "backend/payment/events/fold.h"
#include "backend/payment/verification/kinds.h"
#include "backend/payment/verification/ledger_surveys.h"

namespace saga::payment {
namespace {

constexpr int kSlice = 50'000;  // entries summed by one statement

// By product: supplied, reserved, confirmed, released of what was reserved, released of what was confirmed.
constexpr std::string_view kSums =
    "select product_id, coalesce(sum(quantity) filter (where kind = 'SUPPLY'), 0)::bigint,"
    " coalesce(sum(quantity) filter (where kind = 'RESERVE'), 0)::bigint,"
    " coalesce(sum(quantity) filter (where kind = 'CONFIRM'), 0)::bigint,"
    " coalesce(sum(quantity) filter (where kind = 'RELEASE' and not confirmed), 0)::bigint,"
    " coalesce(sum(quantity) filter (where kind = 'RELEASE' and confirmed), 0)::bigint"
    " from products.verified_entry_view where {} group by product_id";

using Sums = std::array<std::int64_t, 5>;

// Products, the entries that explain their counters, and the events of what was supplied. The same way as accounts:
// one pass over the entries in slices, then the rows with what has been entered behind it.
class ProductSurvey final : public Survey {
 public:
  explicit ProductSurvey(const Scope& scope) : scope_(scope) {}
  std::vector<Place> needs() const override { return {Place::Products}; }
  std::vector<std::string_view> kinds() const override { return {kind::kStockSum, kind::kEventGap, kind::kEventFold}; }

  Result<Window> next(Reader& reader) override {
    auto snapshot = reader.begin(Place::Products);
    if (!snapshot) return std::unexpected(snapshot.error());
    if (!bounded_) {
      const auto end = first_entry_since(*snapshot, "products.verified_entry_view", "entry_id",
                                         SystemClock().now() - scope_.options.margin);
      if (!end) return std::unexpected(end.error());
      end_ = *end - 1;
      bounded_ = true;
      return Window{};
    }
    if (position_ < end_) {
      const std::int64_t to = std::min(position_ + kSlice, end_);
      if (auto added = add(*snapshot, "entry_id > $1 and entry_id <= $2", {position_, to}, sums_); !added) {
        return std::unexpected(added.error());
      }
      position_ = to;
      return Window{};
    }
    return products(*snapshot);
  }

  Result<void> examine(Reader& reader, const std::vector<std::string>& keys, bool again, Sink& sink) override {
    auto snapshot = reader.begin(Place::Products);
    if (!snapshot) return std::unexpected(snapshot.error());
    std::map<std::int64_t, Sums> sums;
    if (again) {
      if (auto added = add(*snapshot, "product_id = any ($1::bigint[])", {keys}, sums); !added) return added;
    } else {
      for (const std::string& key : keys) {
        if (const auto head = sums_.find(std::stoll(key)); head != sums_.end()) sums[head->first] = head->second;
      }
      if (auto added = add(*snapshot, "entry_id > $1", {end_}, sums); !added) return added;
    }
    if (auto done = counters(*snapshot, keys, sums, sink); !done) return done;
    if (auto done = supplies(*snapshot, keys, sums, sink); !done) return done;
    for (const auto kind : kinds()) sink.checked(kind, static_cast<std::int64_t>(keys.size()));
    sink.subjects(static_cast<std::int64_t>(keys.size()));
    return {};
  }

 private:
  static Result<void> add(Snapshot& snapshot, std::string_view where, const pg::Params& params,
                          std::map<std::int64_t, Sums>& sums) {
    const auto rows = snapshot.read(fmt::format(fmt::runtime(kSums), where), params);
    if (!rows) return std::unexpected(rows.error());
    return rows->each([&](const pg::Row& row) {
      Sums& of = sums[row.int64(0)];
      for (int i = 0; i < 5; ++i) of[static_cast<std::size_t>(i)] += row.int64(i + 1);
    });
  }

  Result<Window> products(Snapshot& snapshot) {
    const auto rows = snapshot.read(
        "select product_id from products.verified_product_view where product_id > $1 order by product_id limit $2",
        {after_, scope_.options.window});
    if (!rows) return std::unexpected(rows.error());
    Window window;
    auto read = rows->each([&](const pg::Row& row) {
      after_ = row.int64(0);
      window.keys.push_back(std::to_string(after_));
    });
    if (!read) return std::unexpected(read.error());
    window.more = static_cast<int>(rows->size()) == scope_.options.window;
    return window;
  }

  static Result<void> counters(Snapshot& snapshot, const std::vector<std::string>& keys,
                               std::map<std::int64_t, Sums>& sums, Sink& sink) {
    const auto rows = snapshot.read(
        "select product_id, available, reserved, sold from products.verified_product_view"
        " where product_id = any ($1::bigint[])",
        {keys});
    if (!rows) return std::unexpected(rows.error());
    return rows->each([&](const pg::Row& row) {
      const auto& [supplied, reserved, confirmed, released, returned] = sums[row.int64(0)];
      const StockState expected{supplied - reserved + released + returned, reserved - confirmed - released,
                                confirmed - returned};
      const StockState found{row.int64(1), row.int64(2), row.int64(3)};
      if (found == expected) return;
      const std::string key = std::to_string(row.int64(0));
      sink.found(key, kind::kStockSum, "product", key,
                 fmt::format("expected {}, as its entries explain, found {}", to_text(expected), to_text(found)));
    });
  }

  static Result<void> supplies(Snapshot& snapshot, const std::vector<std::string>& keys,
                               std::map<std::int64_t, Sums>& sums, Sink& sink) {
    std::vector<std::string> aggregates;
    for (const std::string& key : keys) aggregates.push_back("product/" + key);
    const auto rows = snapshot.read(
        "select aggregate_id, count(*), max(sequence_number),"
        " coalesce(sum(substring(event_data from '\"quantity\"\\s*:\\s*(\\d+)')::bigint), 0)::bigint"
        " from products.verified_event_view where aggregate_id = any ($1::text[]) group by 1",
        {aggregates});
    if (!rows) return std::unexpected(rows.error());
    std::map<std::string, std::int64_t> told;
    auto read = rows->each([&](const pg::Row& row) {
      const std::string key = row.text(0).substr(std::string_view("product/").size());
      told[key] = row.int64(3);
      if (row.int64(1) == row.int64(2)) return;
      sink.found(key, kind::kEventGap, "aggregate", row.text(0),
                 fmt::format("expected events 1 to {}, found {} of them", row.int64(2), row.int64(1)));
      told[key] = sums[std::stoll(key)][0];  // what else is wrong follows from it
    });
    if (!read) return read;
    for (const std::string& key : keys) {
      const std::int64_t supplied = sums[std::stoll(key)][0];
      if (told[key] == supplied) continue;
      sink.found(key, kind::kEventFold, "aggregate", "product/" + key,
                 fmt::format("expected {} supplied, as its events say, its entries say {}", told[key], supplied));
    }
    return {};
  }

  Scope scope_;
  bool bounded_ = false;
  std::int64_t position_ = 0, end_ = 0;
  std::int64_t after_ = INT64_MIN;
  std::map<std::int64_t, Sums> sums_;
};

}  // namespace

std::unique_ptr<Survey> make_product_survey(const Scope& scope) { return std::make_unique<ProductSurvey>(scope); }

}  // namespace saga::payment
