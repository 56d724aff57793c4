// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "app/sagactl/commands.h"
#include "app/sagactl/exit_status.h"
#include "app/sagactl/json_routing.h"
#include "app/sagactl/routing_world.h"
#include "app/sagactl/text.h"

namespace saga::ctl {
namespace {

std::string milliseconds(const std::optional<double>& value) { return value ? fmt::format("{:.1f}", *value) : "-"; }

std::string share(std::int64_t part, std::int64_t whole) {
  return whole > 0 ? fmt::format("{:.2f} %", 100.0 * static_cast<double>(part) / static_cast<double>(whole)) : "-";
}

void print_tables(const std::vector<Toggle>& toggles, const GatewayReports& gateways,
                  const std::vector<RouteStatistics>& routes) {
  std::vector<std::vector<std::string>> rows;
  for (const Toggle& toggle : toggles) {
    rows.push_back({toggle.name, toggle.value, std::to_string(toggle.version), iso_time(toggle.updated_at),
                    toggle.updated_by, toggle.reason});
  }
  fmt::print("{}", table({"TOGGLE", "VALUE", "VERSION", "SINCE", "BY", "REASON"}, rows));
  rows.clear();
  for (const GatewayReport& gateway : gateways.gateways) {
    rows.push_back({gateway.instance, std::to_string(gateway.version), gateway.rollback ? "engaged" : "-",
                    is_live(gateway, gateways.server_now) ? "live" : "silent", std::to_string(gateway.legacy),
                    std::to_string(gateway.event_driven), age(gateways.server_now - gateway.heartbeat_at)});
  }
  fmt::print("\n{}", table({"GATEWAY", "VERSION", "ROLLBACK", "STATE", "LEGACY", "EVENT-DRIVEN", "SEEN"}, rows));
  rows.clear();
  for (const RouteStatistics& route : routes) {
    rows.push_back({route.route, std::to_string(route.payments), share(route.completed, route.completed + route.failed),
                    std::to_string(route.unfinished), milliseconds(route.p50_ms), milliseconds(route.p95_ms),
                    milliseconds(route.p99_ms)});
  }
  fmt::print("\n{}",
             table({"ROUTE, 15 MIN", "PAYMENTS", "COMPLETED", "UNFINISHED", "P50 MS", "P95 MS", "P99 MS"}, rows));
}

}  // namespace

int list_toggles(const Options& options, const attach::Profile& profile) {
  RoutingWorld routing(profile, true);
  const auto control = routing.control();
  if (!control) return fail(options, control.error(), kCannotConnect);
  const auto toggles = (*control)->toggles();
  if (!toggles) return fail(options, toggles.error(), status_of(toggles.error()));
  const auto gateways = (*control)->gateways();
  if (!gateways) return fail(options, gateways.error(), status_of(gateways.error()));
  const auto routes = (*control)->statistics();
  if (!routes) return fail(options, routes.error(), status_of(routes.error()));
  if (!options.json) {
    print_tables(*toggles, *gateways, *routes);
    return kDone;
  }
  Json document{{"server_now", iso_time(gateways->server_now)},
                {"toggles", Json::array()},
                {"gateways", Json::array()},
                {"routes", Json::array()}};
  for (const Toggle& toggle : *toggles) document["toggles"].push_back(to_json(toggle));
  for (const GatewayReport& gateway : gateways->gateways) {
    Json json = to_json(gateway);
    json["live"] = is_live(gateway, gateways->server_now);
    document["gateways"].push_back(std::move(json));
  }
  for (const RouteStatistics& route : *routes) document["routes"].push_back(to_json(route));
  fmt::print("{}", dump(document));
  return kDone;
}

int set_toggle(const Options& options, const attach::Profile& profile) {
  RoutingWorld routing(profile, false);
  const auto control = routing.control();
  if (!control) return fail(options, control.error(), kCannotConnect);
  routing.tell_kept();
  std::int64_t expected = options.expected_version.value_or(0);
  if (!options.expected_version) {
    const auto toggles = (*control)->toggles();
    if (!toggles) return fail(options, toggles.error(), status_of(toggles.error()));
    // What is not there is asked for all the same, so that the answer is the database's and journalled.
    if (const Toggle* toggle = find_toggle(*toggles, options.toggle)) expected = toggle->version;
  }
  const MonoTime began = routing.now();
  const ToggleOutcome outcome = (*control)->set(options.toggle, options.value, expected, options.reason);
  const auto [text, status] = told(outcome);
  const auto* applied = std::get_if<Applied>(&outcome.outcome);
  const std::string warning = applied != nullptr ? applied->warning : "";

  std::optional<Confirmation> confirmation;
  if (applied != nullptr && options.await_gateways) {
    confirmation =
        routing.await(options, began, [&](const GatewayReport& seen) { return seen.version >= outcome.version; });
  }
  if (options.json) {
    Json document{{"name", options.toggle},
                  {"outcome", text},
                  {"detail", detail_of(outcome)},
                  {"value", outcome.value.empty() ? Json() : Json(outcome.value)},
                  {"version", outcome.version > 0 ? Json(outcome.version) : Json()},
                  {"warning", warning.empty() ? Json() : Json(warning)},
                  {"gateways", confirmation ? to_json(*confirmation) : Json()}};
    fmt::print("{}", dump(document));
  } else {
    fmt::print("{}", table({"TOGGLE", "OUTCOME", "VALUE", "VERSION", "DETAIL"},
                           {{options.toggle, std::string(text), outcome.value, std::to_string(outcome.version),
                             detail_of(outcome)}}));
  }
  if (!warning.empty()) fmt::print(stderr, "{}\n", printable(warning));
  if (const auto advice = advice_of(outcome); !advice.empty()) fmt::print(stderr, "{}\n", printable(advice));
  return status == kDone && confirmation ? status_of(*confirmation) : status;
}

int explain_routing(const Options& options, const attach::Profile& profile) {
  RoutingWorld routing(profile, true);
  const auto control = routing.control();
  if (!control) return fail(options, control.error(), kCannotConnect);
  const auto toggles = (*control)->toggles();
  if (!toggles) return fail(options, toggles.error(), status_of(toggles.error()));
  RoutingState state = routing_state_of(*toggles);
  const RollbackWorld world = routing.world();
  if (world.second_path != nullptr) {
    if (const auto engaged = world.second_path->engaged(); engaged) {
      state.rollback = state.rollback || *engaged;
    } else {
      fmt::print(stderr, "Whether Redis says that the rollback is engaged is not known: {}\n",
                 printable(engaged.error().message));
    }
  }
  const RoutingDecision decision = decide(state, options.user_id, options.vip);
  const std::string why = explain(decision, state, options.user_id);
  if (options.json) {
    fmt::print("{}", dump(Json{{"user_id", options.user_id},
                               {"vip", options.vip},
                               {"route", to_text(decision.route)},
                               {"reason_code", to_text(decision.reason)},
                               {"reason", why},
                               {"toggle_version", state.version}}));
  } else {
    fmt::print("{}: {}\n", to_text(decision.route), why);
  }
  return kDone;
}

}  // namespace saga::ctl
