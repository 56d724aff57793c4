// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/attach/routing.h"

#include "backend/attach/anchor_file.h"
#include "backend/attach/connect.h"
#include "backend/attach/endpoints.h"
#include "backend/attach/places.h"
#include "backend/postgres/contract_check.h"
#include "backend/postgres/routing_control.h"
#include "backend/redis/rollback_switch.h"

namespace saga::attach {

Result<std::unique_ptr<RoutingControl>> open_routing_control(const Profile& profile, bool read_only,
                                                             const std::string& application_name) {
  auto opened = open_session(profile, read_only, application_name);
  if (!opened) return std::unexpected(opened.error());
  const std::shared_ptr<pg::Session> session = std::move(*opened);
  if (read_only) {
    if (auto fits = pg::check_contract(*session); !fits) return std::unexpected(fits.error());
  }
  auto keep = [anchors = AnchorFile(anchor_file_of(profile), "routing")](const std::vector<JournalAnchor>& given) {
    return anchors.append(given);
  };
  return std::make_unique<pg::PgRoutingControl>(session, std::move(keep));
}

Result<std::unique_ptr<RollbackSwitch>> rollback_switch(const Profile& profile) {
  if (!profile.redis) return nullptr;
  auto endpoint = endpoint_of(*profile.redis);
  if (!endpoint) return std::unexpected(endpoint.error());
  // A person waits for it, in an incident.
  endpoint->connect_timeout = std::chrono::seconds(2);
  endpoint->timeout = std::chrono::seconds(2);
  return std::make_unique<redis::RedisRollbackSwitch>(std::move(*endpoint));
}

PendingRollbacks pending_rollbacks_of(const Profile& profile) {
  return PendingRollbacks(pending_directory() / (profile.name + ".ndjson"));
}

RollbackConnectors rollback_connectors(const Profile& profile, const std::string& application_name) {
  RollbackConnectors all;
  all.control = [profile, application_name] { return open_routing_control(profile, false, application_name); };
  if (profile.redis) all.second_path = [profile] { return rollback_switch(profile); };
  const PendingRollbacks pending = pending_rollbacks_of(profile);
  all.keep = [pending](const PendingRollback& engagement) { return pending.keep(engagement); };
  all.kept = [pending] { return pending.kept(); };
  all.forget = [pending](std::size_t count) { return pending.forget(count); };
  return all;
}

}  // namespace saga::attach
