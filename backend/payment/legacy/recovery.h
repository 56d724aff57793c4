// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "backend/payment/legacy/two_phase.h"
#include "backend/payment/runtime/config.h"
#include "backend/payment/runtime/loop.h"

namespace saga::payment {

// Settles the prepared transactions that a process left behind, whichever it was: at its start and every two seconds
// it looks at those that are older than `recover_after`, decides ABORT for what is not decided, and does what the
// decision log says. The age leaves those of living processes alone: a payment has five seconds until it is decided,
// and one that needs longer than `recover_after` finds ABORT and obeys. Two recoveries may run beside each other.
// Null if there is one database only: then nothing is ever prepared.
[[nodiscard]] std::unique_ptr<Loop> start_recovery(const Config& config);

// One pass over all databases; the number of transactions' branches that it settled.
class Recovery {
 public:
  explicit Recovery(const Config& config);
  [[nodiscard]] Result<int> run();

 private:
  struct Database {
    std::string name;
    ReconnectingSession session;
  };
  [[nodiscard]] Result<int> settle(Database& database);

  std::string who_;
  std::chrono::milliseconds age_;
  std::vector<std::unique_ptr<Database>> databases_;  // the first holds the decisions
};

}  // namespace saga::payment
