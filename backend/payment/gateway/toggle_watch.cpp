// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/gateway/toggle_watch.h"

#include <string>
#include <tuple>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "backend/payment/event.h"
#include "backend/payment/gateway/toggle_store.h"
#include "backend/payment/runtime/log.h"
#include "backend/payment/runtime/reconnecting_session.h"
#include "backend/payment/topics.h"
#include "backend/redis/routing_keys.h"
#include "backend/redis/streams.h"

namespace saga::payment {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr milliseconds kPoll{1000};
constexpr milliseconds kHeartbeat{1000};
constexpr milliseconds kSlice{200};  // bounds the time to stop, and how often the rollback key is read

// When a report is due: at a change, and once a second.
class Heartbeat {
 public:
  Heartbeat(std::string instance, const Clock& clock) : instance_(std::move(instance)), clock_(clock) {}

  GatewayReport report(const RoutingKnowledge& knowledge) {
    const RoutingState state = knowledge.state();
    const RouteCounts counts = knowledge.counts();
    const WallTime now = clock_.now();
    const Applied applied{state.version, state.rollback, state.unreadable};
    changed_ = applied != applied_;
    if (changed_) applied_at_ = now;
    applied_ = applied;
    return {.instance = instance_,
            .version = state.version,
            .rollback = state.rollback,
            .unreadable = state.unreadable,
            .legacy = counts.legacy,
            .event_driven = counts.event_driven,
            .applied_at = applied_at_,
            .heartbeat_at = now};
  }
  [[nodiscard]] bool changed() const { return changed_; }
  [[nodiscard]] bool due() const { return untold_ || changed_ || clock_.monotonic() - told_ >= kHeartbeat; }
  void told() {
    told_ = clock_.monotonic();
    untold_ = false;
  }
  // The last report did not arrive, or it is not known whether it did.
  void lost() { untold_ = true; }
  [[nodiscard]] bool heard() const { return !untold_; }

 private:
  using Applied = std::tuple<std::int64_t, bool, bool>;
  std::string instance_;
  const Clock& clock_;
  Applied applied_{-1, false, false};
  bool changed_ = false;
  bool untold_ = true;
  WallTime applied_at_ = {};
  MonoTime told_ = {};
};

void tell_not_retired(const std::string& instance, const Error& error) {
  spdlog::warn("event=not-retired instance={} error={}", log_text(instance), log_text(error.message));
}

class PostgresWatch {
 public:
  PostgresWatch(const Config& config, const Clock& clock, std::shared_ptr<RoutingKnowledge> knowledge)
      : clock_(clock),
        knowledge_(std::move(knowledge)),
        instance_(config.instance),
        heartbeat_(config.instance, clock),
        session_(pg::Settings{.conninfo = config.saga_conninfo,
                              .statement_timeout = seconds(2),
                              .application_name = fmt::format("payment-sagad {} toggles", config.instance)}) {}

  // Who ends in good order is not waited for; a killed one is gone when it has been silent for some seconds.
  ~PostgresWatch() {
    if (!heartbeat_.heard()) return;
    if (auto session = session_.get()) {
      if (auto gone = retire_gateway(**session, instance_); !gone) tell_not_retired(instance_, gone.error());
    }
  }
  PostgresWatch(const PostgresWatch&) = delete;
  PostgresWatch& operator=(const PostgresWatch&) = delete;

  Result<bool> run() {
    const bool news = knowledge_->wait(kSlice);
    const MonoTime now = clock_.monotonic();
    if (news || read_ == MonoTime{} || now - read_ >= kPoll) {
      auto session = session_.get();
      if (!session) return std::unexpected(session.error());
      const auto toggles = read_toggles(**session);
      if (!toggles) return std::unexpected(toggles.error());
      knowledge_->postgres_says(*toggles);
      read_ = now;
    }
    const GatewayReport report = heartbeat_.report(*knowledge_);
    if (!heartbeat_.due()) return true;
    heartbeat_.lost();
    auto session = session_.get();
    if (!session) return std::unexpected(session.error());
    if (auto told = report_gateway(**session, report); !told) return std::unexpected(told.error());
    heartbeat_.told();
    return true;
  }

 private:
  const Clock& clock_;
  std::shared_ptr<RoutingKnowledge> knowledge_;
  std::string instance_;
  Heartbeat heartbeat_;
  ReconnectingSession session_;
  MonoTime read_ = {};
};

class RedisWatch {
 public:
  RedisWatch(const Config& config, const Clock& clock, std::shared_ptr<RoutingKnowledge> knowledge)
      : endpoint_(config.redis),
        instance_(config.instance),
        knowledge_(std::move(knowledge)),
        heartbeat_(config.instance, clock) {}
  ~RedisWatch() {
    if (!heartbeat_.heard() || !client_ || client_->broken()) return;
    if (auto gone = redis::remove_report(*client_, instance_); !gone) tell_not_retired(instance_, gone.error());
  }
  RedisWatch(const RedisWatch&) = delete;
  RedisWatch& operator=(const RedisWatch&) = delete;

