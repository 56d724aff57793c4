// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/gateway/vip_lookup.h"

#include <fmt/format.h>

namespace saga::payment {
namespace {

Result<void> prepare(pg::Session& session) {
  return session.prepare("vips", "select user_id from orders.vip_user where user_id = any ($1::bigint[])");
}

}  // namespace

VipLookup::VipLookup(const Config& config)
    : session_(pg::Settings{.conninfo = config.conninfo_of(Role::Orders),
                            .read_only = true,
                            .statement_timeout = std::chrono::seconds(2),
                            .application_name = fmt::format("payment-sagad {} gateway vip", config.instance)},
               prepare) {}

Result<std::set<std::int64_t>> VipLookup::among(const std::vector<std::int64_t>& users) {
  std::set<std::int64_t> vips;
  if (users.empty()) return vips;
  auto session = session_.get();
  if (!session) return std::unexpected(session.error());
  const auto rows = (*session)->query_prepared("vips", {users});
  if (!rows) return std::unexpected(rows.error());
  auto read = rows->each([&](const pg::Row& row) { vips.insert(row.int64(0)); });
  if (!read) return std::unexpected(read.error());
  return vips;
}

}  // namespace saga::payment
