// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/routing/rollback_controller.h"

#include <algorithm>
#include <utility>

#include "ui/widgets/format.h"
#include "ui/widgets/permission.h"

namespace saga::ui {

using std::chrono::duration_cast;
using std::chrono::microseconds;

RollbackController::RollbackController(EmergencyRollback& rollback, Attachment& attachment, Executor& gui,
                                       const Clock& clock, QObject* parent)
    : QObject(parent),
      rollback_(rollback),
      attachment_(attachment),
      clock_(clock),
      gate_(gui),
      asking_postgres_(gui),
      asking_redis_(gui) {
  for (QTimer* timer : {&postgres_due_, &redis_due_, &disarming_}) timer->setSingleShot(true);
  connect(&postgres_due_, &QTimer::timeout, this, &RollbackController::ask_postgres);
  connect(&redis_due_, &QTimer::timeout, this, &RollbackController::ask_redis);
  connect(&disarming_, &QTimer::timeout, this, &RollbackController::disarm);
}

void RollbackController::start() {
  AttachmentEvents events;
  events.platform = gate_.pass<PlatformStatus>([this](PlatformStatus status) {
    const auto rights = [this] {
      return platform_ ? std::pair(platform_->may_route, platform_->writing) : std::pair(false, Writing::Open);
    };
    const auto before = rights();
    platform_ = std::move(status);
    if (before != rights()) Q_EMIT changed();
  });
  subscription_ = attachment_.subscribe(std::move(events));
  ask_postgres();
  if (has_second_path()) ask_redis();
}

void RollbackController::watch(bool seen) {
  if (std::exchange(seen_, seen) == seen || !seen) return;
  ask_postgres();
  if (has_second_path()) ask_redis();
}

const Toggle* RollbackController::toggle() const { return toggle_ ? &*toggle_ : nullptr; }

std::optional<bool> RollbackController::postgres_says() const {
  if (!in_postgres_ || !*in_postgres_) return std::nullopt;
  const Toggle* found = find_toggle((*in_postgres_)->toggles, kRollbackToggle);
  return found != nullptr ? std::optional(rollback_from(found->value)) : std::nullopt;
}

std::optional<bool> RollbackController::redis_says() const {
  if (!in_redis_ || !*in_redis_) return std::nullopt;
  return (*in_redis_)->engaged;
}

// While neither path answers, what was known last goes on: a rollback does not end because nobody can be asked.
bool RollbackController::engaged() const { return was_engaged_; }

std::optional<microseconds> RollbackController::engaged_for() const {
  if (!engaged()) return std::nullopt;
  if (const Toggle* found = toggle(); found != nullptr && postgres_says() == true) {
    const auto since_answer = clock_.monotonic() - postgres_at_;
    return (*in_postgres_)->gateways.server_now - found->updated_at + duration_cast<microseconds>(since_answer);
  }
  return engaged_at_ ? std::optional<microseconds>(clock_.now() - *engaged_at_) : std::nullopt;
}

int RollbackController::obeying() const {
  return static_cast<int>(std::ranges::count_if(gateways_.live, &GatewayReport::rollback));
}

std::vector<std::string> RollbackController::stragglers() const {
  std::vector<std::string> names;
  for (const GatewayReport& gateway : gateways_.live) {
    if (gateway.rollback != engaged()) names.push_back(gateway.instance);
  }
  return names;
}

void RollbackController::arm() {
  if (armed() || acting() || engaged() || closed_because()) return;
  armed_at_ = clock_.monotonic();
  disarming_.start(kStaysArmed);
  Q_EMIT armed_changed();
}

void RollbackController::disarm() {
  if (!armed()) return;
  armed_at_.reset();
  disarming_.stop();
  Q_EMIT armed_changed();
}

bool RollbackController::engage(const QString& reason) {
  const QString trimmed = reason.trimmed();
  if (!armed() || acting() || trimmed.isEmpty() || clock_.monotonic() - *armed_at_ < kSecondGesture) return false;
  acting_ = Act::Engage;
  acted_mono_ = clock_.monotonic();
  acted_at_ = clock_.now();
  reason_ = trimmed.toStdString();
  report_.reset();
  written_after_.reset();
  time_to_safe_.reset();
  rollback_.engage(reason_, gate_.pass<RollbackReport>([this](RollbackReport report) { taken(std::move(report)); }));
  disarm();
  postgres_due_.start(kConfirming);
  if (has_second_path()) redis_due_.start(kConfirming);
  Q_EMIT changed();
  return true;
}

bool RollbackController::release(std::int64_t expected_version, std::optional<std::int64_t> moving,
                                 const QString& reason) {
  if (release_closed_because(moving) || reason.trimmed().isEmpty()) return false;
  acting_ = Act::Release;
  acted_mono_ = clock_.monotonic();
  acted_at_ = clock_.now();
  reason_ = reason.trimmed().toStdString();
  report_.reset();
  rollback_.release(expected_version, reason_,
                    gate_.pass<RollbackReport>([this](RollbackReport report) { taken(std::move(report)); }));
  Q_EMIT changed();
  return true;
}

void RollbackController::taken(RollbackReport report) {
  if (std::exchange(acting_, Act::None) == Act::Engage && !written_after_ && report.engaged()) {
    written_after_ = duration_cast<microseconds>(clock_.monotonic() - acted_mono_);
  }
  report_ = std::move(report);
  ask_postgres();
  if (has_second_path()) ask_redis();
  Q_EMIT finished();
  Q_EMIT changed();
}

std::optional<QString> RollbackController::closed_because() const {
  if (acting()) return tr("it is under way");
  if (engaged()) return tr("it is engaged");
  // Never by the lock over writing: it has to be fast.
  return platform_ ? closed_by_role_alone(*platform_, &PlatformStatus::may_route) : std::nullopt;
}

std::optional<QString> RollbackController::release_closed_because(std::optional<std::int64_t> moving) const {
  if (!engaged()) return tr("it is not engaged");
  if (acting()) return tr("it is under way");
  if (platform_) {
    if (auto closed = closed_by_role(*platform_, &PlatformStatus::may_route)) return closed;
  }
  if (!postgres_says()) return tr("PostgreSQL has to say so, and cannot be asked");
  if (has_second_path() && !redis_says()) return tr("Redis has to say so, and cannot be asked");
  if (const auto names = stragglers(); !names.empty()) {
    return tr("%1 does not obey the rollback yet").arg(text(names.front()));
  }
  if (!moving) return tr("it is not known whether sagas still move");
  if (*moving > 0)
    return tr("%n saga(s) still move", nullptr, static_cast<int>(std::min<std::int64_t>(*moving, 1'000'000)));
  return std::nullopt;
}

bool RollbackController::confirming() const {
  if (acting() || (drill_ && drill_->stage == RollbackDrill::Stage::Waiting)) return true;
  return acted_at_ && clock_.monotonic() - acted_mono_ < kPatience && !stragglers().empty();
}

std::chrono::milliseconds RollbackController::pause() const {
  if (confirming()) return kConfirming;
  return engaged() || seen_ ? kWatched : kCalm;
}

void RollbackController::ask_postgres() {
  if (asking_postgres_.busy()) return;  // its answer asks again
  asking_postgres_.ask([this](auto done) { rollback_.ask_postgres(std::move(done)); },
                       [this](Result<RollbackInPostgres> answer) {
                         in_postgres_ = std::move(answer);
                         postgres_at_ = clock_.monotonic();
                         take();
                         postgres_due_.start(pause());
                       });
}

void RollbackController::ask_redis() {
  if (asking_redis_.busy()) return;
  asking_redis_.ask([this](auto done) { rollback_.ask_redis(std::move(done)); },
                    [this](Result<RollbackInRedis> answer) {
                      in_redis_ = std::move(answer);
                      take();
                      redis_due_.start(pause());
                    });
}

void RollbackController::take() {
  std::vector<ReportedGateways> places;
  if (in_postgres_ && *in_postgres_) {
    const Toggle* known = find_toggle((*in_postgres_)->toggles, kRollbackToggle);
    toggle_ = known != nullptr ? std::optional(*known) : std::nullopt;
    const GatewayReports& reports = (*in_postgres_)->gateways;
    const auto since_answer = duration_cast<microseconds>(clock_.monotonic() - postgres_at_);
    places.push_back({reports.gateways, reports.server_now + since_answer});
  }
  if (in_redis_ && *in_redis_) places.push_back({(*in_redis_)->gateways, clock_.now()});
  // What was known last stays, and grows old, while nobody can be asked.
  if (!places.empty()) gateways_ = merge_reports(places);

  const auto postgres = postgres_says(), redis = redis_says();
  const bool says = postgres.value_or(false) || redis.value_or(false);
  const bool now = postgres || redis ? says : was_engaged_;
  if (now != was_engaged_) {
    was_engaged_ = now;
    engaged_at_ = now ? std::optional(clock_.now()) : std::nullopt;
    if (!now || acting_ != Act::Engage) time_to_safe_.reset();
    if (now) disarm();
    Q_EMIT engaged_changed();
  }
  if (now && acting_ == Act::Engage && !written_after_) {
    written_after_ = duration_cast<microseconds>(clock_.monotonic() - acted_mono_);
  }
  measure();
  measure_drill();
  Q_EMIT changed();
}

// Once, when every gateway that runs has said so: one that is started later does not make it longer, and one that has
// gone silent without saying so is named beside it.
void RollbackController::measure() {
  const auto ago = engaged_for();
  lost_ = ago ? lost_since(gateways_, *ago, &GatewayReport::rollback) : std::vector<std::string>();
  if (!engaged() || time_to_safe_ || gateways_.live.empty() || obeying() < static_cast<int>(gateways_.live.size())) {
    return;
  }
  const Toggle* found = toggle();
  if (found != nullptr && postgres_says() == true) {
    // The server's clock alone, and so exact, whoever engaged it.
    microseconds last{0};
    for (const GatewayReport& gateway : (*in_postgres_)->gateways.gateways) {
      if (!gateway.rollback || !is_live(gateway, (*in_postgres_)->gateways.server_now)) continue;
      last = std::max(last, duration_cast<microseconds>(gateway.applied_at - found->updated_at));
    }
    time_to_safe_ = last;
  } else if (acted_at_) {
    time_to_safe_ = duration_cast<microseconds>(clock_.monotonic() - acted_mono_);
  }
}

}  // namespace saga::ui
