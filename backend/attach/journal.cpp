// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/attach/journal.h"

#include <chrono>

#include "backend/attach/connect.h"
#include "backend/postgres/contract_check.h"
#include "backend/postgres/journal_reader.h"

namespace saga::attach {
namespace {

constexpr std::chrono::seconds kReadTimeout{30};

}  // namespace

Result<std::unique_ptr<JournalReader>> open_journal(const Profile& profile, const std::string& application_name) {
  auto opened = open_session(profile, true, application_name, kReadTimeout);
  if (!opened) return std::unexpected(opened.error());
  const std::shared_ptr<pg::Session> session = std::move(*opened);
  if (auto fits = pg::check_contract(*session); !fits) return std::unexpected(fits.error());
  return std::make_unique<pg::PgJournalReader>(session);
}

}  // namespace saga::attach
