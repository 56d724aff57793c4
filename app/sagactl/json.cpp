// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sagactl/json.h"

#include "app/sagactl/text.h"

namespace saga::ctl {
namespace {

template <class T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json();
}

Json or_null(const std::optional<TimePoint>& time) { return time ? Json(iso_time(*time)) : Json(); }

Json or_null(const std::optional<Money>& money) {
  return money ? Json{{"minor", money->minor}, {"currency", money->currency}} : Json();
}

Json unless_empty(std::string_view text) { return text.empty() ? Json() : Json(text); }

std::string_view name_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::Connection: return "connection";
    case ErrorKind::Timeout: return "timeout";
    case ErrorKind::Conflict: return "conflict";
    case ErrorKind::Permission: return "permission";
    case ErrorKind::Invalid: return "invalid";
    case ErrorKind::Incompatible: return "incompatible";
    case ErrorKind::InDoubt: return "in_doubt";
    case ErrorKind::Internal: return "internal";
  }
  return "internal";
}

std::string_view name_of(PlannedStep::Effect effect) {
  switch (effect) {
    case PlannedStep::Effect::RunsAgain: return "runs_again";
    case PlannedStep::Effect::RunsFirst: return "runs_first";
    case PlannedStep::Effect::Undone: return "undone";
    case PlannedStep::Effect::NothingStands: return "nothing_stands";
  }
  return "runs_first";
}

}  // namespace

Json to_json(const Saga& saga, TimePoint now) {
  return Json{{"id", saga.id},
              {"type", saga.type},
              {"condition", to_text(condition_of(saga, now))},
              {"status", saga.raw_status},
              {"current_step", saga.current_step},
              {"order_id", or_null(saga.order_id)},
              {"user_id", or_null(saga.user_id)},
              {"amount", or_null(saga.amount)},
              {"route", unless_empty(saga.route)},
              {"route_reason", unless_empty(saga.route_reason)},
              {"version", saga.version},
              {"epoch", saga.epoch},
              {"attempts", saga.attempts},
              {"parked_reason", or_null(saga.parked_reason)},
              {"open_effects", saga.open_effects},
              {"resolution", or_null(saga.resolution)},
              {"trace_id", saga.trace_id},
              {"progress_at", iso_time(saga.progress_at)},
              {"created_at", iso_time(saga.created_at)},
              {"updated_at", iso_time(saga.updated_at)}};
}

Json to_json(const StepExecution& step) {
  return Json{{"step", step.step_name},
              {"direction", to_text(step.direction)},
              {"attempt", step.attempt},
              {"status", unless_empty(to_text(step.status))},
              {"input", step.input},
              {"output", unless_empty(step.output)},
              {"error", unless_empty(step.error)},
              {"started_at", iso_time(step.started_at)},
              {"executed_at", or_null(step.executed_at)}};
}

Json to_json(const CommandRecord& command) {
  return Json{{"command_id", command.command_id},
              {"action", to_text(command.action)},
              {"expected_version", command.expected_version},
              {"requested_by", command.requested_by},
              {"reason", command.reason},
              {"status", command.status},
              {"outcome", unless_empty(command.outcome)},
              {"requested_at", iso_time(command.requested_at)},
              {"finished_at", or_null(command.finished_at)}};
}

Json to_json(const JournalRow& row) {
  return Json{{"seq", row.seq},       {"kind", row.kind},   {"who", row.who},
              {"what", row.what},     {"on", row.on_what},  {"why", row.why},
              {"before", row.before}, {"after", row.after}, {"at", iso_time(row.at)}};
}

Json to_json(const PlannedStep& step) {
  return Json{{"step", step.step_name},
              {"direction", to_text(step.direction)},
              {"effect", name_of(step.effect)},
              {"amount", or_null(step.amount)}};
}

Json to_json(const Error& error) {
  return Json{{"kind", name_of(error.kind)},
              {"message", error.message},
              {"advice", unless_empty(error.advice)},
              {"code", unless_empty(error.code)}};
}

std::string dump(const Json& document) {
  constexpr int kIndent = 2;
  return document.dump(kIndent, ' ', true, Json::error_handler_t::replace) + "\n";
}

}  // namespace saga::ctl
