// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "backend/attach/profile.h"
#include "backend/ports/approval_targets.h"
#include "backend/ports/saga_revealer.h"
#include "backend/postgres/session.h"
#include "backend/services/connectors.h"

namespace saga::attach {

// How to come by each connection of a profile. Reading sessions are read-only and refuse a schema that does not fit;
// what operators do is anchored in the file of anchor_file_of(). `streams`: those of Redis that carry events of sagas.
[[nodiscard]] Connectors connectors(const Profile& profile, std::string application_name = "saga-console",
                                    std::vector<std::string> streams = {});

// One session, for a program that needs no attachment. `timeout` of a statement, instead of what suits a click.
[[nodiscard]] Result<std::unique_ptr<pg::Session>> open_session(
    const Profile& profile, bool read_only, const std::string& application_name,
    std::optional<std::chrono::seconds> timeout = std::nullopt);

// For bulk actions. The reading one is given a minute for a preview of all sagas, the other for freezing them.
[[nodiscard]] Result<std::unique_ptr<JobBoard>> open_job_board(const Profile& profile,
                                                               const std::string& application_name);
[[nodiscard]] Result<std::unique_ptr<JobOperator>> open_job_operator(const Profile& profile,
                                                                     const std::string& application_name);

// Raw texts of a saga; each look is journalled.
[[nodiscard]] Result<std::unique_ptr<SagaRevealer>> open_saga_revealer(const Profile& profile,
                                                                       const std::string& application_name);

// What waits for a second person, what is in it, and the second person's part.
[[nodiscard]] Result<std::unique_ptr<ApprovalBoard>> open_approval_board(const Profile& profile,
                                                                         const std::string& application_name);
[[nodiscard]] Result<std::unique_ptr<ApprovalTargets>> open_approval_targets(const Profile& profile,
                                                                             const std::string& application_name);
[[nodiscard]] Result<std::unique_ptr<ApprovalOperator>> open_approval_operator(const Profile& profile,
                                                                               const std::string& application_name);

// A profile of the same system that connects to the database of a domain; the profile itself where it names none.
[[nodiscard]] Profile of_domain(const Profile& profile, const std::string& domain);

[[nodiscard]] std::filesystem::path anchor_file_of(const Profile& profile);

}  // namespace saga::attach
