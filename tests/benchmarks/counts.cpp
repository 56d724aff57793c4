// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmarks/counts.h"

#include <chrono>
#include <thread>

#include <fmt/format.h>

namespace saga::bench {

using namespace std::chrono_literals;

Result<std::int64_t> count_of(pg::Session& session, const std::string& sql) {
  const auto rows = session.query(sql);
  if (!rows) return std::unexpected(rows.error());
  return rows->one([](const pg::Row& row) { return row.int64(0); });
}

Result<void> reach(pg::Session& session, const std::string& sql, std::int64_t least) {
  const auto until = std::chrono::steady_clock::now() + 60s;
  while (std::chrono::steady_clock::now() < until) {
    const auto now = count_of(session, sql);
    if (!now) return std::unexpected(now.error());
    if (*now >= least) return {};
    std::this_thread::sleep_for(20ms);
  }
  return std::unexpected(Error{ErrorKind::Timeout, fmt::format("Not within a minute at least {}: {}", least, sql)});
}

}  // namespace saga::bench
