// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/postgres/saga_context.h"

#include <algorithm>
#include <array>
#include <tuple>

#include <fmt/format.h>

#include "backend/domain/uuid.h"

namespace saga::pg {
namespace {

const char* column_of(PayloadPart part) {
  switch (part) {
    case PayloadPart::Input: return "input_data";
    case PayloadPart::Output: return "output_data";
    case PayloadPart::Error: return "error_message";
  }
  return "input_data";
}

constexpr const char* kEventColumns = "aggregate_id, sequence_number, event_type, event_data, occurred_at";

StoredEvent event_from(const Row& row, const std::string& domain) {
  return {domain,
          row.text("aggregate_id"),
          row.int64("sequence_number"),
          row.text("event_type"),
          row.text("event_data"),
          row.time("occurred_at")};
}

Result<void> take(const Result<Rows>& rows, const std::string& domain, StoredEvents& into) {
  if (!rows) return std::unexpected(rows.error());
  auto events = rows->map([&](const Row& row) { return event_from(row, domain); });
  if (!events) return std::unexpected(events.error());
  std::ranges::move(*events, std::back_inserter(into.events));
  return {};
}

// As it stands in JSON: an order of our own needs no escaping, and a foreign one that does is not found.
std::string quoted(const std::string& text) { return '"' + text + '"'; }

}  // namespace

Result<SagaNotes> PgSagaContext::notes(const SagaId& id) {
  SagaNotes notes;
  if (!is_uuid(id)) return notes;
  static const std::string kSql = fmt::format(
      "select note_id, author, body, at from saga.note_view where saga_id = $1::uuid order by note_id desc limit {}",
      kMostNotes + 1);
  const auto rows = session_->read(kSql, {id});
  if (!rows) return std::unexpected(rows.error());
  auto read = rows->map([](const Row& row) {
    return SagaNote{row.int64("note_id"), row.text("author"), row.text("body"), row.time("at")};
  });
  if (!read) return std::unexpected(read.error());
  notes.notes = std::move(*read);
  notes.more = notes.notes.size() > kMostNotes;
  if (notes.more) notes.notes.pop_back();
  const auto claim = session_->read("select assignee, since from saga.assignee_view where saga_id = $1::uuid", {id});
  if (!claim) return std::unexpected(claim.error());
  auto taken = claim->first([](const Row& row) { return SagaClaim{row.text("assignee"), row.time("since")}; });
  if (!taken) return std::unexpected(taken.error());
  notes.claim = std::move(*taken);
  return notes;
}

Result<std::optional<std::string>> PgSagaContext::payload(const PayloadKey& key) {
  if (!is_uuid(key.saga)) return std::nullopt;
  const auto rows = session_->read(
      fmt::format("select {} from saga.step_view where saga_id = $1::uuid and step_name = $2 and direction = $3 "
                  "and attempt = $4",
                  column_of(key.part)),
      {key.saga, key.step, to_text(key.direction), key.attempt});
  if (!rows) return std::unexpected(rows.error());
  auto found = rows->first([](const Row& row) { return row.optional_text(0); });
  if (!found) return std::unexpected(found.error());
  return *found ? std::move(**found) : std::nullopt;
}

struct PgSagaContext::Domains {
  std::vector<std::string> here, elsewhere;
  [[nodiscard]] bool has(const std::string& name) const { return std::ranges::find(here, name) != here.end(); }
};

// A domain may lie in a database of its own, and a role may lack the right: both are said, neither is an error.
Result<PgSagaContext::Domains> PgSagaContext::domains() {
  const auto rows = session_->read(
      "select d.name, coalesce(has_table_privilege(c.oid, 'select') and has_schema_privilege(n.oid, 'usage'), false) "
      "as readable from unnest(array['orders', 'balances', 'products', 'payments']) with ordinality as d (name, place) "
      "left join pg_catalog.pg_namespace n on n.nspname = d.name "
      "left join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relname = 'event_view' order by d.place");
  if (!rows) return std::unexpected(rows.error());
  Domains domains;
  auto read = rows->each([&](const Row& row) {
    (row.boolean("readable") ? domains.here : domains.elsewhere).push_back(row.text("name"));
  });
  if (!read) return std::unexpected(read.error());
  return domains;
}

Result<void> PgSagaContext::add_events(const std::string& domain, const std::vector<std::string>& aggregates,
                                       StoredEvents& into) {
  Params params;
  params.add_array(aggregates);
  return take(session_->read(fmt::format("select {} from {}.event_view where aggregate_id = any ($1::text[]) "
                                         "order by aggregate_id, sequence_number",
                                         kEventColumns, domain),
                             params),
              domain, into);
}

// The account of a user has the events of all of its orders; the newest are searched, since the key is a number.
Result<void> PgSagaContext::add_account(const Saga& saga, StoredEvents& into) {
  const std::string account = fmt::format("account/{}/{}", *saga.user_id, saga.amount->currency);
  static const std::string kSql = fmt::format(
      "select {0} from (select {0} from balances.event_view where aggregate_id = $1 "
      "order by sequence_number desc limit {1}) e where strpos(e.event_data, $2) > 0 order by sequence_number",
      kEventColumns, kMostAccountEvents);
  if (auto done = take(session_->read(kSql, {account, quoted(*saga.order_id)}), "balances", into); !done) return done;
  const auto older = session_->read(
      "select coalesce((select max(sequence_number) from balances.event_view where aggregate_id = $1), 0) > $2::bigint "
      "as older",
      {account, kMostAccountEvents});
  if (!older) return std::unexpected(older.error());
  const auto in_part = older->one([](const Row& row) { return row.boolean("older"); });
  if (!in_part) return std::unexpected(in_part.error());
  if (*in_part) into.searched_in_part.push_back(account);
  return {};
}

Result<StoredEvents> PgSagaContext::stored_events(const Saga& saga) {
  StoredEvents found;
  const auto domains = this->domains();
  if (!domains) return std::unexpected(domains.error());
  found.elsewhere = domains->elsewhere;
  if (!saga.order_id || !is_uuid(saga.id)) return found;

  std::vector<std::string> payments;
  const auto named = session_->read(
      R"sql(select distinct 'payment/' || substring(output_data from '"paymentId"\s*:\s*"([^"]+)"') as aggregate
              from saga.step_view where saga_id = $1::uuid and output_data like '%"paymentId"%')sql",
      {saga.id});
  if (!named) return std::unexpected(named.error());
  auto read = named->each([&](const Row& row) {
    if (const auto aggregate = row.optional_text("aggregate")) payments.push_back(*aggregate);
  });
  if (!read) return std::unexpected(read.error());

  Result<void> done;
  if (domains->has("orders")) done = add_events("orders", {"order/" + *saga.order_id}, found);
  if (done && domains->has("products")) done = add_events("products", {"reservation/" + *saga.order_id}, found);
  if (done && domains->has("payments")) done = add_events("payments", payments, found);
  if (done && domains->has("balances") && saga.user_id && saga.amount) done = add_account(saga, found);
  if (!done) return std::unexpected(done.error());
  std::ranges::sort(found.events, [](const StoredEvent& a, const StoredEvent& b) {
    return std::tie(a.at, a.domain, a.aggregate, a.number) < std::tie(b.at, b.domain, b.aggregate, b.number);
  });
  return found;
}

// Events have ids that begin with their time, and the log has no other way to them: it is searched from the saga's
// beginning, or the last hour of one that took longer, to a little after its last change.
Result<std::vector<ExternalDelivery>> PgSagaContext::deliveries(const Saga& saga) {
  if (!is_uuid(saga.id)) return std::vector<ExternalDelivery>{};
  const auto there =
      session_->read("select coalesce(has_table_privilege(to_regclass('saga.external_event_view'), 'select'), false)");
  if (!there) return std::unexpected(there.error());
  const auto readable = there->one([](const Row& row) { return row.boolean(0); });
  if (!readable) return std::unexpected(readable.error());
  if (!*readable) return std::vector<ExternalDelivery>{};
  constexpr std::chrono::seconds kClocksDiffer{30};
  const TimePoint from = std::max(saga.created_at, saga.updated_at - std::chrono::hours(1)) - kClocksDiffer;
  static const std::string kSql = fmt::format(
      "select d.event_id, d.target_system, d.event_type, d.status, d.retry_count, d.generation,"
      " coalesce(d.error_message, '') as error, d.created_at, d.last_attempt_at, d.next_attempt_at,"
      " case d.status when 'SENT' then d.sent_at when 'DEAD_LETTER' then d.died_at end as ended_at,"
      " coalesce(b.state, '') as breaker"
      " from saga.external_event_view d left join lateral (select t.state from saga.external_target_view t"
      " where t.target_system = d.target_system and d.status in ('PENDING', 'FAILED')"
      " and t.updated_at > now() - interval '1 minute'"
      " order by array_position(array['OPEN', 'HALF_OPEN', 'NO_URL', 'CLOSED'], t.state) limit 1) b on true"
      " where d.saga_id = $1::uuid and d.event_id >= saga.uuid_at($2) and d.event_id < saga.uuid_at($3)"
      " order by d.created_at, d.event_id, d.target_system limit {}",
      kMostDeliveries);
  const auto rows = session_->read(kSql, {saga.id, from, saga.updated_at + kClocksDiffer});
  if (!rows) return std::unexpected(rows.error());
  return rows->map([](const Row& row) {
    return ExternalDelivery{.event_id = row.text("event_id"),
                            .target = row.text("target_system"),
                            .event_type = row.text("event_type"),
                            .status = row.text("status"),
                            .retry_count = row.int32("retry_count"),
                            .generation = row.int32("generation"),
                            .error = row.text("error"),
                            .created_at = row.time("created_at"),
                            .ended_at = row.optional_time("ended_at"),
                            .last_attempt_at = row.optional_time("last_attempt_at"),
                            .next_attempt_at = row.optional_time("next_attempt_at"),
                            .breaker = row.text("breaker")};
  });
}

}  // namespace saga::pg
