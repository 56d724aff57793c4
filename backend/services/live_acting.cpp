// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/services/live_acting.h"

#include <algorithm>

namespace saga {
namespace {

// The error of an outcome after which the connection is of no more use.
const Error* loss(const ActionOutcome& outcome) {
  if (const auto* unknown = std::get_if<OutcomeUnknown>(&outcome)) return &unknown->error;
  const auto* failed = std::get_if<Failed>(&outcome);
  return failed != nullptr && ends_connection(failed->error) ? &failed->error : nullptr;
}

}  // namespace

LiveActing::LiveActing(Executor& home, Executor& opening, const Clock& clock, std::function<Result<ActSide>()> open)
    : home_(home), link_(home, opening, clock, std::move(open), {}) {}

void LiveActing::start() {
  link_.start();
  home_.post_after(kPingInterval, [this] { ping(); });
}

void LiveActing::reconnect() {
  home_.post([this] { link_.try_now(); });
}

void LiveActing::request(Action action, std::vector<ActionTarget> targets, std::string reason,
                         Reply<std::vector<ActionOutcome>> reply) {
  home_.post([this, action, targets = std::move(targets), reason = std::move(reason), reply = std::move(reply)] {
    ActSide* side = link_.side();
    if (side == nullptr) return reply({targets.size(), Failed{link_.why_not()}});
    const auto outcomes = side->operations->request(action, targets, reason, {});
    std::optional<Error> lost;
    for (const auto& outcome : outcomes) {
      if (const Error* error = loss(outcome)) lost = *error;
    }
    reply(outcomes);
    if (lost) link_.lose(*lost);
  });
}

void LiveActing::change_notes(NoteChange change, Reply<ActionOutcome> reply) {
  home_.post([this, change = std::move(change), reply = std::move(reply)] {
    ActSide* side = link_.side();
    if (side == nullptr) return reply(Failed{link_.why_not()});
    if (!side->notebook) return reply(Failed{Error{ErrorKind::Incompatible, "Notes are not kept here."}});
    const ActionOutcome outcome = side->notebook->change(change);
    reply(outcome);
    if (const Error* error = loss(outcome)) link_.lose(*error);
  });
}

void LiveActing::with_jobs(ChangeJobs change, Reply<ActionOutcome> reply) {
  home_.post([this, change = std::move(change), reply = std::move(reply)] {
    ActSide* side = link_.side();
    if (side == nullptr) return reply(Failed{link_.why_not()});
    if (!side->jobs) return reply(Failed{Error{ErrorKind::Incompatible, "Bulk actions are not known here."}});
    const ActionOutcome outcome = change(*side->jobs);
    reply(outcome);
    if (const Error* error = loss(outcome)) link_.lose(*error);
  });
}

void LiveActing::with_approvals(ChangeApprovals change, Reply<ActionOutcome> reply) {
  home_.post([this, change = std::move(change), reply = std::move(reply)] {
    ActSide* side = link_.side();
    if (side == nullptr) return reply(Failed{link_.why_not()});
    if (!side->approvals) return reply(Failed{Error{ErrorKind::Incompatible, "Approvals are not known here."}});
    const ActionOutcome outcome = change(*side->approvals);
    reply(outcome);
    if (const Error* error = loss(outcome)) link_.lose(*error);
  });
}

void LiveActing::change_toggle(ToggleRequest request, Reply<ToggleOutcome> reply) {
  home_.post([this, request = std::move(request), reply = std::move(reply)] {
    ActSide* side = link_.side();
    if (side == nullptr) return reply({.outcome = Failed{link_.why_not()}});
    if (!side->routing) {
      return reply({.outcome = Failed{Error{ErrorKind::Incompatible, "Toggles cannot be changed here."}}});
    }
    const ToggleOutcome outcome =
        side->routing->set(request.name, request.value, request.expected_version, request.reason);
    reply(outcome);
    if (const Error* error = loss(outcome.outcome)) link_.lose(*error);
  });
}

void LiveActing::find(FindCommand ask, Reply<Result<std::optional<CommandRecord>>> reply) {
  home_.post([this, ask = std::move(ask), reply = std::move(reply)] {
    ActSide* side = link_.side();
    if (side == nullptr) return reply(std::unexpected(link_.why_not()));
    const auto answer = ask(*side->operations);
    reply(answer);
    if (!answer && ends_connection(answer.error())) link_.lose(answer.error());
  });
}

// A session that died while idle is found out now rather than by the next action, whose outcome would be unknown.
void LiveActing::ping() {
  home_.post_after(kPingInterval, [this] { ping(); });
  ActSide* side = link_.side();
  if (side == nullptr || !side->ping) return;
  if (const auto alive = side->ping(); !alive && ends_connection(alive.error())) link_.lose(alive.error());
}

}  // namespace saga
