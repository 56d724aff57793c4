// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "backend/ports/approvals.h"
#include "backend/ports/job_board.h"
#include "backend/ports/journal_reader.h"
#include "backend/ports/overview_reader.h"
#include "backend/ports/routing_reader.h"
#include "backend/ports/saga_context.h"
#include "backend/ports/saga_list.h"
#include "backend/ports/saga_reader.h"
#include "backend/ports/saga_streams.h"
#include "backend/ports/timeline_reader.h"

namespace saga {

// What can be asked over one connection, and so by one thread at a time.
struct Readers {
  std::unique_ptr<SagaReader> sagas;
  std::unique_ptr<SagaList> list = {};
  std::unique_ptr<OverviewReader> overview = {};
  std::unique_ptr<TimelineReader> timeline = {};
  std::unique_ptr<SagaContext> context = {};
  std::unique_ptr<JobBoard> jobs = {};
  std::unique_ptr<ApprovalBoard> approvals = {};
  std::unique_ptr<RoutingReader> routing = {};
  std::unique_ptr<JournalReader> journal = {};
  std::unique_ptr<SagaStreams> streams = {};  // on Lane::Redis, and there nothing else
};

// Which connection a question takes. What may run for seconds goes in the background, so that a click never waits
// behind it. Redis: the connection that reads streams; it opens with the first question and is opened anew when it was
// lost.
enum class Lane { Interactive, Background, Redis };

}  // namespace saga
