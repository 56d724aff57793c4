// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/verification/reader.h"

#include <charconv>
#include <ctime>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "backend/payment/legacy/databases.h"

namespace saga::payment {
namespace {

constexpr std::int64_t kDayMs = 86'400'000;

// The millisecond that a UUID of version 7 begins with.
std::optional<std::int64_t> millisecond_of(const std::string& uuid) {
  if (uuid.size() != 36) return std::nullopt;
  const std::string hex = uuid.substr(0, 8) + uuid.substr(9, 4);
  std::int64_t ms = 0;
  const auto [end, error] = std::from_chars(hex.data(), hex.data() + hex.size(), ms, 16);
  if (error != std::errc{} || end != hex.data() + hex.size()) return std::nullopt;
  return ms;
}

std::string id_at(std::int64_t ms) {
  const std::string hex = fmt::format("{:012x}", ms);
  return fmt::format("{}-{}-0000-0000-000000000000", hex.substr(0, 8), hex.substr(8, 4));
}

}  // namespace

Sources sources_of(const Config& config) {
  Sources sources;
  for (const Place place : kPlaces) sources.conninfo[place] = conninfo_of(config, place);
  sources.redis = config.redis;
  sources.application_name = fmt::format("payment-sagad {} verification", config.instance);
  return sources;
}

Result<pg::Rows> Snapshot::read(std::string_view sql, const pg::Params& params) {
  auto rows = transaction_.query(sql, params);
  if (!rows) reader_->failed(place_);
  return rows;
}

Reader::Reader(const Sources& sources)
    : redis_(sources.redis), given_up_(sources.missing), redis_given_up_(sources.redis_missing) {
  std::map<std::string, std::shared_ptr<ReconnectingSession>> by_database;
  for (const auto& [place, conninfo] : sources.conninfo) {
    auto& session = by_database[conninfo];
    if (!session) {
      session = std::make_shared<ReconnectingSession>(
          pg::Settings{.conninfo = conninfo,
                       .read_only = true,
                       .statement_timeout = sources.statement_timeout,
                       .application_name = sources.application_name},
          // Windows are read by their keys; compiling expressions for them costs more than it saves.
          [](pg::Session& opened) { return opened.execute_script("set jit = off"); });
    }
    sessions_[place] = session;
  }
}

Result<Snapshot> Reader::begin(Place place) {
  const auto found = sessions_.find(place);
  if (found == sessions_.end()) {
    failed_ = place;
    return std::unexpected(Error{ErrorKind::Invalid, fmt::format("The database of {} is not known.", to_text(place))});
  }
  auto session = found->second->get();
  if (!session) {
    failed_ = place;
    return std::unexpected(session.error());
  }
  auto transaction = (*session)->begin(pg::Isolation::RepeatableRead, true);
  if (!transaction) {
    failed_ = place;
    return std::unexpected(transaction.error());
  }
  return Snapshot(*this, place, std::move(*transaction));
}

Result<redis::Client*> Reader::client() {
  failed_redis_ = true;
  if (!redis_) return std::unexpected(Error{ErrorKind::Invalid, "No Redis is known."});
  if (!client_ || client_->broken()) {
    auto opened = redis::Client::open(*redis_);
    if (!opened) return std::unexpected(opened.error());
    client_ = std::move(*opened);
  }
  return client_.get();
}

Result<bool> Reader::keeps(Place place, const std::string& saga_id) {
  const auto ms = millisecond_of(saga_id);
  const auto now =
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
          .count();
  if (!ms || *ms > now) return true;  // of no day: nothing was dropped with it
  const std::int64_t begin = *ms / kDayMs * kDayMs;
  const std::string day = fmt::format("{:%Y%m%d}", fmt::gmtime(static_cast<std::time_t>(begin / 1000)));
  if (const auto known = days_.find({place, day}); known != days_.end()) return known->second;
  auto snapshot = this->begin(place);
  if (!snapshot) return std::unexpected(snapshot.error());
  const bool saga = place == Place::Saga;
  const auto rows = snapshot->read(
      fmt::format("select to_regclass($1) is not null or exists (select from {} where saga_id >= $2::uuid and "
                  "saga_id < $3::uuid)",
                  saga ? "saga.verified_saga_view" : fmt::format("{}.verified_reply_view", to_text(place))),
      {fmt::format("{}.{}_{}", to_text(place), saga ? "saga_state" : "inbox", day), id_at(begin),
       id_at(begin + kDayMs)});
  if (!rows) return std::unexpected(rows.error());
  const auto kept = rows->one([](const pg::Row& row) { return row.boolean(0); });
  if (!kept) return std::unexpected(kept.error());
  days_[{place, day}] = *kept;
  return *kept;
}

void Reader::forget_failure() {
  failed_.reset();
  failed_redis_ = false;
}

void Reader::give_up(Place place, const std::string& why) {
  sessions_.erase(place);
  given_up_.insert_or_assign(place, why);
}

void Reader::give_up_redis(const std::string& why) {
  redis_.reset();
  client_.reset();
  redis_given_up_ = why;
}

}  // namespace saga::payment
