// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/postgres/saga_list.h"

#include <algorithm>

#include <fmt/format.h>

#include "backend/domain/uuid.h"
#include "backend/postgres/saga_list_query.h"
#include "backend/postgres/saga_rows.h"

namespace saga::pg {
namespace {

constexpr int kLargestPage = 10'000;

Result<void> check(const ListRange& range, int limit) {
  if (limit < 1 || limit > kLargestPage) {
    return std::unexpected(Error{ErrorKind::Invalid, fmt::format("A page holds 1 to {} sagas.", kLargestPage)});
  }
  for (const auto& bound : {range.from, range.to}) {
    if (bound && !is_uuid(bound->key.id)) {
      return std::unexpected(Error{ErrorKind::Invalid, "The place to go on from is not one of ours."});
    }
  }
  return {};
}

SagaKey key_from(const Row& row, SortBy by) {
  const bool money = by == SortBy::Amount;
  return {row.optional_text("a").value_or(""), money ? row.int64("b") : row.time("b").time_since_epoch().count(),
          row.text("saga_id")};
}

Result<TimePoint> server_time(Session& session) {
  const auto clock = session.read("select now() as server_now");
  if (!clock) return std::unexpected(clock.error());
  return clock->one([](const Row& row) { return row.time("server_now"); });
}

}  // namespace

Result<SagaPage> page_from(Session& session, const Result<Rows>& rows) {
  if (!rows) return std::unexpected(rows.error());
  SagaPage page;
  page.sagas.reserve(rows->size());
  auto read = rows->each([&](const Row& row) {
    page.server_now = row.time("server_now");
    page.sagas.push_back(saga_from(row));
  });
  if (!read) return std::unexpected(read.error());
  if (!rows->empty()) return page;
  const auto now = server_time(session);  // without a row it has to be asked for
  if (!now) return std::unexpected(now.error());
  page.server_now = *now;
  return page;
}

Result<ListPage> PgSagaList::page(const ListQuery& query, const ListRange& range, int limit, End end) {
  if (auto right = check(range, limit); !right) return std::unexpected(right.error());
  const ListSql sql = page_sql(query, range, limit + 1, end);
  auto read = page_from(*session_, session_->read(sql.sql, sql.params));
  if (!read) return std::unexpected(read.error());
  ListPage page{std::move(read->sagas), false, read->server_now};
  if (page.sagas.size() > static_cast<std::size_t>(limit)) {
    page.sagas.resize(static_cast<std::size_t>(limit));
    page.more = true;
  }
  if (end == End::Last) std::ranges::reverse(page.sagas);
  return page;
}

Result<CappedCount> PgSagaList::count(const ListQuery& query, const ListRange& range, int cap) {
  if (auto right = check(range, 1); !right) return std::unexpected(right.error());
  const ListSql sql = count_sql(query, range, cap + 1);
  const auto rows = session_->read(sql.sql, sql.params);
  if (!rows) return std::unexpected(rows.error());
  return rows->one([&](const Row& row) {
    const std::int64_t count = row.int64("n");
    return CappedCount{std::min<std::int64_t>(count, cap), count > cap};
  });
}

Result<KeyIndex> PgSagaList::keys(const ListQuery& query, const ListRange& range, int stride) {
  if (auto right = check(range, stride); !right) return std::unexpected(right.error());
  const ListSql sql = keys_sql(query, range, stride);
  const auto rows = session_->read(sql.sql, sql.params);
  if (!rows) return std::unexpected(rows.error());
  KeyIndex index;
  index.stride = stride;
  auto read = rows->each([&](const Row& row) {
    index.server_now = row.time("server_now");
    index.count = row.int64("n");
    if ((index.count - 1) % stride == 0) index.keys.push_back(key_from(row, query.order.by));
  });
  if (!read) return std::unexpected(read.error());
  if (!rows->empty()) return index;
  const auto now = server_time(*session_);
  if (!now) return std::unexpected(now.error());
  index.server_now = *now;
  return index;
}

}  // namespace saga::pg
