// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/services/live_attachment.h"

#include <utility>

#include "backend/concurrency/worker.h"
#include "backend/services/event_hub.h"
#include "backend/services/live_acting.h"
#include "backend/services/live_background.h"
#include "backend/services/live_hints.h"
#include "backend/services/live_reading.h"
#include "backend/services/live_streams.h"

namespace saga {
namespace {

const Clock& system_clock() {
  static const SystemClock kClock;
  return kClock;
}

}  // namespace

// The order of members is the order of shutdown, backwards: first the threads, then what runs on them.
struct LiveAttachment::Parts {
  Parts(Connectors connectors, const Clock& clock)
      : reading(pg_read, pg_connect, clock, hub, std::move(connectors.read)),
        background(pg_background, pg_connect, clock, std::move(connectors.background)),
        acting(pg_act, pg_connect, clock, std::move(connectors.act)),
        hints(redis_feed, clock, hub, std::move(connectors.hints), [this] { reading.hint(); }),
        streams(redis_read, std::move(connectors.streams)) {
    reading.start();
    background.start();
    acting.start();
    hints.start();
  }
  ~Parts() {
    reading.shut_down();
    background.shut_down();
    hints.shut_down();
    streams.shut_down();
    // One after the other: a task that still runs may post to a thread that is stopped, never to one that is gone.
    redis_read.stop();
    redis_feed.stop();
    pg_connect.stop();
    pg_act.stop();
    pg_background.stop();
    pg_read.stop();
  }
  Parts(const Parts&) = delete;
  Parts& operator=(const Parts&) = delete;

  std::shared_ptr<EventHub> hub = std::make_shared<EventHub>();
  Worker pg_read{"pg-read"};
  Worker pg_background{"pg-background"};
  Worker pg_act{"pg-act"};
  Worker pg_connect{"pg-connect"};
  Worker redis_feed{"redis-feed"};
  Worker redis_read{"redis-read"};
  LiveReading reading;
  LiveBackground background;
  LiveActing acting;
  LiveHints hints;
  LiveStreams streams;
};

LiveAttachment::LiveAttachment(Connectors connectors) : LiveAttachment(std::move(connectors), system_clock()) {}

LiveAttachment::LiveAttachment(Connectors connectors, const Clock& clock)
    : parts_(std::make_unique<Parts>(std::move(connectors), clock)) {}

LiveAttachment::~LiveAttachment() = default;

void LiveAttachment::with_readers(Lane lane, Work work) {
  switch (lane) {
    case Lane::Interactive: return parts_->reading.call(std::move(work));
    case Lane::Background: return parts_->background.call(std::move(work));
    case Lane::Redis: return parts_->streams.call(std::move(work));
  }
}

void LiveAttachment::page(SagaFilter filter, std::optional<SagaCursor> after, int limit,
                          Reply<Result<SagaPage>> reply) {
  ask<SagaPage>(
      Lane::Interactive,
      [filter = std::move(filter), after = std::move(after), limit](Readers& readers) {
        return readers.sagas->page(filter, after, limit);
      },
      std::move(reply));
}

void LiveAttachment::by_id(std::vector<SagaId> ids, Reply<Result<SagaPage>> reply) {
  ask<SagaPage>(
      Lane::Interactive, [ids = std::move(ids)](Readers& readers) { return readers.sagas->by_id(ids); },
      std::move(reply));
}

void LiveAttachment::detail(SagaId id, Reply<Result<std::optional<SagaDetail>>> reply) {
  ask<std::optional<SagaDetail>>(
      Lane::Interactive, [id = std::move(id)](Readers& readers) { return readers.sagas->glance(id); },
      std::move(reply));
}

void LiveAttachment::counts(Reply<Result<ConditionCounts>> reply) {
  ask<ConditionCounts>(Lane::Interactive, [](Readers& readers) { return readers.sagas->counts(); }, std::move(reply));
}

void LiveAttachment::request(Action action, std::vector<ActionTarget> targets, std::string reason,
                             Reply<std::vector<ActionOutcome>> reply) {
  parts_->acting.request(action, std::move(targets), std::move(reason), std::move(reply));
}

void LiveAttachment::observe(std::string command_id, Reply<Result<std::optional<CommandRecord>>> reply) {
  parts_->acting.find([id = std::move(command_id)](SagaOperator& operations) { return operations.observe(id); },
                      std::move(reply));
}

void LiveAttachment::latest_command(SagaId id, Reply<Result<std::optional<CommandRecord>>> reply) {
  parts_->acting.find([id = std::move(id)](SagaOperator& operations) { return operations.latest(id); },
                      std::move(reply));
}

void LiveAttachment::change_notes(NoteChange change, Reply<ActionOutcome> reply) {
  parts_->acting.change_notes(std::move(change), std::move(reply));
}

void LiveAttachment::create_job(JobOrder order, Reply<ActionOutcome> reply) {
  parts_->acting.with_jobs([order = std::move(order)](JobOperator& jobs) { return jobs.create(order); },
                           std::move(reply));
}

void LiveAttachment::change_job(JobChange change, JobId id, std::string reason, Reply<ActionOutcome> reply) {
  parts_->acting.with_jobs([change, id = std::move(id),
                            reason = std::move(reason)](JobOperator& jobs) { return jobs.change(change, id, reason); },
                           std::move(reply));
}

void LiveAttachment::decide_approval(ApprovalDecision decision, std::string subject, std::string set_hash,
                                     std::string reason, Reply<ActionOutcome> reply) {
  parts_->acting.with_approvals(
      [decision, subject = std::move(subject), set_hash = std::move(set_hash), reason = std::move(reason)](
          ApprovalOperator& approvals) { return approvals.decide(decision, subject, set_hash, reason); },
      std::move(reply));
}

void LiveAttachment::ask_approval_again(JobId id, std::string reason, Reply<ActionOutcome> reply) {
  parts_->acting.with_approvals([id = std::move(id), reason = std::move(reason)](
                                    ApprovalOperator& approvals) { return approvals.ask_again(id, reason); },
                                std::move(reply));
}

void LiveAttachment::change_toggle(ToggleRequest request, Reply<ToggleOutcome> reply) {
  parts_->acting.change_toggle(std::move(request), std::move(reply));
}

void LiveAttachment::reconnect() {
  parts_->reading.reconnect();
  parts_->background.reconnect();
  parts_->acting.reconnect();
  parts_->hints.reconnect();
}

Subscription LiveAttachment::subscribe(AttachmentEvents events) { return parts_->hub->subscribe(std::move(events)); }

}  // namespace saga
