// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/redis/routing_keys.h"

#include <algorithm>
#include <optional>

#include <nlohmann/json.hpp>

#include "backend/domain/routing.h"

namespace saga::redis {
namespace {

using Json = nlohmann::json;

std::int64_t milliseconds(TimePoint time) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
}

TimePoint time_of(std::int64_t milliseconds) { return TimePoint(std::chrono::milliseconds(milliseconds)); }

std::optional<GatewayReport> report_from(const std::string& instance, const std::string& text) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return std::nullopt;
  const auto number = [&](const char* key) {
    const auto found = json.find(key);
    return found != json.end() && found->is_number_integer() ? found->get<std::int64_t>() : 0;
  };
  const auto flag = [&](const char* key) {
    const auto found = json.find(key);
    return found != json.end() && found->is_boolean() && found->get<bool>();
  };
  return GatewayReport{.instance = instance,
                       .version = number("version"),
                       .rollback = flag("rollback"),
                       .unreadable = flag("unreadable"),
                       .legacy = number("legacy"),
                       .event_driven = number("eventDriven"),
                       .applied_at = time_of(number("appliedAtMs")),
                       .heartbeat_at = time_of(number("heartbeatAtMs"))};
}

}  // namespace

Result<bool> read_rollback(Client& client) {
  const auto reply = expect_ok(client.call({"GET", kRollbackKey}));
  if (!reply) return std::unexpected(reply.error());
  const std::string* text = reply->text();
  return text != nullptr && rollback_from(*text);
}

Result<void> write_rollback(Client& client, bool engaged) {
  const auto reply = expect_ok(client.call({"SET", kRollbackKey, engaged ? "true" : "false"}));
  if (!reply) return std::unexpected(reply.error());
  return {};
}

Result<void> rehearse_rollback(Client& client) {
  const auto reply = expect_ok(client.call({"SET", kRollbackKey, "false", "NX", "EX", "1"}));
  if (!reply) return std::unexpected(reply.error());
  return {};
}

Result<void> write_report(Client& client, const GatewayReport& report) {
  const Json json{{"version", report.version},
                  {"rollback", report.rollback},
                  {"unreadable", report.unreadable},
                  {"legacy", report.legacy},
                  {"eventDriven", report.event_driven},
                  {"appliedAtMs", milliseconds(report.applied_at)},
                  {"heartbeatAtMs", milliseconds(report.heartbeat_at)}};
  const auto reply = expect_ok(client.call({"HSET", kGatewaySeenKey, report.instance, json.dump()}));
  if (!reply) return std::unexpected(reply.error());
  return {};
}

Result<void> remove_report(Client& client, const std::string& instance) {
  const auto reply = expect_ok(client.call({"HDEL", kGatewaySeenKey, instance}));
  if (!reply) return std::unexpected(reply.error());
  return {};
}

Result<std::vector<GatewayReport>> read_reports(Client& client) {
  const auto reply = expect_ok(client.call({"HGETALL", kGatewaySeenKey}));
  if (!reply) return std::unexpected(reply.error());
  std::vector<GatewayReport> reports;
  if (const auto* pairs = reply->array()) {
    for (std::size_t i = 0; i + 1 < pairs->size(); i += 2) {
      const std::string* instance = (*pairs)[i].text();
      const std::string* text = (*pairs)[i + 1].text();
      if (instance == nullptr || text == nullptr) continue;
      if (auto report = report_from(*instance, *text)) reports.push_back(std::move(*report));
    }
  }
  std::ranges::sort(reports, {}, &GatewayReport::instance);
  return reports;
}

}  // namespace saga::redis
