// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/verification/survey.h"

#include <fmt/format.h>

#include "backend/payment/event.h"

namespace saga::payment {

std::string first_id_since(WallTime since) { return new_uuid_v7(since).substr(0, 13) + "-0000-0000-000000000000"; }

Result<std::int64_t> first_entry_since(Snapshot& snapshot, std::string_view view, std::string_view column,
                                       WallTime since) {
  const auto ends =
      snapshot.read(fmt::format("select coalesce((select {0} from {1} order by {0} limit 1), 1),"
                                " coalesce((select {0} from {1} order by {0} desc limit 1), 0)",
                                column, view));
  if (!ends) return std::unexpected(ends.error());
  const auto range = ends->one([](const pg::Row& row) { return std::pair(row.int64(0), row.int64(1)); });
  if (!range) return std::unexpected(range.error());
  auto [low, high] = *range;  // the answer lies in [low, high + 1]
  ++high;
  const std::string probe =
      fmt::format("select {0}, created_at < $2 from {1} where {0} >= $1 order by {0} limit 1", column, view);
  while (low < high) {
    const std::int64_t middle = low + (high - low) / 2;
    const auto rows = snapshot.read(probe, {middle, since});
    if (!rows) return std::unexpected(rows.error());
    const auto entry = rows->first([](const pg::Row& row) { return std::pair(row.int64(0), row.boolean(1)); });
    if (!entry) return std::unexpected(entry.error());
    if (*entry && (*entry)->second) {
      low = (*entry)->first + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

}  // namespace saga::payment
