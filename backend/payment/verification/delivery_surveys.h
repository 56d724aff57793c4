// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>

#include "backend/payment/verification/survey.h"

namespace saga::payment {

// Who is to hear of what (S9 of the design), by the type of the event.
using Targets = std::set<std::string, std::less<>>;
[[nodiscard]] const std::map<std::string, Targets, std::less<>>& targets();

// Of the order key of a delivery; "": it is of no payment.
[[nodiscard]] std::string payment_in(const std::string& order_key);

[[nodiscard]] std::unique_ptr<Survey> make_payment_delivery_survey(const Scope& scope);

}  // namespace saga::payment
