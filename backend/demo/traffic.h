// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "backend/outcome/error.h"
#include "backend/private_servers/child_process.h"
#include "backend/redis/client.h"

namespace saga::demo {

struct TrafficOptions {
  std::filesystem::path programs = {};   // see own_program()
  std::filesystem::path directory = {};  // takes configuration and logs
  std::string conninfo = {};             // of payment-sagad's role
  redis::Endpoint redis = {};
  int rate = 50;             // payments a second
  std::string targets = {};  // where external-receiver listens, "http://127.0.0.1:4711"; start() fills it in
  std::function<bool()> cancelled = [] { return false; };  // asked while start() waits
};

// external-receiver with an outage of its CRM every few minutes, payment-sagad with injected faults, and payment-load.
// Threads: one at a time.
class Traffic {
 public:
  // Returns once payment-sagad has started, and a first payment its saga; an Error with the end of its log if one of
  // the programs ends meanwhile.
  [[nodiscard]] static Result<Traffic> start(const TrafficOptions& options);
  Traffic(Traffic&&) = default;
  Traffic& operator=(Traffic&&) = delete;
  ~Traffic();

  // What ended by itself since the last call. It is told and not restarted: a system that heals itself would hide
  // from the operator what he is to see.
  [[nodiscard]] std::vector<std::string> take_failures();

  // No more payments; those under way go on to their end.
  void stop_load();

 private:
  Traffic() = default;
  struct Program {
    std::string name;
    std::filesystem::path log;
    ChildProcess process;
    bool told = false;
  };
  [[nodiscard]] static Result<Program> launch(const std::string& name, const TrafficOptions& options,
                                              std::vector<std::string> arguments);
  // Until `ready` says so.
  [[nodiscard]] Result<void> await(const TrafficOptions& options, const std::function<bool()>& ready);

  std::vector<Program> programs_;
};

// The configuration of payment-sagad, as TOML.
[[nodiscard]] std::string sagad_config(const TrafficOptions& options);

}  // namespace saga::demo
