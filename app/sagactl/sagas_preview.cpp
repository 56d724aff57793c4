// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "app/sagactl/commands.h"
#include "app/sagactl/exit_status.h"
#include "app/sagactl/json.h"
#include "app/sagactl/text.h"

namespace saga::ctl {
namespace {

struct Preview {
  SagaId id;
  std::optional<SagaDetail> detail = {};
  std::string outcome = "allowed";  // "refused", "conflict"
  std::string why = {};
  std::vector<PlannedStep> plan = {};
  int status = kDone;
};

Preview preview_of(const Options& options, const SagaId& id, std::optional<SagaDetail> detail) {
  Preview preview{.id = id, .detail = std::move(detail)};
  const auto stop = [&](std::string outcome, std::string why, int status) {
    preview.outcome = std::move(outcome);
    preview.why = std::move(why);
    preview.status = status;
    return preview;
  };
  if (!preview.detail) return stop("refused", "there is no such saga", kRefused);
  const SagaDetail& found = *preview.detail;
  if (options.expected_version && *options.expected_version != found.saga.version) {
    return stop("conflict", fmt::format("it is at version {} now", found.saga.version), kConflict);
  }
  const Condition condition = condition_of(found.saga, found.server_now);
  if (const auto refused = refusal(options.action, found.saga.type, found.saga.status, condition)) {
    return stop("refused", std::string(to_text(*refused)), kRefused);
  }
  preview.plan = plan(options.action, found.saga, condition, found.executions, steps_of(found.saga.type));
  return preview;
}

Json to_json(const Preview& preview) {
  Json json{{"id", preview.id}, {"outcome", preview.outcome}, {"detail", preview.why}};
  const auto& detail = preview.detail;
  json["version"] = detail ? Json(detail->saga.version) : Json();
  json["condition"] = detail ? Json(to_text(condition_of(detail->saga, detail->server_now))) : Json();
  json["plan"] = Json::array();
  for (const auto& step : preview.plan) json["plan"].push_back(ctl::to_json(step));
  return json;
}

std::string_view words_for(PlannedStep::Effect effect) {
  switch (effect) {
    case PlannedStep::Effect::RunsAgain: return "runs again";
    case PlannedStep::Effect::RunsFirst: return "runs for the first time";
    case PlannedStep::Effect::Undone: return "is undone";
    case PlannedStep::Effect::NothingStands: return "is asked to undo, although nothing may stand";
  }
  return "";
}

void print(const Preview& preview) {
  fmt::print("{}  {}{}\n", printable(preview.id), preview.outcome,
             preview.why.empty() ? "" : ": " + printable(preview.why));
  for (const auto& step : preview.plan) {
    fmt::print("  {} {}{}\n", printable(step.step_name), words_for(step.effect),
               step.amount ? printable(fmt::format(", {}", to_string(*step.amount))) : "");
  }
}

}  // namespace

int preview_action(const Options& options, SagaReader& reader) {
  std::vector<int> statuses;
  Json targets = Json::array();
  for (const SagaId& id : options.ids) {
    auto detail = reader.detail(id);
    if (!detail) return fail(options, detail.error(), status_of(detail.error()));
    const Preview preview = preview_of(options, id, std::move(*detail));
    statuses.push_back(preview.status);
    if (options.json) {
      targets.push_back(to_json(preview));
    } else {
      print(preview);
    }
  }
  if (options.json) {
    fmt::print("{}", dump(Json{{"action", to_text(options.action)}, {"dry_run", true}, {"targets", targets}}));
  }
  return status_of(statuses);
}

}  // namespace saga::ctl
