// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "backend/ports/saga_operator.h"
#include "backend/postgres/session.h"

namespace saga::pg {

// Where the journal's positions are kept outside the database. An error goes to the operator with the outcome.
using AnchorSink = std::function<Result<void>(const std::vector<JournalAnchor>&)>;

// Calls saga.retry, saga.compensate and saga.resolve. The session must be writable and is used for nothing else.
class PgSagaOperator final : public SagaOperator {
 public:
  explicit PgSagaOperator(std::shared_ptr<Session> session, AnchorSink keep_anchors = {})
      : session_(std::move(session)), keep_anchors_(std::move(keep_anchors)) {}

  std::vector<ActionOutcome> request(Action action, const std::vector<ActionTarget>& targets, const std::string& reason,
                                     const std::string& evidence = {}) override;
  Result<std::optional<CommandRecord>> observe(const std::string& command_id) override;
  Result<std::optional<CommandRecord>> latest(const SagaId& id) override;

 private:
  std::shared_ptr<Session> session_;
  AnchorSink keep_anchors_;
};

inline constexpr std::size_t kMostTargets = 200;  // of one call; the functions refuse more

}  // namespace saga::pg
