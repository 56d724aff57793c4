// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/gateway/gateway.h"

#include <set>
#include <unordered_map>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "backend/payment/gateway/start_store.h"
#include "backend/payment/gateway/toggle_store.h"
#include "backend/payment/gateway/vip_lookup.h"
#include "backend/payment/metrics/names.h"
#include "backend/payment/metrics/route_meter.h"
#include "backend/payment/metrics/saga_meter.h"
#include "backend/payment/orchestrator/effects.h"
#include "backend/payment/orchestrator/reply_handler.h"
#include "backend/payment/runtime/halving.h"
#include "backend/payment/runtime/log.h"
#include "backend/payment/runtime/reconnecting_session.h"
#include "backend/payment/topics.h"
#include "backend/redis/routing_keys.h"

namespace saga::payment {
namespace {

class Gateway final : public Handler {
 public:
  Gateway(const Config& config, const Clock& clock, std::shared_ptr<Lease> lease,
          std::shared_ptr<RoutingKnowledge> knowledge, Metrics& metrics)
      : policy_(policy_of(config)),
        clock_(clock),
        lease_(std::move(lease)),
        knowledge_(std::move(knowledge)),
        batch_size_(static_cast<std::size_t>(config.batch.gateway)),
        meter_(metrics),
        routes_(metrics),
        halvings_(metrics.counter(kHalvings, {{"role", "gateway"}})),
        session_(pg::Settings{.conninfo = config.saga_conninfo,
                              .statement_timeout = std::chrono::seconds(10),
                              .application_name = fmt::format("payment-sagad {} gateway", config.instance)},
                 prepare_start),
        vips_(config),
        redis_(config.redis) {}

  std::string group() const override { return std::string(kGatewayGroup); }
  std::vector<std::string> topics() const override { return {std::string(kPaymentRequested)}; }
  std::size_t batch_size() const override { return batch_size_; }

  Result<void> before_taking_over() override { return fence_expired(session_); }

  Result<Handled> handle(std::span<const Delivery> batch) override {
    Handled handled;
    std::vector<Item> items;
    for (std::size_t i = 0; i < batch.size(); ++i) {
      auto request = read_payment_request(batch[i].event);
      if (request) {
        items.push_back({i, &batch[i], std::move(*request)});
      } else {
        handled.unusable.push_back({i, request.error().message});
      }
    }
    const auto try_all = [&](std::span<Item> part) { return transact(part, handled); };
    const auto give_up = [&](Item& item, const Error& error) {
      spdlog::error("event=start-failed order={} trace={} error={}", log_text(item.request.order_id),
                    item.request.trace_id, log_text(error.message));
      handled.later.push_back(item.index);
      item.done = true;
    };
    // Without toggles that can be believed nothing is started, and a database that does not answer is asked once a
    // second only. It is asked, though: who was paused for long may believe nothing, and yet everything is there.
    Result<void> done = std::unexpected(Error{ErrorKind::Connection, "the toggles could not be read"});
    if (!knowledge_->state().unreadable || clock_.monotonic() >= ask_again_) {
      done = halve(std::span<Item>(items), try_all, give_up, halvings_);
      if (!done) ask_again_ = clock_.monotonic() + std::chrono::seconds(1);
    }
    if (done) return handled;
    const RoutingState state = knowledge_->state();
    if (!state.rollback && !state.unreadable) return std::unexpected(done.error());
    // The database is out of reach, and everything goes to the legacy route whatever it would say. Whether an order
    // has a route already is found by who claims it there.
    for (Item& item : items) {
      if (!item.done) forward(item, decide(state, item.request.user_id, false), state, handled);
    }
    return handled;
  }

 private:
  struct Item {
    std::size_t index = 0;
    const Delivery* delivery = nullptr;
    PaymentRequest request;
    bool done = false;
  };

  NewSaga new_saga(const Item& item, SagaId id, const std::string& trace_id, TimePoint now, std::string reason,
                   RouteReason why = {}) const {
    SagaRecord record{.id = std::move(id)};
    record.order_id = item.request.order_id;
    record.user_id = item.request.user_id;
    record.amount = item.request.amount;
    record.trace_id = trace_id;
    return {item.request, begin(policy_, std::move(record), now), item.delivery->event.event_id, std::move(reason),
            why};
  }

  // The rollback's second path is read by a thread of its own; who was paused cannot rely on that.
  Result<void> refresh() {
    if (knowledge_->fresh()) return {};
    if (!client_ || client_->broken()) {
      auto opened = redis::Client::open(redis_);
      if (!opened) return std::unexpected(opened.error());
      client_ = std::move(*opened);
    }
    const auto engaged = redis::read_rollback(*client_);
    if (!engaged) {
      client_.reset();
      return std::unexpected(Error{ErrorKind::Connection, engaged.error().message});
    }
    knowledge_->redis_says(*engaged);
    return {};
  }

  // Not while the toggles are locked: the orders may be in another database, which may be slow.
  Result<std::set<std::int64_t>> vips_among(std::span<const Item> items) {
    std::vector<std::int64_t> users;
    for (const Item& item : items) users.push_back(item.request.user_id);
    return vips_.among(users);
  }

