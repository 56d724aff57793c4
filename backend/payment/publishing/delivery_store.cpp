// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/publishing/delivery_store.h"

#include <algorithm>

namespace saga::payment {
namespace {

constexpr int kExpireAtOnce = 1'000;

constexpr std::string_view kOpenName = "publishing.open";
// Each shard by its index in the order of position. The keys that have to wait are few: an open breaker stops the
// attempts that could fail.
constexpr std::string_view kOpen = R"(
select d.event_id, d.event_type, d.event_data, d.saga_id, d.traceparent, d.order_key,
       to_char(d.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), d.shard, d.position, d.retry_count,
       d.generation
  from unnest($2::smallint[]) as s (shard)
 cross join lateral (
   select l.* from saga.external_event_log l
    where l.target_system = $1 and l.shard = s.shard and l.status in ('PENDING', 'FAILED')
      and l.position <> all ($3::bigint[])
      and (l.next_attempt_at is null or l.next_attempt_at <= clock_timestamp())
      and l.order_key <> all (array(
            select w.order_key from saga.external_event_log w
             where w.target_system = $1 and w.shard = s.shard and w.status = 'FAILED'
               and w.next_attempt_at > clock_timestamp()))
    order by l.position limit $4) d
 order by d.position limit $5)";

constexpr std::string_view kRecordName = "publishing.record";
constexpr std::string_view kRecord =
    "select saga.record_deliveries($1, $2, $3::uuid[], $4::text[], $5::text[], $6::bigint[])";

constexpr std::string_view kReport = R"(
insert into saga.external_target (target_system, instance, state, since, consecutive_failures, times_opened, sent,
                                  failed, died, next_probe_at, last_error, last_error_at, updated_at)
values ($1, $2, $3, now() - $4 * interval '1 millisecond', $5, $6, $7, $8, $9, now() + $10 * interval '1 millisecond',
        $11, now() - $12 * interval '1 millisecond', now())
on conflict (target_system, instance) do update
   set state = excluded.state, since = excluded.since, consecutive_failures = excluded.consecutive_failures,
       times_opened = excluded.times_opened, sent = excluded.sent, failed = excluded.failed, died = excluded.died,
       next_probe_at = excluded.next_probe_at, last_error = excluded.last_error,
       last_error_at = excluded.last_error_at, updated_at = excluded.updated_at)";

// Generic plans, since planning over all partitions costs more than running; and by the indexes, whatever the
// statistics say of a table that was empty a moment ago.
constexpr std::string_view kSettings =
    "set enable_seqscan = off; set enable_sort = off; set enable_bitmapscan = off; set jit = off; "
    "set plan_cache_mode = force_generic_plan";

std::string_view to_text(Record::Outcome outcome) {
  switch (outcome) {
    case Record::Outcome::Sent: return "SENT";
    case Record::Outcome::Failed: return "FAILED";
    case Record::Outcome::DeadLetter: return "DEAD_LETTER";
  }
  return "";
}

template <class T>
Result<void> only_whether(const Result<T>& result) {
  if (!result) return std::unexpected(result.error());
  return {};
}

}  // namespace

Result<void> prepare_deliveries(pg::Session& session) {
  if (auto done = session.execute_script(kSettings); !done) return done;
  if (auto done = session.prepare(kOpenName, kOpen); !done) return done;
  return session.prepare(kRecordName, kRecord);
}

Result<Shards> claim_shards(pg::Session& session, std::int64_t epoch, std::string_view target, int shards) {
  const auto rows = session.query("select shard, surplus from saga.claim_shards($1, $2, $3)", {epoch, target, shards});
  if (!rows) return std::unexpected(rows.error());
  Shards all;
  auto read =
      rows->each([&](const pg::Row& row) { (row.boolean(1) ? all.surplus : all.mine).push_back(row.int32(0)); });
  if (!read) return std::unexpected(read.error());
  return all;
}

Result<void> release_shards(pg::Session& session, std::int64_t epoch, std::string_view target,
                            const std::vector<int>& shards) {
  return only_whether(session.query("select saga.release_shards($1, $2, $3::smallint[])", {epoch, target, shards}));
}

Result<std::vector<OpenDelivery>> read_open(pg::Session& session, std::string_view target,
                                            const std::vector<int>& shards, const std::vector<std::int64_t>& except,
                                            int limit) {
  if (shards.empty() || limit <= 0) return std::vector<OpenDelivery>{};
  // More than its part of each, since the work is not spread evenly.
  const int of_each = std::min(limit, 2 * limit / static_cast<int>(shards.size()) + 8);
  const auto rows = session.query_prepared(kOpenName, {target, shards, except, of_each, limit});
  if (!rows) return std::unexpected(rows.error());
  return rows->map([](const pg::Row& row) {
    return OpenDelivery{.event_id = row.text(0),
                        .event_type = row.text(1),
                        .event_data = row.text(2),
                        .saga_id = row.optional_text(3).value_or(""),
                        .traceparent = row.optional_text(4).value_or(""),
                        .order_key = row.text(5),
                        .occurred_at = row.text(6),
                        .shard = row.int32(7),
                        .position = row.int64(8),
                        .retry_count = row.int32(9),
                        .generation = row.int32(10)};
  });
}

Result<void> write_records(pg::Session& session, std::int64_t epoch, std::string_view target,
                           std::span<const Record> records) {
  if (records.empty()) return {};
  std::vector<std::string> ids, outcomes;
  std::vector<std::optional<std::string>> errors;
  std::vector<std::int64_t> waits;
  for (const Record& record : records) {
    ids.push_back(record.event_id);
    outcomes.emplace_back(to_text(record.outcome));
    errors.push_back(record.error.empty() ? std::nullopt : std::optional(record.error));
    waits.push_back(record.wait.count());
  }
  return only_whether(session.query_prepared(kRecordName, {epoch, target, ids, outcomes, errors, waits}));
}

Result<std::int64_t> expire(pg::Session& session, std::int64_t epoch, std::string_view target,
                            const std::vector<int>& shards, std::chrono::milliseconds age, std::string_view error,
                            const std::vector<std::string>& except) {
  const auto rows = session.query(
      "select saga.expire_deliveries($1, $2, $3::smallint[], $4 * interval '1 millisecond', $5, $6::uuid[], $7)",
      {epoch, target, shards, age.count(), error, except, kExpireAtOnce});
  if (!rows) return std::unexpected(rows.error());
  return rows->one([](const pg::Row& row) { return row.int64(0); });
}

Result<void> write_report(pg::Session& session, std::string_view target, std::string_view instance,
                          const TargetReport& report) {
  const auto ms = [](const std::optional<std::chrono::milliseconds>& time) {
    return time ? std::optional(std::int64_t{time->count()}) : std::nullopt;
  };
  return only_whether(session.query(
      kReport,
      {target, instance, report.state, report.state_age.count(), report.consecutive_failures, report.times_opened,
       report.sent, report.failed, report.died, ms(report.next_probe), report.last_error, ms(report.last_error_age)}));
}

}  // namespace saga::payment
