// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "backend/domain/time.h"
#include "backend/outcome/error.h"
#include "backend/redis/client.h"

namespace saga::payment {

// An entry id: milliseconds and a number.
struct EntryId {
  std::uint64_t ms = 0;
  std::uint64_t number = 0;
  friend auto operator<=>(const EntryId&, const EntryId&) = default;
};
[[nodiscard]] std::optional<EntryId> entry_id_from(std::string_view text);
[[nodiscard]] std::string to_text(EntryId id);

// The value of a field in a flat list of names and values, as XINFO answers; nullptr: it is not there.
[[nodiscard]] const redis::Reply* field_of(const redis::Reply& pairs, std::string_view name);

// How far `group` has been given the stream's entries, from the answer of XINFO GROUPS; nothing if it is not there.
[[nodiscard]] Result<std::optional<EntryId>> position_of(const redis::Reply& groups, std::string_view group);
// The id of the first entry in an answer of XRANGE or XREVRANGE.
[[nodiscard]] std::optional<EntryId> newest_id(const redis::Reply& entries);

// Below this id every group has dealt with everything. Nothing: there is no group yet, so nobody has read anything.
[[nodiscard]] Result<std::optional<EntryId>> dealt_with(redis::Client& client, std::string_view stream);

// Drops what every group has dealt with and is older than `keep`. Never by length: an entry that someone has still
// to handle stays, however many there are. Returns how many went.
[[nodiscard]] Result<std::int64_t> trim_stream(redis::Client& client, std::string_view stream, TimePoint now,
                                               std::chrono::seconds keep);

}  // namespace saga::payment
