// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <string>

#include "backend/concurrency/clock.h"
#include "backend/payment/legacy/databases.h"
#include "backend/payment/legacy/legacy_request.h"
#include "backend/payment/participants/balance_deduction.h"
#include "backend/payment/participants/order_validation.h"
#include "backend/payment/participants/payment_creation.h"
#include "backend/payment/participants/stock_confirmation.h"

namespace saga::payment {

// Pays an order as the monolith does: order, coupon, balance, stock and payment in one transaction, in that order, the
// products by their id. The claim of the route comes first, so that an order which has one already is left alone; and
// since nobody else then moves what the order holds, READ COMMITTED with locked rows is enough. The effects are those
// of the participants, called one after the other. One thread.
class LegacyPayment {
 public:
  LegacyPayment(const Config& config, const Clock& clock);

  enum class Outcome {
    Joined,  // claimed before, on whichever route: nothing is done
    Paid,
    Refused,  // for a business reason: the order says which, and nothing else has changed
  };
  // An Error: nothing is done, unless it is InDoubt; ask again then, it joins if it was.
  [[nodiscard]] Result<Outcome> pay(const LegacyRequest& request);

 private:
  [[nodiscard]] Result<void> prepare(pg::Session& session, Place place) const;
  [[nodiscard]] Result<Outcome> attempt(const LegacyRequest& request);
  [[nodiscard]] Result<Outcome> refuse(const LegacyRequest& request, const Declined& why);
  [[nodiscard]] Result<bool> claim(GlobalTransaction& transaction, const LegacyRequest& request);
  [[nodiscard]] Result<void> finish(GlobalTransaction& transaction, const LegacyRequest& request,
                                    std::string_view outcome);
  [[nodiscard]] Result<Verdict> execute(GlobalTransaction& transaction, Place place, const LegacyRequest& request,
                                        Direction direction, std::string_view reason = {});
  [[nodiscard]] Domain& domain(Place place);

  const Config& config_;
  OrderValidation orders_;
  BalanceDeduction balances_;
  StockConfirmation products_;
  PaymentCreation payments_;
  Databases databases_;
};

}  // namespace saga::payment
