// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "backend/ports/rollback_switch.h"
#include "backend/redis/client.h"

namespace saga::redis {

// Over the keys of routing_keys.h. After a lost connection it opens a new one by itself: whoever asks tries again.
class RedisRollbackSwitch final : public RollbackSwitch {
 public:
  explicit RedisRollbackSwitch(Endpoint endpoint) : endpoint_(std::move(endpoint)) {}

  Result<bool> engaged() override;
  Result<void> set(bool engaged) override;
  Result<void> rehearse() override;
  Result<std::vector<GatewayReport>> gateways() override;

 private:
  [[nodiscard]] Result<Client*> client();

  Endpoint endpoint_;
  std::unique_ptr<Client> client_;
};

}  // namespace saga::redis
