// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/runtime/platform_watch.h"

#include <set>
#include <utility>

#include <fmt/format.h>

#include "backend/domain/routing.h"
#include "backend/payment/metrics/names.h"
#include "backend/payment/publishing/delivery_watch.h"
#include "backend/payment/publishing/routes.h"
#include "backend/payment/runtime/reconnecting_session.h"
#include "backend/payment/runtime/trimming.h"
#include "backend/payment/topics.h"

namespace saga::payment {
namespace {

constexpr std::chrono::seconds kPeriod{5};

class StreamWatch {
 public:
  StreamWatch(const Config& config, Metrics& metrics) : endpoint_(config.redis), metrics_(metrics) {
    topics_.emplace_back(kExternalReplay);
    dead_.insert(topics_.begin(), topics_.end());
    for (const ExternalRoute& route : kExternalRoutes) dead_.emplace(route.topic);
  }

  Result<bool> look() {
    if (!client_ || client_->broken()) {
      auto opened = redis::Client::open(endpoint_);
      if (!opened) return std::unexpected(opened.error());
      client_ = std::move(*opened);
    }
    std::vector<redis::Command> commands;
    for (const std::string& topic : topics_) commands.push_back({"XINFO", "GROUPS", topic});
    for (const std::string& topic : dead_) commands.push_back({"LLEN", "dead-letter:" + topic});
    auto replies = client_->pipeline(commands);
    if (!replies) return std::unexpected(replies.error());
    std::set<Key> seen;
    for (std::size_t i = 0; i < topics_.size(); ++i) {
      const redis::Reply& reply = (*replies)[i];
      if (reply.error() != nullptr) continue;  // there is no such stream yet
      const auto states = group_states(reply);
      if (!states) return std::unexpected(states.error());
      for (const GroupState& state : *states) {
        show(topics_[i], state);
        seen.emplace(topics_[i], state.group);
      }
    }
    auto length = replies->begin() + static_cast<std::ptrdiff_t>(topics_.size());
    for (const std::string& topic : dead_) {
      const std::int64_t* entries = length++->integer();
      metrics_.gauge(kDeadLetters, {{"topic", topic}})
          .set(entries != nullptr ? static_cast<double>(*entries) : Gauge::kUnknown);
    }
    // What is gone is not shown any more.
    for (const Key& gone : shown_) {
      if (!seen.contains(gone)) show(gone.first, {gone.second, Gauge::kUnknown, Gauge::kUnknown});
    }
    shown_ = std::move(seen);
    return false;
  }

 private:
  using Key = std::pair<std::string, std::string>;

  void show(const std::string& topic, const GroupState& state) {
    // Anybody may make a group in Redis: those that are not ours share one name, and of them the last one counts.
    const Labels labels{{"topic", topic}, {"group", std::string(bounded(state.group, kGroups))}};
    metrics_.gauge(kStreamLag, labels).set(state.lag);
    metrics_.gauge(kStreamPending, labels).set(state.pending);
  }

  static constexpr std::array<std::string_view, 8> kGroups{
      kOrchestratorGroup, kGatewayGroup, kLegacyGroup, "orders", "balances", "products", "payments", "publisher"};

  redis::Endpoint endpoint_;
  Metrics& metrics_;
  std::vector<std::string> topics_ = all_topics();
  std::set<std::string> dead_;  // topics that may have dead letters: of the chain, and of what leaves it
  std::unique_ptr<redis::Client> client_;
  std::set<Key> shown_;
};

// One database with the schemas that live in it.
class DatabaseWatch {
 public:
  DatabaseWatch(const Config& config, const std::string& conninfo, std::vector<std::string> schemas, Metrics& metrics)
      : schemas_(std::move(schemas)),
        metrics_(metrics),
        session_(
            pg::Settings{.conninfo = conninfo,
                         .read_only = true,
                         .statement_timeout = std::chrono::seconds(5),
                         .application_name = fmt::format("payment-sagad {} watch", config.instance)},
            // Queues are found by their indexes, whatever the statistics say of a table that was empty a moment ago.
            [](pg::Session& session) { return session.execute_script("set enable_seqscan = off; set jit = off"); }) {}

  Result<bool> look() {
    auto session = session_.get();
    if (!session) return std::unexpected(session.error());
    for (const std::string& schema : schemas_) {
      if (auto done = schema == "saga" ? look_at_saga(**session) : look_at_outbox(**session, schema); !done) {
        return std::unexpected(done.error());
      }
    }
    return false;
  }

 private:
  Result<void> look_at_saga(pg::Session& session) {
    if (auto done = look_at_rollback(session); !done) return done;
    return look_at_deliveries(session, metrics_);
  }

  Result<void> look_at_rollback(pg::Session& session) {
    const auto rows = session.read("select value from saga.feature_toggle where name = $1", {kRollbackToggle});
    if (!rows) return std::unexpected(rows.error());
    return rows->each(
        [&](const pg::Row& row) { metrics_.gauge(kRollbackEngaged).set(rollback_from(row.text(0)) ? 1 : 0); });
  }

  // Counted only so far that an outbox which nobody empties costs no more than one that is full.
  Result<void> look_at_outbox(pg::Session& session, const std::string& schema) {
    const auto rows = session.read(
        fmt::format("select count(*)::int from (select from {}.outbox order by position limit 100001) o", schema));
    if (!rows) return std::unexpected(rows.error());
    return rows->each(
        [&](const pg::Row& row) { metrics_.gauge(kOutboxBacklog, {{"domain", schema}}).set(row.int32(0)); });
  }

  std::vector<std::string> schemas_;
  Metrics& metrics_;
  ReconnectingSession session_;
};

}  // namespace

Result<std::vector<GroupState>> group_states(const redis::Reply& groups) {
  const auto strange = [] {
    return std::unexpected(Error{ErrorKind::Internal, "Redis answered XINFO GROUPS in a form that is not known"});
  };
  if (groups.array() == nullptr) return strange();
  std::vector<GroupState> states;
  for (const redis::Reply& each : *groups.array()) {
    const redis::Reply* name = field_of(each, "name");
    const redis::Reply* pending = field_of(each, "pending");
    if (name == nullptr || name->text() == nullptr || pending == nullptr || pending->integer() == nullptr) {
      return strange();
    }
    const redis::Reply* lag = field_of(each, "lag");  // nil after entries within were deleted; not there before Redis 7
    states.push_back(
        {*name->text(),
         lag != nullptr && lag->integer() != nullptr ? static_cast<double>(*lag->integer()) : Gauge::kUnknown,
         static_cast<double>(*pending->integer())});
  }
  return states;
}

std::vector<std::unique_ptr<Loop>> watch_platform(const Config& config, Metrics& metrics) {
  std::vector<std::unique_ptr<Loop>> loops;
  auto streams = std::make_shared<StreamWatch>(config, metrics);
  loops.push_back(std::make_unique<Loop>("watch-streams", kPeriod, [streams] { return streams->look(); }));
  std::map<std::string, std::vector<std::string>> databases;
  databases[config.saga_conninfo].emplace_back("saga");
  for (const Role role : {Role::Orders, Role::Balances, Role::Products, Role::Payments}) {
    databases[config.conninfo_of(role)].emplace_back(to_text(role));
  }
  for (auto& [conninfo, schemas] : databases) {
    auto watch = std::make_shared<DatabaseWatch>(config, conninfo, std::move(schemas), metrics);
    loops.push_back(std::make_unique<Loop>("watch-tables", kPeriod, [watch] { return watch->look(); }));
  }
  return loops;
}

}  // namespace saga::payment
