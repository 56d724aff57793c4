// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "backend/postgres/session.h"

namespace saga::test {

// One session a schema, all to one database or each to its own.
struct PaymentDatabases {
  pg::Session& saga;
  pg::Session& orders;
  pg::Session& balances;
  pg::Session& products;
  pg::Session& payments;

  [[nodiscard]] static PaymentDatabases one(pg::Session& session) {
    return {session, session, session, session, session};
  }
};

// What must be true of a payment system at rest, whatever was killed meanwhile; each breach is a sentence. Empty: all
// is well. A database that cannot be read is a breach, too.
//   balances    amount = sum of the entries; money = deposits - standing debits; at most one debit and one refund an
//               order, the refund of just that debit
//   stock       counters = what the entries explain
//   events      of every aggregate numbered without a gap, and folding to the state that is there
//   legacy      paid as a whole, or refused without a trace; nothing prepared is left
//   sagas       one an order; each COMPLETED with all its effects, or FAILED with none, or FAILED with open effects,
//               or parked with a reason
//   inboxes     only of sagas that exist
//   refunds     at most one an order, of a COMPLETED payment; COMPLETED with all effects undone, or parked
// Effects of orders without a saga are breaches as well.
[[nodiscard]] std::vector<std::string> violations(const PaymentDatabases& databases);

// The same once what still lies in the streams has been handled: asks again until nothing is wrong or patience ends.
[[nodiscard]] std::vector<std::string> violations_at_rest(const PaymentDatabases& databases,
                                                          std::chrono::milliseconds patience);

// For a failure message: the first few, one a line.
[[nodiscard]] std::string listed(const std::vector<std::string>& violations, std::size_t most = 20);

}  // namespace saga::test
