// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "backend/concurrency/clock.h"
#include "backend/concurrency/subscription.h"
#include "backend/ports/approvals.h"
#include "backend/ports/job_board.h"
#include "backend/ports/live_feed.h"
#include "backend/ports/platform_status.h"
#include "backend/ports/routing_control.h"
#include "backend/ports/saga_notebook.h"
#include "backend/ports/saga_operator.h"
#include "backend/ports/saga_reader.h"
#include "backend/services/readers.h"

namespace saga {

enum class Source { Postgres, Redis, Feed };

// How a source is, as the status bar shows it.
struct SourceState {
  enum class Health { Connecting, Connected, Lost };
  Source source = Source::Postgres;
  Health health = Health::Connecting;
  std::chrono::microseconds latency{0};       // Connected: round trip; for the feed, how far it is behind
  std::optional<WallTime> last_answer = {};   // this workstation's clock
  std::optional<WallTime> lost_since = {};    // Lost only
  std::optional<WallTime> next_attempt = {};  // Lost only
  int attempt = 0;                            // Lost: how many times a new connection was tried
  std::optional<Error> error = {};            // Lost only
  friend bool operator==(const SourceState&, const SourceState&) = default;
};

// All callbacks run on worker threads; none may block. Unset ones are skipped.
struct AttachmentEvents {
  std::function<void(const SourceState&)> source = {};       // on every change and at least once a second
  std::function<void(const PlatformStatus&)> platform = {};  // role, route in force, server clock; every second
  std::function<void(const FeedBatch&)> feed = {};           // something changed (or a gap: read everything again)
};

template <class T>
using Reply = std::function<void(T)>;

// A running system, seen from the console. Every call returns at once and answers exactly once, on a worker
// thread, unless the attachment is destroyed first: then it never answers. While a source is lost, calls that
// need it answer with ErrorKind::Connection at once; reconnecting is the attachment's own business.
class Attachment {
 public:
  virtual ~Attachment() = default;

  virtual void page(SagaFilter filter, std::optional<SagaCursor> after, int limit, Reply<Result<SagaPage>> reply) = 0;
  virtual void by_id(std::vector<SagaId> ids, Reply<Result<SagaPage>> reply) = 0;
  virtual void detail(SagaId id, Reply<Result<std::optional<SagaDetail>>> reply) = 0;
  virtual void counts(Reply<Result<ConditionCounts>> reply) = 0;

  // Any other question; what it captures belongs to it. It runs on the lane's thread.
  template <class T>
  void ask(Lane lane, std::function<Result<T>(Readers&)> question, Reply<Result<T>> reply) {
    with_readers(lane, work_of(std::move(question), std::move(reply)));
  }
  // Gets the lane's readers, or why there are none, and gives back the error that its question ended with.
  using Work = std::function<std::optional<Error>(Result<Readers*>)>;
  virtual void with_readers(Lane lane, Work work) = 0;
  template <class T>
  [[nodiscard]] static Work work_of(std::function<Result<T>(Readers&)> question, Reply<Result<T>> reply) {
    return [question = std::move(question), reply = std::move(reply)](Result<Readers*> readers) {
      Result<T> answer = readers ? question(**readers) : std::unexpected(readers.error());
      std::optional<Error> error = answer ? std::nullopt : std::optional(answer.error());
      reply(std::move(answer));
      return error;
    };
  }

  // Runs on a connection of its own, so that it never waits behind a read.
  virtual void request(Action action, std::vector<ActionTarget> targets, std::string reason,
                       Reply<std::vector<ActionOutcome>> reply) = 0;
  virtual void observe(std::string command_id, Reply<Result<std::optional<CommandRecord>>> reply) = 0;
  // For finding out what an unknown outcome was.
  virtual void latest_command(SagaId id, Reply<Result<std::optional<CommandRecord>>> reply) = 0;

  // On the same connection as request().
  virtual void change_notes(NoteChange, Reply<ActionOutcome> reply) {
    reply(Failed{Error{ErrorKind::Incompatible, "Notes are not kept here."}});
  }

  // Bulk actions, likewise; they are read with ask(), as Readers::jobs.
  virtual void create_job(JobOrder, Reply<ActionOutcome> reply) {
    reply(Failed{Error{ErrorKind::Incompatible, "Bulk actions are not known here."}});
  }
  virtual void change_job(JobChange, JobId, std::string /*reason*/, Reply<ActionOutcome> reply) {
    reply(Failed{Error{ErrorKind::Incompatible, "Bulk actions are not known here."}});
  }

  // A second person's part, likewise; what waits is read with ask(), as Readers::approvals. `set_hash`: of what was
  // looked at.
  virtual void decide_approval(ApprovalDecision, std::string /*subject*/, std::string /*set_hash*/,
                               std::string /*reason*/, Reply<ActionOutcome> reply) {
    reply(Failed{Error{ErrorKind::Incompatible, "Approvals are not known here."}});
  }
  virtual void ask_approval_again(JobId, std::string /*reason*/, Reply<ActionOutcome> reply) {
    reply(Failed{Error{ErrorKind::Incompatible, "Approvals are not known here."}});
  }

  // On the same connection as request(). The rollback is engaged and released elsewhere: EmergencyRollback.
  virtual void change_toggle(ToggleRequest, Reply<ToggleOutcome> reply) {
    reply({.outcome = Failed{Error{ErrorKind::Incompatible, "Toggles cannot be changed here."}}});
  }

  // Tries to get lost connections back now, instead of when the next attempt is due. Answers by the sources' states.
  virtual void reconnect() = 0;

  // The last known states are told at once, from the calling thread.
  [[nodiscard]] virtual Subscription subscribe(AttachmentEvents events) = 0;
};

}  // namespace saga
