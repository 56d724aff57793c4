// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/postgres/dead_letter_queue.h"

#include <fmt/format.h>

#include "backend/domain/uuid.h"

namespace saga::pg {
namespace {

constexpr int kLargestPage = 10'000;

constexpr std::string_view kColumns =
    "v.delivery_id, v.queue, v.target_system, v.event_type, v.saga_id, v.order_key, v.status, v.generation, "
    "v.retry_count, v.error_message, v.error_group, v.signature, v.event_data, v.event_length, v.occurred_at, "
    "v.created_at, v.last_attempt_at, v.sent_at, v.died_at";

DeadLetter letter_from(const Row& row) {
  const std::string status = row.text("status");
  return {.id = row.text("delivery_id"),
          .queue = row.text("queue"),
          .target = row.text("target_system"),
          .event_type = row.text("event_type"),
          .saga_id = row.optional_text("saga_id").value_or(""),
          .order_key = row.text("order_key"),
          .status = delivery_status_from(status),
          .raw_status = status,
          .generation = row.int32("generation"),
          .retry_count = row.int32("retry_count"),
          .error = row.optional_text("error_message").value_or(""),
          .group = row.optional_text("error_group").value_or(""),
          .signature = row.text("signature"),
          .payload = row.text("event_data"),
          .payload_length = row.int64("event_length"),
          .occurred_at = row.time("occurred_at"),
          .created_at = row.time("created_at"),
          .last_attempt_at = row.optional_time("last_attempt_at"),
          .sent_at = row.optional_time("sent_at"),
          .died_at = row.optional_time("died_at")};
}

// What is no delivery id exists nowhere; it may not reach a cast.
struct Names {
  std::vector<std::string> events = {};
  std::vector<std::string> targets = {};
  explicit Names(const std::vector<DeliveryId>& ids) {
    for (const DeliveryId& id : ids) {
      const auto known = delivery_id_from(id);
      if (!known) continue;
      const auto slash = known->find('/');
      events.push_back(known->substr(0, slash));
      targets.push_back(known->substr(slash + 1));
    }
  }
};

}  // namespace

Result<std::vector<QueueSummary>> PgDeadLetterQueue::queues() {
  const auto rows = session_->read(
      "select queue, target_system, letters, oldest, newest from saga.dead_letter_queue_view order by queue, "
      "target_system");
  if (!rows) return std::unexpected(rows.error());
  return rows->map([](const Row& row) {
    return QueueSummary{row.text("queue"), row.text("target_system"), row.int64("letters"), row.time("oldest"),
                        row.time("newest")};
  });
}

Result<LetterPage> PgDeadLetterQueue::page(const LetterFilter& filter, const std::optional<LetterCursor>& after,
                                           int limit) {
  if (limit < 1 || limit > kLargestPage) {
    return std::unexpected(Error{ErrorKind::Invalid, fmt::format("A page holds 1 to {} letters.", kLargestPage)});
  }
  std::string sql = fmt::format("select now() as server_now, {} from ", kColumns);
  sql += filter.discarded ? "saga.quarantine_view q join saga.delivery_view v on v.event_id = q.event_id "
                            "and v.target_system = q.target_system where v.status = 'DISCARDED' "
                          : "saga.delivery_view v where v.status = 'DEAD_LETTER' ";
  Params params{filter.queue};
  sql += "and v.queue = $1 ";
  if (filter.signature) {
    params.add(*filter.signature);
    sql += fmt::format("and v.signature = ${} ", params.values().size());
  }
  if (filter.event_id) {
    if (!is_uuid(*filter.event_id)) return LetterPage{};
    params.add(*filter.event_id);
    sql += fmt::format("and v.event_id = ${}::uuid ", params.values().size());
  }
  if (after) {
    const Names name({after->id});
    if (name.events.empty()) {
      return std::unexpected(Error{ErrorKind::Invalid, "The place to go on from is not one of ours."});
    }
    const auto first = params.values().size() + 1;
    sql += fmt::format("and (v.died_at, v.event_id, v.target_system) < (${}::timestamptz, ${}::uuid, ${}::text) ",
                       first, first + 1, first + 2);
    params.add(after->died_at).add(name.events.front()).add(name.targets.front());
  }
  sql += fmt::format("order by v.died_at desc, v.event_id desc, v.target_system desc limit {}", limit + 1);
  const auto rows = session_->read(sql, params);
  if (!rows) return std::unexpected(rows.error());
  LetterPage page;
  auto read = rows->each([&](const Row& row) {
    page.server_now = row.time("server_now");
    page.letters.push_back(letter_from(row));
  });
  if (!read) return std::unexpected(read.error());
  if (page.letters.size() > static_cast<std::size_t>(limit)) {
    page.letters.pop_back();
    page.next = LetterCursor{page.letters.back().died_at.value_or(TimePoint{}), page.letters.back().id};
  }
  return page;
}

Result<std::vector<LetterGroup>> PgDeadLetterQueue::groups(const std::string& queue) {
  const auto rows = session_->read(
      "select v.signature, v.target_system, v.error_group, count(*) as letters, min(v.died_at) as oldest, "
      "max(v.died_at) as newest, (array_agg(v.delivery_id order by v.died_at desc, v.event_id desc))[1] as sample "
      "from saga.delivery_view v where v.status = 'DEAD_LETTER' and v.queue = $1 group by 1, 2, 3 "
      "order by letters desc, v.signature",
      {queue});
  if (!rows) return std::unexpected(rows.error());
  return rows->map([](const Row& row) {
    return LetterGroup{row.text("signature"), row.text("target_system"), row.optional_text("error_group").value_or(""),
                       row.int64("letters"),  row.time("oldest"),        row.time("newest"),
                       row.text("sample")};
  });
}

Result<std::vector<DeadLetter>> PgDeadLetterQueue::find(const std::vector<DeliveryId>& ids) {
  const Names names(ids);
  const auto rows = session_->read(
      fmt::format("select {} from unnest($1::uuid[], $2::text[]) with ordinality as w (event_id, target_system, n) "
                  "join saga.delivery_view v on v.event_id = w.event_id and v.target_system = w.target_system "
                  "order by w.n",
                  kColumns),
      {names.events, names.targets});
  if (!rows) return std::unexpected(rows.error());
  return rows->map(letter_from);
}

Result<std::vector<LetterRecord>> PgDeadLetterQueue::records(const std::vector<DeliveryId>& ids) {
  const Names names(ids);
  const auto rows = session_->read(
      "select saga.delivery_id(v.event_id, v.target_system) as delivery_id, v.status, v.generation, v.error_message, "
      "r.action, r.generation as action_generation, r.requested_by, r.reason, r.requested_at "
      "from unnest($1::uuid[], $2::text[]) with ordinality as w (event_id, target_system, n) "
      "join saga.external_event_view v on v.event_id = w.event_id and v.target_system = w.target_system "
      "left join lateral (select q.action, q.generation, q.requested_by, q.reason, q.requested_at "
      "from saga.dead_letter_request_view q where q.event_id = w.event_id and q.target_system = w.target_system "
      "order by q.request_id desc limit 1) r on true order by w.n",
      {names.events, names.targets});
  if (!rows) return std::unexpected(rows.error());
  return rows->map([](const Row& row) {
    return LetterRecord{.id = row.text("delivery_id"),
                        .status = delivery_status_from(row.text("status")),
                        .generation = row.int32("generation"),
                        .error = row.optional_text("error_message").value_or(""),
                        .action = row.optional_text("action"),
                        .action_generation = row.optional_int32("action_generation").value_or(0),
                        .requested_by = row.optional_text("requested_by").value_or(""),
                        .reason = row.optional_text("reason").value_or(""),
                        .requested_at = row.optional_time("requested_at")};
  });
}

}  // namespace saga::pg
