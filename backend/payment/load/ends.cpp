// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/load/ends.h"

#include <memory>
#include <optional>

#include "backend/payment/event.h"
#include "backend/payment/runtime/patience.h"
#include "backend/payment/topics.h"
#include "backend/redis/streams.h"

namespace saga::payment {
namespace {

using namespace std::chrono_literals;

constexpr int kHintsARead = 500;
constexpr std::size_t kOrdersALookUp = 5000;

// How the payments of these orders stand, on either route; no row: not started, or still under way. The legacy route
// has no saga, only an outcome.
constexpr std::string_view kEnds = R"(
select r.order_id, case when r.route = 'EVENT_DRIVEN' then s.status when r.outcome = 'COMPLETED' then 'COMPLETED'
                        else 'FAILED' end
  from saga.payment_route r left join saga.saga_state s on s.saga_id = r.saga_id
 where r.order_id = any ($1::text[])
   and (s.status in ('COMPLETED', 'FAILED') or s.parked_reason is not null
        or (r.route = 'LEGACY' and r.outcome is not null)))";

std::optional<Outcome> outcome_of(std::string_view kind) {
  if (kind == "COMPLETED") return Outcome::Completed;
  if (kind == "FAILED") return Outcome::Failed;
  if (kind == "PARKED") return Outcome::Parked;
  return std::nullopt;
}

// Hints may be anything a stranger wrote there: what does not read as one is no hint of an end.
void note(const redis::StreamEntry& entry, InFlight& in_flight, InFlight::Time at) {
  const std::string* text = entry.field("event");
  if (text == nullptr) return;
  const auto event = decode(*text);
  if (!event) return;
  const auto sagas = event->payload.find("sagas");
  if (sagas == event->payload.end() || !sagas->is_array()) return;
  for (const auto& saga : *sagas) {
    if (!saga.is_object()) continue;
    const auto order = saga.find("orderId");
    const auto kind = saga.find("kind");
    if (order == saga.end() || !order->is_string() || kind == saga.end() || !kind->is_string()) continue;
    if (const auto outcome = outcome_of(kind->get_ref<const std::string&>())) {
      in_flight.ended(order->get_ref<const std::string&>(), *outcome, at);
    }
  }
}

Result<void> read_some(redis::Client& client, std::string& after, InFlight& in_flight) {
  const auto reply = redis::expect_ok(
      client.call_blocking(redis::xread_command({std::string(kSagaChanged)}, {after}, kHintsARead, 300ms), 2000ms));
  if (!reply) return std::unexpected(reply.error());
  const auto entries = redis::parse_streams(*reply);
  if (!entries) return std::unexpected(entries.error());
  const auto now = std::chrono::steady_clock::now();
  for (const auto& entry : *entries) {
    after = entry.id;
    note(entry, in_flight, now);
  }
  return {};
}

}  // namespace

Result<std::string> newest_hint(const redis::Endpoint& endpoint) {
  auto client = redis::Client::open(endpoint);
  if (!client) return std::unexpected(client.error());
  const auto reply =
      redis::expect_ok((*client)->call({"XREVRANGE", std::string(kSagaChanged), "+", "-", "COUNT", "1"}));
  if (!reply) return std::unexpected(reply.error());
  const auto entries = redis::parse_entries(*reply, kSagaChanged);
  if (!entries) return std::unexpected(entries.error());
  return entries->empty() ? "0-0" : entries->front().id;
}

void follow_hints(const std::stop_token& stop, const redis::Endpoint& endpoint, std::string after,
                  InFlight& in_flight) {
  std::unique_ptr<redis::Client> client;
  Patience patience;
  while (!stop.stop_requested()) {
    if (!client) {
      if (auto opened = redis::Client::open(endpoint)) client = std::move(*opened);
    }
    if (client && read_some(*client, after, in_flight)) {
      patience.reset();
      continue;
    }
    client.reset();
    static_cast<void>(wait_for(stop, patience.next()));
  }
}

Result<void> look_up(pg::Session& saga_session, std::chrono::milliseconds age, InFlight& in_flight) {
  const auto now = std::chrono::steady_clock::now();
  const auto orders = in_flight.older_than(now - age, kOrdersALookUp);
  if (orders.empty()) return {};
  const auto rows = saga_session.read(kEnds, {orders});
  if (!rows) return std::unexpected(rows.error());
  return rows->each([&](const pg::Row& row) {
    in_flight.found_ended(row.text(0), outcome_of(row.text(1)).value_or(Outcome::Parked), now);
  });
}

}  // namespace saga::payment
