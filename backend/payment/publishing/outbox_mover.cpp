// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/publishing/outbox_mover.h"

#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "backend/payment/publishing/delivery_store.h"
#include "backend/payment/publishing/routes.h"

namespace saga::payment {
namespace {

constexpr int kAtOnce = 500;
constexpr std::chrono::milliseconds kClaim{500};

pg::Settings settings_of(const Config& config, const std::string& conninfo, const std::string& schema) {
  return {.conninfo = conninfo,
          .statement_timeout = std::chrono::seconds(30),
          .application_name = fmt::format("payment-sagad {} outbox of {}", config.instance, schema)};
}

struct RouteTexts {
  std::vector<std::string> known;           // event types
  std::vector<std::string> types, targets;  // one a delivery
};

const RouteTexts& route_texts() {
  static const RouteTexts all = [] {
    RouteTexts texts;
    for (const ExternalRoute& route : kExternalRoutes) {
      texts.known.emplace_back(route.event_type);
      for (std::size_t i = 0; i < route.target_count(); ++i) {
        texts.types.emplace_back(route.event_type);
        texts.targets.emplace_back(route.targets.at(i));
      }
    }
    return texts;
  }();
  return all;
}

}  // namespace

struct OutboxMover::Batch {
  std::vector<std::int64_t> positions;
  std::vector<std::string> ids, types, data, keys, times;
  std::vector<std::optional<std::string>> sagas, traces;
  std::vector<int> shards;
};

std::string order_key_of(std::string_view event_type, std::string_view event_data, std::string_view event_id) {
  const ExternalRoute* route = route_of(event_type);
  const auto data = nlohmann::json::parse(event_data, nullptr, false);
  if (route != nullptr && data.is_object()) {
    const auto id = data.find(route->id_field);
    if (id != data.end() && id->is_string()) return fmt::format("{}/{}", route->aggregate, id->get<std::string>());
    if (id != data.end() && id->is_number_integer()) return fmt::format("{}/{}", route->aggregate, id->dump());
  }
  return fmt::format("event/{}", event_id);
}

int shard_of(std::string_view order_key) {
  std::uint64_t hash = 1469598103934665603ULL;
  for (const char c : order_key) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return static_cast<int>((hash >> 32U) % kShards);
}

OutboxMover::OutboxMover(const Config& config, std::string schema, const Clock& clock, std::shared_ptr<Lease> lease)
    : schema_(std::move(schema)),
      clock_(clock),
      lease_(std::move(lease)),
      domain_(settings_of(config, config.conninfo_of(*role_from(schema_)), schema_)),
      saga_(settings_of(config, config.saga_conninfo, schema_)) {}

Result<bool> OutboxMover::tick() {
  const auto epoch = lease_->epoch();
  if (!epoch) return std::unexpected(epoch.error());
  const auto mine = is_mine(*epoch);
  if (!mine) return std::unexpected(lease_->failed(mine.error(), *epoch));
  if (!*mine) return false;
  const auto batch = read();
  if (!batch) return std::unexpected(batch.error());
  if (batch->positions.empty()) return false;
  if (auto logged = log(*epoch, *batch); !logged) return std::unexpected(lease_->failed(logged.error(), *epoch));
  auto domain = domain_.get();
  if (!domain) return std::unexpected(domain.error());
  const auto deleted = (*domain)->execute(
      fmt::format("delete from {}.outbox where position = any ($1::bigint[])", schema_), {batch->positions});
  if (!deleted) return std::unexpected(deleted.error());
  return batch->positions.size() == kAtOnce;
}

Result<bool> OutboxMover::is_mine(std::int64_t epoch) {
  const MonoTime now = clock_.monotonic();
  if (epoch == epoch_ && now < next_claim_) return mine_;
  auto session = saga_.get();
  if (!session) return std::unexpected(session.error());
  const auto shards = claim_shards(**session, epoch, "outbox/" + schema_, 1);
  if (!shards) return std::unexpected(shards.error());
  mine_ = !shards->mine.empty();
  epoch_ = epoch;
  next_claim_ = now + kClaim;
  return mine_;
}

Result<OutboxMover::Batch> OutboxMover::read() {
  auto session = domain_.get();
  if (!session) return std::unexpected(session.error());
  const auto rows = (*session)->read(
      fmt::format("select position, event_id, event_type, event_data, saga_id, traceparent, created_at from {}.outbox "
                  "where event_type = any ($1::text[]) order by position limit {}",
                  schema_, kAtOnce),
      {route_texts().known});
  if (!rows) return std::unexpected(rows.error());
  Batch batch;
  auto done = rows->each([&](const pg::Row& row) {
    batch.positions.push_back(row.int64(0));
    batch.ids.push_back(row.text(1));
    batch.types.push_back(row.text(2));
    batch.data.push_back(row.text(3));
    batch.sagas.push_back(row.optional_text(4));
    batch.traces.push_back(row.optional_text(5));
    batch.times.push_back(row.text(6));
    batch.keys.push_back(order_key_of(batch.types.back(), batch.data.back(), batch.ids.back()));
    batch.shards.push_back(shard_of(batch.keys.back()));
  });
  if (!done) return std::unexpected(done.error());
  return batch;
}

Result<void> OutboxMover::log(std::int64_t epoch, const Batch& batch) {
  auto session = saga_.get();
  if (!session) return std::unexpected(session.error());
  const auto logged = (*session)->query(
      "select saga.log_deliveries($1, $2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::text[], $7::text[], "
      "$8::smallint[], $9::timestamptz[], $10::text[], $11::text[])",
      {epoch, batch.ids, batch.types, batch.data, batch.sagas, batch.traces, batch.keys, batch.shards, batch.times,
       route_texts().types, route_texts().targets});
  if (!logged) return std::unexpected(logged.error());
  return {};
}

}  // namespace saga::payment
