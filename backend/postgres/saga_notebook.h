// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "backend/ports/saga_notebook.h"
#include "backend/postgres/saga_operator.h"
#include "backend/postgres/session.h"

namespace saga::pg {

// Calls saga.add_note, saga.take_saga and saga.release_saga. The session must be writable.
class PgSagaNotebook final : public SagaNotebook {
 public:
  explicit PgSagaNotebook(std::shared_ptr<Session> session, AnchorSink keep_anchors = {})
      : session_(std::move(session)), keep_anchors_(std::move(keep_anchors)) {}
  ActionOutcome change(const NoteChange& change) override;

 private:
  [[nodiscard]] Result<Rows> call(const NoteChange& change);

  std::shared_ptr<Session> session_;
  AnchorSink keep_anchors_;
};

}  // namespace saga::pg
