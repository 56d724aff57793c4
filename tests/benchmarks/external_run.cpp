// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmarks/external_run.h"

#include <atomic>
#include <chrono>
#include <cmath>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

#include <fmt/format.h>

#include "backend/payment/publishing/http_connection.h"
#include "backend/payment/publishing/routes.h"
#include "backend/private_servers/child_process.h"
#include "backend/private_servers/log_tail.h"
#include "tests/benchmarks/process_usage.h"
#include "tests/benchmarks/receiver_process.h"

namespace saga::bench {
namespace {

using namespace std::chrono_literals;
using Json = nlohmann::ordered_json;
using Clock = std::chrono::steady_clock;

constexpr const char* kDatabase = "external";
constexpr int kTargets = 5;

double rounded(double value) { return std::round(value * 100) / 100; }
double seconds_since(Clock::time_point at) { return std::chrono::duration<double>(Clock::now() - at).count(); }

Error failed(std::string text) { return {ErrorKind::Internal, std::move(text)}; }

// The events of so many orders, as the domains write them.
Result<std::int64_t> fill(BenchServers& servers, const ExternalOptions& options) {
  const std::string filled = fmt::format(R"(
insert into orders.outbox (event_type, event_data, saga_id, traceparent)
select t.type, format(t.data, n, n % {1}), gen_random_uuid(), '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
  from generate_series(1, {0}) n,
       (values (1, 'OrderCreated', '{{"orderId":"O-%s","userId":%s,"amount":12900,"currency":"KRW","couponId":null}}'),
               (2, 'OrderCompleted', '{{"orderId":"O-%s","userId":%s,"amount":12900,"currency":"KRW","items":[{{"productId":17,"quantity":2}}]}}'),
               (3, 'ProductPurchased', '{{"orderId":"O-%s","userId":%s,"productId":17,"quantity":2}}'),
               (4, 'UserActivity', '{{"orderId":"O-%s","userId":%s,"activity":"PURCHASE"}}')) t (i, type, data)
 order by n, t.i;
insert into payments.outbox (event_type, event_data, saga_id, traceparent)
select 'PaymentCompleted', format('{{"orderId":"O-%s","userId":%s,"amount":12900,"currency":"KRW","route":"EVENT_DRIVEN","paymentId":"P-%s"}}', n, n % {1}, n),
       gen_random_uuid(), '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
  from generate_series(1, {0}) n;
analyze)",
                                         options.orders, options.users);
  if (auto done = servers.run(kDatabase, filled); !done) return std::unexpected(done.error());
  return std::int64_t{options.orders} * 10;
}

// Bare posts of such a body over as many connections, for three seconds.
Json measure_bare(const std::string& address, const ExternalOptions& options) {
  const payment::OpenDelivery delivery{
      .event_id = "0192b1b0-0000-7000-8000-000000000001",
      .event_type = "OrderCompleted",
      .event_data = R"({"orderId":"O-7","userId":7,"amount":12900,"currency":"KRW","items":[]})",
      .saga_id = "0192b1b0-0000-7000-8000-000000000002",
      .traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
      .order_key = "order/O-7",
      .occurred_at = "2026-03-11T02:43:43.204123Z"};
  const std::string body = payment::event_text(delivery);
  const auto headers = payment::headers_of(delivery, "bare");
  std::atomic<std::int64_t> posts = 0;
  const Usage before = usage_of(getpid());
  const auto begun = Clock::now();
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < kTargets * options.connections; ++i) {
      threads.emplace_back([&] {
        const auto connection = payment::connect_http(address + "/bare", 5s);
        while (seconds_since(begun) < 3) {
          if (connection->post(body, headers).status == 200) ++posts;
        }
      });
    }
  }
  const double seconds = seconds_since(begun);
  const double cpu = usage_of(getpid()).cpu_seconds - before.cpu_seconds;
  const auto count = static_cast<double>(posts.load());
  return {{"posts", posts.load()},
          {"postsPerSecond", rounded(count / seconds)},
          {"postsPerSenderCore", rounded(count / std::max(cpu, 0.01))}};
}

