// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/orchestrator/reply_handler.h"

#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "backend/payment/metrics/names.h"
#include "backend/payment/orchestrator/effects.h"
#include "backend/payment/orchestrator/store.h"
#include "backend/payment/runtime/halving.h"
#include "backend/payment/runtime/log.h"
#include "backend/payment/runtime/reconnecting_session.h"

namespace saga::payment {
namespace {

class ReplyHandler final : public Handler {
 public:
  ReplyHandler(const Config& config, const Clock& clock, std::shared_ptr<Lease> lease, Metrics& metrics)
      : policy_(policy_of(config)),
        clock_(clock),
        lease_(std::move(lease)),
        batch_size_(static_cast<std::size_t>(config.batch.orchestrator)),
        meter_(metrics),
        halvings_(metrics.counter(kHalvings, {{"role", "orchestrator"}})),
        session_(pg::Settings{.conninfo = config.saga_conninfo,
                              .statement_timeout = std::chrono::seconds(10),
                              .application_name = fmt::format("payment-sagad {} orchestrator", config.instance)},
                 prepare_store) {}

  std::string group() const override { return std::string(kOrchestratorGroup); }

  std::vector<std::string> topics() const override {
    std::vector<std::string> topics;
    for (const StepTopics& step : all_steps()) {
      for (const auto& leg : {step.forward, step.compensation}) {
        if (leg.request.empty()) continue;
        topics.emplace_back(leg.done);
        topics.emplace_back(leg.failed);
      }
    }
    return topics;
  }

  std::size_t batch_size() const override { return batch_size_; }

  Result<void> before_taking_over() override { return fence_expired(session_); }

  Result<Handled> handle(std::span<const Delivery> batch) override {
    Handled handled;
    std::vector<Item> items;
    items.reserve(batch.size());
    for (std::size_t i = 0; i < batch.size(); ++i) {
      auto reply = read_reply(batch[i].topic, batch[i].event);
      if (!reply) {
        handled.unusable.push_back({i, reply.error().message});
        continue;
      }
      reply->again = batch[i].again;
      items.push_back({i, batch[i].event.saga_id, std::move(*reply), trace_id_of(batch[i].event.traceparent)});
    }
    const auto try_all = [&](std::span<Item> part) { return transact(part, handled); };
    const auto give_up = [&](const Item& item, const Error& error) {
      spdlog::error("event=reply-failed saga={} trace={} step={} error={}", item.saga_id, log_text(item.trace_id),
                    item.reply.step->step, log_text(error.message));
      handled.later.push_back(item.index);
    };
    if (auto done = halve(std::span<Item>(items), try_all, give_up, halvings_); !done) {
      return std::unexpected(done.error());
    }
    return handled;
  }

 private:
  struct Item {
    std::size_t index = 0;
    SagaId saga_id;
    Reply reply;
    std::string trace_id;
  };

  Result<void> transact(std::span<const Item> items, Handled& handled) {
    const auto epoch = lease_->epoch();
    if (!epoch) return std::unexpected(epoch.error());
    auto session = session_.get();
    if (!session) return std::unexpected(session.error());
    std::vector<SagaId> ids;
    ids.reserve(items.size());
    for (const Item& item : items) ids.push_back(item.saga_id);
    std::ranges::sort(ids);
    const auto twice = std::ranges::unique(ids);
    ids.erase(twice.begin(), twice.end());

    auto tx = (*session)->begin();
    if (!tx) return std::unexpected(tx.error());
    auto locked = lock_sagas(*tx, ids, *epoch);
    if (!locked) return std::unexpected(lease_->failed(locked.error(), *epoch));
    std::unordered_map<SagaId, SagaRecord*> sagas;  // owning keys: a record is replaced, its id with it
    for (SagaRecord& saga : locked->sagas) sagas.emplace(saga.id, &saga);

    Effects effects;
    std::vector<Unusable> unknown;
    std::vector<std::size_t> later;
    for (const Item& item : items) {
      const auto found = sagas.find(item.saga_id);
      if (found == sagas.end()) {
        if (std::ranges::count(locked->unknown, item.saga_id) > 0) {
          later.push_back(item.index);
        } else {
          unknown.push_back({item.index, "there is no such saga"});
        }
        continue;
      }
      Transition transition = advance(policy_, *found->second, item.reply, locked->now);
      effects.add(*found->second, transition, locked->now);
      *found->second = std::move(transition.after);
    }
    if (auto written = write_batch(*tx, effects.writes(), *epoch); !written) return written;
    if (auto committed = tx->commit(); !committed) return committed;

    effects.log();
    effects.measure(meter_);
    std::ranges::move(effects.outgoing(clock_.now()), std::back_inserter(handled.send));
    std::ranges::move(unknown, std::back_inserter(handled.unusable));
    std::ranges::move(later, std::back_inserter(handled.later));
    return {};
  }

  Policy policy_;
  const Clock& clock_;
  std::shared_ptr<Lease> lease_;
  std::size_t batch_size_;
  SagaMeter meter_;
  Counter& halvings_;
  ReconnectingSession session_;
};

}  // namespace

Policy policy_of(const Config& config) {
  Policy policy{.retry = config.retry};
  for (const StepTopics& step : all_steps()) {
    policy.deadlines[std::string(step.step)] = config.deadline_of(step.step);
  }
  return policy;
}

std::unique_ptr<Handler> make_reply_handler(const Config& config, const Clock& clock, std::shared_ptr<Lease> lease,
                                            Metrics& metrics) {
  return std::make_unique<ReplyHandler>(config, clock, std::move(lease), metrics);
}

}  // namespace saga::payment
