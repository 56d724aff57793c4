// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/postgres/timeline_reader.h"

#include <algorithm>

#include <fmt/format.h>

#include "backend/domain/uuid.h"

namespace saga::pg {
namespace {

using timeline::kOpen;
using timeline::micros;
using timeline::Span;
using timeline::SpanList;

// What decides a saga's condition and its place in time, and nothing that would have to be masked.
constexpr const char* kSpanColumns =
    "saga_id, created_at, updated_at, progress_at, ended_at, status, open_effects, parked, resolved, current_step";

constexpr const char* kNowhere = "ffffffff-ffff-ffff-ffff-ffffffffffff";

void add_saga(SpanList& list, const Row& row, TimePoint now) {
  const auto id = timeline::span_id_from(row.view("saga_id").value_or(""));
  if (!id) return row.fail("saga_id", "it is no UUID");
  Saga saga;
  saga.status = saga_status_from(row.view("status").value_or(""));
  saga.open_effects = row.int32("open_effects");
  saga.progress_at = row.time("progress_at");
  if (row.boolean("parked")) saga.parked_reason.emplace();
  if (row.boolean("resolved")) saga.resolution.emplace();
  const Condition condition = condition_of(saga, now);
  const bool open = condition == Condition::Running || condition == Condition::Compensating ||
                    condition == Condition::Stuck || condition == Condition::NeedsAttention;
  Span span{.id = *id,
            .start = micros(row.time("created_at")),
            .condition = condition,
            .step = list.step(row.view("current_step").value_or(""))};
  span.turned = span.start;
  if (condition == Condition::NeedsAttention || (condition == Condition::Stuck && saga.parked_reason)) {
    span.turned = micros(row.time("updated_at"));  // nothing but a person's action changes it since
  } else if (condition == Condition::Stuck) {
    span.turned = micros(saga.progress_at + kStuckThreshold);
  }
  const auto ended = row.optional_time("ended_at");
  span.end = open || !ended ? kOpen : micros(*ended);
  list.spans.push_back(span);
}

Condition ending_from(std::string_view ending) {
  if (ending == "completed") return Condition::Completed;
  if (ending == "failed") return Condition::Failed;
  if (ending == "compensated") return Condition::Compensated;
  return Condition::Running;
}

Result<void> check(int limit) {
  if (limit >= 1 && limit <= PgTimelineReader::kMostInPage) return {};
  return std::unexpected(
      Error{ErrorKind::Invalid, fmt::format("A page holds 1 to {} spans.", PgTimelineReader::kMostInPage)});
}

Result<void> check_saga_cursor(const std::optional<SpanCursor>& cursor, int limit) {
  if (cursor && !is_uuid(cursor->id)) {
    return std::unexpected(Error{ErrorKind::Invalid, "The place to go on from is not one of ours."});
  }
  return check(limit);
}

// The spans of a statement that asked for one row more than the page holds.
template <class Add>
Result<SpanPage> page_of(const Result<Rows>& rows, int limit, const char* time, const char* id, Add add) {
  if (!rows) return std::unexpected(rows.error());
  SpanPage page;
  page.list.spans.reserve(rows->size());
  SpanCursor last;
  bool more = false;
  auto read = rows->each([&](const Row& row) {
    if (page.list.spans.size() == static_cast<std::size_t>(limit)) {
      more = true;
      return;
    }
    add(page.list, row);
    if (page.list.spans.size() == static_cast<std::size_t>(limit)) last = {row.time(time), row.text(id)};
  });
  if (!read) return std::unexpected(read.error());
  if (more) page.next = last;
  return page;
}

}  // namespace

// Walks saga_state_created backwards from the cursor and stops.
Result<SpanPage> PgTimelineReader::settled(const SpanQuery& query) {
  if (auto right = check_saga_cursor(query.before, query.limit); !right) return std::unexpected(right.error());
  static const std::string kSql = fmt::format(
      "select {} from saga.saga_view where created_at >= $1::timestamptz and created_at < $2::timestamptz "
      "and (created_at, saga_id) < ($3::timestamptz, $4::uuid) and not active and not attention "
      "and ended_at <= coalesce($5::timestamptz, 'infinity') order by created_at desc, saga_id desc limit $6",
      kSpanColumns);
  const SpanCursor before = query.before.value_or(SpanCursor{query.to, kNowhere});
  const auto rows = session_->read(kSql, {query.from, query.to, before.at, before.id, query.ended_by, query.limit + 1});
  return page_of(rows, query.limit, "created_at", "saga_id",
                 [](SpanList& list, const Row& row) { add_saga(list, row, TimePoint{}); });
}

// Finds the part of time by the block range index, and sorts that.
Result<SpanPage> PgTimelineReader::payments(const SpanQuery& query) {
  if (auto right = check(query.limit); !right) return std::unexpected(right.error());
  const std::string sql = fmt::format(
      "select order_id, claimed_at, finished_at, ending from saga.legacy_payment_view "
      "where claimed_at >= $1::timestamptz and claimed_at < $2::timestamptz{} "
      "order by claimed_at desc, order_id desc limit $3",
      query.before ? " and (claimed_at, order_id) < ($4::timestamptz, $5::text)" : "");
  Params params{query.from,
                query.before ? std::min(query.to, query.before->at + std::chrono::microseconds(1)) : query.to,
                query.limit + 1};
  if (query.before) params.add(query.before->at).add(query.before->id);
  return page_of(session_->read(sql, params), query.limit, "claimed_at", "order_id",
                 [](SpanList& list, const Row& row) {
                   const auto ended = row.optional_time("finished_at");
                   const timeline::Micros start = micros(row.time("claimed_at"));
                   list.spans.push_back({.id = timeline::span_id_of_text(row.view("order_id").value_or("")),
                                         .start = start,
                                         .turned = start,
                                         .end = ended ? micros(*ended) : kOpen,
                                         .condition = ending_from(row.view("ending").value_or("")),
                                         .legacy = true,
                                         .step = list.step("")});
                 });
}

// By the partial indexes of what is active and what needs attention; the oldest first, for trouble is old.
Result<OpenSpans> PgTimelineReader::open(int most) {
  if (auto right = check(most); !right) return std::unexpected(right.error());
  static const std::string kSql = fmt::format(
      "select n.now as server_now, s.* from (select now()) n left join lateral "
      "((select {0} from saga.saga_view where active order by created_at, saga_id limit $1) union all "
      "(select {0} from saga.saga_view where attention order by created_at, saga_id limit $1)) s on true",
      kSpanColumns);
  const auto rows = session_->read(kSql, {most + 1});
  if (!rows) return std::unexpected(rows.error());
  OpenSpans open;
  int active = 0, attention = 0;
  auto read = rows->each([&](const Row& row) {
    open.server_now = row.time("server_now");
    if (row.is_null("saga_id")) return;  // nothing is open
    add_saga(open.list, row, open.server_now);
    if (open.list.spans.empty()) return;
    int& count = open.list.spans.back().condition == Condition::NeedsAttention ? attention : active;
    if (++count <= most) return;
    open.list.spans.pop_back();
    open.capped = true;
  });
  if (!read) return std::unexpected(read.error());
  return open;
}

// Walks saga_state_ended from the cursor on and stops.
Result<SpanPage> PgTimelineReader::ended(const SpanCursor& after, int limit) {
  if (auto right = check_saga_cursor(after.id.empty() ? std::nullopt : std::optional(after), limit); !right) {
    return std::unexpected(right.error());
  }
  static const std::string kSql = fmt::format(
      "select {} from saga.saga_view where not active and (ended_at, saga_id) > ($1::timestamptz, $2::uuid) "
      "and not attention order by ended_at, saga_id limit $3",
      kSpanColumns);
  const auto rows = session_->read(kSql, {after.at, after.id.empty() ? std::string(kNowhere) : after.id, limit + 1});
  return page_of(rows, limit, "ended_at", "saga_id",
                 [](SpanList& list, const Row& row) { add_saga(list, row, TimePoint{}); });
}

Result<std::vector<timeline::Marker>> PgTimelineReader::markers(TimePoint from, TimePoint to) {
  return read_markers(*session_, from, to);
}

// By the primary key, which begins with the saga. From the view that masks no more of an error than its beginning: most
// have none, and a very long one must not hold up the rest.
Result<std::map<SagaId, std::vector<StepExecution>>> PgTimelineReader::steps(const std::vector<SagaId>& ids) {
  if (ids.size() > kMostSteps || !std::ranges::all_of(ids, [](const SagaId& id) { return is_uuid(id); })) {
    return std::unexpected(Error{ErrorKind::Invalid, "The steps of these sagas cannot be asked for."});
  }
  Params params;
  params.add_array(ids);
  const auto rows = session_->read(
      "select saga_id, step_name, direction, attempt, status, error_message, started_at, executed_at "
      "from saga.step_head_view where saga_id = any ($1::uuid[]) order by started_at, id",
      params);
  if (!rows) return std::unexpected(rows.error());
  std::map<SagaId, std::vector<StepExecution>> steps;
  auto read = rows->each([&](const Row& row) {
    StepExecution step;
    step.step_name = row.text("step_name");
    step.direction = direction_from(row.view("direction").value_or(""));
    step.attempt = row.int32("attempt");
    step.status = step_status_from(row.view("status").value_or(""));
    step.error = row.optional_text("error_message").value_or("");
    step.started_at = row.time("started_at");
    step.executed_at = row.optional_time("executed_at");
    steps[row.text("saga_id")].push_back(std::move(step));
  });
  if (!read) return std::unexpected(read.error());
  return steps;
}

}  // namespace saga::pg
