// SPDX-License-Identifier: GPL-3.0-or-later
#include <spdlog/spdlog.h>

#include "backend/payment/orchestrator/desk.h"
#include "backend/payment/orchestrator/effects.h"
#include "backend/payment/orchestrator/refund_store.h"
#include "backend/payment/orchestrator/timers.h"
#include "backend/payment/runtime/log.h"
#include "backend/payment/topics.h"

namespace saga::payment {
namespace {

constexpr std::chrono::milliseconds kPeriod{150};

class Refunds {
 public:
  Refunds(const Config& config, const Clock& clock, std::shared_ptr<Lease> lease, Metrics& metrics)
      : desk_(config, clock, std::move(lease), metrics, "refunds", prepare_refunds) {}

  Result<bool> tick() {
    auto session = desk_.ready();
    if (!session) return std::unexpected(session.error());
    auto waiting = waiting_refunds(**session, desk_.limit());
    if (!waiting) return std::unexpected(waiting.error());
    if (waiting->empty()) return false;

    bool gave_up = false;
    const auto transact = [&](std::span<const std::string> part, std::vector<Outgoing>& send) {
      return start(**session, part, send);
    };
    const auto give_up = [&](const std::string& order, const Error& error) {
      gave_up = true;
      spdlog::error("event=refund-failed order={} error={}", log_text(order), log_text(error.message));
    };
    if (auto done = desk_.work_off(*waiting, transact, give_up); !done) return std::unexpected(done.error());
    return !gave_up && desk_.is_full(*waiting);
  }

 private:
  Result<void> start(pg::Session& session, std::span<const std::string> orders, std::vector<Outgoing>& send) {
    const auto epoch = desk_.lease().epoch();
    if (!epoch) return std::unexpected(epoch.error());
    auto tx = session.begin();
    if (!tx) return std::unexpected(tx.error());
    auto locked = lock_refunds(*tx, {orders.begin(), orders.end()}, *epoch);
    if (!locked) return std::unexpected(desk_.lease().failed(locked.error(), *epoch));
    if (locked->requests.empty()) return {};

    std::vector<NewRefund> refunds;
    for (RefundRequest& request : locked->requests) {
      SagaRecord record{.id = request.saga_id, .type = std::string(kRefundSaga)};
      record.order_id = request.order_id;
      record.user_id = request.user_id;
      record.amount = request.amount;
      record.trace_id = request.trace_id.empty() ? new_trace_id() : request.trace_id;
      refunds.push_back({std::move(request), begin(desk_.policy(), std::move(record), locked->now)});
    }
    if (auto started = start_refund_sagas(*tx, refunds, *epoch); !started) return started;
    if (auto committed = tx->commit(); !committed) return committed;

    desk_.meter().started(kRefundSaga, refunds.size());
    const WallTime now = desk_.clock().now();
    std::vector<ChangedSaga> changed;
    for (const auto& [request, first] : refunds) {
      const SagaRecord& saga = first.after;
      send.push_back({std::string(request_topic(saga)), request_event(saga, "", now)});
      changed.push_back({saga.id, saga.order_id, "STARTED"});
      spdlog::info("event=refund-started saga={} trace={} order={} by={}", saga.id, saga.trace_id,
                   log_text(saga.order_id), log_text(request.requested_by));
    }
    send.push_back(hint_of(changed, now));
    return {};
  }

  Desk desk_;
};

}  // namespace

std::unique_ptr<Loop> start_refunds(const Config& config, const Clock& clock, std::shared_ptr<Lease> lease,
                                    Metrics& metrics) {
  auto refunds = std::make_shared<Refunds>(config, clock, std::move(lease), metrics);
  return std::make_unique<Loop>("refunds", kPeriod, [refunds] { return refunds->tick(); });
}

}  // namespace saga::payment
