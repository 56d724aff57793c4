// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sagactl/print_approval.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "app/sagactl/approval_world.h"
#include "app/sagactl/commands.h"
#include "app/sagactl/exit_status.h"
#include "app/sagactl/json_jobs.h"
#include "app/sagactl/text.h"
#include "backend/attach/connect.h"
#include "backend/services/jobs.h"

namespace saga::ctl {
namespace {

constexpr int kPage = 1000;

using Use = std::function<void(const ApprovalTarget&)>;

// Each target of the set, in pages; of a job: each of its sagas at its version.
Result<void> for_each_target(const attach::Profile& profile, const Approval& approval, const Use& use) {
  if (approval.is_job) {
    const auto board = attach::open_job_board(profile, kApprovalProgram);
    if (!board) return std::unexpected(board.error());
    const auto count = for_each_item(**board, approval.subject, [&](const JobItem& item) {
      use({.target = item.saga, .generation = item.expected_version, .used_at = item.requested_at});
      return Result<void>();
    });
    if (!count) return std::unexpected(count.error());
    return {};
  }
  const auto sets = attach::open_approval_targets(profile, kApprovalProgram);
  if (!sets) return std::unexpected(sets.error());
  std::string after;
  while (true) {
    const auto page = (*sets)->page(approval.subject, after, kPage);
    if (!page) return std::unexpected(page.error());
    for (const ApprovalTarget& target : page->targets) use(target);
    if (!page->next) return {};
    after = *page->next;
  }
}

const char* what_of(const Approval& approval) {
  if (approval.is_job) return "saga";
  return approval.kind == "REFUND" ? "order" : "dead letter";
}

}  // namespace

void print_approval(std::FILE* to, const Approval& approval) {
  const auto line = [to](std::string_view name, const std::string& value) {
    if (!value.empty()) fmt::print(to, "{:<14}{}\n", name, printable(value));
  };
  line(approval.is_job ? "job" : "dead letters", approval.subject);
  line("action", fmt::format("{} of {}", approval.kind, approval.targets));
  line("sagas", approval.selection);
  line("requested", fmt::format("by {} at {}", approval.requested_by, iso_time(approval.requested_at)));
  line("reason", approval.reason);
  line("hash", approval.set_hash);
  line("status", std::string(to_text(approval.status)));
  line("until", iso_time(approval.expires_at));
  if (approval.decided_at) {
    line("decided", fmt::format("by {} at {}", approval.decided_by, iso_time(*approval.decided_at)));
  }
  line("why", approval.decision);
}

int show_approval(const Options& options, const attach::Profile& profile) {
  const auto board = attach::open_approval_board(profile, kApprovalProgram);
  if (!board) return fail(options, board.error(), status_of(board.error()));
  const auto found = (*board)->find(options.job);
  if (!found) return fail(options, found.error(), status_of(found.error()));
  if (!*found) {
    return fail(options, Error{ErrorKind::Invalid, fmt::format("Nobody was asked about {}.", options.job)}, kRefused);
  }
  const Approval& approval = **found;
  Json targets = Json::array();
  std::int64_t shown = 0;
  if (!options.json) {
    print_approval(stdout, approval);
    fmt::print("\n");
  }
  const auto listed = for_each_target(profile, approval, [&](const ApprovalTarget& target) {
    ++shown;
    if (options.json) {
      targets.push_back(to_json(target));
      return;
    }
    fmt::print("{}  {}{}\n", printable(target.target), target.generation,
               target.used_at ? "  asked for at " + iso_time(*target.used_at) : "");
  });
  if (!listed) return fail(options, listed.error(), status_of(listed.error()));
  if (options.json) {
    fmt::print("{}", dump(Json{{"approval", to_json(approval)}, {"targets", targets}}));
  } else {
    fmt::print(stderr, "{} of {} {}(s), each at its {}\n", shown, approval.targets, what_of(approval),
               approval.is_job ? "version" : "generation");
  }
  return kDone;
}

}  // namespace saga::ctl
