// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/attach/connect.h"

#include <chrono>
#include <memory>
#include <utility>

#include "backend/attach/anchor_file.h"
#include "backend/attach/endpoints.h"
#include "backend/attach/places.h"
#include "backend/postgres/approval_targets.h"
#include "backend/postgres/approvals.h"
#include "backend/postgres/change_feed.h"
#include "backend/postgres/contract_check.h"
#include "backend/postgres/job_board.h"
#include "backend/postgres/journal_reader.h"
#include "backend/postgres/overview_reader.h"
#include "backend/postgres/platform_reader.h"
#include "backend/postgres/routing_control.h"
#include "backend/postgres/routing_reader.h"
#include "backend/postgres/saga_context.h"
#include "backend/postgres/saga_list.h"
#include "backend/postgres/saga_notebook.h"
#include "backend/postgres/saga_operator.h"
#include "backend/postgres/saga_reader.h"
#include "backend/postgres/saga_revealer.h"
#include "backend/postgres/timeline_reader.h"
#include "backend/redis/change_hints.h"
#include "backend/redis/saga_streams.h"

namespace saga::attach {
namespace {

constexpr std::chrono::seconds kReadTimeout{5};
constexpr std::chrono::seconds kBackgroundTimeout{60};
constexpr std::chrono::seconds kActTimeout{10};
constexpr std::chrono::seconds kStreamTimeout{3};

Readers readers(const std::shared_ptr<pg::Session>& session) {
  return {.sagas = std::make_unique<pg::PgSagaReader>(session),
          .list = std::make_unique<pg::PgSagaList>(session),
          .overview = std::make_unique<pg::PgOverviewReader>(session),
          .timeline = std::make_unique<pg::PgTimelineReader>(session),
          .context = std::make_unique<pg::PgSagaContext>(session),
          .jobs = std::make_unique<pg::PgJobBoard>(session),
          .approvals = std::make_unique<pg::PgApprovalBoard>(session),
          .routing = std::make_unique<pg::PgRoutingReader>(session),
          .journal = std::make_unique<pg::PgJournalReader>(session)};
}

Result<ReadSide> read_side(const Profile& profile, const std::string& application_name) {
  auto opened = open_session(profile, true, application_name);
  if (!opened) return std::unexpected(opened.error());
  const std::shared_ptr<pg::Session> session = std::move(*opened);
  if (auto fits = pg::check_contract(*session); !fits) return std::unexpected(fits.error());
  return ReadSide{.readers = readers(session),
                  .platform = std::make_unique<pg::PgPlatformReader>(session),
                  .feed = std::make_unique<pg::PgChangeFeed>(session),
                  // The error of a cancel is of no use to anybody: the statement then runs to its timeout.
                  .cancel = [session] { (void)session->cancel(); }};
}

Result<BackgroundSide> background_side(const Profile& profile, const std::string& application_name) {
  auto opened = open_session(profile, true, application_name, kBackgroundTimeout);
  if (!opened) return std::unexpected(opened.error());
  const std::shared_ptr<pg::Session> session = std::move(*opened);
  return BackgroundSide{.readers = readers(session), .cancel = [session] { (void)session->cancel(); }};
}

pg::AnchorSink anchors_of(const Profile& profile, const char* area) {
  return [anchors = AnchorFile(anchor_file_of(profile), area)](const std::vector<JournalAnchor>& given) {
    return anchors.append(given);
  };
}

Result<ActSide> act_side(const Profile& profile, const std::string& application_name) {
  auto opened = open_session(profile, false, application_name);
  if (!opened) return std::unexpected(opened.error());
  const std::shared_ptr<pg::Session> session = std::move(*opened);
  auto keep = [anchors = AnchorFile(anchor_file_of(profile))](const std::vector<JournalAnchor>& given) {
    return anchors.append(given);
  };
  auto keep_routing = [anchors = AnchorFile(anchor_file_of(profile), "routing")](
                          const std::vector<JournalAnchor>& given) { return anchors.append(given); };
  return ActSide{.operations = std::make_unique<pg::PgSagaOperator>(session, keep),
                 .ping = [session]() -> Result<void> {
                   if (const auto answer = session->read("select 1"); !answer) return std::unexpected(answer.error());
                   return {};
                 },
                 .notebook = std::make_unique<pg::PgSagaNotebook>(session, keep),
                 .jobs = std::make_unique<pg::PgJobOperator>(session, anchors_of(profile, "jobs"),
                                                             anchors_of(profile, "approvals")),
                 .approvals = std::make_unique<pg::PgApprovalOperator>(session, anchors_of(profile, "approvals")),
                 .routing = std::make_unique<pg::PgRoutingControl>(session, std::move(keep_routing))};
}

Result<std::unique_ptr<ChangeHints>> hints(const RedisPart& redis) {
  const auto endpoint = endpoint_of(redis);
  if (!endpoint) return std::unexpected(endpoint.error());
  auto opened = redis::StreamChangeHints::open(*endpoint);
  if (!opened) return std::unexpected(opened.error());
  return std::move(*opened);
}

Result<std::unique_ptr<SagaStreams>> saga_streams(const RedisPart& redis, const std::vector<std::string>& streams) {
  auto endpoint = endpoint_of(redis);
  if (!endpoint) return std::unexpected(endpoint.error());
  // The window may be closed while an answer is waited for.
  endpoint->connect_timeout = endpoint->timeout = kStreamTimeout;
  return std::make_unique<redis::RedisSagaStreams>(*endpoint, streams);
}

}  // namespace

std::filesystem::path anchor_file_of(const Profile& profile) { return anchor_directory() / (profile.name + ".ndjson"); }

Result<std::unique_ptr<pg::Session>> open_session(const Profile& profile, bool read_only,
                                                  const std::string& application_name,
                                                  std::optional<std::chrono::seconds> timeout) {
  const auto conninfo = conninfo_of(profile.postgres);
  if (!conninfo) return std::unexpected(conninfo.error());
  return pg::Session::open({.conninfo = *conninfo,
                            .read_only = read_only,
                            .statement_timeout = timeout.value_or(read_only ? kReadTimeout : kActTimeout),
                            .application_name = application_name});
}

Profile of_domain(const Profile& profile, const std::string& domain) {
  Profile other = profile;
  if (const auto own = profile.domains.find(domain); own != profile.domains.end()) other.postgres = own->second;
  return other;
}

Result<std::unique_ptr<JobBoard>> open_job_board(const Profile& profile, const std::string& application_name) {
  auto opened = open_session(profile, true, application_name, kBackgroundTimeout);
  if (!opened) return std::unexpected(opened.error());
  const std::shared_ptr<pg::Session> session = std::move(*opened);
  if (auto fits = pg::check_contract(*session); !fits) return std::unexpected(fits.error());
  return std::make_unique<pg::PgJobBoard>(session);
}

Result<std::unique_ptr<JobOperator>> open_job_operator(const Profile& profile, const std::string& application_name) {
  auto opened = open_session(profile, false, application_name);
  if (!opened) return std::unexpected(opened.error());
  return std::make_unique<pg::PgJobOperator>(std::move(*opened), anchors_of(profile, "jobs"),
                                             anchors_of(profile, "approvals"));
}

Result<std::unique_ptr<SagaRevealer>> open_saga_revealer(const Profile& profile, const std::string& application_name) {
  auto opened = open_session(profile, false, application_name);
  if (!opened) return std::unexpected(opened.error());
  return std::make_unique<pg::PgSagaRevealer>(std::move(*opened), anchors_of(profile, "sagas"));
}

Result<std::unique_ptr<ApprovalBoard>> open_approval_board(const Profile& profile,
                                                           const std::string& application_name) {
  auto opened = open_session(profile, true, application_name);
  if (!opened) return std::unexpected(opened.error());
  const std::shared_ptr<pg::Session> session = std::move(*opened);
  if (auto fits = pg::check_contract(*session); !fits) return std::unexpected(fits.error());
  return std::make_unique<pg::PgApprovalBoard>(session);
}

Result<std::unique_ptr<ApprovalTargets>> open_approval_targets(const Profile& profile,
                                                               const std::string& application_name) {
  // An approved set of a hundred thousand is looked through.
  auto opened = open_session(profile, true, application_name, kBackgroundTimeout);
  if (!opened) return std::unexpected(opened.error());
  const std::shared_ptr<pg::Session> session = std::move(*opened);
  if (auto fits = pg::check_contract(*session); !fits) return std::unexpected(fits.error());
  return std::make_unique<pg::PgApprovalTargets>(session);
}

Result<std::unique_ptr<ApprovalOperator>> open_approval_operator(const Profile& profile,
                                                                 const std::string& application_name) {
  auto opened = open_session(profile, false, application_name);
  if (!opened) return std::unexpected(opened.error());
  return std::make_unique<pg::PgApprovalOperator>(std::move(*opened), anchors_of(profile, "approvals"));
}

Connectors connectors(const Profile& profile, std::string application_name, std::vector<std::string> streams) {
  Connectors all;
  all.read = [profile, application_name] { return read_side(profile, application_name); };
  all.background = [profile, application_name] { return background_side(profile, application_name + " background"); };
  all.act = [profile, application_name] { return act_side(profile, application_name); };
  if (profile.redis) {
    all.hints = [redis = *profile.redis] { return hints(redis); };
    all.streams = [redis = *profile.redis, streams = std::move(streams)] { return saga_streams(redis, streams); };
  }
  return all;
}

}  // namespace saga::attach
