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

constexpr const char* kWorld = R"(
insert into balances.balance select u, 'KRW', 1000000000 from generate_series(1001, 6000) u;
insert into balances.balance_entry (user_id, currency, kind, amount)
select user_id, currency, 'DEPOSIT', amount from balances.balance;
insert into products.product select p, 'books', 1000, 1000000000, 100000000, 0 from generate_series(1, 200) p;
)";

// More orders than the clients can pay, each reserved.
std::string orders(const PgbenchOptions& options) {
  const int each = kMostSagasASecond * options.seconds / options.clients + 1;
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

std::string variable(const std::string& name, const std::string& value) { return fmt::format("{}={}", name, value); }

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

}  // namespace

Result<nlohmann::ordered_json> run_pgbench(BenchServers& servers, const PgbenchOptions& options) {
  if (auto made = servers.make_database(kDatabase); !made) return std::unexpected(made.error());
  for (const std::string& sql : {std::string(kWorld), orders(options)}) {
    if (auto done = servers.run(kDatabase, sql); !done) return std::unexpected(done.error());
  }
  const auto account = server_account();
  if (!account) return std::unexpected(account.error());
  const auto before = servers.commits(kDatabase);
  if (!before) return std::unexpected(before.error());
  const std::string prefix = payment::new_uuid_v7(SystemClock().now()).substr(0, 24);
  const std::string text(300, 'x');
  // Of the server's user, who may not read where the source lies.
  const auto& postgres_directory = servers.postgres().socket_directory();
  const auto script = postgres_directory / "saga.pgbench.sql";
  std::error_code copied;
  std::filesystem::copy_file(options.script, script, copied);
  if (copied) return std::unexpected(Error{ErrorKind::Internal, "The script cannot be copied: " + copied.message()});
  const auto ran = run_program({.argv = {(servers.postgres().programs() / "pgbench").string(),
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
                                         std::to_string(options.seconds),
                                         "--max-tries",
                                         "10",
                                         "-l",
                                         "-D",
                                         variable("i", "0"),
                                         "-D",
                                         variable("prefix", prefix),
                                         "-D",
                                         variable("request", text),
                                         "-D",
                                         variable("reply", text),
                                         servers.postgres().conninfo(kDatabase)},
                                .environment = {},
                                .directory = postgres_directory,
                                .run_as = *account},
                               std::chrono::seconds(options.seconds + 120));
  if (!ran) return std::unexpected(ran.error());
  if (!ran->status.ok()) {
    return std::unexpected(
        Error{ErrorKind::Internal, fmt::format("pgbench failed ({}): {}", ran->status.text(), ran->output)});
  }
  const auto after = servers.commits(kDatabase);
  if (!after) return std::unexpected(after.error());
  const auto completed = servers.value(kDatabase, "select count(*) from saga.saga_state where status = 'COMPLETED'");
  if (!completed) return std::unexpected(completed.error());
  const auto seen = latencies(postgres_directory);
  if (!seen) return std::unexpected(seen.error());
  const auto percentile = [&](double percent) {
    const auto rank = static_cast<std::size_t>(std::ceil(percent / 100 * static_cast<double>(seen->size())));
    return rounded((*seen)[std::clamp<std::size_t>(rank, 1, seen->size()) - 1]);
  };
  const double sagas = std::stod(*completed);
  return nlohmann::ordered_json{
      {"sagas", std::stoll(*completed)},
      {"sagasPerSecond", rounded(sagas / options.seconds)},
      {"latencyMs",
       {{"p50", percentile(50)}, {"p90", percentile(90)}, {"p99", percentile(99)}, {"max", percentile(100)}}},
      {"commitsPerSaga", rounded(static_cast<double>(*after - *before) / sagas)},
      {"clients", options.clients},
      {"seconds", options.seconds}};
}

}  // namespace saga::bench
