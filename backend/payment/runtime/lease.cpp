// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/runtime/lease.h"

#include <algorithm>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "backend/payment/runtime/log.h"

namespace saga::payment {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kPeriod{100};  // also how soon a fenced process notices

std::vector<std::string> writing_roles(const Config& config) {
  std::vector<std::string> roles;
  for (const Role role : config.roles) {
    const bool publishes = role == Role::Publisher && !config.external.targets.empty();
    const bool writes = role == Role::Gateway || role == Role::Orchestrator || role == Role::Jobs || publishes;
    if (writes) roles.emplace_back(to_text(role));
  }
  return roles;
}

}  // namespace

Lease::Lease(const Config& config, const Clock& clock)
    : instance_(config.instance),
      roles_(writing_roles(config)),
      time_(config.lease),
      clock_(clock),
      session_(pg::Settings{.conninfo = config.saga_conninfo,
                            .statement_timeout = std::chrono::seconds(5),
                            .application_name = fmt::format("payment-sagad {} lease", config.instance)}) {}

Result<bool> Lease::tick() {
  const std::int64_t epoch = current();
  if (epoch != 0 && clock_.monotonic() < next_renewal_) return false;
  auto session = session_.get();
  if (!session) return std::unexpected(session.error());
  if (auto done = epoch == 0 ? register_anew(**session) : renew(**session, epoch); !done) {
    return std::unexpected(done.error());
  }
  if (current() == 0) return true;  // fenced: register at once
  // Measured from now: an answer that took long has eaten into the lease.
  next_renewal_ = clock_.monotonic() + time_ / 5;
  return false;
}

Result<void> Lease::register_anew(pg::Session& session) {
  const auto rows = session.query("select saga.register_worker($1, $2::text[], make_interval(secs => $3::float8))",
                                  {instance_, roles_, fmt::format("{}", static_cast<double>(time_.count()) / 1000)});
  if (!rows) return std::unexpected(rows.error());
  const auto epoch = rows->one([](const pg::Row& row) { return row.int64(0); });
  if (!epoch) return std::unexpected(epoch.error());
  epoch_.store(*epoch, std::memory_order_release);
  spdlog::info("event=registered instance={} epoch={}", log_text(instance_), *epoch);
  return {};
}

Result<void> Lease::renew(pg::Session& session, std::int64_t epoch) {
  const auto rows = session.query(
      "select saga.renew_worker($1, make_interval(secs => $2::float8)), (select count(*) from saga.fence_expired())",
      {epoch, fmt::format("{}", static_cast<double>(time_.count()) / 1000)});
  if (!rows) return std::unexpected(rows.error());
  std::int64_t fenced = 0;
  const auto renewed = rows->one([&](const pg::Row& row) {
    fenced = row.int64(1);
    return row.boolean(0);
  });
  if (!renewed) return std::unexpected(renewed.error());
  if (fenced > 0) spdlog::warn("event=fenced-others instance={} workers={}", log_text(instance_), fenced);
  if (!*renewed) {
    spdlog::warn("event=fenced instance={} epoch={}", log_text(instance_), epoch);
    epoch_.store(0, std::memory_order_release);
  }
  return {};
}

Result<std::int64_t> Lease::epoch() const {
  if (const std::int64_t epoch = current(); epoch != 0) return epoch;
  return std::unexpected(Error{ErrorKind::Connection, "this process has no epoch, it is not registered"});
}

Error Lease::failed(const Error& error, std::int64_t epoch) {
  if (error.code != kFenced) return error;
  std::int64_t expected = epoch;
  if (epoch_.compare_exchange_strong(expected, 0)) {
    spdlog::warn("event=fenced instance={} epoch={}", log_text(instance_), epoch);
  }
  Error fenced = error;
  fenced.kind = ErrorKind::Connection;  // until there is a new epoch, nothing can be done
  return fenced;
}

void Lease::end() {
  const std::int64_t epoch = epoch_.exchange(0);
  if (epoch == 0) return;
  auto session = session_.get();
  // Out of reach: the lease runs out by itself.
  if (!session) return;
  if (auto ended = (*session)->query("select saga.end_worker($1)", {epoch}); !ended) {
    spdlog::warn("event=lease-left epoch={} error={}", epoch, log_text(ended.error().message));
  }
}

Result<void> fence_expired(ReconnectingSession& session) {
  auto open = session.get();
  if (!open) return std::unexpected(open.error());
  if (auto fenced = (*open)->query("select saga.fence_expired()"); !fenced) return std::unexpected(fenced.error());
  return {};
}

bool needs_lease(const Config& config) { return !writing_roles(config).empty(); }

std::unique_ptr<Loop> start_lease(std::shared_ptr<Lease> lease) {
  return std::make_unique<Loop>("lease", kPeriod, [lease = std::move(lease)] { return lease->tick(); });
}

}  // namespace saga::payment
