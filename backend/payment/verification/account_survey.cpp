// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/verification/account_survey.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "backend/payment/events/domain_events.h"
#include "backend/payment/verification/kinds.h"

namespace saga::payment {
namespace {

constexpr int kSlice = 50'000;  // entries summed by one statement

constexpr std::string_view kSumSlice =
    "select user_id, currency, sum(amount)::bigint from balances.verified_entry_view"
    " where entry_id > $1 and entry_id <= $2 group by user_id, currency";
// The row, and what was entered behind the slices, are of one moment.
constexpr std::string_view kBalances =
    "select k.u, k.c, b.amount, coalesce(t.amount, 0)"
    " from unnest($1::bigint[], $2::text[]) as k (u, c)"
    " left join balances.verified_balance_view b on b.user_id = k.u and b.currency = k.c"
    " left join (select user_id, currency, sum(amount)::bigint as amount from balances.verified_entry_view"
    "             where entry_id > $3 group by user_id, currency) t on t.user_id = k.u and t.currency = k.c";
// For few accounts, when something seems wrong: all of their entries and the row, of one moment.
constexpr std::string_view kExactly =
    "select k.u, k.c, b.amount, coalesce(t.amount, 0)"
    " from unnest($1::bigint[], $2::text[]) as k (u, c)"
    " left join balances.verified_balance_view b on b.user_id = k.u and b.currency = k.c"
    " left join (select user_id, currency, sum(amount)::bigint as amount from balances.verified_entry_view"
    "             where user_id = any ($1::bigint[]) group by user_id, currency) t"
    "   on t.user_id = k.u and t.currency = k.c";
// What fold_balances does, by the server: an account may have more events than a program wants to hold.
constexpr std::string_view kEvents =
    "select aggregate_id, count(*), max(sequence_number),"
    " coalesce(sum(case event_type when 'Debited' then -amount when 'Deposited' then amount"
    "                              when 'Refunded' then amount end), 0)::bigint,"
    " count(*) filter (where amount is null or event_type not in ('Deposited', 'Debited', 'Refunded'))"
    " from (select aggregate_id, sequence_number, event_type,"
    "              substring(event_data from '\"amount\"\\s*:\\s*(\\d+)')::bigint as amount"
    "         from balances.verified_event_view where aggregate_id = any ($1::text[])) e group by 1";

struct Name {
  std::int64_t user = 0;
  std::string currency;
};

std::string key_of(std::int64_t user, const std::string& currency) { return fmt::format("{}/{}", user, currency); }

Name name_of(const std::string& key) {
  Name name;
  const auto slash = key.find('/');
  (void)std::from_chars(key.data(), key.data() + slash, name.user);
  name.currency = key.substr(slash + 1);
  return name;
}

struct Row {
  std::optional<std::int64_t> balance;
  std::int64_t sum = 0;
};

}  // namespace

std::vector<std::string_view> AccountSurvey::kinds() const {
  return {kind::kBalanceSum, kind::kEventGap, kind::kEventFold};
}

Result<Window> AccountSurvey::next(Reader& reader) {
  switch (stage_) {
    case Stage::Bounds: return bounds(reader);
    case Stage::Entries: return scope_.since ? touched(reader) : sum_up(reader);
    case Stage::Balances: return balances(reader);
    case Stage::Rest: return rest();
  }
  return Window{.more = false};
}

Result<Window> AccountSurvey::bounds(Reader& reader) {
  auto snapshot = reader.begin(Place::Balances);
  if (!snapshot) return std::unexpected(snapshot.error());
  // Entries are numbered before they are committed, so those of the last moments are left to the exact statement.
  const WallTime settled = SystemClock().now() - scope_.options.margin;
  const auto end = first_entry_since(*snapshot, "balances.verified_entry_view", "entry_id", settled);
  if (!end) return std::unexpected(end.error());
  end_ = *end - 1;
  if (scope_.since) {
    const auto begin = first_entry_since(*snapshot, "balances.verified_entry_view", "entry_id", *scope_.since);
    if (!begin) return std::unexpected(begin.error());
    position_ = *begin - 1;
  }
  stage_ = Stage::Entries;
  return Window{};
}

Result<Window> AccountSurvey::sum_up(Reader& reader) {
  if (position_ >= end_) {
    stage_ = Stage::Balances;
    return Window{};
  }
  const std::int64_t to = std::min(position_ + kSlice, end_);
  auto snapshot = reader.begin(Place::Balances);
  if (!snapshot) return std::unexpected(snapshot.error());
  const auto rows = snapshot->read(kSumSlice, {position_, to});
  if (!rows) return std::unexpected(rows.error());
  auto read = rows->each([&](const pg::Row& row) { sums_[key_of(row.int64(0), row.text(1))].amount += row.int64(2); });
  if (!read) return std::unexpected(read.error());
  position_ = to;
  return Window{};
}

Result<Window> AccountSurvey::touched(Reader& reader) {
  auto snapshot = reader.begin(Place::Balances);
  if (!snapshot) return std::unexpected(snapshot.error());
  const std::int64_t to = std::min(position_ + kSlice, end_);
  if (position_ >= end_) return Window{.more = false};
  const auto rows = snapshot->read(
      "select distinct user_id, currency from balances.verified_entry_view where entry_id > $1 and entry_id <= $2",
      {position_, to});
  if (!rows) return std::unexpected(rows.error());
  Window window{.keys = {}, .more = to < end_};
  auto read = rows->each([&](const pg::Row& row) {
    std::string key = key_of(row.int64(0), row.text(1));
    if (!sums_[key].seen) window.keys.push_back(key);
    sums_[key].seen = true;
  });
  if (!read) return std::unexpected(read.error());
  position_ = to;
  return window;
}

Result<Window> AccountSurvey::balances(Reader& reader) {
  auto snapshot = reader.begin(Place::Balances);
  if (!snapshot) return std::unexpected(snapshot.error());
  const int limit = 4 * scope_.options.window;  // each window reads anew what has been entered meanwhile
  const auto rows = snapshot->read(
      "select user_id, currency from balances.verified_balance_view where (user_id, currency) > ($1, $2)"
      " order by user_id, currency limit $3",
      {after_user_, after_currency_, limit});
  if (!rows) return std::unexpected(rows.error());
  Window window;
  auto read = rows->each([&](const pg::Row& row) {
    after_user_ = row.int64(0);
    after_currency_ = row.text(1);
    window.keys.push_back(key_of(after_user_, after_currency_));
    if (const auto sum = sums_.find(window.keys.back()); sum != sums_.end()) sum->second.seen = true;
  });
  if (!read) return std::unexpected(read.error());
  if (static_cast<int>(rows->size()) < limit) stage_ = Stage::Rest;
  return window;
}

// Entries of accounts that have no balance.
Result<Window> AccountSurvey::rest() {
  Window window{.keys = {}, .more = false};
  for (const auto& [key, sum] : sums_) {
    if (!sum.seen) window.keys.push_back(key);
  }
  return window;
}

Result<void> AccountSurvey::examine(Reader& reader, const std::vector<std::string>& keys, bool again, Sink& sink) {
  std::vector<std::int64_t> users;
  std::vector<std::string> currencies, aggregates;
  for (const std::string& key : keys) {
    const Name name = name_of(key);
    users.push_back(name.user);
    currencies.push_back(name.currency);
    aggregates.push_back(account_aggregate(name.user, name.currency));
  }
  const bool exactly = again;
  const bool summed = exactly || !scope_.since;
  auto snapshot = reader.begin(Place::Balances);
  if (!snapshot) return std::unexpected(snapshot.error());
  const auto rows =
      exactly ? snapshot->read(kExactly, {users, currencies}) : snapshot->read(kBalances, {users, currencies, end_});
  if (!rows) return std::unexpected(rows.error());
  std::map<std::string, Row> found;
  auto read = rows->each([&](const pg::Row& row) {
    const std::string key = key_of(row.int64(0), row.text(1));
    std::int64_t sum = row.int64(3);
    if (const auto head = sums_.find(key); !exactly && head != sums_.end()) sum += head->second.amount;
    found[key] = {row.optional_int64(2), sum};
  });
  if (!read) return read;
  if (summed) {
    for (const auto& [key, row] : found) {
      if (row.balance.value_or(0) == row.sum) continue;
      sink.found(key, kind::kBalanceSum, "account", key,
                 fmt::format("expected {}, the sum of its entries, found {}", row.sum,
                             row.balance ? std::to_string(*row.balance) : "no balance"));
    }
    sink.checked(kind::kBalanceSum, static_cast<std::int64_t>(keys.size()));
  }
  const auto events = snapshot->read(kEvents, {aggregates});
  if (!events) return std::unexpected(events.error());
  std::map<std::string, bool> told;
  read = events->each([&](const pg::Row& row) {
    const std::string aggregate = row.text(0);
    const std::string key = aggregate.substr(std::string_view("account/").size());
    told[key] = true;
    if (row.int64(1) != row.int64(2)) {
      sink.found(key, kind::kEventGap, "aggregate", aggregate,
                 fmt::format("expected events 1 to {}, found {} of them", row.int64(2), row.int64(1)));
    } else if (row.int64(4) > 0) {
      sink.found(key, kind::kEventFold, "aggregate", aggregate,
                 fmt::format("expected events of an account with an amount, {} are none", row.int64(4)));
    } else if (found[key].balance.value_or(0) != row.int64(3)) {
      sink.found(key, kind::kEventFold, "aggregate", aggregate,
                 fmt::format("expected {}, as its events say, found {}", row.int64(3), found[key].balance.value_or(0)));
    }
  });
  if (!read) return read;
  for (const auto& [key, row] : found) {
    if (!told[key] && row.balance.value_or(0) != 0) {
      sink.found(key, kind::kEventFold, "aggregate", "account/" + key,
                 fmt::format("expected events for a balance of {}, found none", *row.balance));
    }
  }
  sink.checked(kind::kEventGap, static_cast<std::int64_t>(keys.size()));
  sink.checked(kind::kEventFold, static_cast<std::int64_t>(keys.size()));
  sink.subjects(static_cast<std::int64_t>(keys.size()));
  return {};
}

}  // namespace saga::payment
