// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/runtime/publisher.h"

#include <vector>

#include "backend/payment/topics.h"
#include "backend/redis/streams.h"

namespace saga::payment {
namespace {

redis::Command command_of(const Outgoing& out) {
  // Hints may be lost, so their stream is simply kept short; every other stream is trimmed below what its groups
  // have dealt with.
  if (out.topic == kSagaChanged) {
    return {"XADD", out.topic, "MAXLEN", "~", "10000", "*", "event", encode(out.event)};
  }
  return {"XADD", out.topic, "*", "event", encode(out.event)};
}

}  // namespace

Result<void> Publisher::send(redis::Client& client, std::span<const Outgoing> events, Time now) {
  std::vector<redis::Command> commands;
  commands.reserve(events.size());
  std::vector<std::pair<Time, redis::Command>> later;
  for (const Outgoing& out : events) {
    if (out.delay.count() > 0) {
      later.emplace_back(now + out.delay, command_of(out));
    } else {
      commands.push_back(command_of(out));
    }
  }
  if (auto added = redis::add_together(client, commands); !added) return added;
  for (auto& [at, command] : later) kept_.emplace(at, std::move(command));
  return {};
}

Result<void> Publisher::send_due(redis::Client& client, Time now) {
  const auto end = kept_.upper_bound(now);
  if (end == kept_.begin()) return {};
  std::vector<redis::Command> commands;
  for (auto at = kept_.begin(); at != end; ++at) commands.push_back(at->second);
  if (auto added = redis::add_together(client, commands); !added) return added;
  kept_.erase(kept_.begin(), end);
  return {};
}

}  // namespace saga::payment
