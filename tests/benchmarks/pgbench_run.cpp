// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmarks/pgbench_run.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

#include "backend/payment/event.h"
#include "backend/private_servers/postgres_programs.h"

namespace saga::bench {
namespace {

constexpr const char* kDatabase = "baseline";
constexpr int kMostSagasASecond = 5000;
// Before the measured run, so that the tables are filled and analysed: planned on empty tables, the numbering of events
// reads whole tables, and under SERIALIZABLE nearly every saga would fail for conflicts that are none.
constexpr int kWarmUpSeconds = 5;

constexpr const char* kWorld = R"(
insert into balances.balance select u, 'KRW', 1000000000 from generate_series(1001, 6000) u;
insert into balances.balance_entry (user_id, currency, kind, amount)
select user_id, currency, 'DEPOSIT', amount from balances.balance;
insert into products.product select p, 'books', 1000, 1000000000, 100000000, 0 from generate_series(1, 200) p;
)";

int orders_a_client(const PgbenchOptions& options, int seconds) {
  return kMostSagasASecond * seconds / options.clients + 1;
}

// More orders than the clients can pay, each reserved.
std::string orders(const PgbenchOptions& options) {
  const int each = orders_a_client(options, kWarmUpSeconds + options.seconds);
  return fmt::format(R"(
insert into orders.orders (order_id, user_id, status, amount, currency)
select 'B-' || c * 1000000 + i, 1001 + (c * 1000000 + i) % 5000, 'CREATED', 1000, 'KRW'
  from generate_series(0, {0} - 1) c, generate_series(1, {1}) i;
insert into products.stock_entry (product_id, order_id, kind, quantity)
select 1 + (c * 1000000 + i) % 200, 'B-' || c * 1000000 + i, 'RESERVE', 1
  from generate_series(0, {0} - 1) c, generate_series(1, {1}) i;
analyze;
checkpoint;
)",
                     options.clients, each);
}

double rounded(double value) { return std::round(value * 100) / 100; }

// The third column of each line of the log is a latency in microseconds.
Result<std::vector<double>> latencies(const std::filesystem::path& directory) {
  std::vector<double> all;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    if (!entry.path().filename().string().starts_with("pgbench_log.")) continue;
    std::ifstream file(entry.path());
    std::string line;
    while (std::getline(file, line)) {
      std::istringstream columns(line);
      std::string client, number, latency;
      columns >> client >> number >> latency;
      if (latency != "failed") all.push_back(std::stod(latency) / 1000);
    }
  }
  if (all.empty()) return std::unexpected(Error{ErrorKind::Internal, "pgbench has logged no latencies."});
  std::ranges::sort(all);
  return all;
}

struct Run {
  int seconds;
  int first = 0;  // of each client's orders
  bool log = false;
};

Result<void> pgbench(BenchServers& servers, const PgbenchOptions& options, const Run& run) {
  const auto account = server_account();
  if (!account) return std::unexpected(account.error());
  const std::string prefix = payment::new_uuid_v7(SystemClock().now()).substr(0, 24);
  const std::string text(300, 'x');
  // Of the server's user, who may not read where the source lies.
  const auto& directory = servers.postgres().socket_directory();
  const auto script = directory / "saga.pgbench.sql";
  std::error_code copied;
  std::filesystem::copy_file(options.script, script, std::filesystem::copy_options::overwrite_existing, copied);
  if (copied) return std::unexpected(Error{ErrorKind::Internal, "The script cannot be copied: " + copied.message()});
  std::vector<std::string> argv{(servers.postgres().programs() / "pgbench").string(),
                                "-n",
                                "-M",
                                "prepared",
                                "-f",
                                script.string(),
                                "-c",
                                std::to_string(options.clients),
                                "-j",
                                "2",
                                "-T",
                                std::to_string(run.seconds),
                                "--max-tries",
                                "10"};
  if (run.log) argv.emplace_back("-l");
  const std::pair<const char*, std::string> variables[] = {{"i", std::to_string(run.first)},
                                                           {"prefix", prefix},
                                                           {"request", text},
                                                           {"reply", text},
                                                           {"data", text.substr(0, 120)}};
  for (const auto& [name, value] : variables) {
    argv.emplace_back("-D");
    argv.push_back(fmt::format("{}={}", name, value));
  }
  argv.push_back(servers.postgres().conninfo(kDatabase));
  const auto ran = run_program({.argv = argv, .environment = {}, .directory = directory, .run_as = *account},
                               std::chrono::seconds(run.seconds + 120));
  if (!ran) return std::unexpected(ran.error());
  if (!ran->status.ok()) {
    return std::unexpected(
        Error{ErrorKind::Internal, fmt::format("pgbench failed ({}): {}", ran->status.text(), ran->output)});
  }
  return {};
}

Result<std::int64_t> completed(const BenchServers& servers) {
  const auto text = servers.value(kDatabase, "select count(*) from saga.saga_state where status = 'COMPLETED'");
  if (!text) return std::unexpected(text.error());
  return std::stoll(*text);
}

}  // namespace

Result<nlohmann::ordered_json> run_pgbench(BenchServers& servers, const PgbenchOptions& options) {
  if (auto made = servers.make_database(kDatabase); !made) return std::unexpected(made.error());
  for (const std::string& sql : {std::string(kWorld), orders(options)}) {
    if (auto done = servers.run(kDatabase, sql); !done) return std::unexpected(done.error());
  }
  if (auto warm = pgbench(servers, options, {.seconds = kWarmUpSeconds}); !warm) return std::unexpected(warm.error());
  if (auto done = servers.run(kDatabase, "analyze; checkpoint"); !done) return std::unexpected(done.error());
  const auto before = servers.commits(kDatabase);
  if (!before) return std::unexpected(before.error());
  const auto warm = completed(servers);
  if (!warm) return std::unexpected(warm.error());
  if (auto ran = pgbench(servers, options,
                         {.seconds = options.seconds, .first = orders_a_client(options, kWarmUpSeconds), .log = true});
      !ran) {
    return std::unexpected(ran.error());
  }
  const auto after = servers.commits(kDatabase);
  if (!after) return std::unexpected(after.error());
  const auto all = completed(servers);
  if (!all) return std::unexpected(all.error());
  const auto seen = latencies(servers.postgres().socket_directory());
  if (!seen) return std::unexpected(seen.error());
  const auto percentile = [&](double percent) {
    const auto rank = static_cast<std::size_t>(std::ceil(percent / 100 * static_cast<double>(seen->size())));
    return rounded((*seen)[std::clamp<std::size_t>(rank, 1, seen->size()) - 1]);
  };
  const auto sagas = static_cast<double>(*all - *warm);
  return nlohmann::ordered_json{
      {"sagas", *all - *warm},
      {"sagasPerSecond", rounded(sagas / options.seconds)},
      {"latencyMs",
       {{"p50", percentile(50)}, {"p90", percentile(90)}, {"p99", percentile(99)}, {"max", percentile(100)}}},
      {"commitsPerSaga", rounded(static_cast<double>(*after - *before) / sagas)},
      {"clients", options.clients},
      {"seconds", options.seconds}};
}

}  // namespace saga::bench
