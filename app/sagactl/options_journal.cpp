// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sagactl/options_journal.h"

#include "app/sagactl/text.h"

namespace saga::ctl {
namespace {

void add_filter(CLI::App& verb, Options& options) {
  JournalFilter& filter = options.journal;
  verb.add_option("--area", filter.area, "Only this chain, such as sagas or routing");
  verb.add_option("--who", filter.who, "Only what this user did");
  verb.add_option("--action", filter.what, "Only this action, such as RETRY or SET_TOGGLE");
  verb.add_option("--on", filter.on_what, "Only what concerns this saga id, delivery, toggle or job");
  verb.add_option_function<std::string>(
      "--since",
      [&options](const std::string& text) {
        options.since = duration_from(text);
        if (!options.since) throw CLI::ValidationError("--since", "it is a duration such as 30s, 5m, 2h or 1d");
      },
      "Only the last 30s, 5m, 2h or 1d, by this machine's clock");
}

}  // namespace

void add_journal(CLI::App& app, Options& options) {
  auto* journal = app.add_subcommand("journal", "Who did what, and whether that can be trusted")->require_subcommand(1);

  auto* list = journal->add_subcommand("list", "What operators did, newest first");
  add_filter(*list, options);
  list->add_option("--limit", options.limit, "At most so many")->check(CLI::Range(1, 10'000))->capture_default_str();
  list->add_option_function<std::string>(
      "--after",
      [&options](const std::string& text) {
        options.journal_after = journal_cursor_from(text);
        if (!options.journal_after) throw CLI::ValidationError("--after", "it is no \"next\" of a list");
      },
      "Go on behind a list that ended with this \"next\"");
  list->callback([&options] { options.verb = Verb::JournalList; });

  auto* verify = journal->add_subcommand(
      "verify",
      "Read all of it and find what was changed, inserted, left out or cut off. Compares with the positions that were "
      "kept on this machine when its users acted. Ends with 0 if the journal is sound, 3 if it is not");
  verify->callback([&options] { options.verb = Verb::JournalVerify; });

  auto* save = journal->add_subcommand("export", "All of it on stdout, newest first");
  add_filter(*save, options);
  save->add_option("--format", options.format, "ndjson or csv")->check(CLI::IsMember({"ndjson", "csv"}))->required();
  save->callback([&options] { options.verb = Verb::JournalExport; });
}

}  // namespace saga::ctl
