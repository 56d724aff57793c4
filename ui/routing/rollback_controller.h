// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include <QObject>
#include <QString>
#include <QTimer>

#include "backend/services/emergency_rollback.h"
#include "ui/async/gate.h"
#include "ui/async/latest.h"

namespace saga::ui {

// A rehearsal of the rollback, and what is known of it.
struct RollbackDrill {
  // Unknown: it was asked for, and the answer was lost.
  enum class Stage { Sending, Waiting, Safe, Late, NotDone, Unknown } stage = Stage::Sending;
  std::int64_t version = 0;                                  // Waiting on: who has it would have obeyed
  std::optional<std::chrono::microseconds> safe_after = {};  // Safe: until the last gateway had it
  int gateways = 0;                                          // Safe: so many run
  std::vector<std::string> stragglers = {};                  // Late
  QString said = {};                                         // NotDone: why
  WallTime at = {};
};

// The emergency rollback as the window shows it: whether it is engaged, by which path, who obeys; and the two gestures
// that engage it. It asks both paths by itself and shares nothing with the pages' connections. GUI thread.
class RollbackController final : public QObject {
  Q_OBJECT

 public:
  static constexpr std::chrono::milliseconds kConfirming{100};  // between two questions while gateways are waited for
  static constexpr std::chrono::milliseconds kWatched{1000};    // while it is engaged, or the page is on screen
  static constexpr std::chrono::milliseconds kCalm{3000};
  static constexpr std::chrono::seconds kPatience{30};  // then a straggler is waited for no more often
  static constexpr std::chrono::seconds kDrillPatience{10};
  static constexpr std::chrono::seconds kStaysArmed{30};
  static constexpr std::chrono::milliseconds kSecondGesture{400};  // after the first; earlier it is the same gesture

  RollbackController(EmergencyRollback& rollback, Attachment& attachment, Executor& gui, const Clock& clock,
                     QObject* parent = nullptr);

  // What each path says; none: it could not be asked.
  [[nodiscard]] const std::optional<Result<RollbackInPostgres>>& in_postgres() const { return in_postgres_; }
  [[nodiscard]] const std::optional<Result<RollbackInRedis>>& in_redis() const { return in_redis_; }
  [[nodiscard]] std::optional<bool> postgres_says() const;
  [[nodiscard]] std::optional<bool> redis_says() const;
  [[nodiscard]] bool has_second_path() const { return rollback_.has_second_path(); }
  [[nodiscard]] bool engaged() const;  // by at least one path that was heard last
  // As PostgreSQL knew it last, also while it does not answer; nullptr: it never did.
  [[nodiscard]] const Toggle* toggle() const;

  // Since when, by this workstation's clock, as well as that is known.
  [[nodiscard]] std::optional<std::chrono::microseconds> engaged_for() const;
  [[nodiscard]] const SeenGateways& gateways() const { return gateways_; }
  // Of those that run: how many send everything to the legacy route, and which do not yet.
  [[nodiscard]] int obeying() const;
  [[nodiscard]] std::vector<std::string> stragglers() const;
  // Of those that ran when it was engaged: which have gone silent without obeying.
  [[nodiscard]] const std::vector<std::string>& lost() const { return lost_; }
  // From the decision to the last gateway that runs; none while one is waited for.
  [[nodiscard]] std::optional<std::chrono::microseconds> time_to_safe() const { return time_to_safe_; }
  // What this window did last, and how long the writing took.
  [[nodiscard]] const std::optional<RollbackReport>& report() const { return report_; }
  [[nodiscard]] std::optional<std::chrono::microseconds> written_after() const { return written_after_; }
  [[nodiscard]] const std::string& reason() const { return reason_; }  // of it
  [[nodiscard]] std::optional<WallTime> acted_at() const { return acted_at_; }

  // The first gesture. It ends by itself.
  void arm();
  void disarm();
  [[nodiscard]] bool armed() const { return armed_at_.has_value(); }
  // The second gesture; nothing happens too soon after the first, without it, or without a reason.
  bool engage(const QString& reason);
  // `moving`: see release_closed_because(). Whether it was asked for: nothing happens while that says why not.
  bool release(std::int64_t expected_version, std::optional<std::int64_t> moving, const QString& reason);
  [[nodiscard]] bool acting() const { return acting_ != Act::None; }
  [[nodiscard]] bool releasing() const { return acting_ == Act::Release; }
  // Why it cannot be engaged from here; nullopt: it can.
  [[nodiscard]] std::optional<QString> closed_because() const;
  // Why it cannot be released now. `moving`: sagas that still move; none: not known.
  [[nodiscard]] std::optional<QString> release_closed_because(std::optional<std::int64_t> moving) const;

  // A drill: everything but the switch.
  [[nodiscard]] std::optional<QString> drill_closed_because() const;
  void start_drill(const QString& reason);
  [[nodiscard]] const std::optional<RollbackDrill>& drill() const { return drill_; }

  void start();
  void watch(bool seen);

 Q_SIGNALS:
  void changed();
  void armed_changed();
  void engaged_changed();
  void finished();  // an engagement or release was answered

 private:
  enum class Act { None, Engage, Release };

  void ask_postgres();
  void ask_redis();
  void take();
  void measure();
  void taken(RollbackReport report);
  void take_drill(const DrillReport& report);
  void measure_drill();
  [[nodiscard]] std::chrono::milliseconds pause() const;
  [[nodiscard]] bool confirming() const;

  EmergencyRollback& rollback_;
  Attachment& attachment_;
  const Clock& clock_;
  std::optional<PlatformStatus> platform_;
  std::optional<Result<RollbackInPostgres>> in_postgres_;
  std::optional<Result<RollbackInRedis>> in_redis_;
  std::optional<Toggle> toggle_;
  MonoTime postgres_at_ = {};  // of its last answer
  SeenGateways gateways_;
  std::vector<std::string> lost_;
  bool was_engaged_ = false;
  std::optional<WallTime> engaged_at_;  // here, when it was first seen
  std::optional<MonoTime> armed_at_;
  Act acting_ = Act::None;
  MonoTime acted_mono_ = {};
  std::optional<WallTime> acted_at_;
  std::string reason_;
  std::optional<RollbackReport> report_;
  std::optional<std::chrono::microseconds> written_after_;
  std::optional<std::chrono::microseconds> time_to_safe_;
  std::optional<RollbackDrill> drill_;
  MonoTime drill_began_ = {};
  MonoTime drill_waits_since_ = {};  // for the gateways
  bool seen_ = false;
  QTimer postgres_due_, redis_due_, disarming_;

  Gate gate_;
  Latest<Result<RollbackInPostgres>> asking_postgres_;
  Latest<Result<RollbackInRedis>> asking_redis_;
  Subscription subscription_;  // last: ends before anything that it calls
};

}  // namespace saga::ui
