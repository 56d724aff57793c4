// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/attach/pending_rollbacks.h"

#include <fstream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "backend/attach/synced_file.h"

namespace saga::attach {
namespace {

using Json = nlohmann::json;

std::string line_of(const PendingRollback& pending) {
  const Json json{{"engagedAtUs", pending.engaged_at.time_since_epoch().count()}, {"reason", pending.reason}};
  return json.dump(-1, ' ', true, Json::error_handler_t::replace) + "\n";
}

}  // namespace

Result<void> PendingRollbacks::keep(const PendingRollback& pending) const {
  return append_synced(file_, line_of(pending));
}

Result<std::vector<PendingRollback>> PendingRollbacks::kept() const {
  std::vector<PendingRollback> all;
  std::error_code error;
  if (!std::filesystem::exists(file_, error)) return all;
  std::ifstream stream(file_);
  for (std::string line; std::getline(stream, line);) {
    const Json json = Json::parse(line, nullptr, false);
    // A line cut short by a crash was never promised to be kept.
    if (!json.is_object() || !json.contains("engagedAtUs") || !json["engagedAtUs"].is_number_integer()) continue;
    all.push_back({TimePoint(std::chrono::microseconds(json["engagedAtUs"].get<std::int64_t>())),
                   json.contains("reason") && json["reason"].is_string() ? json["reason"].get<std::string>() : ""});
  }
  if (stream.bad() || (!stream.is_open())) {
    return std::unexpected(Error{ErrorKind::Internal, fmt::format("{} cannot be read.", file_.string())});
  }
  return all;
}

Result<void> PendingRollbacks::forget(std::size_t count) const {
  if (count == 0) return {};
  const auto all = kept();
  if (!all) return std::unexpected(all.error());
  std::string rest;
  for (std::size_t i = count; i < all->size(); ++i) rest += line_of((*all)[i]);
  return replace_synced(file_, rest);
}

}  // namespace saga::attach
