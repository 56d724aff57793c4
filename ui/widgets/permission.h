// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QString>

#include "backend/domain/action.h"
#include "backend/ports/platform_status.h"

// Why something may not be done, in the words that every page uses.
namespace saga::ui {

// By what this role may do here, and by the lock over writing; nullopt: it may be done.
[[nodiscard]] std::optional<QString> closed_by_role(const PlatformStatus& status, bool PlatformStatus::* may);
// What an action on sagas needs.
[[nodiscard]] bool PlatformStatus::* permission_of(Action action);
// Likewise, for what no lock may hold up.
[[nodiscard]] std::optional<QString> closed_by_role_alone(const PlatformStatus& status, bool PlatformStatus::* may);

}  // namespace saga::ui
