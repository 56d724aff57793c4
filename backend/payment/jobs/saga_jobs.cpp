// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/jobs/saga_jobs.h"

#include <chrono>
#include <map>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "backend/payment/runtime/log.h"
#include "backend/payment/runtime/reconnecting_session.h"

namespace saga::payment {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kPeriod{100};
constexpr milliseconds kReconcile{1000};
constexpr milliseconds kForget{60'000};
constexpr int kReconcileAtOnce = 500;

pg::Settings settings_of(const Config& config, std::string_view name) {
  return {.conninfo = config.saga_conninfo,
          .statement_timeout = std::chrono::seconds(10),
          .application_name = fmt::format("payment-sagad {} {}", config.instance, name)};
}

// What of a step's failure is no matter of the one job: then the others need not be tried either.
bool concerns_all(const Error& error) {
  return error.kind == ErrorKind::Connection || error.kind == ErrorKind::InDoubt;
}

class Runner {
 public:
  Runner(const Config& config, const Clock& clock, std::shared_ptr<Lease> lease)
      : clock_(clock), lease_(std::move(lease)), session_(settings_of(config, "jobs")) {}

  Result<bool> tick() {
    auto session = session_.get();
    if (!session) return std::unexpected(session.error());
    const auto epoch = lease_->epoch();
    if (!epoch) return std::unexpected(epoch.error());
    const auto rows = (*session)->query("select saga.claim_jobs($1)", {*epoch});
    if (!rows) return std::unexpected(lease_->failed(rows.error(), *epoch));
    const auto jobs = rows->map([](const pg::Row& row) { return row.text(0); });
    if (!jobs) return std::unexpected(jobs.error());
    // One step of each in turn, so that a long job does not hold up a short one.
    bool more = false;
    for (const std::string& job : *jobs) {
      const auto moved = advance(**session, job, *epoch);
      if (moved) {
        more = more || *moved;
      } else if (concerns_all(moved.error())) {
        return moved;
      }
    }
    if (auto reconciled = reconcile(**session, *epoch); !reconciled) return std::unexpected(reconciled.error());
    return more;
  }

 private:
  // True: there is more to do at once.
  Result<bool> advance(pg::Session& session, const std::string& job, std::int64_t epoch) {
    const auto rows =
        session.query("select asked_for, settled, status from saga.advance_job($1, $2::uuid)", {epoch, job});
    const auto moved = rows ? rows->one([&](const pg::Row& row) {
      if (const auto status = row.optional_text("status")) note(job, *status);
      return row.int32("asked_for") > 0 || row.int32("settled") > 0;
    })
                            : Result<bool>(std::unexpected(lease_->failed(rows.error(), epoch)));
    if (!moved && !concerns_all(moved.error())) {
      spdlog::error("event=job-step-failed job={} error={}", job, log_text(moved.error().message));
    }
    return moved;
  }

  void note(const std::string& job, const std::string& status) {
    auto& known = known_[job];
    if (known == status) return;
    known = status;
    spdlog::info("event=job job={} status={}", job, status);
    if (status != "RUNNING" && status != "PAUSED") known_.erase(job);  // it has ended
  }

  Result<void> reconcile(pg::Session& session, std::int64_t epoch) {
    if (clock_.monotonic() < next_reconciliation_) return {};
    next_reconciliation_ = clock_.monotonic() + kReconcile;
    const auto rows = session.query("select saga.reconcile_jobs($1, $2)", {epoch, kReconcileAtOnce});
    if (!rows) return std::unexpected(lease_->failed(rows.error(), epoch));
    const auto count = rows->one([](const pg::Row& row) { return row.int64(0); });
    if (!count) return std::unexpected(count.error());
    if (*count > 0) spdlog::info("event=job-items-verified-late items={}", *count);
    return {};
  }

  const Clock& clock_;
  std::shared_ptr<Lease> lease_;
  ReconnectingSession session_;
  MonoTime next_reconciliation_ = {};
  std::map<std::string, std::string> known_ = {};  // what the log has said
};

class Forgetter {
 public:
  explicit Forgetter(const Config& config)
      : keep_days_(config.keep_sagas_days), session_(settings_of(config, "old jobs")) {}

  Result<bool> tick() {
    auto session = session_.get();
    if (!session) return std::unexpected(session.error());
    const auto rows = (*session)->query("select saga.drop_job(now() - make_interval(days => $1::int))", {keep_days_});
    if (!rows) return std::unexpected(rows.error());
    const auto items = rows->one([](const pg::Row& row) { return row.int64(0); });
    if (!items) return std::unexpected(items.error());
    if (*items > 0) spdlog::info("event=dropped-by-age what=saga.job items={}", *items);
    return *items > 0;
  }

 private:
  int keep_days_;
  ReconnectingSession session_;
};

}  // namespace

std::vector<std::unique_ptr<Loop>> start_saga_jobs(const Config& config, const Clock& clock,
                                                   std::shared_ptr<Lease> lease) {
  std::vector<std::unique_ptr<Loop>> loops;
  auto runner = std::make_shared<Runner>(config, clock, std::move(lease));
  loops.push_back(std::make_unique<Loop>("jobs", kPeriod, [runner] { return runner->tick(); }));
  auto forgetter = std::make_shared<Forgetter>(config);
  loops.push_back(std::make_unique<Loop>("old-jobs", kForget, [forgetter] { return forgetter->tick(); }));
  return loops;
}

}  // namespace saga::payment
