// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "backend/attach/profile.h"

namespace saga::attach {

// One thing that has to be right for a profile to be of use, in the order in which they are tried.
struct Part {
  enum class State { Fine, Failed, NotTried };
  std::string name;  // "postgres.reachable", "postgres.authenticated", "postgres.schema", "postgres.role",
                     // "postgres.operate", "redis.reachable", "redis.authenticated", "redis.hints"
  State state = State::NotTried;
  std::string detail = {};
  std::string advice = {};
};

[[nodiscard]] std::vector<Part> probe(const Profile& profile, const std::string& application_name);

}  // namespace saga::attach
