// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "backend/concurrency/clock.h"
#include "backend/services/attachment.h"
#include "backend/services/event_hub.h"

namespace saga {

// An attachment whose writes are refused until a person unlocks them, and again after a time in which that person
// touched nothing. Reads go through. The emergency rollback does not go this way, and is never locked.
//
// It guards against the slip of a hand, not against malice: what a role may do is held by the database.
class WriteLock final : public Attachment {
 public:
  static constexpr std::chrono::minutes kIdle{15};

  // `locks`: this is a production system. `attachment` outlives this object.
  WriteLock(Attachment& attachment, const Clock& clock, bool locks);

  // From any thread; subscribers are told at once, from this one.
  void unlock();
  void lock();
  void note_activity();  // a key was pressed, the pointer was moved; costs next to nothing
  [[nodiscard]] bool locked() const;

  void page(SagaFilter filter, std::optional<SagaCursor> after, int limit, Reply<Result<SagaPage>> reply) override;
  void by_id(std::vector<SagaId> ids, Reply<Result<SagaPage>> reply) override;
  void detail(SagaId id, Reply<Result<std::optional<SagaDetail>>> reply) override;
  void counts(Reply<Result<ConditionCounts>> reply) override;
  void with_readers(Lane lane, Work work) override;
  void observe(std::string command_id, Reply<Result<std::optional<CommandRecord>>> reply) override;
  void latest_command(SagaId id, Reply<Result<std::optional<CommandRecord>>> reply) override;
  void reconnect() override;
  [[nodiscard]] Subscription subscribe(AttachmentEvents events) override;

  void request(Action action, std::vector<ActionTarget> targets, std::string reason,
               Reply<std::vector<ActionOutcome>> reply) override;
  void change_notes(NoteChange change, Reply<ActionOutcome> reply) override;
  void create_job(JobOrder order, Reply<ActionOutcome> reply) override;
  void change_job(JobChange change, JobId id, std::string reason, Reply<ActionOutcome> reply) override;
  void decide_approval(ApprovalDecision decision, std::string subject, std::string set_hash, std::string reason,
                       Reply<ActionOutcome> reply) override;
  void ask_approval_again(JobId id, std::string reason, Reply<ActionOutcome> reply) override;
  void change_toggle(ToggleRequest request, Reply<ToggleOutcome> reply) override;

 private:
  struct Touched {
    MonoTime monotonic;
    WallTime wall;  // a suspended machine lets the other stand still
  };
  [[nodiscard]] std::optional<std::chrono::seconds> left() const;  // until it locks; nothing: it is locked
  void tell_again();

  Attachment& attachment_;
  const Clock& clock_;
  const bool locks_;
  mutable std::mutex mutex_;
  std::optional<Touched> touched_;  // nothing: locked
  std::mutex telling_;              // one after the other, so that the last word is the newest
  std::optional<PlatformStatus> platform_;
  std::shared_ptr<EventHub> hub_ = std::make_shared<EventHub>();
  Subscription subscription_;  // last: ends before anything that it calls
};

}  // namespace saga
