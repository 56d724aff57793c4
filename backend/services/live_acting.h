// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include "backend/services/attachment.h"
#include "backend/services/connectors.h"
#include "backend/services/link.h"

namespace saga {

// The acting half of an attachment, on a connection of its own: an action never waits behind a read.
class LiveActing {
 public:
  static constexpr std::chrono::milliseconds kPingInterval{1000};

  LiveActing(Executor& home, Executor& opening, const Clock& clock, std::function<Result<ActSide>()> open);
  void start();
  void reconnect();  // from any thread

  void request(Action action, std::vector<ActionTarget> targets, std::string reason,
               Reply<std::vector<ActionOutcome>> reply);
  void change_notes(NoteChange change, Reply<ActionOutcome> reply);
  using ChangeJobs = std::function<ActionOutcome(JobOperator&)>;
  void with_jobs(ChangeJobs change, Reply<ActionOutcome> reply);
  using ChangeApprovals = std::function<ActionOutcome(ApprovalOperator&)>;
  void with_approvals(ChangeApprovals change, Reply<ActionOutcome> reply);
  void change_toggle(ToggleRequest request, Reply<ToggleOutcome> reply);
  using FindCommand = std::function<Result<std::optional<CommandRecord>>(SagaOperator&)>;
  void find(FindCommand ask, Reply<Result<std::optional<CommandRecord>>> reply);

 private:
  void ping();

  Executor& home_;
  Link<ActSide> link_;
};

}  // namespace saga
