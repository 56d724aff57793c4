// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "backend/ports/platform_status.h"
#include "backend/postgres/session.h"

namespace saga::pg {

// Who we are on this server, what we may do there, and which route payments take.
class PgPlatformReader final : public PlatformReader {
 public:
  explicit PgPlatformReader(std::shared_ptr<Session> session) : session_(std::move(session)) {}
  Result<PlatformStatus> status() override;

 private:
  std::shared_ptr<Session> session_;
};

}  // namespace saga::pg
