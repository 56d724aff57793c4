// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "backend/attach/pending_rollbacks.h"
#include "backend/attach/profile.h"
#include "backend/ports/rollback_switch.h"
#include "backend/ports/routing_control.h"
#include "backend/services/live_rollback.h"

namespace saga::attach {

// A connection of its own. What is changed over it is anchored in the file of anchor_file_of(). A reading one refuses
// a schema that does not fit; a changing one goes ahead without asking, since it may be an emergency.
[[nodiscard]] Result<std::unique_ptr<RoutingControl>> open_routing_control(const Profile& profile, bool read_only,
                                                                           const std::string& application_name);

// Null if the profile has no Redis. It connects when it is first used. Invalid if that would not be safe.
[[nodiscard]] Result<std::unique_ptr<RollbackSwitch>> rollback_switch(const Profile& profile);

[[nodiscard]] PendingRollbacks pending_rollbacks_of(const Profile& profile);

// Both paths of a profile, for the console.
[[nodiscard]] RollbackConnectors rollback_connectors(const Profile& profile,
                                                     const std::string& application_name = "saga-console rollback");

}  // namespace saga::attach
