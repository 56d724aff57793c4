// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "backend/domain/action.h"
#include "backend/domain/approval.h"
#include "backend/domain/dead_letter.h"
#include "backend/domain/job.h"
#include "backend/ports/journal_reader.h"
#include "backend/ports/saga_reader.h"

namespace saga::ctl {

enum class Verb {
  SagasList,
  SagasShow,
  SagasTrace,
  SagasAct,
  TogglesList,
  TogglesSet,
  RollbackEngage,
  RollbackRelease,
  RollbackDrill,
  RollbackStatus,
  RoutingExplain,
  EventsTail,
  LettersQueues,
  LettersList,
  LettersGroups,
  LettersShow,
  LettersAct,
  LettersExport,
  JobsList,
  JobsShow,
  JobsChange,
  JobsExport,
  JobsApprovals,
  JobsDecide,
  JobsAsk,
  JournalList,
  JournalVerify,
  JournalExport,
  Incident,
  ProfileList,
  ProfileTest,
  Install,
  Verify
};

struct Options {
  Verb verb = Verb::SagasList;
  std::string profile = {};
  std::string profile_file = {};
  bool json = false;
  // sagas list
  SagaFilter filter = {};
  int limit = 100;
  std::optional<SagaCursor> after = {};
  // sagas show, trace, retry, compensate, resolve
  std::vector<SagaId> ids = {};
  Action action = Action::Retry;
  std::string reason = {};
  std::string evidence = {};  // sagas resolve
  std::optional<int> expected_version = {};
  bool dry_run = false;  // also install
  bool wait = true;
  std::chrono::seconds patience{10};
  bool matching = false;  // all that the filter means, as a job
  bool ramped = true;
  int failure_limit = 10;  // per cent
  // jobs
  std::string job = {};
  JobChange job_change = JobChange::Pause;
  ApprovalDecision decision = ApprovalDecision::Approve;
  std::string set_hash = {};
  std::vector<JobItemStatus> item_statuses = {};
  int after_item = 0;
  // toggles set
  std::string toggle = {};
  std::string value = {};
  bool await_gateways = false;  // also rollback engage and release
  // routing explain
  std::int64_t user_id = 0;
  bool vip = false;
  // events tail
  std::vector<std::string> topics = {};
  std::int64_t count = 0;  // 0: for ever
  bool from_beginning = false;
  // dead-letters
  std::string queue = {};
  std::int64_t index = 0;  // show; list: where to begin
  bool all = false;
  std::vector<std::string> events = {};  // event ids or delivery ids
  std::string group = {};                // a signature
  DeadLetterAction letter_action = DeadLetterAction::Replay;
  int rate = 500;    // a second; 0: as fast as possible
  bool yes = false;  // do not ask
  bool reveal = false;
  std::string format = "ndjson";
  // journal list, export
  JournalFilter journal = {};
  std::optional<JournalCursor> journal_after = {};
  // verify
  std::optional<std::chrono::seconds> since = {};  // nothing: everything; also journal
  std::vector<std::string> kinds = {};             // none: all
  int share_percent = 50;                          // of the time of a connection
  std::chrono::seconds margin{60};
  std::chrono::seconds pause{5};
  // incident: since, and
  std::chrono::seconds until{0};  // ago
  std::string out = {};
  // install
  bool domains = false;
  std::string user = {};
};

// nullopt with the exit status to end with: help was printed, or the usage was wrong.
struct Parsed {
  std::optional<Options> options;
  int exit_status = 0;
};
[[nodiscard]] Parsed parse_options(int argc, char** argv);

}  // namespace saga::ctl
