// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/gateway/gateway.h"

#include <set>
#include <unordered_map>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "backend/payment/gateway/start_store.h"
#include "backend/payment/orchestrator/effects.h"
#include "backend/payment/orchestrator/reply_handler.h"
#include "backend/payment/runtime/halving.h"
#include "backend/payment/runtime/log.h"
#include "backend/payment/runtime/reconnecting_session.h"
#include "backend/payment/topics.h"

namespace saga::payment {
namespace {

const char* closed_because(const Toggles& toggles) {
  return toggles.rollback ? "the emergency rollback is engaged" : "the event-driven route is off";
}

class Gateway final : public Handler {
 public:
  Gateway(const Config& config, const Clock& clock)
      : policy_(policy_of(config)),
        clock_(clock),
        batch_size_(static_cast<std::size_t>(config.batch.gateway)),
        session_(pg::Settings{.conninfo = config.saga_conninfo,
                              .statement_timeout = std::chrono::seconds(10),
                              .application_name = fmt::format("payment-sagad {} gateway", config.instance)},
                 prepare_start),
        closed_log_("gateway") {}

  std::string group() const override { return std::string(kGatewayGroup); }
  std::vector<std::string> topics() const override { return {std::string(kPaymentRequested)}; }
  std::size_t batch_size() const override { return batch_size_; }

  // Only asked of the database while closed: an open gateway reads the toggles in each transaction anyway.
  bool ready() override {
    if (open_) return true;
    auto session = session_.get();
    const auto toggles = session ? read_toggles(**session) : std::unexpected(session.error());
    if (!toggles) {
      closed_log_.lost("PostgreSQL", toggles.error());
    } else if (!toggles->open()) {
      closed_log_.lost("the route", Error{ErrorKind::Conflict, closed_because(*toggles)});
    } else {
      closed_log_.back();
      open_ = true;
    }
    return open_;
  }

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
    const auto give_up = [&](const Item& item, const Error& error) {
      spdlog::error("event=start-failed order={} error={}", log_text(item.request.order_id), log_text(error.message));
      handled.later.push_back(item.index);
    };
    const auto done = halve(std::span<Item>(items), try_all, give_up);
    if (!done) return std::unexpected(done.error());
    return handled;
  }

 private:
  struct Item {
    std::size_t index = 0;
    const Delivery* delivery = nullptr;
    PaymentRequest request;
  };

  NewSaga new_saga(const Item& item, SagaId id, const std::string& trace_id, TimePoint now) const {
    SagaRecord record{.id = std::move(id)};
    record.order_id = item.request.order_id;
    record.user_id = item.request.user_id;
    record.amount = item.request.amount;
    record.trace_id = trace_id;
    return {item.request, begin(policy_, std::move(record), now), item.delivery->event.event_id};
  }

  Result<void> transact(std::span<const Item> items, Handled& handled) {
    auto session = session_.get();
    if (!session) return std::unexpected(session.error());
    auto tx = (*session)->begin();
    if (!tx) return std::unexpected(tx.error());
    const auto toggles = lock_toggles(*tx);
    if (!toggles) return std::unexpected(toggles.error());
    if (!toggles->open()) {
      open_ = false;
      // As if the database were out of reach: the same entries are handed over again, until it opens.
      return std::unexpected(Error{ErrorKind::Connection, closed_because(*toggles)});
    }

    std::unordered_map<std::string_view, const Item*> by_order;
    std::vector<NewSaga> sagas;
    std::vector<std::string> seen_before;
    for (const Item& item : items) {
      if (item.delivery->again) seen_before.push_back(item.request.order_id);
      if (!by_order.emplace(item.request.order_id, &item).second) continue;  // joins the first of this batch
      sagas.push_back(new_saga(item, new_uuid_v7(clock_.now()), item.request.trace_id, toggles->now));
    }
    const auto claimed = claim_and_start(*tx, sagas, toggles->version);
    if (!claimed) return std::unexpected(claimed.error());
    std::vector<UnansweredStart> unanswered;
    if (!seen_before.empty()) {
      auto found = unanswered_starts(*tx, seen_before);
      if (!found) return std::unexpected(found.error());
      unanswered = std::move(*found);
    }
    if (auto committed = tx->commit(); !committed) return committed;
    open_ = true;

    const std::set<SagaId> started(claimed->begin(), claimed->end());
    std::vector<ChangedSaga> changed;
    const WallTime now = clock_.now();
    for (const NewSaga& saga : sagas) {
      const SagaRecord& record = saga.start.after;
      if (!started.contains(record.id)) continue;
      send_first(record, saga.cause, now, handled);
      changed.push_back({record.id, record.order_id, "STARTED"});
    }
    // Claimed by a process that died before it sent the first request.
    for (const UnansweredStart& start : unanswered) {
      const auto found = by_order.find(start.order_id);
      if (found == by_order.end() || started.contains(start.saga_id)) continue;
      const NewSaga saga = new_saga(*found->second, start.saga_id, start.trace_id, toggles->now);
      send_first(saga.start.after, saga.cause, now, handled);
    }
    if (!changed.empty()) handled.send.push_back(hint_of(changed, now));
    return {};
  }

  static void send_first(const SagaRecord& record, const std::string& cause, WallTime now, Handled& handled) {
    handled.send.push_back({std::string(request_topic(record)), request_event(record, cause, now)});
    spdlog::debug("event=started saga={} trace={} order={}", record.id, record.trace_id, log_text(record.order_id));
  }

  Policy policy_;
  const Clock& clock_;
  std::size_t batch_size_;
  ReconnectingSession session_;
  OutageLog closed_log_;
  bool open_ = false;
};

}  // namespace

std::unique_ptr<Handler> make_gateway(const Config& config, const Clock& clock) {
  return std::make_unique<Gateway>(config, clock);
}

}  // namespace saga::payment
