// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>

#include <QObject>
#include <QTimer>

#include "backend/ports/routing_reader.h"
#include "backend/services/attachment.h"
#include "ui/async/gate.h"
#include "ui/async/latest.h"
#include "ui/places/badge.h"
#include "ui/routing/rollback_controller.h"
#include "ui/routing/toggle_progress.h"

namespace saga::ui {

// How many sagas were in flight, and when by the server's clock.
struct InFlightSample {
  TimePoint at = {};
  SagasInFlight sagas = {};
};

// Asks the running system which way payments take, again and again while somebody looks, and changes it. The page only
// shows this object's state. Lives on the GUI thread; answers come in through the gate.
class RoutingController final : public QObject {
  Q_OBJECT

 public:
  static constexpr std::chrono::milliseconds kShortest{1000};  // between two questions
  static constexpr std::chrono::milliseconds kWatching{150};   // while a change or the rollback is being taken up
  static constexpr int kPausePerAnswer = 19;                   // asking takes at most a twentieth of the server's time
  static constexpr std::chrono::seconds kStale{10};            // no answer for longer, beyond the pause
  static constexpr std::chrono::seconds kPatience{30};         // then gateways are waited for no more often
  static constexpr std::chrono::minutes kDrain{10};            // of samples

  enum class Content { Loading, Shown, Forbidden, Failed };

  RoutingController(Attachment& attachment, RollbackController& rollback, Executor& gui, const Clock& clock,
                    QObject* parent = nullptr);

  [[nodiscard]] RollbackController& rollback() const { return rollback_; }
  [[nodiscard]] Content content() const;
  [[nodiscard]] const std::optional<RoutingSnapshot>& snapshot() const { return snapshot_; }
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }  // of the last answer
  [[nodiscard]] const std::optional<PlatformStatus>& platform() const { return platform_; }
  [[nodiscard]] bool lost() const;
  [[nodiscard]] bool stale() const;
  [[nodiscard]] std::optional<WallTime> last_read() const { return last_read_; }
  [[nodiscard]] WallTime now() const { return clock_.now(); }
  [[nodiscard]] TimePoint server_now() const { return clock_.now() + server_offset_; }

  // As a gateway that has taken up everything decides; `without_rollback`: as if it were not engaged.
  [[nodiscard]] RoutingState state(bool without_rollback = false) const;
  // Payments a second that the gateway sends the event-driven way; none before its second report.
  [[nodiscard]] std::optional<double> event_driven_rate(const std::string& instance) const;
  [[nodiscard]] const std::deque<InFlightSample>& drain() const { return drain_; }
  // How many sagas were in flight when the rollback was engaged; none if nobody looked then.
  [[nodiscard]] std::optional<std::int64_t> in_flight_at_rollback() const;
  // The route in force, for the navigation.
  [[nodiscard]] Badge badge() const;

  // Why no toggle can be changed now; nullopt: it can.
  [[nodiscard]] std::optional<QString> closed_because() const;
  void change(const std::string& name, const std::string& value, std::int64_t seen_version, const QString& reason);
  [[nodiscard]] const std::optional<ToggleProgress>& progress() const { return progress_; }
  void dismiss();  // the progress, once it is settled

  void start();
  void refresh();
  // Whether the page is on screen. Unseen, it asks only while something is being taken up.
  void watch(bool seen);

 Q_SIGNALS:
  void changed();
  void progress_changed();
  void sources_changed();
  void badge_changed();
  void ticked();  // once a second: ages

 private:
  void ask();
  void take(Result<RoutingSnapshot> snapshot);
  void note_rates(const RoutingSnapshot& snapshot);
  void note_drain(const RoutingSnapshot& snapshot);
  void take_source(const SourceState& state);
  [[nodiscard]] bool watching() const;
  [[nodiscard]] bool wanted() const;

  Attachment& attachment_;
  RollbackController& rollback_;
  const Clock& clock_;
  std::optional<RoutingSnapshot> snapshot_;
  std::optional<Error> error_;
  std::optional<SourceState> postgres_;
  std::optional<PlatformStatus> platform_;
  std::chrono::microseconds server_offset_{0};
  std::optional<WallTime> last_read_;
  MonoTime asked_at_ = {};
  MonoTime::duration took_{0};
  std::map<std::string, double> rates_;
  std::deque<InFlightSample> drain_;
  std::optional<ToggleProgress> progress_;
  MonoTime changed_at_ = {};  // the last change or engagement
  bool seen_ = false;
  QTimer ticker_, due_;

  Gate gate_;
  Latest<Result<RoutingSnapshot>> asking_;
  Subscription subscription_;  // last: ends before anything that it calls
};

}  // namespace saga::ui
