// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "backend/outcome/error.h"
#include "backend/redis/client.h"

namespace saga::redis {

struct StreamEntry {
  std::string stream;
  std::string id;
  std::vector<std::pair<std::string, std::string>> fields;
  bool deleted = false;  // still pending in the group, but trimmed from the stream: only the id is left

  [[nodiscard]] const std::string* field(std::string_view name) const;  // null if there is none
  friend bool operator==(const StreamEntry&, const StreamEntry&) = default;
};

struct ClaimedEntries {
  std::string next;  // where to go on; "0-0" at the end
  std::vector<StreamEntry> entries;
  std::vector<std::string> deleted;  // ids that were pending and exist no more; the server dropped them
};

[[nodiscard]] Command xadd_command(std::string_view stream, std::string_view field, std::string_view value,
                                   std::string_view id = "*");
// `ids`: "$" or the last id read, for each stream.
[[nodiscard]] Command xread_command(const std::vector<std::string>& streams, const std::vector<std::string>& ids,
                                    int count, std::chrono::milliseconds block);
// `id`: ">" for new entries, or where to begin in this consumer's pending list. A negative `block` does not wait.
[[nodiscard]] Command xreadgroup_command(std::string_view group, std::string_view consumer,
                                         const std::vector<std::string>& streams, int count,
                                         std::chrono::milliseconds block, std::string_view id = ">");
[[nodiscard]] Command xack_command(std::string_view stream, std::string_view group,
                                   const std::vector<std::string>& ids);
[[nodiscard]] Command xautoclaim_command(std::string_view stream, std::string_view group, std::string_view consumer,
                                         std::chrono::milliseconds min_idle, std::string_view from, int count);

// Answers of XREAD and XREADGROUP; nil is "none".
[[nodiscard]] Result<std::vector<StreamEntry>> parse_streams(const Reply& reply);
// Answers of XRANGE, XREVRANGE and XCLAIM.
[[nodiscard]] Result<std::vector<StreamEntry>> parse_entries(const Reply& reply, std::string_view stream);
// The answer of XAUTOCLAIM.
[[nodiscard]] Result<ClaimedEntries> parse_autoclaim(const Reply& reply, std::string_view stream);

// Runs XADDs as one (MULTI, EXEC). A reader that waits gets all the entries at once; of plain commands it would be
// given the first alone, and the others only when it asks again. An Error: none, some or all may have been added.
[[nodiscard]] Result<void> add_together(Client& client, std::span<const Command> additions);

// Creates stream and group if missing, and says whether it did; a new group begins at the stream's oldest entry.
[[nodiscard]] Result<bool> ensure_group(Client& client, std::string_view stream, std::string_view group);

}  // namespace saga::redis
