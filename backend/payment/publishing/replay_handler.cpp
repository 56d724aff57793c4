// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/publishing/replay_handler.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "backend/payment/publishing/delivery.h"
#include "backend/payment/runtime/log.h"
#include "backend/payment/runtime/reconnecting_session.h"
#include "backend/payment/topics.h"

namespace saga::payment {
namespace {

constexpr std::size_t kBatch = 500;

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    const char c = text[i];
    const bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    if (dash ? c != '-' : !hex) return false;
  }
  return true;
}

class ReplayHandler final : public Handler {
 public:
  explicit ReplayHandler(const Config& config)
      : session_(pg::Settings{.conninfo = config.saga_conninfo,
                              .statement_timeout = std::chrono::seconds(30),
                              .application_name = fmt::format("payment-sagad {} replay", config.instance)}) {}

  [[nodiscard]] std::string group() const override { return std::string(kPublisherGroup); }
  [[nodiscard]] std::vector<std::string> topics() const override { return {std::string(kExternalReplay)}; }
  [[nodiscard]] std::size_t batch_size() const override { return kBatch; }

  Result<std::vector<Outgoing>> tell_again() override {
    auto session = session_.get();
    if (!session) return std::unexpected(session.error());
    const auto rows = (*session)->query("select saga.list_again()");
    if (!rows) return std::unexpected(rows.error());
    const auto count = rows->one([](const pg::Row& row) { return row.int64(0); });
    if (!count) return std::unexpected(count.error());
    if (*count > 0) spdlog::info("event=dead-letters-listed-again deliveries={}", *count);
    return std::vector<Outgoing>{};
  }

  Result<Handled> handle(std::span<const Delivery> batch) override {
    Handled handled;
    std::vector<std::string> ids, targets;
    std::vector<int> generations;
    for (std::size_t i = 0; i < batch.size(); ++i) {
      const nlohmann::json& payload = batch[i].event.payload;
      const auto id = payload.find("eventId");
      const auto target = payload.find("target");
      const auto generation = payload.find("generation");
      if (id == payload.end() || !id->is_string() || !is_uuid(id->get<std::string>()) || target == payload.end() ||
          !target->is_string() || generation == payload.end() || !generation->is_number_integer()) {
        handled.unusable.push_back({i, "it names no delivery: eventId, target and generation are needed"});
        continue;
      }
      ids.push_back(id->get<std::string>());
      targets.push_back(target->get<std::string>());
      generations.push_back(generation->get<int>());
    }
    if (ids.empty()) return handled;
    auto session = session_.get();
    if (!session) return std::unexpected(session.error());
    const auto rows = (*session)->query(
        "select event_id, target_system, outcome from saga.replay_deliveries($1::uuid[], $2::text[], $3::int[])",
        {ids, targets, generations});
    if (!rows) return std::unexpected(rows.error());
    auto read = rows->each([](const pg::Row& row) {
      spdlog::debug("event=replay delivery={} outcome={}", log_text(delivery_id(row.text(0), row.text(1))),
                    row.text(2));
    });
    if (!read) return std::unexpected(read.error());
    return handled;
  }

 private:
  ReconnectingSession session_;
};

}  // namespace

std::unique_ptr<Handler> make_replay_handler(const Config& config) { return std::make_unique<ReplayHandler>(config); }

Event replay_event(std::string_view event_id, std::string_view target, int generation, WallTime now) {
  return {.event_id = new_uuid_v7(now),
          .event_type = "DeliveryReplayed",
          .saga_id = {},
          .correlation_id = std::string(event_id),
          .traceparent = traceparent_of(new_trace_id()),
          .occurred_at = now,
          .payload = {{"eventId", event_id}, {"target", target}, {"generation", generation}}};
}

}  // namespace saga::payment
