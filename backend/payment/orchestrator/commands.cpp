// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>

#include <spdlog/spdlog.h>

#include "backend/payment/orchestrator/desk.h"
#include "backend/payment/orchestrator/effects.h"
#include "backend/payment/orchestrator/store.h"
#include "backend/payment/orchestrator/timers.h"
#include "backend/payment/runtime/log.h"

namespace saga::payment {
namespace {

constexpr std::chrono::milliseconds kPeriod{100};

class Commands {
 public:
  Commands(const Config& config, const Clock& clock, std::shared_ptr<Lease> lease, Metrics& metrics)
      : desk_(config, clock, std::move(lease), metrics, "commands", prepare_store) {}

  Result<bool> tick() {
    auto session = desk_.ready();
    if (!session) return std::unexpected(session.error());
    auto waiting = read_commands(**session, desk_.limit());
    if (!waiting) return std::unexpected(waiting.error());
    if (waiting->empty()) return false;

    bool gave_up = false;
    const auto transact = [&](std::span<const WaitingCommand> part, std::vector<Outgoing>& send) {
      return apply(**session, part, send);
    };
    const auto give_up = [&](const WaitingCommand& command, const Error& error) {
      gave_up = true;
      spdlog::error("event=command-failed saga={} trace={} command={} error={}", command.saga_id,
                    log_text(command.trace_id), command.command.id, log_text(error.message));
      if (auto refused = refuse(**session, command, error); !refused) {
        spdlog::error("event=command-left saga={} trace={} command={} error={}", command.saga_id,
                      log_text(command.trace_id), command.command.id, log_text(refused.error().message));
      }
    };
    if (auto done = desk_.work_off(*waiting, transact, give_up); !done) return std::unexpected(done.error());
    return !gave_up && desk_.is_full(*waiting);
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

    const auto epoch = desk_.lease().epoch();
    if (!epoch) return std::unexpected(epoch.error());
    auto tx = session.begin();
    if (!tx) return std::unexpected(tx.error());
    auto locked = lock_sagas(*tx, sagas, *epoch);
    if (!locked) return std::unexpected(desk_.lease().failed(locked.error(), *epoch));
    const auto open = still_waiting(*tx, ids);
    if (!open) return std::unexpected(open.error());
    std::map<SagaId, SagaRecord> records;
    for (SagaRecord& saga : locked->sagas) records.emplace(saga.id, std::move(saga));

    Effects effects;
    for (const WaitingCommand& waiting : commands) {
      if (std::ranges::find(*open, waiting.command.id) == open->end()) continue;  // another orchestrator was faster
      const auto found = records.find(waiting.saga_id);
      if (found == records.end()) {
        // Of another release: a process that knows its type applies it.
        if (std::ranges::find(locked->unknown, waiting.saga_id) != locked->unknown.end()) continue;
        const SagaRecord none{.id = waiting.saga_id};
        effects.add(none, {.after = none, .command = CommandOutcome{waiting.command, false, "there is no such saga"}},
                    locked->now);
        continue;
      }
      Transition transition = advance(desk_.policy(), found->second, waiting.command, locked->now);
      effects.add(found->second, transition, locked->now);
      found->second = std::move(transition.after);
    }
    if (auto written = write_batch(*tx, effects.writes(), *epoch); !written) return written;
    if (auto settled = write_commands(*tx, effects.writes()); !settled) return settled;
    if (auto committed = tx->commit(); !committed) return committed;
    effects.log();
    effects.measure(desk_.meter());
    std::ranges::move(effects.outgoing(desk_.clock().now()), std::back_inserter(send));
    return {};
  }

  // A command that fails alone must not wait for ever: whoever asked is told why.
  Result<void> refuse(pg::Session& session, const WaitingCommand& waiting, const Error& error) {
    const auto epoch = desk_.lease().epoch();
    if (!epoch) return std::unexpected(epoch.error());
    auto tx = session.begin();
    if (!tx) return std::unexpected(tx.error());
    if (auto held = hold_epoch(*tx, *epoch); !held) return std::unexpected(desk_.lease().failed(held.error(), *epoch));
    const SagaRecord none{.id = waiting.saga_id};
    Effects effects;
    effects.add(none, {.after = none, .command = CommandOutcome{waiting.command, false, error.message}}, {});
    if (auto settled = write_commands(*tx, effects.writes()); !settled) return settled;
    return tx->commit();
  }

  Desk desk_;
};

}  // namespace

std::unique_ptr<Loop> start_commands(const Config& config, const Clock& clock, std::shared_ptr<Lease> lease,
                                     Metrics& metrics) {
  auto commands = std::make_shared<Commands>(config, clock, std::move(lease), metrics);
  return std::make_unique<Loop>("commands", kPeriod, [commands] { return commands->tick(); });
}

}  // namespace saga::payment
