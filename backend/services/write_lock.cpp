// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/services/write_lock.h"

#include <algorithm>
#include <utility>

namespace saga {
namespace {

ActionOutcome locked_outcome() {
  return Failed{Error{ErrorKind::Permission, "Writing is locked.", "Unlock it first: this is a production system."}};
}

}  // namespace

WriteLock::WriteLock(Attachment& attachment, const Clock& clock, bool locks)
    : attachment_(attachment), clock_(clock), locks_(locks) {
  AttachmentEvents events;
  events.source = [this](const SourceState& state) { hub_->tell(state); };
  events.feed = [this](const FeedBatch& batch) { hub_->tell(batch); };
  events.platform = [this](const PlatformStatus& status) {
    {
      const std::lock_guard telling(telling_);
      platform_ = status;
    }
    tell_again();
  };
  subscription_ = attachment_.subscribe(std::move(events));
}

std::optional<std::chrono::seconds> WriteLock::left() const {
  const std::lock_guard lock(mutex_);
  if (!touched_) return std::nullopt;
  const auto idle = std::max(std::chrono::ceil<std::chrono::seconds>(clock_.monotonic() - touched_->monotonic),
                             std::chrono::ceil<std::chrono::seconds>(clock_.now() - touched_->wall));
  if (idle >= kIdle) return std::nullopt;
  return kIdle - idle;
}

bool WriteLock::locked() const { return locks_ && !left(); }

void WriteLock::unlock() {
  {
    const std::lock_guard lock(mutex_);
    touched_ = {clock_.monotonic(), clock_.now()};
  }
  tell_again();
}

void WriteLock::lock() {
  {
    const std::lock_guard lock(mutex_);
    touched_.reset();
  }
  tell_again();
}

void WriteLock::note_activity() {
  if (!left()) return;  // what has run out is not begun anew by touching something
  const std::lock_guard lock(mutex_);
  if (touched_) touched_ = {clock_.monotonic(), clock_.now()};
}

void WriteLock::tell_again() {
  const std::lock_guard telling(telling_);
  if (!platform_) return;
  PlatformStatus status = *platform_;
  if (locks_) {
    const auto rest = left();
    status.writing = rest ? Writing::Unlocked : Writing::Locked;
    status.locks_in = rest.value_or(std::chrono::seconds(0));
  }
  hub_->tell(status);
}

void WriteLock::page(SagaFilter filter, std::optional<SagaCursor> after, int limit, Reply<Result<SagaPage>> reply) {
  attachment_.page(std::move(filter), std::move(after), limit, std::move(reply));
}
void WriteLock::by_id(std::vector<SagaId> ids, Reply<Result<SagaPage>> reply) {
  attachment_.by_id(std::move(ids), std::move(reply));
}
void WriteLock::detail(SagaId id, Reply<Result<std::optional<SagaDetail>>> reply) {
  attachment_.detail(std::move(id), std::move(reply));
}
void WriteLock::counts(Reply<Result<ConditionCounts>> reply) { attachment_.counts(std::move(reply)); }
void WriteLock::with_readers(Lane lane, Work work) { attachment_.with_readers(lane, std::move(work)); }
void WriteLock::observe(std::string command_id, Reply<Result<std::optional<CommandRecord>>> reply) {
  attachment_.observe(std::move(command_id), std::move(reply));
}
void WriteLock::latest_command(SagaId id, Reply<Result<std::optional<CommandRecord>>> reply) {
  attachment_.latest_command(std::move(id), std::move(reply));
}
void WriteLock::reconnect() { attachment_.reconnect(); }
Subscription WriteLock::subscribe(AttachmentEvents events) { return hub_->subscribe(std::move(events)); }

void WriteLock::request(Action action, std::vector<ActionTarget> targets, std::string reason,
                        Reply<std::vector<ActionOutcome>> reply) {
  if (locked()) return reply(std::vector<ActionOutcome>(targets.size(), locked_outcome()));
  attachment_.request(action, std::move(targets), std::move(reason), std::move(reply));
}
void WriteLock::change_notes(NoteChange change, Reply<ActionOutcome> reply) {
  if (locked()) return reply(locked_outcome());
  attachment_.change_notes(std::move(change), std::move(reply));
}
void WriteLock::create_job(JobOrder order, Reply<ActionOutcome> reply) {
  if (locked()) return reply(locked_outcome());
  attachment_.create_job(std::move(order), std::move(reply));
}
void WriteLock::change_job(JobChange change, JobId id, std::string reason, Reply<ActionOutcome> reply) {
  if (locked()) return reply(locked_outcome());
  attachment_.change_job(change, std::move(id), std::move(reason), std::move(reply));
}
void WriteLock::decide_approval(ApprovalDecision decision, std::string subject, std::string set_hash,
                                std::string reason, Reply<ActionOutcome> reply) {
  if (locked()) return reply(locked_outcome());
  attachment_.decide_approval(decision, std::move(subject), std::move(set_hash), std::move(reason), std::move(reply));
}
void WriteLock::ask_approval_again(JobId id, std::string reason, Reply<ActionOutcome> reply) {
  if (locked()) return reply(locked_outcome());
  attachment_.ask_approval_again(std::move(id), std::move(reason), std::move(reply));
}
void WriteLock::change_toggle(ToggleRequest request, Reply<ToggleOutcome> reply) {
  if (locked()) return reply({.outcome = locked_outcome()});
  attachment_.change_toggle(std::move(request), std::move(reply));
}

}  // namespace saga
