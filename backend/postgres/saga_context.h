// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "backend/ports/saga_context.h"
#include "backend/postgres/session.h"

namespace saga::pg {

// Reads notes, whole payloads and the event stores of the domains that lie in the same database.
class PgSagaContext final : public SagaContext {
 public:
  explicit PgSagaContext(std::shared_ptr<Session> session) : session_(std::move(session)) {}

  Result<SagaNotes> notes(const SagaId& id) override;
  Result<std::optional<std::string>> payload(const PayloadKey& key) override;
  Result<StoredEvents> stored_events(const Saga& saga) override;
  Result<std::vector<ExternalDelivery>> deliveries(const Saga& saga) override;

 private:
  struct Domains;
  [[nodiscard]] Result<Domains> domains();
  [[nodiscard]] Result<void> add_events(const std::string& domain, const std::vector<std::string>& aggregates,
                                        StoredEvents& into);
  [[nodiscard]] Result<void> add_account(const Saga& saga, StoredEvents& into);

  std::shared_ptr<Session> session_;
};

inline constexpr int kMostNotes = 200;           // the newest; older ones are said to exist
inline constexpr int kMostDeliveries = 200;      // of one saga
inline constexpr int kMostAccountEvents = 5000;  // of one account, searched for the order

}  // namespace saga::pg
