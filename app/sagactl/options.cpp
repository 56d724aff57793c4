// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sagactl/options.h"

#include <algorithm>
#include <cctype>
#include <functional>

#include <CLI/CLI.hpp>

#include "app/sagactl/exit_status.h"
#include "app/sagactl/options_dead_letters.h"
#include "app/sagactl/options_incident.h"
#include "app/sagactl/options_jobs.h"
#include "app/sagactl/options_journal.h"
#include "app/sagactl/options_routing.h"
#include "app/sagactl/options_verify.h"
#include "app/sagactl/text.h"

namespace saga::ctl {
namespace {

// What the command line gives as text, before it is checked.
struct Raw {
  std::vector<std::string> statuses = {};
  bool stuck = false;
  bool needs_attention = false;
  std::string type = {};
  std::string step = {};
  std::string older_than = {};
  std::string after = {};
  std::string patience = {};
  int expected_version = 0;
};

const auto kDuration = CLI::Validator(
    [](const std::string& text) {
      return duration_from(text) ? std::string() : "it is a duration such as 30s, 5m, 2h or 1d";
    },
    "DURATION");

// "stuck" as well as "RUNNING": a status of the database means each condition that a saga in it can have.
std::vector<Condition> conditions_of(std::string text) {
  if (const auto condition = condition_from(text)) return {*condition};
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  switch (saga_status_from(text)) {
    case SagaStatus::Running: return {Condition::Running, Condition::Stuck};
    case SagaStatus::Compensating: return {Condition::Compensating, Condition::Stuck};
    case SagaStatus::Completed: return {Condition::Completed};
    case SagaStatus::Failed: return {Condition::Compensated, Condition::NeedsAttention, Condition::Failed};
    case SagaStatus::Unknown: return {};
  }
  return {};
}

const auto kStatus = CLI::Validator(
    [](const std::string& text) {
      return conditions_of(text).empty()
                 ? "it is running, completed, compensating, compensated, stuck, needs-attention or failed"
                 : std::string();
    },
    "STATUS");

const auto kCursor = CLI::Validator(
    [](const std::string& text) { return cursor_from(text) ? std::string() : "it is no \"next\" of a list"; },
    "CURSOR");

std::vector<CLI::Option*> add_filter(CLI::App& verb, Options& options, Raw& raw) {
  return {verb.add_option("--status", raw.statuses, "Only these; may be given several times")->check(kStatus),
          verb.add_flag("--stuck", raw.stuck, "Parked, or without progress"),
          verb.add_flag("--needs-attention", raw.needs_attention, "Failed while effects stand"),
          verb.add_option("--type", raw.type, "Only this saga type"),
          verb.add_option("--step", raw.step, "Only those at this step"),
          verb.add_option("--older-than", raw.older_than, "Created longer ago than this")->check(kDuration),
          verb.add_option("--search", options.filter.search,
                          "Saga id or its beginning, order id or its beginning, user id, or part of the parked "
                          "reason")};
}

// All that match rather than those that are named. What is all of them has to be said: a filter that was forgotten must
// not mean a million sagas.
std::function<void()> add_matching(CLI::App& act, CLI::Option& ids, Options& options, Raw& raw) {
  auto* matching = act.add_flag("--matching", options.matching, "All that the filter means, as a job (sagactl jobs)");
  matching->excludes(&ids);
  const auto filter = add_filter(act, options, raw);
  for (auto* option : filter) option->needs(matching);
  act.add_option("--rate", options.rate, "Of a job: at most so many sagas a second; 0: as fast as they settle")
      ->check(CLI::Range(0, 1'000'000))
      ->capture_default_str()
      ->needs(matching);
  act.add_flag("!--no-ramp", options.ramped, "Of a job: do not begin with 1, 10 and 100 sagas")->needs(matching);
  act.add_option("--failure-limit", options.failure_limit,
                 "Of a job: it is paused when more than so many per cent are in trouble again")
      ->check(CLI::Range(0, 100))
      ->capture_default_str()
      ->needs(matching);
  act.add_flag("--yes", options.yes, "Of a job: do not ask")->needs(matching);
  return [&options, &ids, filter] {
    if (options.matching &&
        std::ranges::all_of(filter, [](const CLI::Option* option) { return option->count() == 0; })) {
      throw CLI::ValidationError("--matching", "say which, by at least one filter");
    }
    if (!options.matching && ids.count() == 0) throw CLI::RequiredError("id or --matching");
  };
}

void add_sagas(CLI::App& app, Options& options, Raw& raw) {
  auto* sagas = app.add_subcommand("sagas", "Look at sagas, retry, compensate and resolve them")->require_subcommand(1);

  auto* list = sagas->add_subcommand("list", "Sagas, newest first");
  add_filter(*list, options, raw);
  list->add_option("--limit", options.limit, "At most so many")->check(CLI::Range(1, 10'000))->capture_default_str();
  list->add_option("--after", raw.after, "Go on behind a list that ended with this \"next\"")->check(kCursor);
  list->callback([&options] { options.verb = Verb::SagasList; });

  auto* show = sagas->add_subcommand("show", "One saga with its steps, commands and journal");
  show->add_option("id", options.ids, "Saga id")->required()->expected(1);
  auto* reveal = show->add_flag("--reveal", options.reveal, "Also what is masked, unmasked; it is journalled");
  show->add_option("--reason", options.reason, "Why it is revealed")->needs(reveal);
  show->callback([&options] {
    options.verb = Verb::SagasShow;
    if (options.reveal && printable(options.reason).find_first_not_of(' ') == std::string::npos) {
      throw CLI::RequiredError("--reason");
    }
  });

  auto* trace = sagas->add_subcommand("trace", "One saga as an OTLP trace, in JSON, for a collector's /v1/traces");
  trace->add_option("id", options.ids, "Saga id")->required()->expected(1);
  trace->callback([&options] { options.verb = Verb::SagasTrace; });

  struct Offer {
    Action action;
    const char* name;
    const char* does;
  };
  for (const auto& [action, name, does] :
       {Offer{Action::Retry, "retry", "Let stuck sagas go on"},
        Offer{Action::Compensate, "compensate", "Undo what stands of stuck or failed sagas"},
        Offer{Action::Resolve, "resolve", "Close failed sagas that were settled outside the system"}}) {
    auto* act = sagas->add_subcommand(name, does);
    auto* ids = act->add_option("id", options.ids, "Saga ids");
    const auto check_matching = add_matching(*act, *ids, options, raw);
    act->add_option("--reason", options.reason, "Why; it is journalled. Required, except with --dry-run");
    if (action == Action::Resolve) {
      act->add_option("--evidence", options.evidence,
                      "What shows that it was settled; it is journalled. Required, except with --dry-run");
    }
    act->add_option("--expect-version", raw.expected_version,
                    "Refuse with exit status 4 unless the saga is at this version; by default the one just read")
        ->check(CLI::PositiveNumber)
        ->needs(ids);
    act->add_flag("--dry-run", options.dry_run, "Only say what would happen");
    act->add_flag("!--no-wait", options.wait, "Do not wait until the orchestrator has applied it");
    act->add_option("--patience", raw.patience, "How long to wait for that (10s)")->check(kDuration);
    act->callback([&options, &raw, act, check_matching, chosen = action] {
      check_matching();
      options.verb = Verb::SagasAct;
      options.action = chosen;
      if (act->count("--expect-version") > 0) options.expected_version = raw.expected_version;
      if (options.expected_version && options.ids.size() != 1) {
        throw CLI::ValidationError("--expect-version", "belongs to one saga");
      }
      if (!options.dry_run && printable(options.reason).find_first_not_of(' ') == std::string::npos) {
        throw CLI::RequiredError("--reason");
      }
      if (!options.dry_run && chosen == Action::Resolve &&
          printable(options.evidence).find_first_not_of(' ') == std::string::npos) {
        throw CLI::RequiredError("--evidence");
      }
    });
  }
}

void add_others(CLI::App& app, Options& options) {
  auto* profile = app.add_subcommand("profile", "Where to attach")->require_subcommand(1);
  profile->add_subcommand("list", "Profiles of this user, and of running demos")->callback([&options] {
    options.verb = Verb::ProfileList;
  });
  profile->add_subcommand("test", "Try each part of the profile")->callback([&options] {
    options.verb = Verb::ProfileTest;
  });
  auto* install = app.add_subcommand("install", "Bring the contract's schema up to date");
  install->add_flag("--dry-run", options.dry_run, "Only say what would be applied");
  install->add_flag("--domains", options.domains, "Also the domain schemas of payment-sagad");
  install->add_option("--user", options.user, "As this user rather than the profile's");
  install->callback([&options] { options.verb = Verb::Install; });
}

void take(const Raw& raw, Options& options) {
  SagaFilter& filter = options.filter;
  const auto add = [&](Condition condition) {
    if (std::ranges::find(filter.conditions, condition) == filter.conditions.end()) {
      filter.conditions.push_back(condition);
    }
  };
  for (const auto& status : raw.statuses) std::ranges::for_each(conditions_of(status), add);
  if (raw.stuck) add(Condition::Stuck);
  if (raw.needs_attention) add(Condition::NeedsAttention);
  if (!raw.type.empty()) filter.type = raw.type;
  if (!raw.step.empty()) filter.step = raw.step;
  if (!raw.older_than.empty()) filter.older_than = duration_from(raw.older_than);
  if (!raw.after.empty()) options.after = cursor_from(raw.after);
  if (!raw.patience.empty()) options.patience = duration_from(raw.patience).value_or(options.patience);
}

}  // namespace

Parsed parse_options(int argc, char** argv) {
  Options options;
  Raw raw;
  CLI::App app("The operations of Saga Console from a shell.", "sagactl");
  app.require_subcommand(1)->fallthrough();
  auto* profile = app.add_option("--profile", options.profile, "Attach by this profile; \"demo\" is the running demo");
  app.add_option("--profile-file", options.profile_file, "Attach by the profile in this file")->excludes(profile);
  app.add_flag("--json", options.json, "Print one JSON document");
  add_sagas(app, options, raw);
  add_dead_letters(app, options);
  add_jobs(app, options);
  add_routing(app, options);
  add_journal(app, options);
  add_incident(app, options);
  add_verify(app, options);
  add_others(app, options);
  for (auto* what : app.get_subcommands({})) {
    what->fallthrough();
    for (auto* verb : what->get_subcommands({})) verb->fallthrough();
  }
  try {
    app.parse(argc, argv);
    if (options.verb != Verb::ProfileList && options.profile.empty() && options.profile_file.empty()) {
      throw CLI::RequiredError("--profile or --profile-file");
    }
  } catch (const CLI::ParseError& error) {
    return {std::nullopt, app.exit(error) == 0 ? kDone : kUsage};
  }
  take(raw, options);
  return {options, kDone};
}

}  // namespace saga::ctl
