// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/jobs/dead_letter_jobs.h"

#include <chrono>
#include <cstdint>
#include <string>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "backend/payment/publishing/replay_handler.h"
#include "backend/payment/runtime/reconnecting_session.h"
#include "backend/payment/runtime/sender.h"
#include "backend/payment/topics.h"

namespace saga::payment {
namespace {

constexpr std::chrono::milliseconds kAnnounce{150};
constexpr std::chrono::seconds kExpire{60};
constexpr int kAtOnce = 500;
constexpr int kExpireAtOnce = 1'000;

pg::Settings settings_of(const Config& config) {
  return {.conninfo = config.saga_conninfo,
          .statement_timeout = std::chrono::seconds(30),
          .application_name = fmt::format("payment-sagad {} jobs", config.instance)};
}

class Announcer {
 public:
  Announcer(const Config& config, const Clock& clock)
      : clock_(clock), session_(settings_of(config)), sender_(config.redis) {}

  Result<bool> tick() {
    auto session = session_.get();
    if (!session) return std::unexpected(session.error());
    auto tx = (*session)->begin();
    if (!tx) return std::unexpected(tx.error());
    const auto rows =
        tx->query("select request_id, event_id, target_system, generation from saga.open_replays($1)", {kAtOnce});
    if (!rows) return std::unexpected(rows.error());
    if (rows->empty()) return false;
    std::vector<std::int64_t> requests;
    std::vector<Outgoing> entries;
    auto read = rows->each([&](const pg::Row& row) {
      requests.push_back(row.int64("request_id"));
      entries.push_back({std::string(kExternalReplay), replay_event(row.text("event_id"), row.text("target_system"),
                                                                    row.int32("generation"), clock_.now())});
    });
    if (!read) return std::unexpected(read.error());
    // The note comes last, and the rows stay locked until then: what is not noted is announced again.
    if (auto sent = sender_.send(std::move(entries)); !sent) return std::unexpected(sent.error());
    const auto noted = tx->query("select saga.note_announced($1::bigint[])", {requests});
    if (!noted) return std::unexpected(noted.error());
    if (auto committed = tx->commit(); !committed) return std::unexpected(committed.error());
    return rows->size() == kAtOnce;
  }

 private:
  const Clock& clock_;
  ReconnectingSession session_;
  Sender sender_;
};

class Keeper {
 public:
  explicit Keeper(const Config& config) : keep_days_(config.keep_sagas_days), session_(settings_of(config)) {}

  Result<bool> tick() {
    auto session = session_.get();
    if (!session) return std::unexpected(session.error());
    const auto expired = count(**session, "select saga.expire_quarantine($1)", {kExpireAtOnce});
    if (!expired) return std::unexpected(expired.error());
    if (*expired > 0) spdlog::info("event=quarantine-expired deliveries={}", *expired);
    const auto dropped =
        count(**session, "select saga.drop_dead_letter_requests(now() - make_interval(days => $1::int))", {keep_days_});
    if (!dropped) return std::unexpected(dropped.error());
    if (*dropped > 0) spdlog::info("event=dropped-by-age what=saga.dead_letter_request rows={}", *dropped);
    return *expired == kExpireAtOnce;
  }

 private:
  static Result<std::int64_t> count(pg::Session& session, std::string_view sql, const pg::Params& params) {
    const auto rows = session.query(sql, params);
    if (!rows) return std::unexpected(rows.error());
    return rows->one([](const pg::Row& row) { return row.int64(0); });
  }

  int keep_days_;
  ReconnectingSession session_;
};

}  // namespace

std::vector<std::unique_ptr<Loop>> start_dead_letter_jobs(const Config& config, const Clock& clock) {
  std::vector<std::unique_ptr<Loop>> loops;
  auto announcer = std::make_shared<Announcer>(config, clock);
  loops.push_back(std::make_unique<Loop>("announce", kAnnounce, [announcer] { return announcer->tick(); }));
  auto keeper = std::make_shared<Keeper>(config);
  loops.push_back(std::make_unique<Loop>("quarantine", kExpire, [keeper] { return keeper->tick(); }));
  return loops;
}

}  // namespace saga::payment
