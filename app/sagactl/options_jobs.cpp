// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sagactl/options_jobs.h"

#include <algorithm>
#include <cctype>

#include "backend/domain/uuid.h"

namespace saga::ctl {
namespace {

const auto kJob =
    CLI::Validator([](const std::string& text) { return is_uuid(text) ? std::string() : "it is no job id"; }, "ID");

JobItemStatus status_of(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return job_item_status_from(text);
}

const auto kItemStatus = CLI::Validator(
    [](const std::string& text) {
      return status_of(text) != JobItemStatus::Unknown
                 ? std::string()
                 : "it is waiting, requested, observed, applied, refused, conflicted or unverified";
    },
    "STATUS");

CLI::App* add_verb(CLI::App& jobs, Options& options, Verb verb, const char* name, const char* does) {
  auto* added = jobs.add_subcommand(name, does);
  added->add_option("id", options.job, "Job id")->required()->check(kJob);
  added->callback([&options, verb] { options.verb = verb; });
  return added;
}

const auto kHash = CLI::Validator(
    [](const std::string& text) {
      const bool hex = std::ranges::all_of(text, [](unsigned char c) { return std::isxdigit(c) != 0; });
      return hex && text.size() == 64 ? std::string() : "it is no hash of a set";
    },
    "HASH");

void add_decision(CLI::App& jobs, Options& options, ApprovalDecision decision, const char* name, const char* does) {
  auto* added = jobs.add_subcommand(name, does);
  added->add_option("id", options.job, "Job id, or that of dead letters that were asked for")->required()->check(kJob);
  if (decision == ApprovalDecision::Approve) {
    added
        ->add_option("--hash", options.set_hash,
                     "Of the set that was looked at. Without it the set is shown and asked about, on a terminal")
        ->check(kHash);
  }
  added->add_option("--reason", options.reason, "Why; it is journalled")->required();
  added->callback([&options, decision] {
    options.verb = Verb::JobsDecide;
    options.decision = decision;
  });
}

}  // namespace

void add_jobs(CLI::App& app, Options& options) {
  auto* jobs = app.add_subcommand("jobs", "Bulk actions that payment-sagad runs")->require_subcommand(1);
  auto* list = jobs->add_subcommand("list", "Jobs, newest first");
  list->add_option("--limit", options.limit, "At most so many")->check(CLI::Range(1, 10'000))->capture_default_str();
  list->callback([&options] { options.verb = Verb::JobsList; });

  auto* show = add_verb(*jobs, options, Verb::JobsShow, "show", "One job, with what became of each saga");
  show->add_option_function<std::vector<std::string>>(
          "--status",
          [&options](const std::vector<std::string>& statuses) {
            for (const auto& status : statuses) options.item_statuses.push_back(status_of(status));
          },
          "Only sagas of which this became; may be given several times")
      ->check(kItemStatus);
  show->add_option("--limit", options.limit, "At most so many sagas")
      ->check(CLI::Range(1, 10'000))
      ->capture_default_str();
  show->add_option("--after", options.after_item, "Go on behind a list that ended with this \"next\"")
      ->check(CLI::NonNegativeNumber);

  struct Offer {
    JobChange change;
    const char* name;
    const char* does;
  };
  for (const auto& [change, name, does] :
       {Offer{JobChange::Pause, "pause", "Ask for nothing more until it is resumed"},
        Offer{JobChange::Resume, "resume", "Go on, carefully at first"},
        Offer{JobChange::Cancel, "cancel", "Never ask for what was not asked for yet"}}) {
    auto* verb = jobs->add_subcommand(name, does);
    verb->add_option("id", options.job, "Job id")->required()->check(kJob);
    verb->add_option("--reason", options.reason, "Why; it is journalled");
    verb->callback([&options, chosen = change] {
      options.verb = Verb::JobsChange;
      options.job_change = chosen;
    });
  }

  auto* approvals = jobs->add_subcommand("approvals", "What waits for a second person, for how long, and the limits");
  auto* one = approvals->add_option("id", options.job, "Only this one, with every target of it")->check(kJob);
  approvals->add_flag("--all", options.all, "Also what was decided, has expired or was withdrawn")->excludes(one);
  approvals->add_option("--limit", options.limit, "At most so many")
      ->excludes(one)
      ->check(CLI::Range(1, 10'000))
      ->capture_default_str();
  approvals->callback([&options] { options.verb = Verb::JobsApprovals; });
  add_decision(*jobs, options, ApprovalDecision::Approve, "approve", "Be the second person, and agree");
  add_decision(*jobs, options, ApprovalDecision::Refuse, "refuse", "Be the second person, and do not agree");
  auto* ask = add_verb(*jobs, options, Verb::JobsAsk, "ask", "Ask a second person again, when the time ran out");
  ask->add_option("--reason", options.reason, "Why; it is journalled")->required();

  auto* save = add_verb(*jobs, options, Verb::JobsExport, "export", "What became of each saga, on stdout");
  save->add_option("--format", options.format, "ndjson or csv")->check(CLI::IsMember({"ndjson", "csv"}))->required();
}

}  // namespace saga::ctl
