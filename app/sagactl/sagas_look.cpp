// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "app/sagactl/commands.h"
#include "app/sagactl/exit_status.h"
#include "app/sagactl/json.h"
#include "app/sagactl/text.h"
#include "backend/attach/connect.h"
#include "backend/services/otlp_trace.h"

namespace saga::ctl {
namespace {

std::vector<std::string> row_of(const Saga& saga, TimePoint now) {
  return {saga.id,
          std::string(to_text(condition_of(saga, now))),
          saga.current_step,
          saga.order_id.value_or("-"),
          saga.amount ? to_string(*saga.amount) : "-",
          std::to_string(saga.version),
          age(now - saga.created_at),
          saga.parked_reason.value_or("")};
}

void print_steps(const SagaDetail& detail) {
  std::vector<std::vector<std::string>> rows;
  for (const StepExecution& step : detail.executions) {
    const auto took =
        step.executed_at ? fmt::format("{} ms", (*step.executed_at - step.started_at).count() / 1000) : "-";
    rows.push_back(
        {iso_time(step.started_at), step.step_name, std::string(to_text(step.direction)), std::to_string(step.attempt),
         step.status == StepStatus::Pending ? "no result yet" : std::string(to_text(step.status)), took, step.error});
  }
  if (!rows.empty()) {
    fmt::print("\n{}", table({"STARTED", "STEP", "DIRECTION", "ATTEMPT", "STATUS", "TOOK", "ERROR"}, rows));
  }
}

void print_detail(const SagaDetail& detail) {
  const Saga& saga = detail.saga;
  const auto line = [](std::string_view name, const std::string& value) {
    if (!value.empty()) fmt::print("{:<14}{}\n", name, printable(value));
  };
  line("saga", saga.id);
  line("type", saga.type);
  line("condition", fmt::format("{} ({})", to_text(condition_of(saga, detail.server_now)), saga.raw_status));
  line("parked", saga.parked_reason.value_or(""));
  line("step", fmt::format("{}, attempt {}", saga.current_step, saga.attempts));
  line("order", saga.order_id.value_or(""));
  line("user", saga.user_id.value_or(""));
  line("amount", saga.amount ? to_string(*saga.amount) : "");
  line("route", saga.route.empty() ? "" : fmt::format("{}, {}", saga.route, saga.route_reason));
  line("open effects", std::to_string(saga.open_effects));
  line("resolution", saga.resolution.value_or(""));
  line("version", std::to_string(saga.version));
  line("trace", saga.trace_id);
  line("created", fmt::format("{} ({} ago)", iso_time(saga.created_at), age(detail.server_now - saga.created_at)));
  line("progress", fmt::format("{} ago", age(detail.server_now - saga.progress_at)));
  print_steps(detail);
  std::vector<std::vector<std::string>> rows;
  for (const CommandRecord& c : detail.commands) {
    rows.push_back({iso_time(c.requested_at), std::string(to_text(c.action)), c.requested_by, c.status,
                    c.outcome.empty() ? "-" : c.outcome, c.reason});
  }
  if (!rows.empty()) fmt::print("\n{}", table({"REQUESTED", "ACTION", "BY", "STATUS", "OUTCOME", "REASON"}, rows));
}

// What each action would be answered now.
Json actions_of(const SagaDetail& detail) {
  Json actions = Json::object();
  const Condition condition = condition_of(detail.saga, detail.server_now);
  for (const Action action : {Action::Retry, Action::Compensate}) {
    const auto refused = refusal(action, detail.saga.type, detail.saga.status, condition);
    Json steps = Json::array();
    for (const auto& step : plan(action, detail.saga, condition, detail.executions, steps_of(detail.saga.type))) {
      steps.push_back(to_json(step));
    }
    actions[action == Action::Retry ? "retry" : "compensate"] = {
        {"allowed", !refused}, {"refusal", refused ? Json(to_text(*refused)) : Json()}, {"plan", steps}};
  }
  return actions;
}

template <class T>
Json array_of(const std::vector<T>& values) {
  Json array = Json::array();
  for (const auto& value : values) array.push_back(to_json(value));
  return array;
}

// As a document and as lines: what the views mask.
Json revealed_json(const RevealedSaga& revealed) {
  const auto or_null = [](const std::optional<std::string>& text) { return text ? Json(*text) : Json(); };
  Json attempts = Json::array();
  for (const RevealedAttempt& attempt : revealed.attempts) {
    attempts.push_back({{"step", attempt.step},
                        {"direction", attempt.direction},
                        {"attempt", attempt.attempt},
                        {"input", or_null(attempt.input)},
                        {"output", or_null(attempt.output)},
                        {"error", or_null(attempt.error)}});
  }
  return Json{{"compensation_data", or_null(revealed.compensation_data)},
              {"resolution", or_null(revealed.resolution)},
              {"parked_reason", or_null(revealed.parked_reason)},
              {"attempts", attempts}};
}

void print_revealed(const RevealedSaga& revealed) {
  const auto line = [](const std::string& name, const std::optional<std::string>& value) {
    if (value) fmt::print("{}: {}\n", printable(name), printable(*value));
  };
  fmt::print("\n");
  line("compensation data", revealed.compensation_data);
  line("resolution", revealed.resolution);
  line("parked", revealed.parked_reason);
  for (const RevealedAttempt& attempt : revealed.attempts) {
    const std::string name = fmt::format("{} {} {}", attempt.step, attempt.direction, attempt.attempt);
    line(name + " input", attempt.input);
    line(name + " output", attempt.output);
    line(name + " error", attempt.error);
  }
}

}  // namespace

int list_sagas(const Options& options, const attach::Profile& profile) {
  const auto side = attach::connectors(profile, "sagactl").read();
  if (!side) return fail(options, side.error(), kCannotConnect);
  const auto page = side->readers.sagas->page(options.filter, options.after, options.limit);
  if (!page) return fail(options, page.error(), status_of(page.error()));
  const std::string next = page->next ? to_text(*page->next) : "";
  if (options.json) {
    Json document{{"server_now", iso_time(page->server_now)}, {"sagas", Json::array()}};
    for (const Saga& saga : page->sagas) document["sagas"].push_back(to_json(saga, page->server_now));
    document["next"] = page->next ? Json(next) : Json();
    fmt::print("{}", dump(document));
    return kDone;
  }
  std::vector<std::vector<std::string>> rows;
  for (const Saga& saga : page->sagas) rows.push_back(row_of(saga, page->server_now));
  fmt::print("{}", table({"SAGA", "CONDITION", "STEP", "ORDER", "AMOUNT", "VERSION", "AGE", "PARKED"}, rows));
  if (page->next) fmt::print(stderr, "There are more: --after {}\n", next);
  return kDone;
}

int show_saga(const Options& options, const attach::Profile& profile) {
  const auto side = attach::connectors(profile, "sagactl").read();
  if (!side) return fail(options, side.error(), kCannotConnect);
  const auto detail = side->readers.sagas->detail(options.ids.front());
  if (!detail) return fail(options, detail.error(), status_of(detail.error()));
  if (!*detail) {
    return fail(options, Error{ErrorKind::Invalid, fmt::format("There is no saga {}.", options.ids.front())}, kRefused);
  }
  const SagaDetail& found = **detail;
  std::optional<RevealedSaga> revealed;
  if (options.reveal) {
    const auto revealer = attach::open_saga_revealer(profile, "sagactl");
    if (!revealer) return fail(options, revealer.error(), status_of(revealer.error()));
    auto raw = (*revealer)->reveal(found.saga.id, options.reason);
    if (!raw) return fail(options, raw.error(), status_of(raw.error()));
    if (!raw->warning.empty()) fmt::print(stderr, "{}\n", printable(raw->warning));
    revealed = std::move(*raw);
  }
  if (options.json) {
    Json document{{"server_now", iso_time(found.server_now)}, {"saga", to_json(found.saga, found.server_now)},
                  {"steps", array_of(found.executions)},      {"commands", array_of(found.commands)},
                  {"journal", array_of(found.journal)},       {"actions", actions_of(found)}};
    if (revealed) document["revealed"] = revealed_json(*revealed);
    fmt::print("{}", dump(document));
  } else {
    print_detail(found);
    if (revealed) print_revealed(*revealed);
  }
  return kDone;
}

// The same document with and without --json: there is no other form of it.
int trace_saga(const Options& options, const attach::Profile& profile) {
  const auto side = attach::connectors(profile, "sagactl").read();
  if (!side) return fail(options, side.error(), kCannotConnect);
  const auto detail = side->readers.sagas->detail(options.ids.front());
  if (!detail) return fail(options, detail.error(), status_of(detail.error()));
  if (!*detail) {
    return fail(options, Error{ErrorKind::Invalid, fmt::format("There is no saga {}.", options.ids.front())}, kRefused);
  }
  TraceParts parts{.detail = **detail};
  const auto events = side->readers.context->stored_events(parts.detail.saga);
  if (!events) return fail(options, events.error(), status_of(events.error()));
  parts.events = events->events;
  for (const std::string& domain : events->elsewhere) {
    fmt::print(stderr, "The events of {} are not part of it: they lie elsewhere, or may not be read.\n", domain);
  }
  const auto deliveries = side->readers.context->deliveries(parts.detail.saga);
  if (!deliveries) return fail(options, deliveries.error(), status_of(deliveries.error()));
  parts.deliveries = *deliveries;
  fmt::print("{}", dump(otlp_trace(parts)));
  return kDone;
}

}  // namespace saga::ctl
