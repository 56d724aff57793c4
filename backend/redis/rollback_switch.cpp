// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/redis/rollback_switch.h"

#include "backend/redis/routing_keys.h"

namespace saga::redis {

Result<Client*> RedisRollbackSwitch::client() {
  if (!client_ || client_->broken()) {
    auto opened = Client::open(endpoint_);
    if (!opened) return std::unexpected(opened.error());
    client_ = std::move(*opened);
  }
  return client_.get();
}

Result<bool> RedisRollbackSwitch::engaged() {
  const auto open = client();
  return open ? read_rollback(**open) : std::unexpected(open.error());
}

Result<void> RedisRollbackSwitch::set(bool engaged) {
  const auto open = client();
  return open ? write_rollback(**open, engaged) : std::unexpected(open.error());
}

Result<void> RedisRollbackSwitch::rehearse() {
  const auto open = client();
  return open ? rehearse_rollback(**open) : std::unexpected(open.error());
}

Result<std::vector<GatewayReport>> RedisRollbackSwitch::gateways() {
  const auto open = client();
  return open ? read_reports(**open) : std::unexpected(open.error());
}

}  // namespace saga::redis
