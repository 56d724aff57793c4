// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/participants/domain.h"

#include "backend/payment/events/domain_events.h"

namespace saga::payment {

Result<void> prepare_domain(pg::Session& session, const Domain& domain) {
  for (const Statement& statement : domain.statements()) {
    if (auto done = session.prepare(statement.name, statement.sql); !done) return done;
  }
  const Statement events = DomainEvents::statement(domain.step().participant);
  return session.prepare(events.name, events.sql);
}

}  // namespace saga::payment
