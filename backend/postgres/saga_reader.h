// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "backend/ports/saga_reader.h"
#include "backend/postgres/session.h"

namespace saga::pg {

// Reads the contract's views. The session may be shared with other readers of the same thread.
class PgSagaReader final : public SagaReader {
 public:
  explicit PgSagaReader(std::shared_ptr<Session> session) : session_(std::move(session)) {}

  // Pages by key, never by offset: what is inserted meanwhile neither repeats nor hides a saga.
  Result<SagaPage> page(const SagaFilter& filter, const std::optional<SagaCursor>& after, int limit) override;
  Result<SagaPage> by_id(const std::vector<SagaId>& ids) override;
  Result<std::optional<SagaDetail>> detail(const SagaId& id) override;
  Result<std::optional<SagaDetail>> glance(const SagaId& id) override;
  Result<ConditionCounts> counts() override;

 private:
  enum class Payloads { Whole, Heads };
  [[nodiscard]] Result<std::optional<SagaDetail>> read(const SagaId& id, Payloads payloads);

  std::shared_ptr<Session> session_;
};

// Above this a count is not worth its price: "10,000 or more".
inline constexpr int kCountCap = 10'000;

}  // namespace saga::pg
