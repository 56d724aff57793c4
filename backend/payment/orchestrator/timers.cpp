// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/orchestrator/timers.h"

#include <fmt/format.h>

#include "backend/payment/orchestrator/effects.h"
#include "backend/payment/orchestrator/reply_handler.h"
#include "backend/payment/orchestrator/store.h"
#include "backend/payment/runtime/reconnecting_session.h"
#include "backend/payment/runtime/sender.h"

namespace saga::payment {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kPeriod{150};
constexpr milliseconds kGap{1000};  // so long without a successful look, and something was out of reach

class Timers {
 public:
  Timers(const Config& config, const Clock& clock)
      : policy_(policy_of(config)),
        clock_(clock),
        limit_(config.batch.orchestrator),
        sender_(config.redis),
        session_(pg::Settings{.conninfo = config.saga_conninfo,
                              .statement_timeout = std::chrono::seconds(10),
                              .application_name = fmt::format("payment-sagad {} timers", config.instance)},
                 prepare_store) {}

  Result<bool> tick() {
    if (auto ready = sender_.ready(); !ready) return std::unexpected(ready.error());
    auto session = session_.get();
    if (!session) return std::unexpected(session.error());
    const MonoTime now = clock_.monotonic();
    if (!last_look_ || now - *last_look_ > kGap) grace_until_ = now + kGrace;
    if (now < grace_until_) {
      if (auto alive = (*session)->read("select 1"); !alive) return std::unexpected(alive.error());
      last_look_ = now;
      return false;
    }
    auto more = move_due(**session);
    if (more) last_look_ = clock_.monotonic();
    return more;
  }

 private:
  Result<bool> move_due(pg::Session& session) {
    auto tx = session.begin();
    if (!tx) return std::unexpected(tx.error());
    const auto locked = lock_due(*tx, limit_);
    if (!locked) return std::unexpected(locked.error());
    if (locked->sagas.empty()) return false;
    Effects effects;
    for (const SagaRecord& saga : locked->sagas) effects.add(saga, advance(policy_, saga, Due{}, locked->now));
    if (auto written = write_batch(*tx, effects.writes()); !written) return std::unexpected(written.error());
    if (auto committed = tx->commit(); !committed) return std::unexpected(committed.error());
    effects.log();
    // Killed before this, the deadline of the new attempt repairs it.
    if (auto sent = sender_.send(effects.outgoing(clock_.now())); !sent) return std::unexpected(sent.error());
    return locked->sagas.size() >= static_cast<std::size_t>(limit_);
  }

  Policy policy_;
  const Clock& clock_;
  int limit_;
  Sender sender_;
  ReconnectingSession session_;
  std::optional<MonoTime> last_look_ = {};
  MonoTime grace_until_ = {};
};

}  // namespace

std::unique_ptr<Loop> start_timers(const Config& config, const Clock& clock) {
  auto timers = std::make_shared<Timers>(config, clock);
  return std::make_unique<Loop>("timers", kPeriod, [timers] { return timers->tick(); });
}

}  // namespace saga::payment
