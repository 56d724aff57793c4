// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "backend/ports/routing_control.h"
#include "backend/postgres/saga_operator.h"
#include "backend/postgres/session.h"

namespace saga::pg {

// Over the views and functions of 008_routing_control.sql. To change something the session must be writable.
class PgRoutingControl final : public RoutingControl {
 public:
  explicit PgRoutingControl(std::shared_ptr<Session> session, AnchorSink keep_anchors = {})
      : session_(std::move(session)), keep_anchors_(std::move(keep_anchors)) {}

  Result<std::vector<Toggle>> toggles() override;
  Result<GatewayReports> gateways() override;
  Result<std::vector<RouteStatistics>> statistics() override;
  ToggleOutcome set(const std::string& name, const std::string& value, std::int64_t expected_version,
                    const std::string& reason) override;
  ToggleOutcome engage_rollback(const std::string& reason) override;
  ToggleOutcome drill_rollback(const std::string& reason) override;
  ToggleOutcome release_rollback(std::int64_t expected_version, const std::string& reason) override;
  ToggleOutcome note_rollback(TimePoint engaged_at, const std::string& reason) override;

 private:
  [[nodiscard]] ToggleOutcome change(const std::string& call, const Params& params);

  std::shared_ptr<Session> session_;
  AnchorSink keep_anchors_;
};

}  // namespace saga::pg
