// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/postgres/job_board.h"

#include <sstream>

#include <fmt/format.h>

#include "backend/domain/uuid.h"
#include "backend/postgres/job_targets.h"

namespace saga::pg {
namespace {

constexpr int kLargestPage = 10'000;

constexpr std::string_view kJobColumns =
    "job_id, action, reason, evidence, selection, requested_by, requested_at, set_hash, rate, ramped, stage, "
    "failure_limit, "
    "status, status_by, status_why, status_at, requested, applied, refused, conflicted, unverified, remaining, "
    "in_flight, failed";

Job job_from(const Row& row) {
  const std::string action = row.text("action");
  const auto known = action_from(action);
  if (!known) row.fail("action", "it is an action that is not known here");
  return {.id = row.text("job_id"),
          .action = known.value_or(Action::Retry),
          .reason = row.text("reason"),
          .evidence = row.optional_text("evidence").value_or(""),
          .selection = row.text("selection"),
          .requested_by = row.text("requested_by"),
          .requested_at = row.time("requested_at"),
          .set_hash = row.text("set_hash"),
          .rate = row.int32("rate"),
          .ramped = row.boolean("ramped"),
          .stage = row.int32("stage"),
          .failure_limit = row.int32("failure_limit"),
          .status = job_status_from(row.text("status")),
          .status_by = row.text("status_by"),
          .status_why = row.text("status_why"),
          .status_at = row.time("status_at"),
          .counts = {.requested = row.int64("requested"),
                     .applied = row.int64("applied"),
                     .refused = row.int64("refused"),
                     .conflicted = row.int64("conflicted"),
                     .unverified = row.int64("unverified"),
                     .remaining = row.int64("remaining"),
                     .in_flight = row.int64("in_flight"),
                     .failed = row.int64("failed")}};
}

JobItem item_from(const Row& row) {
  return {.position = row.int32("position"),
          .saga = row.text("saga_id"),
          .expected_version = row.int32("expected_version"),
          .status = job_item_status_from(row.text("status")),
          .detail = row.text("detail"),
          .ended_as = condition_from(row.optional_text("ended_as").value_or("")),
          .command_id = row.optional_text("command_id").value_or(""),
          .requested_at = row.optional_time("requested_at"),
          .finished_at = row.optional_time("finished_at")};
}

std::vector<SagaId> split(const std::string& ids) {
  std::vector<SagaId> all;
  std::istringstream stream(ids);
  for (std::string id; std::getline(stream, id, ',');) all.push_back(id);
  return all;
}

// What a preview is read with; `frozen`: also examples of the set, and in the first row the set itself.
std::string preview_sql(Action action, const SagaFilter& filter, int sample, bool frozen, Values& values) {
  const std::string verb = values.place(to_text(action));
  const std::string most = values.place(sample);
  const std::string hits =
      targets_sql(filter,
                  "saga_id, version, saga_type, current_step, status, amount, currency, saga.condition(status, case "
                  "when parked then "
                  "'' end, progress_at, open_effects, case when resolved then '' end, now()) as condition",
                  values);
  const std::string set =
      frozen ? ", case when q.n = 1 then (select string_agg(saga_id::text || ':' || version::text, ',' order by "
               "saga_id) from judged) end as targets"
             : "";
  const std::string examples =
      frozen ? ", array_to_string(array((select distinct on (currency) saga_id::text from judged where refusal = '' "
               "order by currency, amount desc) union all (select min(saga_id::text) from judged where refusal <> '' "
               "group by refusal)), ',') as examples"
             : "";
  return fmt::format(
      "with judged as materialized (select *, coalesce(saga.action_refusal({0}, status, condition, saga_type), '') "
      "as refusal from ({2}) h), "
      "parts as (select refusal, saga_type, current_step, currency, count(*) as sagas, "
      "least(sum(amount), 9223372036854775807)::bigint as amount from judged group by 1, 2, 3, 4) "
      "select q.*{3} from (select now() as server_now, w.*, s.*, p.*, row_number() over (order by p.sagas desc, "
      "p.refusal, p.current_step, p.currency) as n from "
      "(select saga.set_hash(array_agg(saga_id), array_agg(version)) as set_hash from judged) w cross join "
      "(select array_to_string(array(select saga_id from judged where refusal = '' order by saga_id limit "
      "{1}::int), ',') as sample{4}) s left join parts p on true) q order by q.n",
      verb, most, hits, set, examples);
}

void take_part(const Row& row, JobPreview& preview) {
  preview.server_now = row.time("server_now");
  preview.set_hash = row.text("set_hash");
  preview.sample = split(row.text("sample"));
  if (row.is_null("sagas")) return;  // nothing matches
  preview.parts.push_back({.refusal = row.text("refusal"),
                           .type = row.text("saga_type"),
                           .step = row.text("current_step"),
                           .sagas = row.int64("sagas"),
                           .amount = {row.int64("amount"), row.text("currency")}});
  preview.sagas += preview.parts.back().sagas;
}

}  // namespace

Result<JobPreview> PgJobBoard::preview(Action action, const SagaFilter& filter, int sample) {
  Values values;
  const std::string sql = preview_sql(action, filter, sample, false, values);
  const auto rows = session_->read(sql, values.take());
  if (!rows) return std::unexpected(rows.error());
  JobPreview preview;
  if (const auto read = rows->each([&](const Row& row) { take_part(row, preview); }); !read) {
    return std::unexpected(read.error());
  }
  return preview;
}

Result<FrozenPreview> PgJobBoard::freeze(Action action, const SagaFilter& filter, int sample) {
  Values values;
  const std::string sql = preview_sql(action, filter, sample, true, values);
  const auto rows = session_->read(sql, values.take());
  if (!rows) return std::unexpected(rows.error());
  FrozenPreview frozen;
  const auto read = rows->each([&](const Row& row) {
    take_part(row, frozen.preview);
    if (frozen.targets) return;  // the same in every row
    frozen.targets = std::make_shared<const std::string>(row.optional_text("targets").value_or(""));
    frozen.examples = split(row.text("examples"));
  });
  if (!read) return std::unexpected(read.error());
  return frozen;
}

Result<std::vector<Job>> PgJobBoard::list(int limit) {
  const auto rows = session_->read(
      fmt::format("select {} from saga.job_view order by requested_at desc, job_id desc limit $1", kJobColumns),
      {limit});
  if (!rows) return std::unexpected(rows.error());
  return rows->map(job_from);
}

Result<std::optional<Job>> PgJobBoard::find(const JobId& id) {
  if (!is_uuid(id)) return std::nullopt;
  const auto rows =
      session_->read(fmt::format("select {} from saga.job_view where job_id = $1::uuid", kJobColumns), {id});
  if (!rows) return std::unexpected(rows.error());
  return rows->first(job_from);
}

Result<JobItemPage> PgJobBoard::items(const JobId& id, const std::vector<JobItemStatus>& only, int after, int limit) {
  if (limit < 1 || limit > kLargestPage) {
    return std::unexpected(Error{ErrorKind::Invalid, fmt::format("A page holds 1 to {} items.", kLargestPage)});
  }
  if (!is_uuid(id)) return JobItemPage{};
  std::vector<std::string> statuses;
  for (const JobItemStatus status : only) statuses.emplace_back(to_text(status));
  const auto rows = session_->read(
      "select position, saga_id, expected_version, status, detail, ended_as, command_id, requested_at, finished_at "
      "from saga.job_item_view where job_id = $1::uuid and position > $2 and (cardinality($3::text[]) = 0 or status = "
      "any ($3::text[])) order by position limit $4",
      {id, after, statuses, limit});
  if (!rows) return std::unexpected(rows.error());
  auto items = rows->map(item_from);
  if (!items) return std::unexpected(items.error());
  JobItemPage page{.items = std::move(*items)};
  if (static_cast<int>(page.items.size()) == limit) page.next = page.items.back().position;
  return page;
}

}  // namespace saga::pg
