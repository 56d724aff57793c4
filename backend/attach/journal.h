// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "backend/attach/profile.h"
#include "backend/ports/journal_reader.h"

namespace saga::attach {

// Over a connection of its own, which refuses a schema that does not fit.
[[nodiscard]] Result<std::unique_ptr<JournalReader>> open_journal(const Profile& profile,
                                                                  const std::string& application_name);

}  // namespace saga::attach
