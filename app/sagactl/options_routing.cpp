// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sagactl/options_routing.h"

#include "app/sagactl/text.h"

namespace saga::ctl {
namespace {

void add_reason(CLI::App& verb, Options& options) {
  verb.add_option("--reason", options.reason, "Why; it is journalled")->required();
}

void add_expected_version(CLI::App& verb, Options& options) {
  verb.add_option_function<int>(
          "--expect-version", [&options](const int& version) { options.expected_version = version; },
          "End with exit status 4 unless the toggle is at this version; by default the one just read")
      ->check(CLI::PositiveNumber);
}

void add_patience(CLI::App& verb, Options& options) {
  verb.add_option_function<std::string>(
      "--patience",
      [&options](const std::string& text) {
        const auto patience = duration_from(text);
        if (!patience) throw CLI::ValidationError("--patience", "it is a duration such as 30s, 5m, 2h or 1d");
        options.patience = *patience;
      },
      "How long to wait for that (10s)");
}

void add_wait(CLI::App& verb, Options& options) {
  verb.add_flag("--wait", options.await_gateways,
                "Wait until every live gateway has confirmed it, and name the others");
  add_patience(verb, options);
}

}  // namespace

void add_routing(CLI::App& app, Options& options) {
  const auto does = [&options](Verb verb) { return [&options, verb] { options.verb = verb; }; };

  auto* toggles = app.add_subcommand("toggles", "Which way payments take")->require_subcommand(1);
  toggles->add_subcommand("list", "The toggles, the gateways, and the routes side by side")
      ->callback(does(Verb::TogglesList));
  auto* set = toggles->add_subcommand("set", "Change a toggle");
  set->add_option("name", options.toggle, "As payment.event-driven.enabled or payment.canary.percent")->required();
  set->add_option("value", options.value, "true or false; or 0 to 100")->required();
  add_reason(*set, options);
  add_expected_version(*set, options);
  add_wait(*set, options);
  set->callback(does(Verb::TogglesSet));

  auto* rollback = app.add_subcommand("rollback", "All new payments back to the monolith")->require_subcommand(1);
  auto* engage = rollback->add_subcommand("engage", "At once, by PostgreSQL and by Redis; either is enough");
  add_reason(*engage, options);
  add_wait(*engage, options);
  engage->callback(does(Verb::RollbackEngage));
  auto* release = rollback->add_subcommand("release", "The toggles decide again");
  add_reason(*release, options);
  add_expected_version(*release, options);
  add_wait(*release, options);
  release->callback(does(Verb::RollbackRelease));
  auto* drill =
      rollback->add_subcommand("drill", "Rehearse it: how long until every gateway would obey. Nothing is switched");
  add_reason(*drill, options);
  add_patience(*drill, options);
  drill->callback(does(Verb::RollbackDrill));
  rollback->add_subcommand("status", "Whether it is engaged, and at which gateways")
      ->callback(does(Verb::RollbackStatus));

  auto* routing = app.add_subcommand("routing", "How payments are routed")->require_subcommand(1);
  auto* explain = routing->add_subcommand("explain", "Which way a user's next payment would take, and why");
  explain->add_option("--user", options.user_id, "User id")->required();
  explain->add_flag("--vip", options.vip, "As a VIP");
  explain->callback(does(Verb::RoutingExplain));

  auto* events = app.add_subcommand("events", "The event streams")->require_subcommand(1);
  auto* tail = events->add_subcommand("tail", "What is added to the streams, until it is interrupted");
  tail->add_option("topic", options.topics, "Streams; by default all of the payment system");
  tail->add_option("--count", options.count, "End after so many")->check(CLI::PositiveNumber);
  tail->add_flag("--from-beginning", options.from_beginning, "Also what the streams hold already");
  tail->callback(does(Verb::EventsTail));
}

}  // namespace saga::ctl
