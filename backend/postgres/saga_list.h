// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "backend/ports/saga_list.h"
#include "backend/postgres/session.h"

namespace saga::pg {

// The list over the contract's views. The session may be shared with other readers of the same thread.
class PgSagaList final : public SagaList {
 public:
  explicit PgSagaList(std::shared_ptr<Session> session) : session_(std::move(session)) {}

  Result<ListPage> page(const ListQuery& query, const ListRange& range, int limit, End end = End::First) override;
  Result<CappedCount> count(const ListQuery& query, const ListRange& range, int cap) override;
  Result<KeyIndex> keys(const ListQuery& query, const ListRange& range, int stride) override;

 private:
  std::shared_ptr<Session> session_;
};

// The page of a statement whose rows begin with server_now.
[[nodiscard]] Result<SagaPage> page_from(Session& session, const Result<Rows>& rows);

}  // namespace saga::pg
