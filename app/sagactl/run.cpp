// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cstdio>

#include <fmt/format.h>

#include "app/sagactl/commands.h"
#include "app/sagactl/exit_status.h"
#include "app/sagactl/json.h"
#include "app/sagactl/text.h"

namespace saga::ctl {

int fail(const Options& options, const Error& error, int status) {
  if (options.json) fmt::print("{}", dump(Json{{"error", to_json(error)}}));
  fmt::print(stderr, "{}\n", printable(error.message));
  if (!error.advice.empty()) fmt::print(stderr, "{}\n", printable(error.advice));
  return status;
}

int status_of(const Error& error) {
  switch (error.kind) {
    case ErrorKind::Connection: return kCannotConnect;
    case ErrorKind::Permission: return kRefused;
    case ErrorKind::Invalid: return kUsage;
    case ErrorKind::InDoubt: return kUnverified;
    case ErrorKind::Timeout:
    case ErrorKind::Conflict:
    case ErrorKind::Incompatible:
    case ErrorKind::Internal: return kUnexpected;
  }
  return kUnexpected;
}

int status_of(const std::vector<int>& statuses) {
  const auto any = [&](int status) { return std::ranges::find(statuses, status) != statuses.end(); };
  if (std::ranges::all_of(statuses, [](int status) { return status == kDone; })) return kDone;
  if (any(kDone)) return kPartly;
  for (const int grave : std::array<int, 5>{kUnverified, kUnexpected, kCannotConnect, kConflict, kRefused}) {
    if (any(grave)) return grave;
  }
  return kUnexpected;
}

int run(const Options& options) {
  if (options.verb == Verb::ProfileList) return list_profiles(options);
  const auto profile =
      options.profile_file.empty() ? attach::load_profile(options.profile) : attach::read_profile(options.profile_file);
  if (!profile) return fail(options, profile.error(), kUsage);
  switch (options.verb) {
    case Verb::SagasList: return list_sagas(options, *profile);
    case Verb::SagasShow: return show_saga(options, *profile);
    case Verb::SagasTrace: return trace_saga(options, *profile);
    case Verb::SagasAct: return options.matching ? act_on_matching(options, *profile) : act_on_sagas(options, *profile);
    case Verb::TogglesList: return list_toggles(options, *profile);
    case Verb::TogglesSet: return set_toggle(options, *profile);
    case Verb::RollbackEngage: return engage_rollback(options, *profile);
    case Verb::RollbackRelease: return release_rollback(options, *profile);
    case Verb::RollbackDrill: return drill_rollback(options, *profile);
    case Verb::RollbackStatus: return rollback_status(options, *profile);
    case Verb::RoutingExplain: return explain_routing(options, *profile);
    case Verb::LettersQueues: return list_queues(options, *profile);
    case Verb::LettersList: return list_letters(options, *profile);
    case Verb::LettersGroups: return group_letters(options, *profile);
    case Verb::LettersShow: return show_letter(options, *profile);
    case Verb::LettersAct: return act_on_letters(options, *profile);
    case Verb::LettersExport: return export_letters(options, *profile);
    case Verb::JobsList: return list_jobs(options, *profile);
    case Verb::JobsShow: return show_job(options, *profile);
    case Verb::JobsChange: return change_job(options, *profile);
    case Verb::JobsExport: return export_job(options, *profile);
    case Verb::JobsApprovals: return list_approvals(options, *profile);
    case Verb::JobsDecide: return decide_on_job(options, *profile);
    case Verb::JobsAsk: return ask_again(options, *profile);
    case Verb::JournalList: return list_journal(options, *profile);
    case Verb::JournalVerify: return verify_journal(options, *profile);
    case Verb::JournalExport: return export_journal(options, *profile);
    case Verb::Incident: return export_incident(options, *profile);
    case Verb::EventsTail: return tail_events(options, *profile);
    case Verb::ProfileTest: return test_profile(options, *profile);
    case Verb::Install: return install(options, *profile);
    case Verb::Verify: return verify(options, *profile);
    case Verb::ProfileList: break;
  }
  return kUnexpected;
}

}  // namespace saga::ctl
