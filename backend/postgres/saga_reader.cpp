// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/postgres/saga_reader.h"

#include <algorithm>

#include <fmt/format.h>

#include "backend/domain/uuid.h"
#include "backend/postgres/saga_list.h"
#include "backend/postgres/saga_rows.h"

namespace saga::pg {
namespace {

constexpr int kLatest = 50;  // commands and journal rows shown beside a saga

// Limits, the attempt that is out, who has taken the saga and how much was noted: one row.
Result<void> read_beside(Transaction& transaction, const SagaId& id, SagaDetail& detail) {
  const auto rows = transaction.query(
      "select (select due_at from saga.attempt_view where saga_id = $1::uuid) as due_at, a.assignee, a.since, "
      "(select count(*) from saga.note_view where saga_id = $1::uuid)::integer as notes "
      "from (select 1) o left join saga.assignee_view a on a.saga_id = $1::uuid",
      {id});
  if (!rows) return std::unexpected(rows.error());
  auto read = rows->each([&](const Row& row) {
    detail.due_at = row.optional_time("due_at");
    if (const auto who = row.optional_text("assignee")) detail.claim = SagaClaim{*who, row.time("since")};
    detail.notes = row.int32("notes");
  });
  if (!read) return read;
  const auto limits = transaction.query("select step_name, limit_ms from saga.step_limit_view");
  if (!limits) return std::unexpected(limits.error());
  return limits->each([&](const Row& row) {
    detail.limits.insert_or_assign(row.text("step_name"), std::chrono::milliseconds(row.int64("limit_ms")));
  });
}

}  // namespace

Result<SagaPage> PgSagaReader::page(const SagaFilter& filter, const std::optional<SagaCursor>& after, int limit) {
  ListRange range;
  if (after) range.from = SagaBound{{"", after->created_at.time_since_epoch().count(), after->id}, true};
  auto page = PgSagaList(session_).page({filter, {}}, range, limit);
  if (!page) return std::unexpected(page.error());
  SagaPage out{std::move(page->sagas), std::nullopt, page->server_now};
  if (page->more) out.next = SagaCursor{out.sagas.back().created_at, out.sagas.back().id};
  return out;
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

Result<std::optional<SagaDetail>> PgSagaReader::detail(const SagaId& id) { return read(id, Payloads::Whole); }

Result<std::optional<SagaDetail>> PgSagaReader::glance(const SagaId& id) { return read(id, Payloads::Heads); }

Result<std::optional<SagaDetail>> PgSagaReader::read(const SagaId& id, Payloads payloads) {
  if (!is_uuid(id)) return std::nullopt;
  // One snapshot for all of it: steps and status that contradict each other would mislead.
  auto transaction = session_->begin(Isolation::RepeatableRead, true);
  if (!transaction) return std::unexpected(transaction.error());
  static const std::string kSagaSql =
      fmt::format("select now() as server_now, {} from saga.saga_view v where v.saga_id = $1::uuid", kSagaColumns);
  const auto found = transaction->query(kSagaSql, {id});
  if (!found) return std::unexpected(found.error());
  auto first = found->first([](const Row& row) {
    SagaDetail fresh;
    fresh.saga = saga_from(row);
    fresh.server_now = row.time("server_now");
    return fresh;
  });
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
  static const std::string kHeads =
      "select step_name, direction, attempt, status, input_data, output_data, error_message, started_at, executed_at, "
      "input_length, output_length, error_length from saga.step_head_view where saga_id = $1::uuid "
      "order by started_at, id";
  static const std::string kCommands =
      fmt::format("select {} from saga.command_view where saga_id = $1::uuid order by requested_at desc limit {}",
                  kCommandColumns, kLatest);
  static const std::string kJournal = fmt::format(
      "select seq, kind, who, what, on_what, why, before, after, at from saga.journal_view "
      "where on_what = $1::uuid::text order by at desc, seq desc limit {}",
      kLatest);
  const bool heads = payloads == Payloads::Heads;
  if (auto done = fill(detail.executions, heads ? kHeads : kSteps, heads ? step_head_from : step_from); !done) {
    return std::unexpected(done.error());
  }
  if (auto done = fill(detail.commands, kCommands, command_from); !done) return std::unexpected(done.error());
  if (auto done = fill(detail.journal, kJournal, journal_row_from); !done) return std::unexpected(done.error());
  if (auto done = read_beside(*transaction, id, detail); !done) return std::unexpected(done.error());
  return detail;
}

}  // namespace saga::pg
