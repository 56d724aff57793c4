// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/services/approvals.h"

#include <iostream>
#include <string>
#include <thread>
#include <unistd.h>

#include <fmt/format.h>

#include "app/sagactl/approval_world.h"
#include "app/sagactl/commands.h"
#include "app/sagactl/exit_status.h"
#include "app/sagactl/json_jobs.h"
#include "app/sagactl/outcome.h"
#include "app/sagactl/print_approval.h"
#include "app/sagactl/text.h"

// sagactl jobs approvals, approve, refuse, ask: the second person's part.
namespace saga::ctl {
namespace {

// The hash of what the second person has seen; nothing: no.
std::optional<std::string> seen_hash(const Options& options, const Approval& approval) {
  if (!options.set_hash.empty()) return options.set_hash;
  if (isatty(STDIN_FILENO) == 0) {
    fmt::print(stderr, "Say --hash with what was looked at: sagactl jobs approvals tells it.\n");
    return std::nullopt;
  }
  print_approval(stderr, approval);
  fmt::print(stderr, "Approve {} of {}? Type yes: ", printable(approval.kind), approval.targets);
  std::string answer;
  std::getline(std::cin, answer);
  return answer == "yes" ? std::optional(approval.set_hash) : std::nullopt;
}

// What became of it, and the approval as it is afterwards, if that can be read; the outcome does not depend on it.
int report(const Options& options, const ApprovalWorld& world, std::string_view what, const ActionOutcome& outcome) {
  const ToldOutcome said = told(outcome);
  if (!said.warning.empty()) fmt::print(stderr, "{}\n", printable(said.warning));
  const auto board = world.board(false);
  const auto approval =
      board ? (*board)->find(options.job) : Result<std::optional<Approval>>(std::unexpected(board.error()));
  const bool known = approval && *approval;
  if (options.json) {
    fmt::print("{}", dump(Json{{"decision", what},
                               {"outcome", said.name},
                               {"detail", said.detail},
                               {"approval", known ? to_json(**approval) : Json()}}));
  } else if (said.status == kDone && known) {
    print_approval(stdout, **approval);
  }
  if (said.status != kDone) fmt::print(stderr, "{}: {}\n", said.name, printable(said.detail));
  return said.status;
}

}  // namespace

int list_approvals(const Options& options, const attach::Profile& profile) {
  if (!options.job.empty()) return show_approval(options, profile);
  const auto board = attach::open_approval_board(profile, kApprovalProgram);
  if (!board) return fail(options, board.error(), status_of(board.error()));
  const auto approvals = (*board)->list(!options.all, options.limit);
  if (!approvals) return fail(options, approvals.error(), status_of(approvals.error()));
  const auto rules = (*board)->rules();
  if (!rules) return fail(options, rules.error(), status_of(rules.error()));
  if (options.json) {
    Json document{{"approvals", Json::array()}, {"limits", Json::array()}};
    for (const Approval& approval : *approvals) document["approvals"].push_back(to_json(approval));
    for (const ApprovalRule& rule : *rules) document["limits"].push_back(to_json(rule));
    fmt::print("{}", dump(document));
    return kDone;
  }
  std::vector<std::vector<std::string>> rows;
  for (const Approval& approval : *approvals) {
    rows.push_back({approval.subject, approval.kind, std::to_string(approval.targets),
                    std::string(to_text(approval.status)), approval.requested_by, iso_time(approval.expires_at),
                    approval.set_hash, approval.reason});
  }
  fmt::print("{}", table({"JOB", "ACTION", "TARGETS", "STATUS", "BY", "UNTIL", "HASH", "REASON"}, rows));
  return kDone;
}

int decide_on_job(const Options& options, const attach::Profile& profile) {
  OpenedApprovals opened(profile);
  const ApprovalWorld world = opened.world();
  std::string hash;
  if (options.decision == ApprovalDecision::Approve) {
    Approval approval;
    if (options.set_hash.empty()) {
      const auto board = world.board(false);
      if (!board) return fail(options, board.error(), status_of(board.error()));
      const auto found = (*board)->find(options.job);
      if (!found) return fail(options, found.error(), status_of(found.error()));
      if (!*found) {
        return fail(options, Error{ErrorKind::Invalid, fmt::format("Nothing waits under the id {}.", options.job)},
                    kRefused);
      }
      approval = **found;
    }
    const auto seen = seen_hash(options, approval);
    if (!seen) return kUsage;
    hash = *seen;
  }
  const auto outcome = decide_approval(world, options.decision, options.job, hash, options.reason);
  return report(options, world, to_text(options.decision), outcome);
}

int ask_again(const Options& options, const attach::Profile& profile) {
  OpenedApprovals opened(profile);
  const ApprovalWorld world = opened.world();
  const auto operations = world.operations(false);
  if (!operations) return fail(options, operations.error(), status_of(operations.error()));
  return report(options, world, "ASK", (*operations)->ask_again(options.job, options.reason));
}

int await_second_person(const Options& options, const attach::Profile& profile,
                        const std::vector<LetterTarget>& targets) {
  if (targets.empty()) return kDone;
  // The database knows the limits, what was done before, and what is approved already.
  const auto limits = attach::open_approval_targets(profile, kApprovalProgram);
  if (!limits) return fail(options, limits.error(), status_of(limits.error()));
  const auto needed = (*limits)->why_second_person(options.letter_action, targets);
  // Whoever may not do it at all is told so by the action itself, for each of the letters.
  if (!needed && needed.error().kind == ErrorKind::Permission) return kDone;
  if (!needed) return fail(options, needed.error(), status_of(needed.error()));
  if (!*needed) return kDone;
  fmt::print(stderr, "{}\n", printable(**needed));

  OpenedApprovals opened(profile);
  const ApprovalWorld world = opened.world();
  const auto kind = to_text(options.letter_action);
  const LetterSetOrder order{
      .id = new_job_id(), .action = options.letter_action, .targets = targets, .reason = options.reason};
  const ToldOutcome asked = told(ask_approval(world, order));
  if (asked.status != kDone) return fail(options, Error{ErrorKind::Invalid, asked.detail}, asked.status);
  const auto stop = [] { return false; };
  const auto waiting = await_decision(world, order.id, [] { return true; });
  if (!waiting) return fail(options, waiting.error(), status_of(waiting.error()));
  fmt::print(stderr, "{} of {} waits for a second person until {}:\n{}\n", kind, targets.size(),
             iso_time(waiting->expires_at), how_to_approve(*waiting));
  const auto decided = await_decision(world, order.id, stop);
  if (!decided) return fail(options, decided.error(), status_of(decided.error()));
  if (decided->status == ApprovalStatus::Approved) return kDone;
  const std::string why = decided->status == ApprovalStatus::Refused
                              ? fmt::format("{} refused it: {}", decided->decided_by, decided->decision)
                              : "Nobody approved it in time.";
  return fail(options, Error{ErrorKind::Invalid, why}, kRefused);
}

std::string how_to_approve(const Approval& approval) {
  return fmt::format("sagactl jobs approve {} --hash {} --reason …", approval.subject, approval.set_hash);
}

}  // namespace saga::ctl
