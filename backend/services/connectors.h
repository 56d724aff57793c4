// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>

#include "backend/outcome/error.h"
#include "backend/ports/approvals.h"
#include "backend/ports/change_hints.h"
#include "backend/ports/job_board.h"
#include "backend/ports/live_feed.h"
#include "backend/ports/platform_status.h"
#include "backend/ports/routing_control.h"
#include "backend/ports/saga_notebook.h"
#include "backend/ports/saga_operator.h"
#include "backend/services/readers.h"

namespace saga {

// The interactive connection: readers, and what is polled in between. One thread uses all of it.
struct ReadSide {
  Readers readers;
  std::unique_ptr<PlatformReader> platform;
  std::unique_ptr<LiveFeed> feed;
  std::function<void()> cancel = {};  // from any thread: ends the statement that runs now
};

// The background connection, with a timeout that suits long statements.
struct BackgroundSide {
  Readers readers;
  std::function<void()> cancel = {};  // from any thread: ends the statement that runs now
};

// What is changed over a connection of its own.
struct ActSide {
  std::unique_ptr<SagaOperator> operations;
  std::function<Result<void>()> ping = {};  // notices a dead connection before an action is sent over it
  std::unique_ptr<SagaNotebook> notebook = {};
  std::unique_ptr<JobOperator> jobs = {};
  std::unique_ptr<ApprovalOperator> approvals = {};
  std::unique_ptr<RoutingControl> routing = {};
};

// How to come by each connection, again and again: a lost one is replaced, never mended.
struct Connectors {
  std::function<Result<ReadSide>()> read;
  std::function<Result<BackgroundSide>()> background;
  std::function<Result<ActSide>()> act;
  std::function<Result<std::unique_ptr<ChangeHints>>()> hints = {};    // unset: the system has no Redis
  std::function<Result<std::unique_ptr<SagaStreams>>()> streams = {};  // likewise; it connects by itself
};

}  // namespace saga
