// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "backend/ports/dead_letter_queue.h"
#include "backend/postgres/saga_operator.h"
#include "backend/postgres/session.h"

namespace saga::pg {

// Over the views of 020_dead_letters.sql.
class PgDeadLetterQueue final : public DeadLetterQueue {
 public:
  explicit PgDeadLetterQueue(std::shared_ptr<Session> session) : session_(std::move(session)) {}

  Result<std::vector<QueueSummary>> queues() override;
  Result<LetterPage> page(const LetterFilter& filter, const std::optional<LetterCursor>& after, int limit) override;
  Result<std::vector<LetterGroup>> groups(const std::string& queue) override;
  Result<std::vector<DeadLetter>> find(const std::vector<DeliveryId>& ids) override;
  Result<std::vector<LetterRecord>> records(const std::vector<DeliveryId>& ids) override;

 private:
  std::shared_ptr<Session> session_;
};

// Over its functions. The session must be writable and is used for nothing else.
class PgDeadLetterOperator final : public DeadLetterOperator {
 public:
  explicit PgDeadLetterOperator(std::shared_ptr<Session> session, AnchorSink keep_anchors = {})
      : session_(std::move(session)), keep_anchors_(std::move(keep_anchors)) {}

  std::vector<ActionOutcome> act(DeadLetterAction action, const std::vector<LetterTarget>& targets,
                                 const std::string& reason) override;
  Result<std::optional<RevealedLetter>> reveal(const DeliveryId& id, const std::string& reason) override;

 private:
  std::shared_ptr<Session> session_;
  AnchorSink keep_anchors_;
};

}  // namespace saga::pg
