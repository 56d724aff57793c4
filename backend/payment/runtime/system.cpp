// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/runtime/system.h"

#include <algorithm>
#include <set>
#include <utility>

#include <spdlog/spdlog.h>

#include "backend/payment/gateway/gateway.h"
#include "backend/payment/gateway/toggle_watch.h"
#include "backend/payment/jobs/dead_letter_jobs.h"
#include "backend/payment/jobs/saga_jobs.h"
#include "backend/payment/legacy/legacy.h"
#include "backend/payment/metrics/names.h"
#include "backend/payment/metrics/process.h"
#include "backend/payment/orchestrator/reply_handler.h"
#include "backend/payment/orchestrator/timers.h"
#include "backend/payment/participants/participants.h"
#include "backend/payment/projection/order_summary.h"
#include "backend/payment/publishing/publishing.h"
#include "backend/payment/publishing/replay_handler.h"
#include "backend/payment/runtime/janitor.h"
#include "backend/payment/runtime/platform_watch.h"
#include "backend/payment/topics.h"
#include "backend/postgres/migrations.h"

namespace saga::payment {
namespace {

constexpr std::chrono::milliseconds kLeaseMargin{1000};
constexpr std::chrono::milliseconds kRollupPeriod{1000};

// Which schemas the roles work with, and where each is.
std::set<std::pair<std::string, std::string>> schemas_of(const Config& config) {
  std::set<std::pair<std::string, std::string>> schemas;
  const auto add_domain = [&](Role role) { schemas.emplace(config.conninfo_of(role), to_text(role)); };
  for (const Role role : config.roles) {
    switch (role) {
      case Role::Gateway:
        schemas.emplace(config.saga_conninfo, "saga");
        add_domain(Role::Orders);  // who is a VIP
        break;
      case Role::Orchestrator:
      case Role::Jobs: schemas.emplace(config.saga_conninfo, "saga"); break;
      case Role::Projector: add_domain(Role::Orders); break;
      case Role::Orders:
      case Role::Balances:
      case Role::Products:
      case Role::Payments: add_domain(role); break;
      case Role::Legacy:
      case Role::Publisher:
      case Role::Janitor:
        schemas.emplace(config.saga_conninfo, "saga");
        for (const Role each : {Role::Orders, Role::Balances, Role::Products, Role::Payments}) add_domain(each);
        break;
    }
  }
  return schemas;
}

Result<void> check_schemas(const Config& config) {
  for (const auto& [conninfo, schema] : schemas_of(config)) {
    auto session = pg::Session::open(
        pg::Settings{.conninfo = conninfo, .read_only = true, .application_name = "payment-sagad start"});
    if (!session) return std::unexpected(session.error());
    if (auto fits = pg::check_installed(**session, schema); !fits) {
      Error error = fits.error();
      if (error.kind == ErrorKind::Incompatible && error.advice.empty()) error.advice = "run sagactl install";
      return std::unexpected(std::move(error));
    }
  }
  return {};
}

}  // namespace

Result<std::unique_ptr<System>> System::start(Config config) {
  if (auto fits = check_schemas(config); !fits) return std::unexpected(fits.error());
  if (std::ranges::count(config.roles, Role::Legacy) > 0) {
    if (auto fits = check_two_phase(config); !fits) return std::unexpected(fits.error());
  }
  std::unique_ptr<System> system(new System(std::move(config)));
  if (needs_lease(system->config_)) {
    // Before anything is read: work that waits for an epoch would only be handed back.
    system->lease_ = std::make_shared<Lease>(system->config_, system->clock_);
    if (auto registered = system->lease_->tick(); !registered) return std::unexpected(registered.error());
  }
  if (auto measured = system->measure(); !measured) return std::unexpected(measured.error());
  system->start_roles();
  return system;
}

System::~System() {
  for (auto& consumer : consumers_) consumer->request_stop();
  for (auto& loop : loops_) loop->request_stop();
  if (rollup_loop_) rollup_loop_->request_stop();
  consumers_.clear();
  loops_.clear();
  rollup_loop_.reset();
  if (rollup_) rollup_->finish();  // with what was finished last
}

std::string System::metrics_address() const { return endpoint_ ? endpoint_->address() : std::string(); }

Result<void> System::measure() {
  watch_process(metrics_);
  if (lease_) {
    metrics_.watch(kWorkerUp, {}, [lease = lease_] { return lease->current() != 0 ? 1.0 : 0.0; });
    metrics_.watch(kWorkerEpoch, {}, [lease = lease_] { return static_cast<double>(lease->current()); });
  }
  if (!config_.metrics_listen.empty()) {
    auto endpoint = Endpoint::open(config_.metrics_listen, metrics_);
    if (!endpoint) return std::unexpected(endpoint.error());
    endpoint_ = std::move(*endpoint);
    spdlog::info("event=metrics-listening address={}", endpoint_->address());
  }
  rollup_ = std::make_shared<RollupWriter>(config_, clock_, metrics_);
  rollup_loop_ = std::make_unique<Loop>("metrics", kRollupPeriod, [rollup = rollup_] { return rollup->tick(); });
  return {};
}

void System::start_roles() {
  if (lease_) loops_.push_back(start_lease(lease_));
  const auto consume = [&](Role role, std::unique_ptr<Handler> handler) {
    ConsumerOptions options{.name = std::string(to_text(role)), .consumer = config_.instance, .redis = config_.redis};
    options.metrics = &metrics_;
    if (role == Role::Gateway) options.gather = config_.gather.gateway;
    if (role == Role::Orchestrator) options.gather = config_.gather.orchestrator;
    if (role == Role::Gateway || role == Role::Orchestrator) {
      // What another process holds for longer than its lease is only taken over from one that can be fenced.
      options.claim_idle = config_.lease + kLeaseMargin;
      options.epoch = [lease = lease_] { return lease->current(); };
    }
    consumers_.push_back(std::make_unique<Consumer>(std::move(options), std::move(handler)));
  };
  for (const Role role : config_.roles) {
    switch (role) {
      case Role::Gateway: {
        auto knowledge = std::make_shared<RoutingKnowledge>(clock_);
        for (auto& loop : watch_toggles(config_, clock_, knowledge)) loops_.push_back(std::move(loop));
        consume(role, make_gateway(config_, clock_, lease_, std::move(knowledge), metrics_));
        break;
      }
      case Role::Orchestrator:
        consume(role, make_reply_handler(config_, clock_, lease_, metrics_));
        loops_.push_back(start_timers(config_, clock_, lease_, metrics_));
        loops_.push_back(start_commands(config_, clock_, lease_, metrics_));
        loops_.push_back(start_refunds(config_, clock_, lease_, metrics_));
        break;
      case Role::Orders:
      case Role::Balances:
      case Role::Products:
      case Role::Payments: consume(role, make_participant(role, config_, clock_, metrics_)); break;
      case Role::Legacy:
        consume(role, make_legacy(config_, clock_, metrics_));
        if (auto loop = start_recovery(config_)) loops_.push_back(std::move(loop));
        break;
      case Role::Publisher:
        if (config_.external.targets.empty()) {
          spdlog::info("event=nothing-published reason=\"no [external] is configured\"");
          break;
        }
        consume(role, make_replay_handler(config_));
        for (auto& loop : start_publishing(config_, clock_, lease_, metrics_)) loops_.push_back(std::move(loop));
        break;
      case Role::Jobs:
        for (auto& loop : start_dead_letter_jobs(config_, clock_)) loops_.push_back(std::move(loop));
        for (auto& loop : start_saga_jobs(config_, clock_, lease_)) loops_.push_back(std::move(loop));
        break;
      case Role::Projector: loops_.push_back(start_projector(config_)); break;
      case Role::Janitor:
        for (auto& loop : start_janitor(config_, clock_)) loops_.push_back(std::move(loop));
        loops_.push_back(relay_toggles(config_, clock_));
        for (auto& loop : watch_platform(config_, metrics_)) loops_.push_back(std::move(loop));
        break;
    }
  }
}

}  // namespace saga::payment
