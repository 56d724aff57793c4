// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <string>

#include "backend/ports/overview_reader.h"
#include "backend/postgres/flow_history.h"
#include "backend/postgres/session.h"

namespace saga::pg {

// Reads the contract's views made for it. What is settled about the flow of payments is kept here, so that only the
// last minute has to be read again.
class PgOverviewReader final : public OverviewReader {
 public:
  static constexpr std::chrono::minutes kFlowWindow{15};
  // A payment that has not ended within this time is stuck, and counted there.
  static constexpr std::chrono::seconds kSettled{60};

  explicit PgOverviewReader(std::shared_ptr<Session> session) : session_(std::move(session)) {}
  using OverviewReader::overview;
  Result<Overview> overview(std::chrono::minutes range) override;

 private:
  using Running = std::map<std::string, std::int64_t>;  // by step
  Result<void> read_trouble(Overview& into, Running& running);
  Result<void> read_flow(Overview& into);
  Result<void> read_steps(Overview& into, const Running& running);
  Result<void> read_actions(Overview& into);

  std::shared_ptr<Session> session_;
  std::map<TimePoint, FlowSlot> flow_;
  FlowHistory history_;
  std::map<std::string, std::chrono::milliseconds> limits_;  // as they were seen last
};

// The most open sagas that are looked at, of those that are active and of those that need attention.
inline constexpr int kOpenSagasCap = 20'000;

}  // namespace saga::pg
