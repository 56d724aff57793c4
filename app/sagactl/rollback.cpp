// SPDX-License-Identifier: GPL-3.0-or-later
#include <thread>

#include <fmt/format.h>

#include "app/sagactl/commands.h"
#include "app/sagactl/exit_status.h"
#include "app/sagactl/json_routing.h"
#include "app/sagactl/routing_world.h"
#include "app/sagactl/text.h"

namespace saga::ctl {
namespace {

struct SecondPath {
  std::string outcome;  // written, failed, not_written, none
  std::string detail;
};

template <class Report>
SecondPath second_path_of(const RoutingWorld& routing, const attach::Profile& profile, const Report& report) {
  if (!profile.redis) return {"none", "the profile has no Redis"};
  if (routing.second_path_error()) return {"failed", routing.second_path_error()->message};
  if (report.second_path_error) return {"failed", report.second_path_error->message};
  return {report.second_path_written ? "written" : "not_written", ""};
}

// Done if both paths say so; in force, but not in order, is partly done.
int print(const Options& options, const std::string& action, const RollbackReport& report, const SecondPath& second,
          const std::optional<Confirmation>& confirmation) {
  const auto [outcome, status] = told(report.in_postgres);
  const bool in_order = status == kDone && second.outcome != "failed";
  const bool partly = !in_order && (status == kDone || second.outcome == "written");
  if (options.json) {
    Json warnings = Json::array();
    for (const std::string& warning : report.warnings) warnings.push_back(warning);
    fmt::print("{}", dump(Json{{"action", action},
                               {"postgres", {{"outcome", outcome}, {"detail", detail_of(report.in_postgres)}}},
                               {"version", report.in_postgres.version > 0 ? Json(report.in_postgres.version) : Json()},
                               {"redis", {{"outcome", second.outcome}, {"detail", second.detail}}},
                               {"journal_pending", report.kept},
                               {"warnings", warnings},
                               {"gateways", confirmation ? to_json(*confirmation) : Json()}}));
  } else {
    fmt::print(
        "{}", table({"PATH", "OUTCOME", "DETAIL"}, {{"PostgreSQL", std::string(outcome), detail_of(report.in_postgres)},
                                                    {"Redis", second.outcome, second.detail}}));
    if (confirmation && confirmation->stragglers.empty() && !confirmation->confirmed.empty()) {
      fmt::print("Confirmed by {} gateway(s) after {} ms.\n", confirmation->confirmed.size(),
                 confirmation->took.count());
    }
  }
  if (report.kept) {
    fmt::print(stderr,
               "PostgreSQL cannot be reached. The rollback is engaged by Redis alone; its journal entry is kept "
               "on this machine, and written by the next sagactl rollback or toggles call.\n");
  }
  for (const std::string& warning : report.warnings) fmt::print(stderr, "{}\n", printable(warning));
  if (const auto advice = advice_of(report.in_postgres); !advice.empty()) {
    fmt::print(stderr, "{}\n", printable(advice));
  }
  if (confirmation && (in_order || partly) && status_of(*confirmation) != kDone) return kUnverified;
  return in_order ? static_cast<int>(kDone) : partly ? static_cast<int>(kPartly) : status;
}

Json toggle_or_null(const Toggle* toggle) { return toggle != nullptr ? to_json(*toggle) : Json(); }

}  // namespace

int engage_rollback(const Options& options, const attach::Profile& profile) {
  RoutingWorld routing(profile, false);
  const MonoTime began = routing.now();
  const RollbackReport report = saga::engage_rollback(routing.world(), options.reason);
  if (!report.kept) routing.tell_kept();
  std::optional<Confirmation> confirmation;
  if (report.engaged() && options.await_gateways) {
    confirmation = routing.await(options, began, [](const GatewayReport& seen) { return seen.rollback; });
  }
  return print(options, "engage", report, second_path_of(routing, profile, report), confirmation);
}

int release_rollback(const Options& options, const attach::Profile& profile) {
  RoutingWorld routing(profile, false);
  // First, lest it be engaged again behind the release.
  routing.tell_kept();
  std::optional<std::int64_t> expected;
  if (options.expected_version) expected = *options.expected_version;
  const MonoTime began = routing.now();
  const RollbackReport report = saga::release_rollback(routing.world(), expected, options.reason);
  std::optional<Confirmation> confirmation;
  if (std::holds_alternative<Applied>(report.in_postgres.outcome) && options.await_gateways) {
    confirmation = routing.await(options, began, [&](const GatewayReport& seen) {
      return !seen.rollback && seen.version >= report.in_postgres.version;
    });
  }
  return print(options, "release", report, second_path_of(routing, profile, report), confirmation);
}

int drill_rollback(const Options& options, const attach::Profile& profile) {
  RoutingWorld routing(profile, false);
  const DrillReport report = saga::drill_rollback(
      routing.world(), options.reason, [](std::chrono::milliseconds time) { std::this_thread::sleep_for(time); },
      options.patience);
  const auto [outcome, status] = told(report.in_postgres);
  const SecondPath second = second_path_of(routing, profile, report);
  const bool applied = status == kDone;
  if (options.json) {
    fmt::print("{}", dump(Json{{"action", "drill"},
                               {"safe", report.safe()},
                               {"safe_after_ms", report.safe() ? Json(report.confirmation.took.count()) : Json()},
                               {"postgres", {{"outcome", outcome}, {"detail", detail_of(report.in_postgres)}}},
                               {"redis", {{"outcome", second.outcome}, {"detail", second.detail}}},
                               {"gateways", applied ? to_json(report.confirmation) : Json()}}));
  } else {
    fmt::print(
        "{}", table({"PATH", "OUTCOME", "DETAIL"}, {{"PostgreSQL", std::string(outcome), detail_of(report.in_postgres)},
                                                    {"Redis", second.outcome, second.detail}}));
    if (report.safe()) {
      fmt::print("Safe after {} ms: {} gateway(s) would send everything to the monolith. Nothing was switched.\n",
                 report.confirmation.took.count(), report.confirmation.confirmed.size());
    }
  }
  if (!applied) {
    if (const auto advice = advice_of(report.in_postgres); !advice.empty()) {
      fmt::print(stderr, "{}\n", printable(advice));
    }
    return status;
  }
  routing.tell(report.confirmation);
  if (!report.safe()) return kUnverified;
  return second.outcome == "failed" ? static_cast<int>(kPartly) : static_cast<int>(kDone);
}

int rollback_status(const Options& options, const attach::Profile& profile) {
  RoutingWorld routing(profile, false);
  const RollbackWorld world = routing.world();
  const auto control = routing.control();
  if (control) routing.tell_kept();
  std::vector<Error> trouble;
  std::vector<Toggle> toggles;
  if (!control) {
    trouble.push_back(control.error());
  } else if (auto read = (*control)->toggles(); !read) {
    trouble.push_back(read.error());
  } else {
    toggles = std::move(*read);
  }
  const Toggle* toggle = find_toggle(toggles, kRollbackToggle);
  std::optional<bool> in_redis;
  if (world.second_path != nullptr) {
    if (const auto engaged = world.second_path->engaged(); engaged) {
      in_redis = *engaged;
    } else {
      trouble.push_back(engaged.error());
    }
  } else if (routing.second_path_error()) {
    trouble.push_back(*routing.second_path_error());
  }
  if (toggle == nullptr && !in_redis) return fail(options, trouble.front(), kCannotConnect);
  const SeenGateways seen = seen_gateways(world);
  const auto pending = world.kept();
  if (!pending) trouble.push_back(pending.error());
  const bool in_postgres = toggle != nullptr && rollback_from(toggle->value);
  const bool engaged = in_postgres || in_redis.value_or(false);

  if (options.json) {
    Json document{{"engaged", engaged},
                  {"postgres", toggle_or_null(toggle)},
                  {"redis", in_redis ? Json(*in_redis) : Json()},
                  {"journal_pending", pending ? Json(pending->size()) : Json()},
                  {"gateways", Json::array()},
                  {"silent", Json::array()},
                  {"errors", Json::array()}};
    for (const GatewayReport& gateway : seen.live) document["gateways"].push_back(to_json(gateway));
    for (const SilentGateway& gateway : seen.silent) document["silent"].push_back(gateway.report.instance);
    for (const Error& error : trouble) document["errors"].push_back(to_json(error));
    fmt::print("{}", dump(document));
  } else {
    const auto says = [](bool known, bool value) { return !known ? "not known" : value ? "engaged" : "released"; };
    fmt::print("The emergency rollback is {} (PostgreSQL: {}, Redis: {}).\n", engaged ? "engaged" : "released",
               says(toggle != nullptr, in_postgres), says(in_redis.has_value(), in_redis.value_or(false)));
    if (in_postgres) {
      fmt::print("By {} at {}: {}\n", printable(toggle->updated_by), iso_time(toggle->updated_at),
                 printable(toggle->reason));
    }
    std::vector<std::vector<std::string>> rows;
    for (const GatewayReport& gateway : seen.live) {
      rows.push_back({gateway.instance,
                      gateway.rollback     ? "engaged"
                      : gateway.unreadable ? "unreadable"
                                           : "released",
                      std::to_string(gateway.version), iso_time(gateway.applied_at)});
    }
    for (const SilentGateway& gateway : seen.silent) rows.push_back({gateway.report.instance, "silent", "-", "-"});
    fmt::print("{}", table({"GATEWAY", "ROLLBACK", "VERSION", "SINCE"}, rows));
  }
  for (const Error& error : trouble) fmt::print(stderr, "{}\n", printable(error.message));
  return trouble.empty() ? kDone : kPartly;
}

}  // namespace saga::ctl
