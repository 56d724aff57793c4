// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/legacy/recovery.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "backend/payment/legacy/databases.h"
#include "backend/payment/runtime/log.h"

namespace saga::payment {
namespace {

constexpr std::chrono::seconds kEvery{2};

constexpr std::string_view kLeftBehind =
    "select gid from pg_prepared_xacts where database = current_database() and starts_with(gid, $1)"
    " and prepared < now() - make_interval(secs => $2::double precision) order by prepared";

}  // namespace

Recovery::Recovery(const Config& config)
    : who_(fmt::format("recovery of {}", config.instance)), age_(config.recover_after) {
  for (DatabaseOf& database : databases_of(config)) {
    pg::Settings settings{.conninfo = database.conninfo,
                          .statement_timeout = std::chrono::seconds(5),
                          .application_name = fmt::format("payment-sagad {} recovery", config.instance)};
    databases_.push_back(
        std::make_unique<Database>(Database{std::move(database.name), ReconnectingSession(std::move(settings))}));
  }
}

// A database out of reach does not keep the others from being settled.
Result<int> Recovery::run() {
  int settled = 0;
  Result<void> reached;
  for (auto& database : databases_) {
    const auto some = settle(*database);
    if (some) {
      settled += *some;
    } else if (reached) {
      reached = std::unexpected(some.error());
    }
  }
  if (!reached) return std::unexpected(reached.error());
  return settled;
}

Result<int> Recovery::settle(Database& database) {
  auto session = database.session.get();
  if (!session) return std::unexpected(session.error());
  const auto rows = (*session)->read(kLeftBehind, {kGidPrefix, static_cast<double>(age_.count()) / 1000.0});
  if (!rows) return std::unexpected(rows.error());
  const auto gids = rows->map([](const pg::Row& row) { return row.text(0); });
  if (!gids) return std::unexpected(gids.error());
  int settled = 0;
  for (const std::string& gid : *gids) {
    const auto id = transaction_of(gid);
    if (!id) continue;  // somebody else's, whose name only looks like ours
    auto saga = databases_.front()->session.get();
    if (!saga) return std::unexpected(saga.error());
    const auto decision = decide(**saga, *id, Decision::Abort, who_);
    if (!decision) return std::unexpected(decision.error());
    if (auto done = finish_branch(**session, gid, *decision); !done) return std::unexpected(done.error());
    spdlog::warn("event=recovered transaction={} database={} decision={}", *id, log_text(database.name),
                 *decision == Decision::Commit ? "COMMIT" : "ABORT");
    ++settled;
  }
  return settled;
}

std::unique_ptr<Loop> start_recovery(const Config& config) {
  if (databases_of(config).size() < 2) return nullptr;
  auto recovery = std::make_shared<Recovery>(config);
  return std::make_unique<Loop>("recovery", kEvery, [recovery]() -> Result<bool> {
    if (auto done = recovery->run(); !done) return std::unexpected(done.error());
    return false;
  });
}

}  // namespace saga::payment
