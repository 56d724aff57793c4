// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/orchestrator/timers.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "backend/payment/orchestrator/backlog.h"
#include "backend/payment/orchestrator/effects.h"
#include "backend/payment/orchestrator/reply_handler.h"
#include "backend/payment/orchestrator/store.h"
#include "backend/payment/runtime/halving.h"
#include "backend/payment/runtime/log.h"
#include "backend/payment/runtime/reconnecting_session.h"
#include "backend/payment/runtime/sender.h"

namespace saga::payment {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kPeriod{150};
constexpr std::chrono::seconds kGivenUpFor{30};
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
    const MonoTime now = clock_.monotonic();
    std::erase_if(given_up_, [&](const auto& each) { return now - each.second > kGivenUpFor; });
    std::vector<SagaId> except;
    for (const auto& [id, at] : given_up_) except.push_back(id);
    auto due = read_due(session, limit_, except);
    if (!due) return std::unexpected(due.error());

    std::vector<Outgoing> send;
    const auto try_all = [&](std::span<SagaId> part) { return transact(session, part, send); };
    const auto give_up = [&](const SagaId& id, const Error& error) {
      spdlog::error("event=timer-failed saga={} error={}", id, log_text(error.message));
      given_up_.insert_or_assign(id, now);
    };
    const auto done = halve(std::span<SagaId>(*due), try_all, give_up);
    // Killed before this, the deadline of the new attempt repairs it.
    if (auto sent = sender_.send(std::move(send)); !sent) return std::unexpected(sent.error());
    if (!done) return std::unexpected(done.error());
    return due->size() >= static_cast<std::size_t>(limit_);
  }

  Result<void> transact(pg::Session& session, std::span<const SagaId> ids, std::vector<Outgoing>& send) {
    auto tx = session.begin();
    if (!tx) return std::unexpected(tx.error());
    const auto locked = lock_due(*tx, {ids.begin(), ids.end()});
    if (!locked) return std::unexpected(locked.error());
    if (auto looked = backlog_.look(sender_.client(), locked->sagas, clock_.monotonic()); looked) {
      backlog_log_.back();
    } else if (out_of_reach(looked.error())) {
      return looked;
    } else {
      backlog_log_.lost("a look at the queues; deadlines count without it", looked.error());
    }
    Effects effects;
    for (const SagaRecord& saga : locked->sagas) {
      const TimePoint sent = saga.due_at - deadline_of(saga);
      const Due due{.reply_may_wait = saga.awaiting_reply && backlog_.hides(saga, sent, saga.due_at)};
      effects.add(saga, advance(policy_, saga, due, locked->now));
    }
    if (auto written = write_batch(*tx, effects.writes()); !written) return written;
    if (auto committed = tx->commit(); !committed) return committed;
    effects.log();
    std::ranges::move(effects.outgoing(clock_.now()), std::back_inserter(send));
    return {};
  }

  [[nodiscard]] milliseconds deadline_of(const SagaRecord& saga) const {
    const auto found = policy_.deadlines.find(saga.current_step);
    return found != policy_.deadlines.end() ? found->second : milliseconds(0);
  }

  Policy policy_;
  const Clock& clock_;
  int limit_;
  Sender sender_;
  ReconnectingSession session_;
  Backlog backlog_{kOrchestratorGroup};
  OutageLog backlog_log_{"timers"};
  std::map<SagaId, MonoTime> given_up_ = {};  // sagas that fail alone must not stop the others
  std::optional<MonoTime> last_look_ = {};
  MonoTime grace_until_ = {};
};

}  // namespace

std::unique_ptr<Loop> start_timers(const Config& config, const Clock& clock) {
  auto timers = std::make_shared<Timers>(config, clock);
  return std::make_unique<Loop>("timers", kPeriod, [timers] { return timers->tick(); });
}

}  // namespace saga::payment
