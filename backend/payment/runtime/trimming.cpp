// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/runtime/trimming.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace saga::payment {
namespace {

std::unexpected<Error> strange(std::string_view what) {
  return std::unexpected(
      Error{ErrorKind::Internal, fmt::format("Redis answered {} in a form that is not known", what)});
}

}  // namespace

const redis::Reply* field_of(const redis::Reply& pairs, std::string_view name) {
  const auto* array = pairs.array();
  if (array == nullptr) return nullptr;
  for (std::size_t i = 0; i + 1 < array->size(); i += 2) {
    const auto* text = (*array)[i].text();
    if (text != nullptr && *text == name) return &(*array)[i + 1];
  }
  return nullptr;
}

std::optional<EntryId> entry_id_from(std::string_view text) {
  EntryId id;
  const char* end = text.data() + text.size();
  const auto [dash, ms_error] = std::from_chars(text.data(), end, id.ms);
  if (ms_error != std::errc{} || dash == end || *dash != '-') return std::nullopt;
  const auto [last, number_error] = std::from_chars(dash + 1, end, id.number);
  if (number_error != std::errc{} || last != end) return std::nullopt;
  return id;
}

std::string to_text(EntryId id) { return fmt::format("{}-{}", id.ms, id.number); }

Result<std::optional<EntryId>> position_of(const redis::Reply& groups, std::string_view group) {
  if (groups.array() == nullptr) return strange("XINFO GROUPS");
  for (const redis::Reply& each : *groups.array()) {
    const redis::Reply* name = field_of(each, "name");
    const redis::Reply* delivered = field_of(each, "last-delivered-id");
    if (name == nullptr || name->text() == nullptr || delivered == nullptr || delivered->text() == nullptr) {
      return strange("XINFO GROUPS");
    }
    if (*name->text() == group) return entry_id_from(*delivered->text());
  }
  return std::nullopt;
}

std::optional<EntryId> newest_id(const redis::Reply& entries) {
  const auto* list = entries.array();
  if (list == nullptr || list->empty()) return std::nullopt;
  const auto* entry = list->front().array();
  if (entry == nullptr || entry->empty() || entry->front().text() == nullptr) return std::nullopt;
  return entry_id_from(*entry->front().text());
}

Result<std::optional<EntryId>> dealt_with(redis::Client& client, std::string_view stream) {
  const std::string name(stream);
  auto groups = redis::expect_ok(client.call({"XINFO", "GROUPS", name}));
  if (!groups) {
    // There is no such stream yet.
    if (groups.error().code == "ERR" && groups.error().message.find("no such key") != std::string::npos) {
      return std::nullopt;
    }
    return std::unexpected(groups.error());
  }
  if (groups->array() == nullptr) return strange("XINFO GROUPS");
  std::optional<EntryId> lowest;
  for (const redis::Reply& group : *groups->array()) {
    const redis::Reply* group_name = field_of(group, "name");
    const redis::Reply* pending = field_of(group, "pending");
    const redis::Reply* delivered = field_of(group, "last-delivered-id");
    if (group_name == nullptr || group_name->text() == nullptr || pending == nullptr || pending->integer() == nullptr ||
        delivered == nullptr || delivered->text() == nullptr) {
      return strange("XINFO GROUPS");
    }
    std::string limit = *delivered->text();
    if (*pending->integer() > 0) {
      auto summary = redis::expect_ok(client.call({"XPENDING", name, *group_name->text()}));
      if (!summary) return std::unexpected(summary.error());
      const auto* parts = summary->array();
      if (parts == nullptr || parts->size() < 2) return strange("XPENDING");
      // Nothing is pending any more: what was delivered last still holds.
      if (const auto* oldest = (*parts)[1].text()) limit = *oldest;
    }
    const auto id = entry_id_from(limit);
    if (!id) return strange("an entry id");
    lowest = lowest ? std::min(*lowest, *id) : *id;
  }
  return lowest;
}

Result<std::int64_t> trim_stream(redis::Client& client, std::string_view stream, TimePoint now,
                                 std::chrono::seconds keep) {
  const auto limit = dealt_with(client, stream);
  if (!limit) return std::unexpected(limit.error());
  if (!*limit) return 0;
  const auto kept = std::chrono::duration_cast<std::chrono::milliseconds>((now - keep).time_since_epoch()).count();
  const EntryId id = std::min(**limit, EntryId{static_cast<std::uint64_t>(std::max<std::int64_t>(0, kept)), 0});
  return redis::expect_integer(client.call({"XTRIM", std::string(stream), "MINID", "~", to_text(id)}));
}

}  // namespace saga::payment
