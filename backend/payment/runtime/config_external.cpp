// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/runtime/config_external.h"

#include "backend/payment/publishing/http_connection.h"
#include "backend/payment/publishing/routes.h"

namespace saga::payment {
namespace {

using std::chrono::milliseconds;

constexpr std::int64_t kDay = 86'400'000;

void read_time(TomlTable& table, const char* key, std::int64_t low, milliseconds& out) {
  out = milliseconds(table.integer(key, low, kDay).value_or(out.count()));
}

ExternalTarget read_target(TomlTable& table) {
  ExternalTarget target;
  target.url = table.text("url").value_or("");
  if (!target.url.empty() && !is_http_url(target.url)) table.wrong("url", "expected http://host:port/path, or https");
  read_time(table, "timeout_ms", 10, target.timeout);
  target.connections = static_cast<int>(table.integer("connections", 1, 256).value_or(target.connections));
  table.close();
  return target;
}

}  // namespace

void read_external(TomlTable& root, ExternalSettings& external) {
  auto table = root.table("external");
  if (!table) return;
  external.retry.max_attempts =
      static_cast<int>(table->integer("max_attempts", 1, 1000).value_or(external.retry.max_attempts));
  read_time(*table, "backoff_ms", 0, external.retry.backoff);
  read_time(*table, "backoff_cap_ms", 0, external.retry.backoff_cap);
  external.dead_after =
      std::chrono::seconds(table->integer("dead_after_seconds", 1, 365 * 86'400).value_or(external.dead_after.count()));
  external.breaker.failures =
      static_cast<int>(table->integer("breaker_failures", 1, 1'000'000).value_or(external.breaker.failures));
  read_time(*table, "breaker_cool_down_ms", 1, external.breaker.cool_down);
  read_time(*table, "breaker_cool_down_cap_ms", 1, external.breaker.cool_down_cap);
  for (const std::string_view name : kExternalTargets) {
    ExternalTarget& target = external.targets[std::string(name)];
    if (auto of_target = table->table(name)) target = read_target(*of_target);
  }
  table->close();
}

}  // namespace saga::payment
