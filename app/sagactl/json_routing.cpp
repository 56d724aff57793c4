// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sagactl/json_routing.h"

#include "app/sagactl/exit_status.h"
#include "app/sagactl/text.h"

namespace saga::ctl {
namespace {

template <class... Visit>
struct Overloaded : Visit... {
  using Visit::operator()...;
};

Json or_null(const std::optional<double>& value) { return value ? Json(*value) : Json(); }

}  // namespace

Json to_json(const Toggle& toggle) {
  return Json{{"name", toggle.name},       {"value", toggle.value},
              {"version", toggle.version}, {"updated_by", toggle.updated_by},
              {"reason", toggle.reason},   {"updated_at", iso_time(toggle.updated_at)}};
}

Json to_json(const GatewayReport& gateway) {
  return Json{{"instance", gateway.instance},
              {"version", gateway.version},
              {"rollback", gateway.rollback},
              {"unreadable", gateway.unreadable},
              {"legacy", gateway.legacy},
              {"event_driven", gateway.event_driven},
              {"applied_at", iso_time(gateway.applied_at)},
              {"heartbeat_at", iso_time(gateway.heartbeat_at)}};
}

Json to_json(const RouteStatistics& route) {
  return Json{{"route", route.route},
              {"payments", route.payments},
              {"completed", route.completed},
              {"failed", route.failed},
              {"unfinished", route.unfinished},
              {"p50_ms", or_null(route.p50_ms)},
              {"p95_ms", or_null(route.p95_ms)},
              {"p99_ms", or_null(route.p99_ms)}};
}

Json to_json(const Confirmation& confirmation) {
  return Json{{"confirmed", confirmation.confirmed},
              {"stragglers", confirmation.stragglers},
              {"took_ms", confirmation.took.count()}};
}

Told told(const ToggleOutcome& outcome) {
  return std::visit(Overloaded{[](const Applied&) { return Told{"applied", kDone}; },
                               [](const Refused&) { return Told{"refused", kRefused}; },
                               [](const Conflict&) { return Told{"conflict", kConflict}; },
                               [](const OutcomeUnknown&) { return Told{"unverified", kUnverified}; },
                               [](const Failed& failed) {
                                 const ErrorKind kind = failed.error.kind;
                                 return Told{"failed", kind == ErrorKind::Connection   ? kCannotConnect
                                                       : kind == ErrorKind::Permission ? kRefused
                                                                                       : kUnexpected};
                               }},
                    outcome.outcome);
}

std::string detail_of(const ToggleOutcome& outcome) {
  return std::visit(
      Overloaded{[&](const Applied&) { return outcome.detail; }, [](const Refused& refused) { return refused.reason; },
                 [](const Conflict& conflict) { return conflict.reason; },
                 [](const OutcomeUnknown& unknown) { return unknown.error.message; },
                 [](const Failed& failed) { return failed.error.message; }},
      outcome.outcome);
}

std::string advice_of(const ToggleOutcome& outcome) {
  if (const auto* failed = std::get_if<Failed>(&outcome.outcome)) return failed->error.advice;
  if (std::holds_alternative<OutcomeUnknown>(outcome.outcome)) {
    return "Whether it was done is not known. See sagactl toggles list before you do it again.";
  }
  return {};
}

}  // namespace saga::ctl
