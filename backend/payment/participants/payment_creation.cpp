// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/participants/payment_creation.h"

#include <array>
#include <set>

#include <fmt/format.h>

#include "backend/payment/events/domain_events.h"

namespace saga::payment {
namespace {

// An order that is paid already, by whatever route, keeps its payment; the request then gets no row back.
constexpr Statement kCreate{
    "payments.create",
    "insert into payments.payment (payment_id, order_id, user_id, amount, currency, status, route)"
    " select p, o, u, a, c, 'COMPLETED', $6"
    " from unnest($1::uuid[], $2::text[], $3::bigint[], $4::bigint[], $5::text[]) as t (p, o, u, a, c) order by o"
    " on conflict (order_id) where status = 'COMPLETED' do nothing returning payment_id::text"};
constexpr Statement kCancel{"payments.cancel",
                            "update payments.payment set status = 'CANCELLED'"
                            " where payment_id = any ($1::uuid[]) and status = 'COMPLETED' returning payment_id::text"};
constexpr std::array kStatements{kCreate, kCancel};

using Ids = std::set<std::string, std::less<>>;

Result<Ids> ids_of(const Result<pg::Rows>& rows) {
  if (!rows) return std::unexpected(rows.error());
  Ids ids;
  if (auto read = rows->each([&](const pg::Row& row) { ids.insert(row.text(0)); }); !read) {
    return std::unexpected(read.error());
  }
  return ids;
}

struct Rows {
  std::vector<std::string> ids, orders, currencies;
  std::vector<std::int64_t> users, amounts;
};

}  // namespace

const StepTopics& PaymentCreation::step() const { return *find_step("PaymentCreation"); }
std::span<const Statement> PaymentCreation::statements() const { return kStatements; }

Result<std::vector<Verdict>> PaymentCreation::execute(Work& work, std::span<const Job> jobs) {
  std::vector<std::string> payment_of(jobs.size());  // empty: none is made or undone
  Rows create;
  std::vector<std::string> cancel;
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    const Request& request = *jobs[i].request;
    if (request.direction == Direction::Forward) {
      if (jobs[i].decline) continue;
      payment_of[i] = new_uuid_v7(clock_.now());
      create.ids.push_back(payment_of[i]);
      create.orders.push_back(request.order_id);
      create.users.push_back(request.user_id);
      create.amounts.push_back(request.amount);
      create.currencies.push_back(request.currency);
    } else if (jobs[i].stood) {
      payment_of[i] = jobs[i].action_result.value("paymentId", std::string());
      cancel.push_back(payment_of[i]);
    }
  }

  Ids created, cancelled;
  if (!cancel.empty()) {
    auto ids = ids_of(work.run(kCancel, {cancel}));
    if (!ids) return std::unexpected(ids.error());
    cancelled = std::move(*ids);
  }
  if (!create.ids.empty()) {
    auto ids =
        ids_of(work.run(kCreate, {create.ids, create.orders, create.users, create.amounts, create.currencies, route_}));
    if (!ids) return std::unexpected(ids.error());
    created = std::move(*ids);
  }

  DomainEvents events(step().participant);
  std::vector<Verdict> verdicts;
  verdicts.reserve(jobs.size());
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    const Request& request = *jobs[i].request;
    const std::string& payment = payment_of[i];
    if (request.direction == Direction::Compensation) {
      if (jobs[i].stood && !cancelled.contains(payment)) {
        return std::unexpected(
            Error{ErrorKind::Internal,
                  fmt::format("The payment of order {} is gone, so it cannot be cancelled.", request.order_id)});
      }
      if (jobs[i].stood) events.store(payment_aggregate(payment), "PaymentCancelled", nlohmann::json::object());
      verdicts.push_back(jobs[i].stood ? Done{{{"paymentId", payment}, {"status", "CANCELLED"}}} : Done{});
    } else if (jobs[i].decline) {
      verdicts.push_back(Declined{"PAYMENT_FAILED", *jobs[i].decline});
    } else if (!created.contains(payment)) {
      verdicts.push_back(Declined{"PAYMENT_FAILED", fmt::format("order {} is paid already", request.order_id)});
    } else {
      nlohmann::json completed{{"orderId", request.order_id},
                               {"userId", request.user_id},
                               {"amount", request.amount},
                               {"currency", request.currency},
                               {"route", route_}};
      events.store(payment_aggregate(payment), "PaymentCompleted", completed);
      completed["paymentId"] = payment;
      events.publish("PaymentCompleted", completed, {request.saga_id, request.traceparent});
      verdicts.push_back(Done{{{"paymentId", payment},
                               {"amount", request.amount},
                               {"currency", request.currency},
                               {"status", "COMPLETED"}}});
    }
  }
  if (auto written = events.write(work); !written) return std::unexpected(written.error());
  return verdicts;
}

}  // namespace saga::payment
