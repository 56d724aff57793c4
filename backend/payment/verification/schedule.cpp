// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/verification/schedule.h"

#include <algorithm>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "backend/payment/runtime/log.h"
#include "backend/payment/runtime/reconnecting_session.h"
#include "backend/payment/verification/store.h"
#include "backend/payment/verification/verification.h"

namespace saga::payment {
namespace {

constexpr std::chrono::milliseconds kTick{200};
constexpr std::chrono::seconds kAskEvery{10};
constexpr std::string_view kTryLock = "select pg_try_advisory_lock(hashtext('saga.verification'))";
constexpr std::string_view kUnlock = "select pg_advisory_unlock_all()";
// Small, so that whoever stops the process does not wait for it.
constexpr int kWindow = 200;
constexpr std::chrono::milliseconds kPatience{2'000};
// What an interval leaves to the one before: a payment may have taken that long to settle.
constexpr std::chrono::minutes kOverlap{10};

class Schedule {
 public:
  Schedule(const Config& config, const Clock& clock)
      : config_(config),
        clock_(clock),
        ask_at_(clock.monotonic() + config.verification.every),
        session_(pg::Settings{.conninfo = config.saga_conninfo,
                              .statement_timeout = std::chrono::seconds(60),
                              .application_name = fmt::format("payment-sagad {} verification", config.instance)}) {}

  // One tick: as many windows as the share of the time allows. It never asks to be called again at once.
  Result<bool> run() {
    if (!verification_) {
      if (clock_.monotonic() < ask_at_) return false;
      ask_at_ = clock_.monotonic() + std::min<std::chrono::seconds>(kAskEvery, config_.verification.every);
      if (auto begun = begin_if_due(); !begun) return std::unexpected(begun.error());
      return false;
    }
    budget_ += kTick * config_.verification.share_percent / 100;
    budget_ = std::min<std::chrono::nanoseconds>(budget_, kTick);
    while (budget_.count() > 0) {
      const MonoTime begun = clock_.monotonic();
      const auto more = verification_->step();
      budget_ -= clock_.monotonic() - begun;
      if (!more) {
        verification_.reset();
        release();
        return std::unexpected(more.error());
      }
      if (!*more) return finish();
      if (verification_->wait_until()) break;
    }
    return false;
  }

 private:
  Result<void> begin_if_due() {
    auto session = session_.get();
    if (!session) return std::unexpected(session.error());
    const auto maybe = is_due(**session);
    if (!maybe) return std::unexpected(maybe.error());
    if (!*maybe) return {};
    const auto locked = (*session)->query(kTryLock);
    if (!locked) return std::unexpected(locked.error());
    const auto mine = locked->one([](const pg::Row& row) { return row.boolean(0); });
    if (!mine) return std::unexpected(mine.error());
    if (!*mine) return {};  // another process is at it
    // It may just have finished.
    const auto last = last_runs(**session);
    const auto due = is_due(**session);
    if (!last || !due || !*due) {
      release();
      if (!last) return std::unexpected(last.error());
      if (!due) return std::unexpected(due.error());
      return {};
    }
    VerificationOptions options;
    options.margin = config_.verification.margin;
    options.pause = config_.verification.pause;
    options.window = kWindow;
    if (last->full && last->complete && last->now - *last->full < config_.verification.full_every) {
      options.since = std::chrono::duration_cast<std::chrono::seconds>(last->now - *last->complete) + kOverlap;
    }
    Sources sources = sources_of(config_);
    sources.statement_timeout = kPatience;
    verification_ = std::make_unique<Verification>(std::move(sources), options, clock_);
    budget_ = {};
    return {};
  }

  Result<bool> is_due(pg::Session& session) const {
    const auto last = last_runs(session);
    if (!last) return std::unexpected(last.error());
    return !last->any || last->now - *last->any >= config_.verification.every;
  }

  void release() {
    auto session = session_.get();
    if (!session) return;  // and with the session the lock is gone
    if (const auto unlocked = (*session)->query(kUnlock); !unlocked) {
      spdlog::warn("event=verification-lock-kept error={}", log_text(unlocked.error().message));
    }
  }

  Result<bool> finish() {
    const VerificationReport report = verification_->report();
    verification_.reset();
    auto session = session_.get();
    if (!session) return std::unexpected(session.error());
    const auto kept = keep_report(**session, report, fmt::format("schedule of {}", config_.instance));
    release();
    if (!kept) return std::unexpected(kept.error());
    const auto took = std::chrono::duration_cast<std::chrono::seconds>(clock_.now() - report.started);
    spdlog::log(report.findings.empty() && report.unread.empty() ? spdlog::level::info : spdlog::level::warn,
                "event=verified run={} what={} subjects={} findings={} unread={} consistency={:.4f} seconds={}", *kept,
                report.since ? "changes" : "everything", report.subjects, report.findings.size(), report.unread.size(),
                report.consistency(), took.count());
    constexpr std::size_t kMostLogged = 20;
    for (std::size_t i = 0; i < std::min(kMostLogged, report.findings.size()); ++i) {
      const Finding& finding = report.findings[i];
      spdlog::warn("event=discrepancy run={} kind={} {}={} detail={}", *kept, finding.kind, finding.subject_type,
                   log_text(finding.subject), log_text(finding.detail));
    }
    for (const Unread& part : report.unread) {
      spdlog::warn("event=not-verified run={} what={} why={}", *kept, part.what, log_text(part.why));
    }
    return false;
  }

  const Config& config_;
  const Clock& clock_;
  MonoTime ask_at_;              // not at once: who has just started has other work
  ReconnectingSession session_;  // holds the lock, which ends with it
  std::unique_ptr<Verification> verification_;
  std::chrono::nanoseconds budget_{0};
};

}  // namespace

std::unique_ptr<Loop> schedule_verification(const Config& config, const Clock& clock) {
  if (config.verification.every.count() == 0) return nullptr;
  auto schedule = std::make_shared<Schedule>(config, clock);
  return std::make_unique<Loop>("verification", kTick, [schedule] { return schedule->run(); });
}

}  // namespace saga::payment
