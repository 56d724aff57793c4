// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "backend/payment/orchestrator/transition.h"

namespace saga::test {

// Sagas, inputs and transitions as texts, so that the rules can be read as a table.
//   a saga       "RUNNING StockConfirmation 1/3 waiting effects=3"
//                "COMPENSATING BalanceDeduction 3/3 parked effects=2 reason=STOCK_INSUFFICIENT"
//                (attempts/limit; waiting: an attempt is out; idle: the next starts later; parked; ended)
//   an input     "StockConfirmation done 1"           the reply to attempt 1
//                "StockConfirmation error 1 text"     a technical failure, worth another attempt
//                "StockConfirmation declined 1 text"  a business failure, final
//                "undo StockConfirmation done 1"      a reply of its compensation
//                "again …"                            the same, delivered before
//                "due behind"                         its deadline has passed while queues are worked off
//                "due", "RETRY", "COMPENSATE", "RESOLVE"
//   a transition what the saga is now, then each of its consequences behind a bar
inline constexpr const char* kSagaId = "0193c7a0-0000-7000-8000-000000000001";

[[nodiscard]] payment::Policy test_policy();
[[nodiscard]] TimePoint test_now();
[[nodiscard]] payment::SagaRecord saga_from(std::string_view text);
[[nodiscard]] payment::Input input_from(std::string_view text, const payment::SagaRecord& record);
[[nodiscard]] std::string text_of(const payment::SagaRecord& record);
[[nodiscard]] std::string text_of(const payment::Transition& transition);

}  // namespace saga::test
