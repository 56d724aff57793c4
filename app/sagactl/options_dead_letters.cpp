// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sagactl/options_dead_letters.h"

#include "app/sagactl/text.h"
#include "backend/domain/uuid.h"

namespace saga::ctl {
namespace {

constexpr std::string_view kPrefix = "dead-letter:";

void add_queue(CLI::App& verb, Options& options) {
  verb.add_option_function<std::string>(
          "queue",
          [&options](const std::string& name) {
            options.queue = name.starts_with(kPrefix) ? name : std::string(kPrefix) + name;
          },
          "As dead-letter:payment.completed, or only payment.completed")
      ->required();
}

const auto kEvent = CLI::Validator(
    [](const std::string& text) {
      return is_uuid(text) || delivery_id_from(text) ? std::string()
                                                     : "it is an event id, or a delivery id such as EVENT/crm";
    },
    "ID");

void add_acting(CLI::App& letters, Options& options, DeadLetterAction action, const char* name, const char* does) {
  auto* act = letters.add_subcommand(name, does);
  add_queue(*act, options);
  auto* which = act->add_option_group("which", "Which of them");
  which->add_flag("--all", options.all, "All that are in the queue now");
  which->add_option("--event", options.events, "Those of these events, or these deliveries")->check(kEvent);
  which->add_option("--group", options.group, "Those of this error: a signature that groups tells");
  which->require_option(1);
  act->add_option("--reason", options.reason, "Why; it is journalled. Required, except with --dry-run");
  act->add_option("--rate", options.rate, "At most so many a second; 0: as fast as possible")
      ->check(CLI::Range(0, 1'000'000))
      ->capture_default_str();
  act->add_flag("--dry-run", options.dry_run, "Only say what would happen");
  act->add_flag("--yes", options.yes, "Do not ask whether more than one is meant");
  if (action == DeadLetterAction::Replay) {
    act->add_flag("!--no-wait", options.wait, "Do not wait until the targets have answered");
    act->add_option_function<std::string>(
        "--patience",
        [&options](const std::string& text) {
          const auto patience = duration_from(text);
          if (!patience) throw CLI::ValidationError("--patience", "it is a duration such as 30s, 5m, 2h or 1d");
          options.patience = *patience;
        },
        "How long to wait for that (10s)");
  }
  act->callback([&options, action] {
    options.verb = Verb::LettersAct;
    options.letter_action = action;
    if (!options.dry_run && printable(options.reason).find_first_not_of(' ') == std::string::npos) {
      throw CLI::RequiredError("--reason");
    }
  });
}

}  // namespace

void add_dead_letters(CLI::App& app, Options& options) {
  const auto does = [&options](Verb verb) { return [&options, verb] { options.verb = verb; }; };
  auto* letters = app.add_subcommand("dead-letters", "Deliveries that nobody tries any more")->require_subcommand(1);
  letters->add_subcommand("queues", "Which queues hold any, and how many")->callback(does(Verb::LettersQueues));

  auto* list = letters->add_subcommand("list", "What lies in a queue, newest first");
  add_queue(*list, options);
  list->add_option("--limit", options.limit, "At most so many")->check(CLI::Range(1, 10'000))->capture_default_str();
  list->add_option("--from", options.index, "Begin at this index")->check(CLI::NonNegativeNumber);
  list->callback(does(Verb::LettersList));

  auto* groups = letters->add_subcommand("groups", "The errors of a queue, by how many say the same");
  add_queue(*groups, options);
  groups->callback(does(Verb::LettersGroups));

  auto* show = letters->add_subcommand("show", "One of them, with its payload");
  add_queue(*show, options);
  show->add_option("index", options.index, "0 is the newest")->required()->check(CLI::NonNegativeNumber);
  auto* reveal = show->add_flag("--reveal", options.reveal, "Unmasked; it is journalled");
  show->add_option("--reason", options.reason, "Why it is revealed")->needs(reveal);
  show->callback([&options] {
    options.verb = Verb::LettersShow;
    if (options.reveal && printable(options.reason).find_first_not_of(' ') == std::string::npos) {
      throw CLI::RequiredError("--reason");
    }
  });

  add_acting(*letters, options, DeadLetterAction::Replay, "replay", "Have them sent again");
  add_acting(*letters, options, DeadLetterAction::Discard, "discard",
             "Never send them; they can be restored for 30 days");
  add_acting(*letters, options, DeadLetterAction::Restore, "restore", "Take back that they were discarded");

  auto* save = letters->add_subcommand("export", "All of a queue on stdout, payloads masked");
  add_queue(*save, options);
  save->add_option("--format", options.format, "ndjson or csv")->check(CLI::IsMember({"ndjson", "csv"}))->required();
  save->callback(does(Verb::LettersExport));
}

}  // namespace saga::ctl
