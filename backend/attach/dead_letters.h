// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "backend/attach/profile.h"
#include "backend/ports/dead_letter_lists.h"
#include "backend/ports/dead_letter_queue.h"

namespace saga::attach {

// Each over a connection of its own. The reading one refuses a schema that does not fit; what operators do is anchored
// in the file of anchor_file_of().
[[nodiscard]] Result<std::unique_ptr<DeadLetterQueue>> open_dead_letter_queue(const Profile& profile,
                                                                              const std::string& application_name);
[[nodiscard]] Result<std::unique_ptr<DeadLetterOperator>> open_dead_letter_operator(
    const Profile& profile, const std::string& application_name);

// Null if the profile has no Redis. It connects when it is first used. Invalid if that would not be safe.
[[nodiscard]] Result<std::unique_ptr<DeadLetterLists>> dead_letter_lists(const Profile& profile);

}  // namespace saga::attach
