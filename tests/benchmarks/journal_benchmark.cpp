// SPDX-License-Identifier: GPL-3.0-or-later
// A journal of a million rows, verified as `sagactl journal verify` does it (O3): the whole time, beside it the same
// rows only read, and the same hashes only made. Prints JSON.
#include <cmath>
#include <cstdio>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "backend/concurrency/clock.h"
#include "backend/postgres/journal_reader.h"
#include "backend/services/journal_hash.h"
#include "backend/services/journal_verification.h"
#include "tests/benchmarks/bench_servers.h"
#include "tests/benchmarks/process_usage.h"

namespace {

using namespace saga;
using namespace saga::bench;
using Json = nlohmann::ordered_json;

constexpr const char* kDatabase = "journal";

int fail(const Error& error) {
  fmt::print(stderr, "journal_benchmark: {} {}\n", error.message, error.advice);
  return 1;
}

// By the contract's own function, as operators do it, in a chain each of sagas, dead letters and routing.
Result<void> fill(const BenchServers& servers, std::int64_t rows) {
  return servers.run(
      kDatabase,
      fmt::format("select count(*) from generate_series(1, {}) n cross join lateral saga.journal_append("
                  "(array['sagas', 'sagas', 'sagas', 'dead-letters', 'routing'])[1 + n % 5], 'REQUESTED', "
                  "'kim.sujin', 'RETRY', gen_random_uuid()::text, 'stock was restarted, INC-' || n, "
                  "jsonb_build_object('status', 'RUNNING', 'version', n, 'expectedVersion', n)::text, "
                  "jsonb_build_object('outcome', 'ACCEPTED', 'detail', 'waits for the orchestrator', 'commandId', "
                  "gen_random_uuid())::text)",
                  rows));
}

double seconds_since(MonoTime begun, const Clock& clock) {
  return std::round(std::chrono::duration<double>(clock.monotonic() - begun).count() * 1000) / 1000;
}

// Reads every row as the verification does.
Result<std::vector<JournalEntry>> read_all(JournalReader& reader) {
  std::vector<JournalEntry> some;  // enough of them to make hashes of
  const auto ends = reader.ends();
  if (!ends) return std::unexpected(ends.error());
  for (const ChainEnd& end : *ends) {
    for (std::int64_t after = 0; after < end.last_seq;) {
      auto rows = reader.chain(end.area, after, end.last_seq, 5'000);
      if (!rows) return std::unexpected(rows.error());
      if (rows->empty()) break;
      after = rows->back().seq;
      if (some.size() < 10'000) some.insert(some.end(), rows->begin(), rows->end());
    }
  }
  return some;
}

Result<Json> measure(const BenchServers& servers, std::int64_t rows) {
  const SystemClock clock;
  MonoTime begun = clock.monotonic();
  if (auto filled = fill(servers, rows); !filled) return std::unexpected(filled.error());
  Json json{{"rows", rows}, {"fillSeconds", seconds_since(begun, clock)}};
  if (auto done = servers.run(kDatabase, "vacuum analyze saga.operator_journal"); !done) {
    return std::unexpected(done.error());
  }
  auto session = pg::Session::open({.conninfo = servers.postgres().conninfo(kDatabase), .read_only = true});
  if (!session) return std::unexpected(session.error());
  pg::PgJournalReader reader(std::move(*session));

  begun = clock.monotonic();
  const auto some = read_all(reader);
  if (!some) return std::unexpected(some.error());
  const double reading = seconds_since(begun, clock);
  begun = clock.monotonic();
  std::size_t wrong = 0;
  for (const JournalEntry& entry : *some) wrong += journal_hash(entry) == entry.hash ? 0 : 1;
  const double hashing = seconds_since(begun, clock) * static_cast<double>(rows) / static_cast<double>(some->size());
  begun = clock.monotonic();
  const auto report = verify_journal(reader, {});
  if (!report) return std::unexpected(report.error());
  const double seconds = seconds_since(begun, clock);
  json["O3"] = Json{{"seconds", seconds},
                    {"rowsVerified", report->rows()},
                    {"breaches", report->breach_count + static_cast<std::int64_t>(wrong)},
                    {"onlyReadSeconds", reading},
                    {"onlyHashedSeconds", std::round(hashing * 1000) / 1000},
                    {"ratioToReading", std::round(seconds / reading * 100) / 100},
                    {"residentMiB", usage_of(getpid()).resident_bytes / (1 << 20)}};
  return json;
}

}  // namespace

int main(int argc, char** argv) {
  std::int64_t rows = 1'000'000;
  CLI::App app("A journal of a million rows, verified; prints JSON");
  app.add_option("--rows", rows, "Of the journal")->check(CLI::PositiveNumber)->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  auto servers = BenchServers::start();
  if (!servers) return fail(servers.error());
  if (auto made = servers->make_database(kDatabase); !made) return fail(made.error());
  const auto json = measure(*servers, rows);
  if (!json) return fail(json.error());
  fmt::print("{}\n", json->dump(2));
  return 0;
}
