// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/domain/gateway_report.h"
#include "backend/payment/gateway/routing_knowledge.h"
#include "backend/postgres/session.h"

namespace saga::payment {

[[nodiscard]] Result<void> prepare_toggles(pg::Session& session);

// Locks the toggles for share: while this transaction may still start sagas, nobody can have changed them, so a
// gateway that was paused cannot start one behind the operator's back. After prepare_toggles.
[[nodiscard]] Result<Toggles> lock_toggles(pg::Transaction& tx);
[[nodiscard]] Result<Toggles> read_toggles(pg::Session& session);

// The heartbeat; the times are the server's.
[[nodiscard]] Result<void> report_gateway(pg::Session& session, const GatewayReport& report);
[[nodiscard]] Result<void> retire_gateway(pg::Session& session, const std::string& instance);

}  // namespace saga::payment
