// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <fmt/format.h>

#include "backend/payment/topics.h"
#include "backend/payment/verification/kinds.h"
#include "backend/payment/verification/order_rules.h"

namespace saga::payment {
namespace {

// What a participant did for a saga, seen from its domain.
struct Effect {
  const StepTopics* step;
  bool done = false;    // the effect of the action is there, or was
  bool undone = false;  // so is that of its compensation, or of the step of a refund
};

std::vector<Effect> effects_of(const OrderFacts& order) {
  Effect validation{&kPaymentSteps[0]}, deduction{&kPaymentSteps[1]}, confirmation{&kPaymentSteps[2]},
      creation{&kPaymentSteps[3]};
  if (order.order) {
    const std::string& status = order.order->status;
    validation.done = status == "VALIDATED" || status == "COMPLETED";
    // What came after that: whether it was ever validated, the events say.
    for (const StoredEvent& event : order.order_events) validation.done |= event.type == "OrderValidated";
    validation.undone = status != "CREATED" && status != "VALIDATED" && status != "COMPLETED";
  }
  deduction.done = !order.debits.empty();
  deduction.undone = !order.refunds.empty();
  for (const auto& [product, line] : order.lines) {
    confirmation.done |= line.confirmed > 0;
    confirmation.undone |= line.confirmed > 0 && line.released > 0;
  }
  creation.done = !order.payments.empty();
  creation.undone = creation.done && order.completed().empty();
  return {validation, deduction, confirmation, creation};
}

bool says_done(const SagaFacts& saga, const StepTopics& step) {
  const auto reply = saga.replies.find(step.step);
  return reply != saga.replies.end() && reply->second.action == step.forward.done_type;
}

bool says_undone(const SagaFacts& saga, const StepTopics& step) {
  const auto reply = saga.replies.find(step.step);
  return reply != saga.replies.end() && reply->second.compensation == step.compensation.done_type;
}

// The step of a refund that takes back what this step did: one for each domain.
const StepTopics& refund_of(const StepTopics& step) {
  return *std::ranges::find(kRefundSteps, step.participant, &StepTopics::participant);
}

}  // namespace

void judge_replies(const OrderFacts& order, Sink& sink) {
  if (!order.all_known() || order.payments_sagas.size() != 1) return;
  const SagaFacts& saga = order.payments_sagas.front();
  if (!saga.replies_kept) return;
  const SagaFacts* refund = order.refund_sagas.size() == 1 ? &order.refund_sagas.front() : nullptr;
  const auto wrong = [&](std::string_view kind, std::string detail) {
    sink.found(order.id, kind, "saga", saga.id, std::move(detail));
  };
  for (const Effect& effect : effects_of(order)) {
    const StepTopics& step = *effect.step;
    const bool done = says_done(saga, step);
    if (done && !effect.done) {
      wrong(kind::kReplyWithoutEffect, fmt::format("expected what {} replied ({}), order {} has nothing of it",
                                                   step.participant, step.forward.done_type, order.id));
    }
    if (!done && effect.done) {
      wrong(kind::kEffectWithoutReply, fmt::format("expected {} to have kept {}, as order {} shows its effect",
                                                   step.participant, step.forward.done_type, order.id));
    }
    if (!done || !effect.done) continue;
    const bool undone = says_undone(saga, step) || (refund != nullptr && says_done(*refund, refund_of(step)));
    if (undone && !effect.undone) {
      wrong(kind::kReplyWithoutEffect,
            fmt::format("expected undone what {} replied to have undone, order {} still shows it", step.participant,
                        order.id));
    }
    // An order may also be cancelled otherwise.
    const bool refund_unknown = refund != nullptr && !refund->replies_kept;
    if (!undone && effect.undone && !refund_unknown && step.participant != "orders") {
      wrong(kind::kEffectWithoutReply,
            fmt::format("expected {} to have kept a reply for what it undid of order {}", step.participant, order.id));
    }
  }
}

}  // namespace saga::payment
