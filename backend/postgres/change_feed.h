// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "backend/ports/live_feed.h"
#include "backend/postgres/session.h"

namespace saga::pg {

// The change feed by snapshots: a poll takes what its own snapshot sees and the previous one did not. So each change
// comes once, whatever the order of commits, and no long or prepared transaction holds the others back.
class PgChangeFeed final : public LiveFeed {
 public:
  explicit PgChangeFeed(std::shared_ptr<Session> session) : session_(std::move(session)) {}
  Result<FeedBatch> poll() override;

 private:
  std::shared_ptr<Session> session_;
  std::string snapshot_ = {};  // of the last poll that succeeded
};

}  // namespace saga::pg
