// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>
#include <thread>

#include <fmt/format.h>

#include "app/sagactl/commands.h"
#include "app/sagactl/exit_status.h"
#include "app/sagactl/json.h"
#include "app/sagactl/text.h"
#include "backend/attach/connect.h"

namespace saga::ctl {
namespace {

using Stage = ActionProgress::Stage;

struct Told {
  std::string_view outcome;
  int status;
};

Told told(const ActionProgress& progress) {
  switch (progress.stage) {
    case Stage::Applied: return {"applied", kDone};
    case Stage::Accepted: return {"accepted", kDone};  // with --no-wait only
    case Stage::Refused: return {"refused", kRefused};
    case Stage::Conflict: return {"conflict", kConflict};
    case Stage::Failed: {
      const bool lost = progress.error && progress.error->kind == ErrorKind::Connection;
      return {"failed", lost ? kCannotConnect : kUnexpected};
    }
    case Stage::Requested:
    case Stage::ReadingBack:
    case Stage::Unverified: return {"unverified", kUnverified};
  }
  return {"unverified", kUnverified};
}

Json to_json(const ActionProgress& progress) {
  return Json{{"id", progress.target.id},
              {"outcome", told(progress).outcome},
              {"detail", progress.detail},
              {"version", progress.version > 0 ? Json(progress.version) : Json()},
              {"command_id", progress.command_id.empty() ? Json() : Json(progress.command_id)},
              {"observed", progress.observed ? ctl::to_json(*progress.observed) : Json()},
              {"warning", progress.warning.empty() ? Json() : Json(progress.warning)}};
}

void print_outcomes(const Options& options, const std::vector<ActionProgress>& all) {
  if (options.json) {
    Json outcomes = Json::array();
    std::map<std::string_view, int> counts;
    for (const auto& progress : all) {
      outcomes.push_back(to_json(progress));
      ++counts[told(progress).outcome];
    }
    Json document{{"action", to_text(options.action)}, {"dry_run", false}, {"requested", all.size()}};
    for (const char* outcome : {"applied", "accepted", "refused", "conflict", "unverified", "failed"}) {
      document[outcome] = counts[outcome];
    }
    document["outcomes"] = outcomes;
    fmt::print("{}", dump(document));
    return;
  }
  std::vector<std::vector<std::string>> rows;
  for (const auto& progress : all) {
    rows.push_back({progress.target.id, std::string(told(progress).outcome),
                    progress.version > 0 ? std::to_string(progress.version) : "-", progress.detail});
  }
  fmt::print("{}", table({"SAGA", "OUTCOME", "VERSION", "DETAIL"}, rows));
}

// The version that each saga has now; what is not there is asked for all the same, so that the answer is the
// database's and journalled.
Result<std::vector<ActionTarget>> targets_of(const Options& options, SagaReader& reader) {
  std::vector<ActionTarget> targets;
  if (options.expected_version) return std::vector<ActionTarget>{{options.ids.front(), *options.expected_version}};
  const auto page = reader.by_id(options.ids);
  if (!page) return std::unexpected(page.error());
  for (const SagaId& id : options.ids) {
    const auto found = std::ranges::find(page->sagas, id, &Saga::id);
    targets.push_back({id, found == page->sagas.end() ? 0 : found->version});
  }
  return targets;
}

// The ids as the database writes them, each once.
void tidy(std::vector<SagaId>& ids) {
  std::vector<SagaId> unique;
  for (SagaId id : ids) {
    std::ranges::transform(id, id.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (std::ranges::find(unique, id) == unique.end()) unique.push_back(std::move(id));
  }
  ids = std::move(unique);
}

}  // namespace

int act_on_sagas(const Options& given, const attach::Profile& profile) {
  Options options = given;
  tidy(options.ids);
  const Connectors connectors = attach::connectors(profile, "sagactl");
  const auto reading = connectors.read();
  if (!reading) return fail(options, reading.error(), kCannotConnect);
  if (options.dry_run) return preview_action(options, *reading->readers.sagas);
  const auto targets = targets_of(options, *reading->readers.sagas);
  if (!targets) return fail(options, targets.error(), status_of(targets.error()));
  auto acting = connectors.act();
  if (!acting) return fail(options, acting.error(), kCannotConnect);

  const SystemClock clock;
  const ActingWorld world{.operations = [&](bool anew) -> Result<SagaOperator*> {
                            if (anew) {
                              auto again = connectors.act();
                              if (!again) return std::unexpected(again.error());
                              *acting = std::move(*again);
                            }
                            return acting->operations.get();
                          },
                          .sleep = [](std::chrono::milliseconds time) { std::this_thread::sleep_for(time); },
                          .clock = clock};
  const auto all = saga::act_on_sagas(world, options.action, *targets, options.reason, options.wait,
                                      Patience{.total = options.patience}, options.evidence);
  print_outcomes(options, all);
  std::vector<int> statuses;
  for (const auto& progress : all) {
    statuses.push_back(told(progress).status);
    if (!progress.warning.empty()) fmt::print(stderr, "{}\n", printable(progress.warning));
  }
  return status_of(statuses);
}

}  // namespace saga::ctl
