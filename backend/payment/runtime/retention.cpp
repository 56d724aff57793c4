// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/runtime/retention.h"

#include <array>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "backend/payment/runtime/log.h"

namespace saga::payment {
namespace {

constexpr std::chrono::minutes kPeriod{5};

// The last day whose end is p_keep days ago; of the inbox, no day from the first one on that has an open saga.
constexpr std::string_view kSagas = "select saga.drop_ended((now() at time zone 'UTC')::date - $1::int)";
constexpr std::string_view kInboxLimit =
    "select least((now() at time zone 'UTC')::date - $1::int, saga.first_open_day())::text";
constexpr std::string_view kDeliveries = "select saga.drop_deliveries((now() at time zone 'UTC')::date - $1::int)";
// Of publishers that are gone.
constexpr std::string_view kTargets = "delete from saga.external_target where updated_at < now() - interval '1 hour'";
constexpr std::string_view kWorkers =
    "delete from saga.worker where fenced_at < now() - make_interval(days => $1::int)";

pg::Settings settings_of(const Config& config, const std::string& conninfo) {
  return {.conninfo = conninfo,
          .statement_timeout = std::chrono::seconds(60),
          .application_name = fmt::format("payment-sagad {} retention", config.instance)};
}

Result<void> collect(const Result<pg::Rows>& rows, const std::string& schema, std::vector<std::string>& dropped) {
  if (!rows) return std::unexpected(rows.error());
  return rows->each([&](const pg::Row& row) { dropped.push_back(schema + "." + row.text(0)); });
}

}  // namespace

Retention::Retention(const Config& config)
    : keep_sagas_days_(config.keep_sagas_days),
      keep_inbox_days_(config.keep_inbox_days),
      keep_deliveries_days_(config.keep_deliveries_days),
      saga_(settings_of(config, config.saga_conninfo)) {
  for (const Role role : {Role::Orders, Role::Balances, Role::Products, Role::Payments}) {
    inboxes_.push_back(
        {std::string(to_text(role)), ReconnectingSession(settings_of(config, config.conninfo_of(role)))});
  }
}

Result<std::vector<std::string>> Retention::run() {
  std::vector<std::string> dropped;
  auto session = saga_.get();
  if (!session) return std::unexpected(session.error());
  // Before the sagas go: a day without sagas has none that is open.
  const auto limit = (*session)->query(kInboxLimit, {keep_inbox_days_});
  if (!limit) return std::unexpected(limit.error());
  const auto before = limit->one([](const pg::Row& row) { return row.text(0); });
  if (!before) return std::unexpected(before.error());
  for (Inbox& inbox : inboxes_) {
    auto open = inbox.session.get();
    if (!open) return std::unexpected(open.error());
    auto done = collect((*open)->query(fmt::format("select {}.drop_inbox($1::date)", inbox.schema), {*before}),
                        inbox.schema, dropped);
    if (!done) return std::unexpected(done.error());
  }
  if (auto done = collect((*session)->query(kSagas, {keep_sagas_days_}), "saga", dropped); !done) {
    return std::unexpected(done.error());
  }
  if (auto done = collect((*session)->query(kDeliveries, {keep_deliveries_days_}), "saga", dropped); !done) {
    return std::unexpected(done.error());
  }
  if (auto done = (*session)->execute(kTargets); !done) return std::unexpected(done.error());
  if (auto done = (*session)->execute(kWorkers, {keep_sagas_days_}); !done) return std::unexpected(done.error());
  return dropped;
}

std::unique_ptr<Loop> start_retention(const Config& config) {
  auto retention = std::make_shared<Retention>(config);
  return std::make_unique<Loop>("retention", kPeriod, [retention]() -> Result<bool> {
    const auto dropped = retention->run();
    if (!dropped) return std::unexpected(dropped.error());
    for (const std::string& name : *dropped) spdlog::info("event=dropped-by-age what={}", log_text(name));
    return false;
  });
}

}  // namespace saga::payment
