// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/participants/participants.h"

#include <algorithm>

#include <fmt/format.h>

#include "backend/domain/uuid.h"
#include "backend/payment/metrics/names.h"
#include "backend/payment/participants/balance_deduction.h"
#include "backend/payment/participants/batches.h"
#include "backend/payment/participants/follower.h"
#include "backend/payment/participants/order_validation.h"
#include "backend/payment/participants/payment_creation.h"
#include "backend/payment/participants/refund_steps.h"
#include "backend/payment/participants/stock_confirmation.h"
#include "backend/payment/runtime/reconnecting_session.h"

namespace saga::payment {
namespace {

constexpr int kFollowTries = 3;
// How far back what others follow is told again: longer than anybody may have been behind.
constexpr std::chrono::minutes kTellAgain{10};

// What PostgreSQL would not take; nullptr: it would.
const char* unsendable(const Event& event, const std::string& order) {
  if (!event.saga_id.empty() && !is_uuid(event.saga_id)) return "the event's sagaId is no UUID";
  const auto zero = [](const std::string& text) { return text.find('\0') != std::string::npos; };
  if (zero(order) || zero(event.traceparent)) return "the event holds a zero byte";
  return nullptr;
}

class Participant final : public Handler {
 public:
  // `refund`: its step of a refund; same isolation, deadline and schema.
  Participant(Role role, const Config& config, const Clock& clock, Metrics& metrics, std::unique_ptr<Domain> domain,
              std::unique_ptr<Domain> refund, std::unique_ptr<Follower> follower)
      : config_(config),
        clock_(clock),
        domain_(std::move(domain)),
        refund_(std::move(refund)),
        follower_(std::move(follower)),
        meter_(transaction_meter(metrics, to_text(role))),
        halvings_(metrics.counter(kHalvings, {{"role", std::string(to_text(role))}})),
        inbox_(*domain_, clock, &meter_),
        refund_inbox_(*refund_, clock, &meter_),
        session_(pg::Settings{.conninfo = config.conninfo_of(role),
                              .application_name = fmt::format("payment-sagad {} {}", config.instance, to_text(role))},
                 [this](pg::Session& session) { return set_up(session); }) {}

  std::string group() const override { return std::string(domain_->step().participant); }

  std::vector<std::string> topics() const override {
    const StepTopics& step = domain_->step();
    std::vector<std::string> topics{std::string(step.forward.request), std::string(step.compensation.request),
                                    std::string(refund_->step().forward.request)};
    if (follower_) topics.insert(topics.end(), follower_->topics().begin(), follower_->topics().end());
    return topics;
  }

  std::size_t batch_size() const override { return static_cast<std::size_t>(config_.batch.participant); }

  Result<std::vector<Outgoing>> tell_again() override {
    auto session = session_.get();
    if (!session) return std::unexpected(session.error());
    auto kept = inbox_.kept_since(**session, clock_.now() - kTellAgain);
    if (!kept) return std::unexpected(kept.error());
    std::vector<Outgoing> again;
    for (Answer& answer : *kept) {
      if (is_followed(answer.topic)) again.push_back({std::string(answer.topic), std::move(answer.event)});
    }
    return again;
  }

  Result<Handled> handle(std::span<const Delivery> batch) override {
    auto session = session_.get();
    if (!session) return std::unexpected(session.error());
    Handled handled;
    Sorted sorted = sort_out(batch, handled);
    for (const auto& [inbox, messages] : {std::pair(&inbox_, &sorted.messages), {&refund_inbox_, &sorted.refunds}}) {
      auto answers = answer_all(*inbox, **session, clock_, *messages, halvings_);
      if (!answers) return std::unexpected(answers.error());
      for (std::size_t i = 0; i < answers->size(); ++i) {
        const InjectedFaults& faults = (*messages)[i].faults;
        if (faults.lose_reply) continue;
        Answer& answer = (*answers)[i];
        handled.send.push_back({std::string(answer.topic), std::move(answer.event), faults.reply_delay});
      }
    }
    if (!sorted.followed.empty()) {
      if (auto done = follow(**session, sorted); !done) {
        if (done.error().kind == ErrorKind::Connection || (*session)->broken()) return std::unexpected(done.error());
        handled.later.insert(handled.later.end(), sorted.followed.begin(), sorted.followed.end());
      }
    }
    return handled;
  }

