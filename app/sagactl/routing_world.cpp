// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sagactl/routing_world.h"

#include <thread>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "app/sagactl/exit_status.h"
#include "app/sagactl/text.h"

namespace saga::ctl {

RoutingWorld::RoutingWorld(const attach::Profile& profile, bool read_only)
    : profile_(profile), read_only_(read_only), pending_(attach::pending_rollbacks_of(profile)) {
  auto second_path = attach::rollback_switch(profile);
  if (second_path) {
    second_path_ = std::move(*second_path);
  } else {
    second_path_error_ = second_path.error();
  }
}

Result<RoutingControl*> RoutingWorld::control() {
  if (!control_) {
    auto opened = attach::open_routing_control(profile_, read_only_, "sagactl");
    if (!opened) return std::unexpected(opened.error());
    control_ = std::move(*opened);
  }
  return control_.get();
}

RollbackWorld RoutingWorld::world() {
  return {.control = [this] { return control(); },
          .second_path = second_path_.get(),
          .keep = [this](const PendingRollback& pending) { return pending_.keep(pending); },
          .kept = [this] { return pending_.kept(); },
          .forget = [this](std::size_t count) { return pending_.forget(count); },
          .clock = clock_};
}

void RoutingWorld::tell_kept() {
  const auto told = saga::tell_kept(world());
  if (!told) {
    fmt::print(stderr, "A rollback that was engaged while PostgreSQL was down is not in the journal yet: {}\n",
               printable(told.error().message));
  } else if (*told > 0) {
    fmt::print(stderr, "The journal was told of {} engagement(s) made while PostgreSQL was down.\n", *told);
  }
}

Confirmation RoutingWorld::await(const Options& options, MonoTime since,
                                 const std::function<bool(const GatewayReport&)>& has_confirmed) {
  const auto confirmation = await_gateways(
      world(), has_confirmed, [](std::chrono::milliseconds time) { std::this_thread::sleep_for(time); },
      options.patience, since);
  tell(confirmation);
  return confirmation;
}

void RoutingWorld::tell(const Confirmation& confirmation) {
  for (const Error& error : confirmation.trouble) fmt::print(stderr, "{}\n", printable(error.message));
  if (!confirmation.stragglers.empty()) {
    fmt::print(stderr, "Not confirmed by {} after {} ms.\n",
               printable(fmt::format("{}", fmt::join(confirmation.stragglers, ", "))), confirmation.took.count());
  } else if (confirmation.confirmed.empty()) {
    fmt::print(stderr, "No gateway is known to run.\n");
  }
}

int status_of(const Confirmation& confirmation) {
  const bool nobody_could_say = confirmation.confirmed.empty() && !confirmation.trouble.empty();
  return confirmation.stragglers.empty() && !nobody_could_say ? kDone : kUnverified;
}

}  // namespace saga::ctl
