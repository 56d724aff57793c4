// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/payment/verification/order_facts.h"
#include "backend/payment/verification/report.h"

namespace saga::payment {

// What is wrong with one order, rule by rule. Pure. Places that were not read are not judged; of an order that moves,
// only what one place says by itself.
void judge(const OrderFacts& order, Sink& sink);

// Its parts.
void judge_claim(const OrderFacts& order, Sink& sink);    // routes, claims, sagas: who pays it
void judge_ends(const OrderFacts& order, Sink& sink);     // an ended payment has all of its effects, or none
void judge_legacy(const OrderFacts& order, Sink& sink);   // likewise, of the legacy route
void judge_steps(const OrderFacts& order, Sink& sink);    // a saga's steps and its row
void judge_entries(const OrderFacts& order, Sink& sink);  // what one place says about it twice
void judge_events(const OrderFacts& order, Sink& sink);   // events and rows
void judge_replies(const OrderFacts& order, Sink& sink);  // kept replies and effects

// Of one aggregate: the first gap in its numbers, in words.
[[nodiscard]] std::optional<std::string> gap_in(std::span<const StoredEvent> events);

}  // namespace saga::payment