  Result<bool> run() {
    if (auto opened = open(); !opened) return std::unexpected(opened.error());
    auto engaged = redis::read_rollback(*client_);
    if (!engaged) return lost(engaged.error());
    knowledge_->redis_says(*engaged);
    const GatewayReport report = heartbeat_.report(*knowledge_);
    if (heartbeat_.changed()) {
      spdlog::warn("event=routing-applied instance={} version={} rollback={} toggles={}", log_text(report.instance),
                   report.version, report.rollback ? "engaged" : "released",
                   report.unreadable ? "unreadable, so everything goes to the legacy route" : "read");
    }
    if (heartbeat_.due()) {
      heartbeat_.lost();
      if (auto told = redis::write_report(*client_, report); !told) return lost(told.error());
      heartbeat_.told();
    }
    return wait_for_hint();
  }

 private:
  Result<void> open() {
    if (client_ && !client_->broken()) return {};
    auto opened = redis::Client::open(endpoint_);
    if (!opened) return std::unexpected(opened.error());
    client_ = std::move(*opened);
    // Hints that came before are covered by reading PostgreSQL now.
    const auto reply =
        redis::expect_ok(client_->call({"XREVRANGE", std::string(kToggleChanged), "+", "-", "COUNT", "1"}));
    if (!reply) return std::unexpected(reply.error());
    const auto entries = redis::parse_entries(*reply, kToggleChanged);
    if (!entries) return std::unexpected(entries.error());
    last_ = entries->empty() ? "0-0" : entries->front().id;
    knowledge_->poke();
    return {};
  }

  Result<bool> wait_for_hint() {
    const auto reply = redis::expect_ok(client_->call_blocking(
        redis::xread_command({std::string(kToggleChanged)}, {last_}, 100, kSlice), kSlice + endpoint_.timeout));
    if (!reply) return lost(reply.error());
    const auto entries = redis::parse_streams(*reply);
    if (!entries) return std::unexpected(entries.error());
    if (!entries->empty()) {
      last_ = entries->back().id;
      knowledge_->poke();
    }
    return true;
  }

  std::unexpected<Error> lost(const Error& error) {
    client_.reset();
    return std::unexpected(error);
  }

  redis::Endpoint endpoint_;
  std::string instance_;
  std::shared_ptr<RoutingKnowledge> knowledge_;
  Heartbeat heartbeat_;
  std::unique_ptr<redis::Client> client_;
  std::string last_ = "0-0";
};

class ToggleRelay {
 public:
  ToggleRelay(const Config& config, const Clock& clock)
      : clock_(clock),
        endpoint_(config.redis),
        session_(pg::Settings{.conninfo = config.saga_conninfo,
                              .statement_timeout = seconds(2),
                              .application_name = fmt::format("payment-sagad {} toggle relay", config.instance)}) {}

  Result<bool> run() {
    auto session = session_.get();
    if (!session) return std::unexpected(session.error());
    const auto toggles = read_toggles(**session);
    if (!toggles) return std::unexpected(toggles.error());
    if (toggles->version == published_) return false;
    if (!client_ || client_->broken()) {
      auto opened = redis::Client::open(endpoint_);
      if (!opened) return std::unexpected(opened.error());
      client_ = std::move(*opened);
    }
    const WallTime now = clock_.now();
    const Event event{.event_id = new_uuid_v7(now),
                      .event_type = "FeatureToggleChanged",
                      .saga_id = {},
                      .correlation_id = {},
                      .traceparent = traceparent_of(new_trace_id()),
                      .occurred_at = now,
                      .payload = {{"version", toggles->version}}};
    const auto added = redis::expect_ok(
        client_->call({"XADD", std::string(kToggleChanged), "MAXLEN", "~", "1000", "*", "event", encode(event)}));
    if (!added) return std::unexpected(added.error());
    published_ = toggles->version;
    return false;
  }

 private:
  const Clock& clock_;
  redis::Endpoint endpoint_;
  ReconnectingSession session_;
  std::unique_ptr<redis::Client> client_;
  std::int64_t published_ = -1;
};

constexpr milliseconds kRelay{50};

}  // namespace

std::vector<std::unique_ptr<Loop>> watch_toggles(const Config& config, const Clock& clock,
                                                 const std::shared_ptr<RoutingKnowledge>& knowledge) {
  std::vector<std::unique_ptr<Loop>> loops;
  auto postgres = std::make_shared<PostgresWatch>(config, clock, knowledge);
  loops.push_back(std::make_unique<Loop>("toggles-pg", milliseconds(0), [postgres] { return postgres->run(); }));
  auto in_redis = std::make_shared<RedisWatch>(config, clock, knowledge);
  loops.push_back(std::make_unique<Loop>("toggles-redis", milliseconds(0), [in_redis] { return in_redis->run(); }));
  return loops;
}

std::unique_ptr<Loop> relay_toggles(const Config& config, const Clock& clock) {
  auto relay = std::make_shared<ToggleRelay>(config, clock);
  return std::make_unique<Loop>("toggle-relay", kRelay, [relay] { return relay->run(); });
}

}  // namespace saga::payment
