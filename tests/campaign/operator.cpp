// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/campaign/operator.h"

#include <chrono>
#include <memory>
#include <random>

#include "backend/postgres/session.h"

namespace saga::campaign {
namespace {

using namespace std::chrono_literals;

constexpr const char* kParked =
    "select saga_id, version, status from saga.saga_state where active and parked_reason is not null limit 50";

struct Parked {
  std::string id;
  int version = 0;
  bool forward = true;
};

}  // namespace

Operator::Operator(std::string conninfo, std::uint64_t seed)
    : thread_(
          [this, conninfo = std::move(conninfo), seed](const std::stop_token& stop) { run(stop, conninfo, seed); }) {}

void Operator::stop() {
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
}

void Operator::run(const std::stop_token& stop, const std::string& conninfo, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::unique_ptr<pg::Session> session;
  for (; !stop.stop_requested(); std::this_thread::sleep_for(100ms)) {
    if (!session || session->broken()) {
      auto opened = pg::Session::open({.conninfo = conninfo, .application_name = "campaign operator"});
      if (!opened) continue;
      session = std::move(*opened);
    }
    const auto rows = session->read(kParked);
    if (!rows) continue;
    const auto parked =
        rows->map([](const pg::Row& row) { return Parked{row.text(0), row.int32(1), row.text(2) == "RUNNING"}; });
    if (!parked) continue;
    for (const Parked& saga : *parked) {
      // What is being undone can only go on.
      const bool compensate = saga.forward && random() % 3 != 0;
      const auto asked =
          session->query("select outcome from saga.request_action($1, array[$2::uuid], array[$3::int], 'the campaign')",
                         {compensate ? "COMPENSATE" : "RETRY", saga.id, saga.version});
      if (!asked) break;  // whether it was done or not: the next look shows
      const auto outcome = asked->one([](const pg::Row& row) { return row.text(0); });
      if (outcome && *outcome == "ACCEPTED") ++(compensate ? compensated_ : retried_);
    }
  }
}

}  // namespace saga::campaign
