// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "backend/outcome/error.h"
#include "backend/payment/runtime/faults.h"
#include "backend/payment/runtime/role.h"
#include "backend/redis/client.h"

namespace saga::payment {

struct BatchSizes {
  int participant = 64;
  int orchestrator = 256;
  int gateway = 256;
};

struct RetryPolicy {
  int max_attempts = 3;                          // then the saga is parked; a person's retry grants as many again
  std::chrono::milliseconds backoff{200};        // doubles with each attempt …
  std::chrono::milliseconds backoff_cap{2'000};  // … up to this; jitter takes away up to half
};

// One TOML file. Every key is optional but postgres.saga; a key that is not known is an error.
struct Config {
  std::string instance = "sagad-1";  // stable over restarts and unique: it names the consumers in Redis
  std::string log_level = "info";    // trace, debug, info, warn, error
  std::vector<Role> roles{kAllRoles.begin(), kAllRoles.end()};

  std::string saga_conninfo = {};
  std::map<std::string, std::string, std::less<>> domain_conninfo = {};  // all four; default: the saga database
  redis::Endpoint redis = {};

  BatchSizes batch = {};
  std::map<std::string, std::chrono::milliseconds, std::less<>> deadlines = {};  // by step, all four
  RetryPolicy retry = {};
  std::chrono::minutes keep_changes{60};
  std::chrono::seconds keep_streams{30};  // entries stay at least this long, for who else reads them
  FaultTable faults = {};

  [[nodiscard]] const std::string& conninfo_of(Role participant) const;
  [[nodiscard]] std::chrono::milliseconds deadline_of(std::string_view step) const;
};

// Errors name the file, the key, and what is expected there.
[[nodiscard]] Result<Config> load_config(const std::filesystem::path& file);
[[nodiscard]] Result<Config> parse_config(std::string_view toml, std::string_view file_name);

}  // namespace saga::payment
