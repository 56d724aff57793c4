// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/orchestrator/effects.h"

#include <spdlog/spdlog.h>

#include "backend/payment/runtime/log.h"
#include "backend/payment/topics.h"

namespace saga::payment {

void Effects::add(const SagaRecord& before, const Transition& transition, TimePoint now) {
  writes_.add(before, transition);
  note(before, transition, now);
  if (transition.send) {
    requests_.insert_or_assign(transition.after.id, Request{transition.after, transition.cause});
  } else if (transition.moved) {
    requests_.erase(transition.after.id);
  }
}

void Effects::note(const SagaRecord& before, const Transition& transition, TimePoint now) {
  if (transition.ended) ended_.push_back(*transition.ended);
  const SagaRecord& after = transition.after;
  const auto add = [&](Event::Kind kind, std::string reason = {}) {
    events_.push_back(
        {kind, after.type, after.current_step, std::move(reason), after.direction(), now - after.created_at});
  };
  if (transition.started && after.attempts > 1) add(Event::Kind::Retried);
  if (transition.change == Change::Parked) add(Event::Kind::Parked);
  if (before.status == after.status) return;
  if (before.status == SagaStatus::Failed) add(Event::Kind::Reopened);
  if (after.status == SagaStatus::Completed) add(Event::Kind::Completed);
  if (after.status == SagaStatus::Failed)
    add(Event::Kind::Failed, after.compensation ? after.compensation->reason : "");
}

void Effects::measure(SagaMeter& meter) const {
  for (const EndedAttempt& ended : ended_) meter.attempt(ended);
  for (const Event& event : events_) {
    switch (event.kind) {
      case Event::Kind::Completed: meter.completed(event.saga_type, event.took); break;
      case Event::Kind::Failed: meter.failed(event.saga_type, event.reason, event.took); break;
      case Event::Kind::Reopened: meter.reopened(event.saga_type); break;
      case Event::Kind::Parked: meter.parked(event.step); break;
      case Event::Kind::Retried: meter.retried(event.step, event.direction); break;
    }
  }
}

std::vector<Outgoing> Effects::outgoing(WallTime now) const {
  std::vector<Outgoing> events;
  events.reserve(requests_.size() + 1);
  for (const auto& [id, request] : requests_) {
    events.push_back({std::string(request_topic(request.record)), request_event(request.record, request.cause, now)});
  }
  std::vector<ChangedSaga> changed;
  changed.reserve(writes_.changes().size());
  for (const auto& change : writes_.changes()) {
    changed.push_back({change.saga_id, change.order_id, std::string(to_text(change.change))});
  }
  if (!changed.empty()) events.push_back(hint_of(changed, now));
  return events;
}

void Effects::log() const {
  for (const auto& change : writes_.changes()) {
    const auto state = writes_.states().find(change.saga_id);
    if (state == writes_.states().end()) continue;
    const SagaRecord& saga = state->second;
    if (change.change == Change::Parked) {
      spdlog::warn("event=parked saga={} trace={} order={} step={} reason={}", saga.id, saga.trace_id,
                   log_text(saga.order_id), saga.current_step, log_text(saga.parked_reason.value_or("")));
    } else if (change.change == Change::Failed && saga.open_effects > 0) {
      spdlog::warn("event=needs-attention saga={} trace={} order={} step={} openEffects={}", saga.id, saga.trace_id,
                   log_text(saga.order_id), saga.current_step, saga.open_effects);
    } else {
      spdlog::debug("event=moved saga={} trace={} kind={} step={} status={}", saga.id, saga.trace_id,
                    to_text(change.change), saga.current_step, to_text(saga.status));
    }
  }
  for (const auto& [outcome, before, after] : writes_.commands()) {
    spdlog::info("event=command saga={} trace={} action={} by={} applied={} outcome={}", after.id, after.trace_id,
                 log_text(outcome.command.action), log_text(outcome.command.requested_by), outcome.applied,
                 log_text(outcome.text));
  }
}

Outgoing hint_of(const std::vector<ChangedSaga>& sagas, WallTime now) {
  nlohmann::json list = nlohmann::json::array();
  const auto at = now.time_since_epoch().count() / 1000;  // milliseconds since 1970
  for (const ChangedSaga& saga : sagas) {
    list.push_back({{"sagaId", saga.saga_id}, {"orderId", saga.order_id}, {"kind", saga.kind}, {"at", at}});
  }
  return {std::string(kSagaChanged), Event{.event_id = new_uuid_v7(now),
                                           .event_type = "SagaChanged",
                                           .saga_id = {},
                                           .correlation_id = {},
                                           .traceparent = {},
                                           .occurred_at = now,
                                           .payload = {{"sagas", std::move(list)}}}};
}

}  // namespace saga::payment
