// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/sagactl/options.h"
#include "backend/attach/profile.h"
#include "backend/services/act_on_saga.h"
#include "backend/services/connectors.h"

namespace saga::ctl {

// Each prints to stdout what was asked for, to stderr what went wrong, and returns the exit status.
int run(const Options& options);

int list_sagas(const Options& options, const attach::Profile& profile);
int show_saga(const Options& options, const attach::Profile& profile);
int trace_saga(const Options& options, const attach::Profile& profile);
int act_on_sagas(const Options& options, const attach::Profile& profile);
int preview_action(const Options& options, SagaReader& reader);
int act_on_matching(const Options& options, const attach::Profile& profile);
int list_jobs(const Options& options, const attach::Profile& profile);
int show_job(const Options& options, const attach::Profile& profile);
int change_job(const Options& options, const attach::Profile& profile);
int export_job(const Options& options, const attach::Profile& profile);
int list_approvals(const Options& options, const attach::Profile& profile);
int decide_on_job(const Options& options, const attach::Profile& profile);
int ask_again(const Options& options, const attach::Profile& profile);
int list_toggles(const Options& options, const attach::Profile& profile);
int set_toggle(const Options& options, const attach::Profile& profile);
int export_incident(const Options& options, const attach::Profile& profile);
int engage_rollback(const Options& options, const attach::Profile& profile);
int drill_rollback(const Options& options, const attach::Profile& profile);
int release_rollback(const Options& options, const attach::Profile& profile);
int rollback_status(const Options& options, const attach::Profile& profile);
int explain_routing(const Options& options, const attach::Profile& profile);
int list_queues(const Options& options, const attach::Profile& profile);
int list_letters(const Options& options, const attach::Profile& profile);
int group_letters(const Options& options, const attach::Profile& profile);
int show_letter(const Options& options, const attach::Profile& profile);
int act_on_letters(const Options& options, const attach::Profile& profile);
int export_letters(const Options& options, const attach::Profile& profile);
int tail_events(const Options& options, const attach::Profile& profile);
int list_profiles(const Options& options);
int test_profile(const Options& options, const attach::Profile& profile);
int verify(const Options& options, const attach::Profile& profile);
int list_journal(const Options& options, const attach::Profile& profile);
int verify_journal(const Options& options, const attach::Profile& profile);
int export_journal(const Options& options, const attach::Profile& profile);
int install(const Options& options, const attach::Profile& profile);

// Tells an error – with --json as a document – and returns `status`.
int fail(const Options& options, const Error& error, int status);
// The status of an error while something is read.
[[nodiscard]] int status_of(const Error& error);

// What several sagas together come to: partly done if some are, else the gravest.
[[nodiscard]] int status_of(const std::vector<int>& statuses);

}  // namespace saga::ctl
