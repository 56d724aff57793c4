// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "backend/payment/runtime/config.h"
#include "backend/payment/runtime/loop.h"
#include "backend/payment/runtime/reconnecting_session.h"

namespace saga::payment {

// What is dropped, whole days at a time: ended sagas with their steps, the kept replies of the participants, and what
// was sent to the outside. A day with a saga that has not ended, or that waits for a person, is kept whole, however old
// it is; of deliveries, those that were not sent are kept. The database's clock counts. Nothing that the other tables
// hold is touched.
class Retention {
 public:
  explicit Retention(const Config& config);

  // One pass; the names of what was dropped.
  [[nodiscard]] Result<std::vector<std::string>> run();

 private:
  struct Inbox {
    std::string schema;
    ReconnectingSession session;
  };
  int keep_sagas_days_;
  int keep_inbox_days_;
  int keep_deliveries_days_;
  ReconnectingSession saga_;
  std::vector<Inbox> inboxes_;
};

[[nodiscard]] std::unique_ptr<Loop> start_retention(const Config& config);

}  // namespace saga::payment