 private:
  struct Sorted {
    std::vector<Message> messages, refunds;
    std::vector<std::size_t> followed;  // in the batch
    std::vector<Followed> events;       // of those, one an order
  };

  Result<void> set_up(pg::Session& session) const {
    if (auto done = inbox_.set_up(session); !done) return done;
    if (auto done = refund_inbox_.set_up(session); !done || !follower_) return done;
    for (const Statement& statement : follower_->statements()) {
      if (auto done = session.prepare(statement.name, statement.sql); !done) return done;
    }
    return {};
  }

  Sorted sort_out(std::span<const Delivery> batch, Handled& handled) const {
    Sorted sorted;
    for (std::size_t i = 0; i < batch.size(); ++i) {
      const Delivery& delivery = batch[i];
      if (follower_ && std::ranges::count(follower_->topics(), delivery.topic) > 0) {
        const auto order = delivery.event.payload.find("orderId");
        if (order == delivery.event.payload.end() || !order->is_string()) {
          handled.unusable.push_back({i, "the event has no text \"orderId\""});
          continue;
        }
        // One such event would fail the statement for all of them.
        if (const char* why = unsendable(delivery.event, order->get_ref<const std::string&>())) {
          handled.unusable.push_back({i, why});
          continue;
        }
        sorted.followed.push_back(i);
        sorted.events.push_back({order->get<std::string>(), delivery.event.saga_id, delivery.event.traceparent});
        continue;
      }
      auto request = read_request(delivery.topic, delivery.event);
      if (!request) {
        handled.unusable.push_back({i, request.error().message});
        continue;
      }
      auto faults =
          faults_for(config_.faults, request->step->step, request->direction, request->saga_id, request->attempt);
      auto& messages = request->step->step == refund_->step().step ? sorted.refunds : sorted.messages;
      messages.push_back({std::move(*request), std::move(faults)});
    }
    std::ranges::sort(sorted.events, {}, &Followed::order_id);
    const auto twice = std::ranges::unique(sorted.events, {}, &Followed::order_id);
    sorted.events.erase(twice.begin(), twice.end());
    return sorted;
  }

  Result<void> follow(pg::Session& session, const Sorted& sorted) {
    Result<void> done;
    for (int tried = 0; tried < kFollowTries; ++tried) {
      done = follower_->follow(session, sorted.events, meter_);
      if (done || done.error().kind != ErrorKind::Conflict) break;
    }
    return done;
  }

  const Config& config_;
  const Clock& clock_;
  std::unique_ptr<Domain> domain_;
  std::unique_ptr<Domain> refund_;
  std::unique_ptr<Follower> follower_;
  TransactionMeter meter_;
  Counter& halvings_;
  Inbox inbox_;
  Inbox refund_inbox_;
  ReconnectingSession session_;
};

}  // namespace

std::unique_ptr<Handler> make_participant(Role role, const Config& config, const Clock& clock, Metrics& metrics) {
  const auto make = [&](std::unique_ptr<Domain> domain, std::unique_ptr<Domain> refund,
                        std::unique_ptr<Follower> follower = {}) {
    return std::make_unique<Participant>(role, config, clock, metrics, std::move(domain), std::move(refund),
                                         std::move(follower));
  };
  switch (role) {
    case Role::Orders:
      return make(std::make_unique<OrderValidation>(), std::make_unique<OrderCancellation>(),
                  std::make_unique<OrderCompletion>());
    case Role::Balances: return make(std::make_unique<BalanceDeduction>(), std::make_unique<BalanceRefund>());
    case Role::Products:
      return make(std::make_unique<StockConfirmation>(), std::make_unique<StockRelease>(),
                  std::make_unique<ReservationRelease>());
    case Role::Payments: return make(std::make_unique<PaymentCreation>(clock), std::make_unique<PaymentCancellation>());
    case Role::Gateway:
    case Role::Orchestrator:
    case Role::Legacy:
    case Role::Publisher:
    case Role::Jobs:
    case Role::Projector:
    case Role::Janitor: return nullptr;
  }
  return nullptr;
}

}  // namespace saga::payment