Result<void> wait_until_sent(BenchServers& servers, ChildProcess& publisher) {
  for (const auto patience = Clock::now() + 10min; Clock::now() < patience;) {
    if (!publisher.running()) {
      return std::unexpected(failed("the publisher ended: " + log_tail(servers.directory() / "publisher.log")));
    }
    const auto open = servers.value(
        kDatabase,
        "select exists (select from orders.outbox) or exists (select from payments.outbox) or exists (select from "
        "saga.external_event_log where status in ('PENDING', 'FAILED', 'DEAD_LETTER'))");
    if (!open) return std::unexpected(open.error());
    if (*open == "f") return {};
    std::this_thread::sleep_for(50ms);
  }
  return std::unexpected(failed("not everything was sent within ten minutes"));
}

}  // namespace

Result<Json> measure_external(BenchServers& servers, const ExternalOptions& options) {
  if (auto made = servers.make_database(kDatabase); !made) return std::unexpected(made.error());
  auto bare_receiver = ReceiverProcess::start(servers, options.programs);
  if (!bare_receiver) return std::unexpected(bare_receiver.error());
  const Json bare = measure_bare(bare_receiver->address(), options);
  if (auto ended = bare_receiver->end(); !ended) return std::unexpected(ended.error());

  auto receiver = ReceiverProcess::start(servers, options.programs);
  if (!receiver) return std::unexpected(receiver.error());
  const auto deliveries = fill(servers, options);
  if (!deliveries) return std::unexpected(deliveries.error());
  const auto config = servers.write_config(kDatabase, false, "publisher", receiver->targets(options.connections));
  if (!config) return std::unexpected(config.error());
  const Usage postgres_before = usage_of_tree(servers.postgres().pid());
  const Usage receiver_before = usage_of(receiver->pid());
  const auto begun = Clock::now();
  auto publisher = ChildProcess::start(
      {.argv = {(options.programs / "payment-sagad").string(), "--config", config->string(), "--roles", "publisher"},
       .output = servers.directory() / "publisher.log",
       .death_signal = SIGKILL});
  if (!publisher) return std::unexpected(publisher.error());
  if (auto sent = wait_until_sent(servers, *publisher); !sent) return std::unexpected(sent.error());
  const double seconds = seconds_since(begun);
  const double publisher_cpu = usage_of(publisher->pid()).cpu_seconds;
  const double postgres_cpu = usage_of_tree(servers.postgres().pid()).cpu_seconds - postgres_before.cpu_seconds;
  const double receiver_cpu = usage_of(receiver->pid()).cpu_seconds - receiver_before.cpu_seconds;
  publisher->terminate(10s);
  const auto counts = receiver->end();
  if (!counts) return std::unexpected(counts.error());
  if (counts->accepted - counts->repeated != *deliveries) {
    return std::unexpected(failed(fmt::format("{} of {} deliveries arrived", counts->accepted, *deliveries)));
  }
  const auto count = static_cast<double>(*deliveries);
  return Json{{"deliveries", *deliveries},
              {"seconds", rounded(seconds)},
              {"deliveriesPerSecond", rounded(count / seconds)},
              {"publisherCpuSeconds", rounded(publisher_cpu)},
              {"deliveriesPerPublisherCore", rounded(count / publisher_cpu)},
              {"postgresCpuSeconds", rounded(postgres_cpu)},
              {"deliveriesPerPublisherAndPostgresCore", rounded(count / (publisher_cpu + postgres_cpu))},
              {"receiverCpuSeconds", rounded(receiver_cpu)},
              {"connectionsPerTarget", options.connections},
              {"repeated", counts->repeated},
              {"orderViolations", counts->order_violations},
              {"bare", bare}};
}

}  // namespace saga::bench
