// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "backend/payment/orchestrator/effects.h"
#include "backend/payment/orchestrator/reply_handler.h"
#include "backend/payment/orchestrator/store.h"
#include "backend/payment/orchestrator/timers.h"
#include "backend/payment/runtime/halving.h"
#include "backend/payment/runtime/log.h"
#include "backend/payment/runtime/reconnecting_session.h"
#include "backend/payment/runtime/sender.h"

namespace saga::payment {
namespace {

constexpr std::chrono::milliseconds kPeriod{100};

class Commands {
 public:
  Commands(const Config& config, const Clock& clock)
      : policy_(policy_of(config)),
        clock_(clock),
        limit_(config.batch.orchestrator),
        sender_(config.redis),
        session_(pg::Settings{.conninfo = config.saga_conninfo,
                              .statement_timeout = std::chrono::seconds(10),
                              .application_name = fmt::format("payment-sagad {} commands", config.instance)},
                 prepare_store) {}

  Result<bool> tick() {
    if (auto ready = sender_.ready(); !ready) return std::unexpected(ready.error());
    auto session = session_.get();
    if (!session) return std::unexpected(session.error());
    auto waiting = read_commands(**session, limit_);
    if (!waiting) return std::unexpected(waiting.error());
    if (waiting->empty()) return false;

    std::vector<Outgoing> send;
    bool gave_up = false;
    const auto try_all = [&](std::span<WaitingCommand> part) { return apply(**session, part, send); };
    const auto give_up = [&](const WaitingCommand& command, const Error& error) {
      gave_up = true;
      spdlog::error("event=command-failed saga={} command={} error={}", command.saga_id, command.command.id,
                    log_text(error.message));
      if (auto refused = refuse(**session, command, error); !refused) {
        spdlog::error("event=command-left saga={} command={} error={}", command.saga_id, command.command.id,
                      log_text(refused.error().message));
      }
    };
    const auto done = halve(std::span<WaitingCommand>(*waiting), try_all, give_up);
    if (auto sent = sender_.send(std::move(send)); !sent) return std::unexpected(sent.error());
    if (!done) return std::unexpected(done.error());
    return !gave_up && waiting->size() >= static_cast<std::size_t>(limit_);
  }

 private:
  Result<void> apply(pg::Session& session, std::span<const WaitingCommand> commands, std::vector<Outgoing>& send) {
    std::vector<SagaId> sagas;
    std::vector<std::string> ids;
    for (const WaitingCommand& waiting : commands) {
      sagas.push_back(waiting.saga_id);
      ids.push_back(waiting.command.id);
    }
    std::ranges::sort(sagas);

    auto tx = session.begin();
    if (!tx) return std::unexpected(tx.error());
    auto locked = lock_sagas(*tx, sagas);
    if (!locked) return std::unexpected(locked.error());
    const auto open = still_waiting(*tx, ids);
    if (!open) return std::unexpected(open.error());
    std::map<SagaId, SagaRecord> records;
    for (SagaRecord& saga : locked->sagas) records.emplace(saga.id, std::move(saga));

    Effects effects;
    for (const WaitingCommand& waiting : commands) {
      if (std::ranges::find(*open, waiting.command.id) == open->end()) continue;  // another orchestrator was faster
      const auto found = records.find(waiting.saga_id);
      if (found == records.end()) {
        const SagaRecord none{.id = waiting.saga_id};
        effects.add(none, {.after = none, .command = CommandOutcome{waiting.command, false, "there is no such saga"}});
        continue;
      }
      Transition transition = advance(policy_, found->second, waiting.command, locked->now);
      effects.add(found->second, transition);
      found->second = std::move(transition.after);
    }
    if (auto written = write_batch(*tx, effects.writes()); !written) return written;
    if (auto settled = write_commands(*tx, effects.writes()); !settled) return settled;
    if (auto committed = tx->commit(); !committed) return committed;
    effects.log();
    // Killed before this is sent, the deadline of the new attempt repairs it.
    std::ranges::move(effects.outgoing(clock_.now()), std::back_inserter(send));
    return {};
  }

  // A command that fails alone must not wait for ever: whoever asked is told why.
  Result<void> refuse(pg::Session& session, const WaitingCommand& waiting, const Error& error) {
    auto tx = session.begin();
    if (!tx) return std::unexpected(tx.error());
    const SagaRecord none{.id = waiting.saga_id};
    Effects effects;
    effects.add(none, {.after = none, .command = CommandOutcome{waiting.command, false, error.message}});
    if (auto settled = write_commands(*tx, effects.writes()); !settled) return settled;
    return tx->commit();
  }

  Policy policy_;
  const Clock& clock_;
  int limit_;
  Sender sender_;
  ReconnectingSession session_;
};

}  // namespace

std::unique_ptr<Loop> start_commands(const Config& config, const Clock& clock) {
  auto commands = std::make_shared<Commands>(config, clock);
  return std::make_unique<Loop>("commands", kPeriod, [commands] { return commands->tick(); });
}

}  // namespace saga::payment
