// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "backend/ports/saga_revealer.h"
#include "backend/postgres/saga_operator.h"
#include "backend/postgres/session.h"

namespace saga::pg {

// Over saga.ask_reveal and saga.reveal of 024_guards.sql, a transaction each; the session must be writable, for the
// journal. The anchors are those of the area "sagas".
class PgSagaRevealer final : public SagaRevealer {
 public:
  explicit PgSagaRevealer(std::shared_ptr<Session> session, AnchorSink keep_anchors = {})
      : session_(std::move(session)), keep_anchors_(std::move(keep_anchors)) {}

  Result<RevealedSaga> reveal(const SagaId& id, const std::string& reason) override;

 private:
  std::shared_ptr<Session> session_;
  AnchorSink keep_anchors_;
};

}  // namespace saga::pg
