// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>

#include "backend/ports/routing_reader.h"
#include "backend/postgres/routing_control.h"
#include "backend/postgres/session.h"

namespace saga::pg {

// Over the contract's views. What is settled about the flow of payments is kept here, so that only the last minute has
// to be read again; RoutingControl::statistics() would sort a quarter of an hour of payments each time.
class PgRoutingReader final : public RoutingReader {
 public:
  // What became of a payment changes no more after this, but for the few that a person settles.
  static constexpr std::chrono::seconds kSettled{60};

  explicit PgRoutingReader(std::shared_ptr<Session> session) : session_(std::move(session)), control_(session_) {}
  Result<RoutingSnapshot> routing() override;

 private:
  Result<void> read_history(RoutingSnapshot& into);
  Result<void> read_flow(RoutingSnapshot& into);
  Result<void> read_in_flight(RoutingSnapshot& into);

  std::shared_ptr<Session> session_;
  PgRoutingControl control_;
  std::map<TimePoint, RouteSlot> flow_;
};

}  // namespace saga::pg
