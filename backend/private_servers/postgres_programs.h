// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>

#include "backend/outcome/error.h"
#include "backend/private_servers/child_process.h"

namespace saga {

// The folder of the newest PostgreSQL server installed, be it outside of PATH as on Debian.
[[nodiscard]] Result<std::filesystem::path> find_postgres_programs();

// As whom the server is to run: PostgreSQL refuses root. Nothing: as ourselves.
[[nodiscard]] Result<std::optional<Account>> server_account();

}  // namespace saga
