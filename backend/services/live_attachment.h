// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "backend/concurrency/clock.h"
#include "backend/services/attachment.h"
#include "backend/services/connectors.h"

namespace saga {

// An attachment over connections that come back by themselves. Its threads: pg-read, pg-background, pg-act,
// redis-feed, redis-read, and pg-connect, which opens connections so that the others never block on a server that is
// away.
class LiveAttachment final : public Attachment {
 public:
  explicit LiveAttachment(Connectors connectors);  // returns at once; connecting goes on behind it
  LiveAttachment(Connectors connectors, const Clock& clock);
  // Ends the read that runs, lets an action finish, drops the rest, joins the threads.
  ~LiveAttachment() override;
  LiveAttachment(const LiveAttachment&) = delete;
  LiveAttachment& operator=(const LiveAttachment&) = delete;

  void page(SagaFilter filter, std::optional<SagaCursor> after, int limit, Reply<Result<SagaPage>> reply) override;
  void by_id(std::vector<SagaId> ids, Reply<Result<SagaPage>> reply) override;
  void detail(SagaId id, Reply<Result<std::optional<SagaDetail>>> reply) override;
  void counts(Reply<Result<ConditionCounts>> reply) override;
  void with_readers(Lane lane, Work work) override;
  void request(Action action, std::vector<ActionTarget> targets, std::string reason,
               Reply<std::vector<ActionOutcome>> reply) override;
  void observe(std::string command_id, Reply<Result<std::optional<CommandRecord>>> reply) override;
  void latest_command(SagaId id, Reply<Result<std::optional<CommandRecord>>> reply) override;
  void change_notes(NoteChange change, Reply<ActionOutcome> reply) override;
  void create_job(JobOrder order, Reply<ActionOutcome> reply) override;
  void change_job(JobChange change, JobId id, std::string reason, Reply<ActionOutcome> reply) override;
  void decide_approval(ApprovalDecision decision, std::string subject, std::string set_hash, std::string reason,
                       Reply<ActionOutcome> reply) override;
  void ask_approval_again(JobId id, std::string reason, Reply<ActionOutcome> reply) override;
  void change_toggle(ToggleRequest request, Reply<ToggleOutcome> reply) override;
  void reconnect() override;
  [[nodiscard]] Subscription subscribe(AttachmentEvents events) override;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace saga
