// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "backend/domain/gateway_report.h"
#include "backend/outcome/error.h"
#include "backend/redis/client.h"

namespace saga::redis {

// The second path of the rollback: a gateway obeys if either PostgreSQL or this string says engaged. Missing, empty
// or "false": released. Anything else: engaged.
inline constexpr const char* kRollbackKey = "payment.emergency.rollback";
// What each gateway says about itself: a hash, one field an instance, its value JSON.
inline constexpr const char* kGatewaySeenKey = "gateway.seen";

[[nodiscard]] Result<bool> read_rollback(Client& client);
[[nodiscard]] Result<void> write_rollback(Client& client, bool engaged);
// Writes what changes nothing, over the same connection, key and right as an engagement: "false", only where there is
// no value, and for a second. A value that is there is left alone, and that is success, too.
[[nodiscard]] Result<void> rehearse_rollback(Client& client);

[[nodiscard]] Result<void> write_report(Client& client, const GatewayReport& report);
[[nodiscard]] Result<void> remove_report(Client& client, const std::string& instance);
// Those that can be read, in the order of their names; a foreign entry is no gateway.
[[nodiscard]] Result<std::vector<GatewayReport>> read_reports(Client& client);

}  // namespace saga::redis
