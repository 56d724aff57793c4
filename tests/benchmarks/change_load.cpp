// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmarks/change_load.h"

#include <algorithm>
#include <atomic>
#include <csignal>
#include <iterator>
#include <random>
#include <thread>
#include <unistd.h>
#include <vector>

#include <fmt/format.h>

#include "backend/redis/change_hints.h"
#include "backend/redis/streams.h"

namespace saga::bench {
namespace {

constexpr int kWriters = 4;
constexpr int kChanges = 50;  // a transaction
constexpr int kNew = 5;       // of them, sagas that begin

// Forty-five sagas go on by a step, in the order of their ids, so that writers wait for each other and never in a
// circle; five begin.
constexpr const char* kChange = R"(
with moved as (
  update saga.saga_state s
     set version = s.version + 1, progress_at = clock_timestamp(), updated_at = clock_timestamp()
   where s.saga_id in (select saga_id from saga.saga_state where saga_id = any($1::uuid[])
                        order by saga_id for update)
  returning s.saga_id),
begun as (
  insert into saga.saga_state (saga_id, saga_type, current_step, status, order_id, user_id, amount, currency, trace_id)
  select saga.uuid_v7(clock_timestamp()), 'PaymentSaga', 'OrderValidation', 'RUNNING', 'N-' || $2::bigint + n, n, 1000,
         'KRW', 'trace' from generate_series(1, 5) n
  returning saga_id)
insert into saga.saga_change (saga_id, kind)
select saga_id, 'STEP' from moved union all select saga_id, 'STARTED' from begun
)";

constexpr const char* kOne = R"(
with moved as (
  update saga.saga_state set version = version + 1, updated_at = clock_timestamp() where saga_id = $1::uuid
  returning saga_id, version),
fed as (insert into saga.saga_change (saga_id, kind) select saga_id, 'STEP' from moved)
select version from moved
)";

Result<void> give_hint(redis::Client& client) {
  const auto reply =
      redis::expect_ok(client.call(redis::xadd_command(redis::kSagaChangedStream, "event", R"({"sagas":[]})")));
  if (!reply) return std::unexpected(reply.error());
  return {};
}

Result<std::vector<std::string>> youngest(pg::Session& session) {
  const auto rows = session.read("select saga_id from saga.saga_state order by created_at desc limit 5000");
  if (!rows) return std::unexpected(rows.error());
  std::vector<std::string> ids;
  if (auto read = rows->each([&](const pg::Row& row) { ids.push_back(row.text(0)); }); !read) {
    return std::unexpected(read.error());
  }
  return ids;
}

// Fifty less the new ones, from anywhere among them; an array of PostgreSQL.
std::string some_of(const std::vector<std::string>& ids, std::mt19937& random) {
  std::vector<std::string> chosen;
  std::ranges::sample(ids, std::back_inserter(chosen), kChanges - kNew, random);
  return fmt::format("{{{}}}", fmt::join(chosen, ","));
}

Result<void> write(const ChangeLoad& load, int writer, const std::stop_token& stop) {
  auto session = pg::Session::open({.conninfo = load.conninfo, .application_name = "change load"});
  if (!session) return std::unexpected(session.error());
  auto client = redis::Client::open(load.redis);
  if (!client) return std::unexpected(client.error());
  const auto ids = youngest(**session);
  if (!ids) return std::unexpected(ids.error());
  std::mt19937 random(static_cast<unsigned>(writer));
  const auto pause = std::chrono::microseconds(1'000'000LL * kChanges * kWriters / load.rate);
  auto due = std::chrono::steady_clock::now() + pause * writer / kWriters;
  for (std::int64_t number = writer * 100'000'000LL; !stop.stop_requested(); number += kNew) {
    std::this_thread::sleep_until(due += pause);
    auto transaction = (*session)->begin();
    if (!transaction) return std::unexpected(transaction.error());
    if (auto done = transaction->execute(kChange, {some_of(*ids, random), number}); !done)
      return std::unexpected(done.error());
    if (auto done = transaction->commit(); !done) return std::unexpected(done.error());
    if (!load.hints) continue;
    if (auto given = give_hint(**client); !given) return given;
  }
  return {};
}

}  // namespace

int run_change_load(const ChangeLoad& load) {
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  sigaddset(&ends, SIGINT);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);
  std::atomic<bool> failed{false};
  std::vector<std::jthread> writers;
  for (int i = 0; i < kWriters; ++i) {
    writers.emplace_back([&load, &failed, i](const std::stop_token& stop) {
      if (auto done = write(load, i, stop); !done) {
        fmt::print(stderr, "change load: {} {}\n", done.error().message, done.error().advice);
        failed = true;
        kill(getpid(), SIGTERM);
      }
    });
  }
  int signal = 0;
  sigwait(&ends, &signal);
  writers.clear();
  return failed ? 1 : 0;
}

Result<OneChange> OneChange::open(const ChangeLoad& load) {
  auto session = pg::Session::open({.conninfo = load.conninfo, .application_name = "one change"});
  if (!session) return std::unexpected(session.error());
  std::unique_ptr<redis::Client> hints;
  if (load.hints) {
    auto client = redis::Client::open(load.redis);
    if (!client) return std::unexpected(client.error());
    hints = std::move(*client);
  }
  return OneChange(std::move(*session), std::move(hints));
}

Result<int> OneChange::change(const std::string& saga_id) {
  const auto rows = session_->query(kOne, {saga_id});
  if (!rows) return std::unexpected(rows.error());
  const auto version = rows->one([](const pg::Row& row) { return static_cast<int>(row.int64("version")); });
  if (!version) return std::unexpected(version.error());
  if (hints_) {
    if (auto given = give_hint(*hints_); !given) return std::unexpected(given.error());
  }
  return *version;
}

}  // namespace saga::bench
