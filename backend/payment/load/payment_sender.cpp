// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/load/payment_sender.h"

#include "backend/concurrency/clock.h"
#include "backend/payment/event.h"
#include "backend/payment/runtime/patience.h"
#include "backend/payment/topics.h"
#include "backend/redis/streams.h"

namespace saga::payment {
namespace {

Event request_of(const PlannedOrder& order, WallTime at) {
  return {.event_id = new_uuid_v7(at),
          .event_type = "PaymentRequested",
          .saga_id = {},
          .correlation_id = {},
          .traceparent = traceparent_of(new_trace_id()),
          .occurred_at = at,
          .payload = {{"orderId", order.order_id},
                      {"userId", order.user_id},
                      {"amount", order.amount},
                      {"currency", order.currency}}};
}

}  // namespace

bool PaymentSender::send(std::span<const PlannedOrder> orders, const std::stop_token& stop) {
  const WallTime at = SystemClock().now();
  std::vector<std::string> ids;
  std::vector<redis::Command> commands;
  for (const PlannedOrder& order : orders) {
    ids.push_back(order.order_id);
    commands.push_back(redis::xadd_command(kPaymentRequested, "event", encode(request_of(order, at))));
  }
  // Before they are in the stream: the first may have ended before the last was sent.
  in_flight_.sent(ids, std::chrono::steady_clock::now());
  Patience patience;
  while (!try_to_send(commands)) {
    if (!wait_for(stop, patience.next())) return false;
  }
  return true;
}

Result<void> PaymentSender::try_to_send(std::span<const redis::Command> commands) {
  if (!client_ || client_->broken()) {
    auto opened = redis::Client::open(endpoint_);
    if (!opened) return std::unexpected(opened.error());
    client_ = std::move(*opened);
  }
  const auto replies = client_->pipeline(commands);
  if (!replies) return std::unexpected(replies.error());
  for (const auto& reply : *replies) {
    if (const auto* error = reply.error()) return std::unexpected(redis::error_of(*error));
  }
  return {};
}

}  // namespace saga::payment
