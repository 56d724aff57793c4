// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/orchestrator/timers.h"

#include <algorithm>
#include <map>

#include <spdlog/spdlog.h>

#include "backend/payment/orchestrator/backlog.h"
#include "backend/payment/orchestrator/desk.h"
#include "backend/payment/orchestrator/effects.h"
#include "backend/payment/orchestrator/reply_handler.h"
#include "backend/payment/orchestrator/store.h"
#include "backend/payment/runtime/log.h"

namespace saga::payment {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kPeriod{150};
constexpr std::chrono::seconds kGivenUpFor{30};
constexpr milliseconds kGap{1000};  // so long without a successful look, and something was out of reach

class Timers {
 public:
  Timers(const Config& config, const Clock& clock, std::shared_ptr<Lease> lease, Metrics& metrics)
      : desk_(config, clock, std::move(lease), metrics, "timers", [policy = policy_of(config)](pg::Session& session) {
          auto prepared = prepare_store(session);
          return prepared ? publish_limits(session, policy) : prepared;
        }) {}

  Result<bool> tick() {
    auto session = desk_.ready();
    if (!session) return std::unexpected(session.error());
    const MonoTime now = desk_.clock().monotonic();
    if (!last_look_ || now - *last_look_ > kGap) grace_until_ = now + kGrace;
    if (now < grace_until_) {
      if (auto alive = (*session)->read("select 1"); !alive) return std::unexpected(alive.error());
      last_look_ = now;
      return false;
    }
    auto more = move_due(**session);
    if (more) last_look_ = desk_.clock().monotonic();
    return more;
  }

 private:
  Result<bool> move_due(pg::Session& session) {
    const MonoTime now = desk_.clock().monotonic();
    std::erase_if(given_up_, [&](const auto& each) { return now - each.second > kGivenUpFor; });
    std::vector<SagaId> except;
    for (const auto& [id, at] : given_up_) except.push_back(id);
    auto due = read_due(session, desk_.limit(), except);
    if (!due) return std::unexpected(due.error());

    const auto move = [&](std::span<const DueSaga> part, std::vector<Outgoing>& send) {
      return transact(session, part, send);
    };
    const auto give_up = [&](const DueSaga& saga, const Error& error) {
      spdlog::error("event=timer-failed saga={} trace={} error={}", saga.id, log_text(saga.trace_id),
                    log_text(error.message));
      given_up_.insert_or_assign(saga.id, now);
    };
    if (auto done = desk_.work_off(*due, move, give_up); !done) return std::unexpected(done.error());
    return desk_.is_full(*due);
  }

  Result<void> transact(pg::Session& session, std::span<const DueSaga> due_sagas, std::vector<Outgoing>& send) {
    std::vector<SagaId> ids;
    for (const DueSaga& saga : due_sagas) ids.push_back(saga.id);
    const auto epoch = desk_.lease().epoch();
    if (!epoch) return std::unexpected(epoch.error());
    auto tx = session.begin();
    if (!tx) return std::unexpected(tx.error());
    const auto locked = lock_due(*tx, ids, *epoch);
    if (!locked) return std::unexpected(desk_.lease().failed(locked.error(), *epoch));
    if (auto looked = backlog_.look(desk_.redis(), locked->sagas, desk_.clock().monotonic()); looked) {
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
      effects.add(saga, advance(desk_.policy(), saga, due, locked->now), locked->now);
    }
    if (auto written = write_batch(*tx, effects.writes(), *epoch); !written) return written;
    if (auto committed = tx->commit(); !committed) return committed;
    effects.log();
    effects.measure(desk_.meter());
    std::ranges::move(effects.outgoing(desk_.clock().now()), std::back_inserter(send));
    return {};
  }

  [[nodiscard]] milliseconds deadline_of(const SagaRecord& saga) const {
    const auto found = desk_.policy().deadlines.find(saga.current_step);
    return found != desk_.policy().deadlines.end() ? found->second : milliseconds(0);
  }

  Desk desk_;
  Backlog backlog_{kOrchestratorGroup};
  OutageLog backlog_log_{"timers"};
  std::map<SagaId, MonoTime> given_up_ = {};  // sagas that fail alone must not stop the others
  std::optional<MonoTime> last_look_ = {};
  MonoTime grace_until_ = {};
};

}  // namespace

std::unique_ptr<Loop> start_timers(const Config& config, const Clock& clock, std::shared_ptr<Lease> lease,
                                   Metrics& metrics) {
  auto timers = std::make_shared<Timers>(config, clock, std::move(lease), metrics);
  return std::make_unique<Loop>("timers", kPeriod, [timers] { return timers->tick(); });
}

}  // namespace saga::payment
