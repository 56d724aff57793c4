// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/attach/dead_letters.h"

#include <chrono>

#include "backend/attach/anchor_file.h"
#include "backend/attach/connect.h"
#include "backend/attach/endpoints.h"
#include "backend/postgres/contract_check.h"
#include "backend/postgres/dead_letter_queue.h"
#include "backend/redis/dead_letter_lists.h"

namespace saga::attach {
namespace {

constexpr std::chrono::seconds kReadTimeout{60};  // grouping a million errors takes its time

}  // namespace

Result<std::unique_ptr<DeadLetterQueue>> open_dead_letter_queue(const Profile& profile,
                                                                const std::string& application_name) {
  auto opened = open_session(profile, true, application_name, kReadTimeout);
  if (!opened) return std::unexpected(opened.error());
  const std::shared_ptr<pg::Session> session = std::move(*opened);
  if (auto fits = pg::check_contract(*session); !fits) return std::unexpected(fits.error());
  return std::make_unique<pg::PgDeadLetterQueue>(session);
}

Result<std::unique_ptr<DeadLetterOperator>> open_dead_letter_operator(const Profile& profile,
                                                                      const std::string& application_name) {
  auto opened = open_session(profile, false, application_name);
  if (!opened) return std::unexpected(opened.error());
  auto keep = [anchors = AnchorFile(anchor_file_of(profile), "dead-letters")](const std::vector<JournalAnchor>& given) {
    return anchors.append(given);
  };
  return std::make_unique<pg::PgDeadLetterOperator>(std::move(*opened), std::move(keep));
}

Result<std::unique_ptr<DeadLetterLists>> dead_letter_lists(const Profile& profile) {
  if (!profile.redis) return nullptr;
  auto endpoint = endpoint_of(*profile.redis);
  if (!endpoint) return std::unexpected(endpoint.error());
  // A person waits for it, and PostgreSQL knows as much.
  endpoint->connect_timeout = std::chrono::seconds(2);
  endpoint->timeout = std::chrono::seconds(2);
  return std::make_unique<redis::RedisDeadLetterLists>(std::move(*endpoint));
}

}  // namespace saga::attach
