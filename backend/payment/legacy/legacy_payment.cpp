// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/legacy/legacy_payment.h"

#include "backend/payment/participants/order_completion.h"

namespace saga::payment {
namespace {

constexpr std::chrono::seconds kBudget{5};

constexpr Statement kClaim{"legacy.claim",
                           "insert into saga.payment_route (order_id, route, reason, toggle_version, requested_at,"
                           " trace_id) values ($1, 'LEGACY', $2, $3, $4, $5) on conflict (order_id) do nothing"};
constexpr Statement kFinish{"legacy.finish",
                            "update saga.payment_route set outcome = $2, finished_at = clock_timestamp(),"
                            " latency = clock_timestamp() - requested_at where order_id = $1"};

constexpr std::array kDomains{Place::Orders, Place::Balances, Place::Products, Place::Payments};

}  // namespace

LegacyPayment::LegacyPayment(const Config& config, const Clock& clock)
    : config_(config),
      payments_(clock, "LEGACY"),
      databases_(config, kBudget, [this](pg::Session& session, Place place) { return prepare(session, place); }) {}

Domain& LegacyPayment::domain(Place place) {
  switch (place) {
    case Place::Balances: return balances_;
    case Place::Products: return products_;
    case Place::Payments: return payments_;
    case Place::Saga:
    case Place::Orders: break;
  }
  return orders_;
}

Result<void> LegacyPayment::prepare(pg::Session& session, Place place) const {
  const auto all = [&](std::span<const Statement> statements) -> Result<void> {
    for (const Statement& statement : statements) {
      if (auto done = session.prepare(statement.name, statement.sql); !done) return done;
    }
    return {};
  };
  switch (place) {
    case Place::Saga: return all(std::array{kClaim, kFinish});
    case Place::Orders:
      if (auto done = all(completion_statements()); !done) return done;
      return prepare_domain(session, orders_);
    case Place::Balances: return prepare_domain(session, balances_);
    case Place::Products: return prepare_domain(session, products_);
    case Place::Payments: return prepare_domain(session, payments_);
  }
  return {};
}

Result<LegacyPayment::Outcome> LegacyPayment::pay(const LegacyRequest& request) {
  constexpr int kTries = 5;
  Result<Outcome> outcome = attempt(request);
  for (int tried = 1; tried < kTries && !outcome; ++tried) {
    const std::string& code = outcome.error().code;
    if (code != "40001" && code != "40P01") break;
    outcome = attempt(request);
  }
  return outcome;
}

Result<LegacyPayment::Outcome> LegacyPayment::attempt(const LegacyRequest& request) {
  std::optional<Declined> why;
  {
    GlobalTransaction transaction(databases_);
    const auto claimed = claim(transaction, request);
    if (!claimed) return std::unexpected(claimed.error());
    if (!*claimed) return Outcome::Joined;
    for (const Place place : kDomains) {
      const auto verdict = execute(transaction, place, request, Direction::Forward);
      if (!verdict) return std::unexpected(verdict.error());
      if (const auto* declined = std::get_if<Declined>(&*verdict)) {
        why = *declined;
        break;
      }
    }
    if (!why) {
      const Followed paid{request.payment.order_id, {}, request.traceparent};
      const auto work = transaction.at(Place::Orders);
      if (!work) return std::unexpected(work.error());
      if (auto done = complete_orders(**work, {&paid, 1}); !done) return std::unexpected(done.error());
      if (auto done = finish(transaction, request, "COMPLETED"); !done) return std::unexpected(done.error());
      if (auto done = transaction.commit(); !done) return std::unexpected(done.error());
      return Outcome::Paid;
    }
  }
  // All of it is rolled back by now.
  return refuse(request, *why);
}

Result<LegacyPayment::Outcome> LegacyPayment::refuse(const LegacyRequest& request, const Declined& why) {
  GlobalTransaction transaction(databases_);
  const auto claimed = claim(transaction, request);
  if (!claimed) return std::unexpected(claimed.error());
  if (!*claimed) return Outcome::Joined;
  // An order that fails its validation says so itself, and only if it was still to be paid. For a later refusal it is
  // given the status, as a compensation would.
  const bool invalid = why.code == "VALIDATION_FAILED";
  const auto direction = invalid ? Direction::Forward : Direction::Compensation;
  const auto order = execute(transaction, Place::Orders, request, direction, why.code);
  if (!order) return std::unexpected(order.error());
  if (invalid && std::holds_alternative<Done>(*order)) {
    return std::unexpected(Error{ErrorKind::Conflict, "The order has become payable meanwhile.", "", "40001"});
  }
  const auto stock = execute(transaction, Place::Products, request, Direction::Compensation, why.code);
  if (!stock) return std::unexpected(stock.error());
  if (auto done = finish(transaction, request, why.code); !done) return std::unexpected(done.error());
  if (auto done = transaction.commit(); !done) return std::unexpected(done.error());
  return Outcome::Refused;
}

Result<bool> LegacyPayment::claim(GlobalTransaction& transaction, const LegacyRequest& request) {
  const auto work = transaction.at(Place::Saga);
  if (!work) return std::unexpected(work.error());
  const PaymentRequest& payment = request.payment;
  const auto claimed = (*work)->run(
      kClaim, {payment.order_id, request.reason, request.toggle_version, payment.requested_at, payment.trace_id});
  if (!claimed) return std::unexpected(claimed.error());
  return claimed->affected() == 1;
}

Result<void> LegacyPayment::finish(GlobalTransaction& transaction, const LegacyRequest& request,
                                   std::string_view outcome) {
  const auto work = transaction.at(Place::Saga);
  if (!work) return std::unexpected(work.error());
  if (auto done = (*work)->run(kFinish, {request.payment.order_id, outcome}); !done) {
    return std::unexpected(done.error());
  }
  return {};
}

Result<Verdict> LegacyPayment::execute(GlobalTransaction& transaction, Place place, const LegacyRequest& request,
                                       Direction direction, std::string_view reason) {
  const auto work = transaction.at(place);
  if (!work) return std::unexpected(work.error());
  Domain& domain = this->domain(place);
  const PaymentRequest& payment = request.payment;
  const Request as_participant{.step = &domain.step(),
                               .direction = direction,
                               .event_id = request.event_id,
                               .saga_id = {},
                               .traceparent = request.traceparent,
                               .order_id = payment.order_id,
                               .user_id = payment.user_id,
                               .amount = payment.amount.minor,
                               .currency = payment.amount.currency,
                               .attempt = 1,
                               .reason = std::string(reason)};
  Job job{.request = &as_participant};
  if (direction == Direction::Forward) {
    // There is no saga to choose by, so the order is what shows the fault.
    job.decline = faults_for(config_.faults, domain.step().step, direction, payment.order_id, 1).decline;
  }
  auto verdicts = domain.execute(**work, {&job, 1});
  if (!verdicts) return std::unexpected(verdicts.error());
  return std::move(verdicts->front());
}

}  // namespace saga::payment
