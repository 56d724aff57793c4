// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/payment/verification/survey.h"

namespace saga::payment {

[[nodiscard]] std::unique_ptr<Survey> make_product_survey(const Scope& scope);
[[nodiscard]] std::unique_ptr<Survey> make_coupon_survey(const Scope& scope);

}  // namespace saga::payment
