// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/services/live_rollback.h"

#include <mutex>
#include <utility>

#include "backend/concurrency/worker.h"
#include "backend/services/link.h"

namespace saga {
namespace {

const Clock& system_clock() {
  static const SystemClock kClock;
  return kClock;
}

// PostgreSQL as one thread uses it: opened when it is needed, and anew when it was lost.
class ControlPath {
 public:
  explicit ControlPath(std::function<Result<std::unique_ptr<RoutingControl>>()> open) : open_(std::move(open)) {}

  Result<RoutingControl*> get() {
    if (!control_) {
      auto opened = open_();
      if (!opened) return std::unexpected(opened.error());
      control_ = std::move(*opened);
    }
    return control_.get();
  }
  // The same, but one that died while nobody used it is found out now, and not by the action.
  Result<RoutingControl*> get_alive() {
    if (control_) lose_if(control_->toggles());
    return get();
  }
  template <class T>
  void lose_if(const Result<T>& answer) {
    if (!answer && ends_connection(answer.error())) control_.reset();
  }

 private:
  std::function<Result<std::unique_ptr<RoutingControl>>()> open_;
  std::unique_ptr<RoutingControl> control_;
};

// The second path as one thread uses it. It connects by itself; only whether there is one can fail.
class SecondPath final : public RollbackSwitch {
 public:
  explicit SecondPath(std::function<Result<std::unique_ptr<RollbackSwitch>>()> open) : open_(std::move(open)) {}

  Result<bool> engaged() override {
    return on([](RollbackSwitch& path) { return path.engaged(); });
  }
  Result<void> set(bool engaged) override {
    return on([engaged](RollbackSwitch& path) { return path.set(engaged); });
  }
  Result<void> rehearse() override {
    return on([](RollbackSwitch& path) { return path.rehearse(); });
  }
  Result<std::vector<GatewayReport>> gateways() override {
    return on([](RollbackSwitch& path) { return path.gateways(); });
  }

 private:
  template <class Ask>
  auto on(Ask ask) -> decltype(ask(std::declval<RollbackSwitch&>())) {
    if (!path_) {
      auto opened = open_ ? open_() : Result<std::unique_ptr<RollbackSwitch>>(nullptr);
      if (!opened) return std::unexpected(opened.error());
      if (!*opened) return std::unexpected(Error{ErrorKind::Invalid, "The profile names no Redis."});
      path_ = std::move(*opened);
    }
    return ask(*path_);
  }

  std::function<Result<std::unique_ptr<RollbackSwitch>>()> open_;
  std::unique_ptr<RollbackSwitch> path_;
};

}  // namespace

// The order of members is the order of shutdown, backwards: first the threads, then what runs on them.
struct LiveRollback::Parts {
  Parts(RollbackConnectors given, const Clock& clock)
      : connectors(std::move(given)),
        acting(connectors.control),
        asking(connectors.control),
        drilling(connectors.control),
        acting_second(connectors.second_path),
        asking_second(connectors.second_path),
        drilling_second(connectors.second_path),
        time(clock) {}
  ~Parts() {
    asks_postgres.stop();
    asks_redis.stop();
    drills.stop();
    acts.stop();
  }
  Parts(const Parts&) = delete;
  Parts& operator=(const Parts&) = delete;

  [[nodiscard]] RollbackWorld world() { return over(acting, acting_second); }
  [[nodiscard]] RollbackWorld drill_world() { return over(drilling, drilling_second); }
  [[nodiscard]] RollbackWorld over(ControlPath& path, SecondPath& second) {
    return {.control = [&path] { return path.get_alive(); },
            .second_path = connectors.second_path ? &second : nullptr,
            .keep = connectors.keep,
            .kept = connectors.kept,
            .forget = connectors.forget,
            .clock = time};
  }
  void tell() {
    const auto told = tell_kept(world());
    const std::lock_guard lock(mutex);
    untold_error = told ? std::nullopt : std::optional(told.error());
  }
  Result<RollbackInPostgres> in_postgres();
  Result<RollbackInRedis> in_redis();

  RollbackConnectors connectors;
  ControlPath acting, asking, drilling;
  SecondPath acting_second, asking_second, drilling_second;
  const Clock& time;
  std::mutex mutex;
  std::optional<Error> untold_error;
  Worker acts{"rollback"};
  Worker drills{"rollback-drill"};
  Worker asks_postgres{"rollback-pg"};
  Worker asks_redis{"rollback-redis"};
};

Result<RollbackInPostgres> LiveRollback::Parts::in_postgres() {
  const auto control = asking.get();
  if (!control) return std::unexpected(control.error());
  auto toggles = (*control)->toggles();
  if (!toggles) {
    asking.lose_if(toggles);
    return std::unexpected(toggles.error());
  }
  auto reports = (*control)->gateways();
  if (!reports) {
    asking.lose_if(reports);
    return std::unexpected(reports.error());
  }
  RollbackInPostgres answer{std::move(*toggles), std::move(*reports)};
  if (const auto kept = connectors.kept(); !kept) {
    answer.untold_error = kept.error();
  } else if (!kept->empty()) {
    answer.untold = kept->size();
    const std::lock_guard lock(mutex);
    answer.untold_error = untold_error;
    acts.post([this] { tell(); });
  }
  return answer;
}

Result<RollbackInRedis> LiveRollback::Parts::in_redis() {
  RollbackInRedis answer;
  const auto engaged = asking_second.engaged();
  if (!engaged) return std::unexpected(engaged.error());
  answer.engaged = *engaged;
  auto reports = asking_second.gateways();
  if (!reports) return std::unexpected(reports.error());
  answer.gateways = std::move(*reports);
  answer.now = time.now();
  return answer;
}

LiveRollback::LiveRollback(RollbackConnectors connectors) : LiveRollback(std::move(connectors), system_clock()) {}

LiveRollback::LiveRollback(RollbackConnectors connectors, const Clock& clock)
    : parts_(std::make_unique<Parts>(std::move(connectors), clock)) {}

LiveRollback::~LiveRollback() = default;

bool LiveRollback::has_second_path() const { return static_cast<bool>(parts_->connectors.second_path); }

void LiveRollback::engage(std::string reason, Reply<RollbackReport> reply) {
  parts_->acts.post([parts = parts_.get(), reason = std::move(reason), reply = std::move(reply)] {
    reply(engage_rollback(parts->world(), reason));
  });
}

void LiveRollback::release(std::int64_t expected_version, std::string reason, Reply<RollbackReport> reply) {
  parts_->acts.post([parts = parts_.get(), expected_version, reason = std::move(reason), reply = std::move(reply)] {
    // First what is not told yet, lest it be engaged again behind the release.
    parts->tell();
    reply(release_rollback(parts->world(), expected_version, reason));
  });
}

void LiveRollback::drill(std::string reason, Reply<DrillReport> reply) {
  // Never on the thread that engages: a drill may wait for the routing lock, and an emergency must not wait for it.
  parts_->drills.post([parts = parts_.get(), reason = std::move(reason), reply = std::move(reply)] {
    reply(request_drill(parts->drill_world(), reason));
  });
}

void LiveRollback::ask_postgres(Reply<Result<RollbackInPostgres>> reply) {
  parts_->asks_postgres.post([parts = parts_.get(), reply = std::move(reply)] { reply(parts->in_postgres()); });
}

void LiveRollback::ask_redis(Reply<Result<RollbackInRedis>> reply) {
  parts_->asks_redis.post([parts = parts_.get(), reply = std::move(reply)] { reply(parts->in_redis()); });
}

}  // namespace saga
