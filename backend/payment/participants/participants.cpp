// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/participants/participants.h"

#include <algorithm>

#include <fmt/format.h>

#include "backend/payment/participants/balance_deduction.h"
#include "backend/payment/participants/batches.h"
#include "backend/payment/participants/follower.h"
#include "backend/payment/participants/order_validation.h"
#include "backend/payment/participants/payment_creation.h"
#include "backend/payment/participants/stock_confirmation.h"
#include "backend/payment/runtime/reconnecting_session.h"

namespace saga::payment {
namespace {

constexpr int kFollowTries = 3;

class Participant final : public Handler {
 public:
  Participant(Role role, const Config& config, const Clock& clock, std::unique_ptr<Domain> domain,
              std::unique_ptr<Follower> follower)
      : config_(config),
        clock_(clock),
        domain_(std::move(domain)),
        follower_(std::move(follower)),
        inbox_(*domain_, clock),
        session_(pg::Settings{.conninfo = config.conninfo_of(role),
                              .application_name = fmt::format("payment-sagad {} {}", config.instance, to_text(role))},
                 [this](pg::Session& session) { return set_up(session); }) {}

  std::string group() const override { return std::string(domain_->step().participant); }

  std::vector<std::string> topics() const override {
    const StepTopics& step = domain_->step();
    std::vector<std::string> topics{std::string(step.forward.request), std::string(step.compensation.request)};
    if (follower_) topics.insert(topics.end(), follower_->topics().begin(), follower_->topics().end());
    return topics;
  }

  std::size_t batch_size() const override { return static_cast<std::size_t>(config_.batch.participant); }

  Result<Handled> handle(std::span<const Delivery> batch) override {
    auto session = session_.get();
    if (!session) return std::unexpected(session.error());
    Handled handled;
    Sorted sorted = sort_out(batch, handled);
    auto answers = answer_all(inbox_, **session, clock_, sorted.messages);
    if (!answers) return std::unexpected(answers.error());
    for (std::size_t i = 0; i < answers->size(); ++i) {
      const InjectedFaults& faults = sorted.messages[i].faults;
      if (faults.lose_reply) continue;
      Answer& answer = (*answers)[i];
      handled.send.push_back({std::string(answer.topic), std::move(answer.event), faults.reply_delay});
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
    std::vector<Message> messages;
    std::vector<std::size_t> followed;  // in the batch
    std::vector<std::string> orders;    // of those, each once
  };

  Result<void> set_up(pg::Session& session) const {
    if (auto done = inbox_.set_up(session); !done || !follower_) return done;
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
        sorted.followed.push_back(i);
        sorted.orders.push_back(order->get<std::string>());
        continue;
      }
      auto request = read_request(delivery.topic, delivery.event);
      if (!request) {
        handled.unusable.push_back({i, request.error().message});
        continue;
      }
      auto faults =
          faults_for(config_.faults, request->step->step, request->direction, request->saga_id, request->attempt);
      sorted.messages.push_back({std::move(*request), std::move(faults)});
    }
    std::ranges::sort(sorted.orders);
    const auto twice = std::ranges::unique(sorted.orders);
    sorted.orders.erase(twice.begin(), twice.end());
    return sorted;
  }

  Result<void> follow(pg::Session& session, const Sorted& sorted) {
    Result<void> done;
    for (int tried = 0; tried < kFollowTries; ++tried) {
      done = follower_->follow(session, sorted.orders);
      if (done || done.error().kind != ErrorKind::Conflict) break;
    }
    return done;
  }

  const Config& config_;
  const Clock& clock_;
  std::unique_ptr<Domain> domain_;
  std::unique_ptr<Follower> follower_;
  Inbox inbox_;
  ReconnectingSession session_;
};

}  // namespace

std::unique_ptr<Handler> make_participant(Role role, const Config& config, const Clock& clock) {
  const auto make = [&](std::unique_ptr<Domain> domain, std::unique_ptr<Follower> follower = {}) {
    return std::make_unique<Participant>(role, config, clock, std::move(domain), std::move(follower));
  };
  switch (role) {
    case Role::Orders: return make(std::make_unique<OrderValidation>(), std::make_unique<OrderCompletion>());
    case Role::Balances: return make(std::make_unique<BalanceDeduction>());
    case Role::Products: return make(std::make_unique<StockConfirmation>(), std::make_unique<ReservationRelease>());
    case Role::Payments: return make(std::make_unique<PaymentCreation>(clock));
    case Role::Gateway:
    case Role::Orchestrator:
    case Role::Janitor: return nullptr;
  }
  return nullptr;
}

}  // namespace saga::payment
