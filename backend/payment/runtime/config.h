// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "backend/outcome/error.h"
#include "backend/payment/publishing/circuit_breaker.h"
#include "backend/payment/runtime/faults.h"
#include "backend/payment/runtime/role.h"
#include "backend/redis/client.h"

namespace saga::payment {

struct BatchSizes {
  int participant = 64;
  int orchestrator = 256;
  int gateway = 256;
};

// How long a role lets entries gather before it reads again. Under load the payments then travel in groups, and each
// transaction on their way carries several of them; a reader without work waits for nothing.
struct Gathering {
  std::chrono::milliseconds gateway{8};
  std::chrono::milliseconds orchestrator{2};
};

struct RetryPolicy {
  int max_attempts = 3;                          // then the saga is parked; a person's retry grants as many again
  std::chrono::milliseconds backoff{200};        // doubles with each attempt …
  std::chrono::milliseconds backoff_cap{2'000};  // … up to this; jitter takes away up to half
};

// Where events for the outside go.
struct ExternalTarget {
  std::string url = {};                      // empty: its deliveries wait until a publisher is started that knows one
  std::chrono::milliseconds timeout{5'000};  // of one delivery
  int connections = 8;                       // deliveries of different aggregates at the same time
};

struct ExternalSettings {
  // All five, once there is a table [external]; without it none, and the publisher leaves the outboxes alone.
  std::map<std::string, ExternalTarget, std::less<>> targets = {};
  // Then a delivery is a dead letter.
  RetryPolicy retry{
      .max_attempts = 8, .backoff = std::chrono::milliseconds(500), .backoff_cap = std::chrono::milliseconds(30'000)};
  std::chrono::seconds dead_after{900};  // so long a delivery waits for a target that is gone, and then dies, too
  BreakerPolicy breaker = {};
};

// How often the books are verified, and how much of the time of a connection that may take.
struct VerificationSchedule {
  std::chrono::seconds every{15 * 60};         // 0: never
  std::chrono::seconds full_every{24 * 3600};  // then everything, not only what has changed
  int share_percent = 5;
  std::chrono::milliseconds margin{60'000};  // what changed within may still be on its way
  std::chrono::milliseconds pause{5'000};    // before each further look at what seems wrong
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
  Gathering gather = {};
  std::map<std::string, std::chrono::milliseconds, std::less<>> deadlines = {};  // by step, all four
  RetryPolicy retry = {};
  ExternalSettings external = {};
  std::chrono::milliseconds lease{10'000};  // so long without a sign of life, and a process is fenced
  std::chrono::minutes keep_changes{60};
  std::chrono::seconds keep_streams{30};    // entries stay at least this long, for who else reads them
  int keep_sagas_days = 30;                 // ended sagas with their steps, a whole day at a time
  int keep_metrics_days = 7;                // of saga.metric_rollup
  int keep_inbox_days = 7;                  // kept replies of the participants, of days on which every saga has ended
  int keep_deliveries_days = 7;             // of what was sent to the outside; what was not stays
  std::chrono::minutes keep_consumers{60};  // a consumer that was not heard of for so long is gone
  std::chrono::milliseconds recover_after{10'000};  // prepared transactions of that age are nobody's any more
  VerificationSchedule verification = {};
  // Where Prometheus may ask, "127.0.0.1:9464"; empty: nowhere. That is the default, since several processes of one
  // machine would want the same port, and what nobody asks for need not be protected.
  std::string metrics_listen = {};
  FaultTable faults = {};
  std::optional<CrashPoint> legacy_crash_at = {};

  [[nodiscard]] const std::string& conninfo_of(Role participant) const;
  [[nodiscard]] std::chrono::milliseconds deadline_of(std::string_view step) const;
};

// Errors name the file, the key, and what is expected there.
[[nodiscard]] Result<Config> load_config(const std::filesystem::path& file);
[[nodiscard]] Result<Config> parse_config(std::string_view toml, std::string_view file_name);

}  // namespace saga::payment
