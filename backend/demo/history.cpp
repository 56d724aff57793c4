// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/demo/history.h"

#include <chrono>
#include <future>
#include <memory>
#include <vector>

#include "backend/demo/scripts.h"
#include "backend/postgres/session.h"

namespace saga::demo {
namespace {

using SessionPtr = std::unique_ptr<pg::Session>;

// Small samples and no compiled expressions: what helps a long query costs seconds here.
constexpr const char* kSettings =
    "SET jit = off; SET work_mem = '64MB'; SET default_statistics_target = 20; SET client_min_messages = warning";

Result<SessionPtr> open(const std::string& conninfo, int sagas) {
  auto session = pg::Session::open({.conninfo = conninfo, .application_name = "saga demo"});
  if (!session) return session;
  if (auto set = (*session)->execute_script(kSettings); !set) return std::unexpected(set.error());
  const auto count = (*session)->query("SELECT set_config('demo.sagas', $1, false)", {std::to_string(sagas)});
  if (!count) return std::unexpected(count.error());
  return session;
}

// Runs the scripts at the same time, each on its own session.
Result<void> run(const std::vector<SessionPtr>& sessions, const std::vector<std::string>& names,
                 const std::function<bool()>& cancelled) {
  std::vector<std::future<Result<void>>> running;
  for (std::size_t i = 0; i < names.size(); ++i) {
    running.push_back(std::async(std::launch::async, [session = sessions[i].get(), name = names[i]] {
      auto done = session->execute_script(script(name));
      if (!done) done.error().message = "resources/demo/" + name + ".sql: " + done.error().message;
      return done;
    }));
  }
  bool stop = false;
  Result<void> outcome;
  for (auto& script_run : running) {
    while (script_run.wait_for(std::chrono::milliseconds(100)) != std::future_status::ready) {
      if (stop || !cancelled()) continue;
      stop = true;
      // One that cannot be cancelled ends by itself a little later.
      for (const auto& session : sessions) static_cast<void>(session->cancel());
    }
    if (auto done = script_run.get(); !done && outcome) outcome = std::move(done);
  }
  if (stop || cancelled()) return std::unexpected(cancelled_error());
  return outcome;
}

}  // namespace

Result<void> write_history(const std::string& conninfo, int sagas, const std::function<bool()>& cancelled) {
  std::vector<SessionPtr> sessions;
  for (int i = 0; i < 3; ++i) {
    auto session = open(conninfo, sagas);
    if (!session) return std::unexpected(session.error());
    sessions.push_back(std::move(*session));
  }
  const std::vector<std::vector<std::string>> stages{{"world"},
                                                     {"history"},
                                                     {"history_sagas", "history_domains"},
                                                     {"unfinished"},
                                                     {"history_events", "history_replies", "history_deliveries"}};
  for (const auto& stage : stages) {
    if (auto done = run(sessions, stage, cancelled); !done) return done;
  }
  return {};
}

Error cancelled_error() { return {ErrorKind::Timeout, "the start of the demo was interrupted"}; }

}  // namespace saga::demo
