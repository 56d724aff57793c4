// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/postgres/saga_reader.h"

#include <algorithm>

#include <fmt/format.h>

#include "backend/postgres/saga_page_query.h"
#include "backend/postgres/saga_rows.h"
#include "backend/postgres/uuid.h"

namespace saga::pg {
namespace {

constexpr int kLargestPage = 10'000;
constexpr int kLatest = 50;  // commands and journal rows shown beside a saga

// The rows of a query with server_now in front. Without a row it has to be asked for.
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
  const auto clock = session.read("select now() as server_now");
  if (!clock) return std::unexpected(clock.error());
  const auto now = clock->one([](const Row& row) { return row.time("server_now"); });
  if (!now) return std::unexpected(now.error());
  page.server_now = *now;
  return page;
}

}  // namespace

Result<SagaPage> PgSagaReader::page(const SagaFilter& filter, const std::optional<SagaCursor>& after, int limit) {
  if (limit < 1 || limit > kLargestPage) {
    return std::unexpected(Error{ErrorKind::Invalid, fmt::format("A page holds 1 to {} sagas.", kLargestPage)});
  }
  if (after && !is_uuid(after->id)) {
    return std::unexpected(Error{ErrorKind::Invalid, "The place to go on from is not one of ours."});
  }
  const PageQuery query = page_query(filter, after, limit);
  auto page = page_from(*session_, session_->read(query.sql, query.params));
  if (page && page->sagas.size() > static_cast<std::size_t>(limit)) {
    page->sagas.resize(static_cast<std::size_t>(limit));
    page->next = SagaCursor{page->sagas.back().created_at, page->sagas.back().id};
  }
  return page;
}

Result<SagaPage> PgSagaReader::by_id(const std::vector<SagaId>& ids) {
  std::vector<std::string> known;
  std::ranges::copy_if(ids, std::back_inserter(known), [](const SagaId& id) { return is_uuid(id); });
  static const std::string kSql = fmt::format(
      "select now() as server_now, {} from saga.saga_view v where v.saga_id = any ($1::uuid[])", kSagaColumns);
  Params params;
  params.add_array(known);
  return page_from(*session_, session_->read(kSql, params));
}

Result<std::optional<SagaDetail>> PgSagaReader::detail(const SagaId& id) {
  if (!is_uuid(id)) return std::nullopt;
  // One snapshot for all of it: steps and status that contradict each other would mislead.
  auto transaction = session_->begin(Isolation::RepeatableRead, true);
  if (!transaction) return std::unexpected(transaction.error());
  static const std::string kSagaSql =
      fmt::format("select now() as server_now, {} from saga.saga_view v where v.saga_id = $1::uuid", kSagaColumns);
  const auto found = transaction->query(kSagaSql, {id});
  if (!found) return std::unexpected(found.error());
  auto first =
      found->first([](const Row& row) { return SagaDetail{saga_from(row), {}, {}, {}, row.time("server_now")}; });
  if (!first || !*first) return first;
  SagaDetail detail = std::move(**first);

  const auto fill = [&](auto& into, const std::string& sql, auto&& from) -> Result<void> {
    const auto rows = transaction->query(sql, {id});
    if (!rows) return std::unexpected(rows.error());
    auto values = rows->map(from);
    if (!values) return std::unexpected(values.error());
    into = std::move(*values);
    return {};
  };
  static const std::string kSteps =
      "select step_name, direction, attempt, status, input_data, output_data, error_message, started_at, executed_at "
      "from saga.step_view where saga_id = $1::uuid order by started_at, id";
  static const std::string kCommands =
      fmt::format("select {} from saga.command_view where saga_id = $1::uuid order by requested_at desc limit {}",
                  kCommandColumns, kLatest);
  static const std::string kJournal = fmt::format(
      "select seq, kind, who, what, on_what, why, before, after, at from saga.journal_view "
      "where on_what = $1::uuid::text order by at desc, seq desc limit {}",
      kLatest);
  if (auto read = fill(detail.executions, kSteps, step_from); !read) return std::unexpected(read.error());
  if (auto read = fill(detail.commands, kCommands, command_from); !read) return std::unexpected(read.error());
  if (auto read = fill(detail.journal, kJournal, journal_row_from); !read) return std::unexpected(read.error());
  return detail;
}

}  // namespace saga::pg