  Result<void> transact(std::span<Item> items, Handled& handled) {
    if (auto fresh = refresh(); !fresh) return fresh;
    const bool ask_for_vips = !closed(knowledge_->state());
    std::set<std::int64_t> vips;
    if (ask_for_vips) {
      auto found = vips_among(items);
      if (!found) return std::unexpected(found.error());
      vips = std::move(*found);
    }
    const auto epoch = lease_->epoch();
    if (!epoch) return std::unexpected(epoch.error());
    auto session = session_.get();
    if (!session) return std::unexpected(session.error());
    auto tx = (*session)->begin();
    if (!tx) return std::unexpected(tx.error());
    const auto toggles = lock_toggles(*tx);
    if (!toggles) return std::unexpected(toggles.error());
    knowledge_->postgres_says(*toggles);
    const RoutingState state = knowledge_->state_with(*toggles);
    if (!closed(state) && !ask_for_vips) {  // it opened a moment ago
      tx->rollback();
      return transact(items, handled);
    }

    std::unordered_map<std::string_view, Item*> by_order;
    std::vector<NewSaga> sagas;
    std::vector<std::pair<Item*, RoutingDecision>> legacy;
    std::vector<std::string> legacy_orders;
    std::vector<std::string> seen_before;
    for (Item& item : items) {
      if (item.delivery->again) seen_before.push_back(item.request.order_id);
      if (!by_order.emplace(item.request.order_id, &item).second) continue;  // joins the first of this batch
      const std::int64_t user = item.request.user_id;
      const RoutingDecision decision = decide(state, user, vips.contains(user));
      if (decision.route == Route::EventDriven) {
        sagas.push_back(new_saga(item, new_uuid_v7(clock_.now()), item.request.trace_id, toggles->now,
                                 explain(decision, state, user), decision.reason));
      } else {
        legacy.emplace_back(&item, decision);
        legacy_orders.push_back(item.request.order_id);
      }
    }
    std::vector<SagaId> started_ids;
    if (!sagas.empty()) {
      auto claimed = claim_and_start(*tx, sagas, toggles->version, *epoch);
      if (!claimed) return std::unexpected(lease_->failed(claimed.error(), *epoch));
      started_ids = std::move(*claimed);
    }
    std::set<std::string> joined;
    if (!legacy.empty()) {
      auto claimed = claimed_orders(*tx, legacy_orders);
      if (!claimed) return std::unexpected(claimed.error());
      joined = std::move(*claimed);
    }
    std::vector<UnansweredStart> unanswered;
    if (!seen_before.empty()) {
      auto found = unanswered_starts(*tx, seen_before);
      if (!found) return std::unexpected(found.error());
      unanswered = std::move(*found);
    }
    if (auto committed = tx->commit(); !committed) return committed;
    for (Item& item : items) item.done = true;

    const std::set<SagaId> started(started_ids.begin(), started_ids.end());
    std::vector<ChangedSaga> changed;
    const WallTime now = clock_.now();
    for (const NewSaga& saga : sagas) {
      const SagaRecord& record = saga.start.after;
      if (!started.contains(record.id)) continue;
      send_first(record, saga.cause, now, handled);
      routes_.took(Route::EventDriven, saga.why);
      changed.push_back({record.id, record.order_id, "STARTED"});
    }
    // Claimed by a process that died before it sent the first request.
    for (const UnansweredStart& start : unanswered) {
      const auto found = by_order.find(start.order_id);
      if (found == by_order.end() || started.contains(start.saga_id)) continue;
      const NewSaga saga = new_saga(*found->second, start.saga_id, start.trace_id, toggles->now, {});
      send_first(saga.start.after, saga.cause, now, handled);
    }
    for (const auto& [item, decision] : legacy) {
      if (!joined.contains(item->request.order_id)) forward(*item, decision, state, handled);
    }
    meter_.started(kPaymentSaga, started.size());
    knowledge_->routed({.event_driven = static_cast<std::int64_t>(started.size())});
    if (!changed.empty()) handled.send.push_back(hint_of(changed, now));
    return {};
  }

  static void send_first(const SagaRecord& record, const std::string& cause, WallTime now, Handled& handled) {
    handled.send.push_back({std::string(request_topic(record)), request_event(record, cause, now)});
    spdlog::debug("event=started saga={} trace={} order={}", record.id, record.trace_id, log_text(record.order_id));
  }

  void forward(const Item& item, const RoutingDecision& decision, const RoutingState& state, Handled& handled) {
    Event event = item.delivery->event;
    event.traceparent = traceparent_of(item.request.trace_id);  // the same trace, a span of its own
    routes_.took(Route::Legacy, decision.reason);
    const std::string reason = explain(decision, state, item.request.user_id);
    event.payload["route"] = {{"reason", reason}, {"toggleVersion", state.version}};
    spdlog::debug("event=routed-legacy order={} trace={} reason={}", log_text(item.request.order_id),
                  item.request.trace_id, log_text(reason));
    handled.send.push_back({std::string(kLegacyRequested), std::move(event)});
    knowledge_->routed({.legacy = 1});
  }

  Policy policy_;
  const Clock& clock_;
  std::shared_ptr<Lease> lease_;
  std::shared_ptr<RoutingKnowledge> knowledge_;
  std::size_t batch_size_;
  SagaMeter meter_;
  RouteMeter routes_;
  Counter& halvings_;
  ReconnectingSession session_;
  VipLookup vips_;
  redis::Endpoint redis_;
  std::unique_ptr<redis::Client> client_;
  MonoTime ask_again_ = {};
};

}  // namespace

std::unique_ptr<Handler> make_gateway(const Config& config, const Clock& clock, std::shared_ptr<Lease> lease,
                                      std::shared_ptr<RoutingKnowledge> knowledge, Metrics& metrics) {
  metrics.watch(kToggleAge, {}, [knowledge] { return std::chrono::duration<double>(knowledge->age()).count(); });
  metrics.watch(kGatewayRollback, {}, [knowledge] { return knowledge->state().rollback ? 1.0 : 0.0; });
  return std::make_unique<Gateway>(config, clock, std::move(lease), std::move(knowledge), metrics);
}

}  // namespace saga::payment
