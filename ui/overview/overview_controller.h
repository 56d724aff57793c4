// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <optional>
#include <vector>

#include <QObject>
#include <QTimer>

#include "backend/domain/overview.h"
#include "backend/services/attachment.h"
#include "ui/async/gate.h"
#include "ui/async/latest.h"

namespace saga::ui {

// Asks the running system how it is, again and again, and keeps the answer. The page only shows this object's state.
// Lives on the GUI thread; answers come in through the gate.
class OverviewController final : public QObject {
  Q_OBJECT

 public:
  static constexpr std::chrono::milliseconds kShortest{1000};    // between two questions while something changes
  static constexpr std::chrono::milliseconds kLongest{2000};     // and while nothing does
  static constexpr std::chrono::milliseconds kReadingBack{300};  // while the past is still being read
  // Asking takes at most a twentieth of the server's time; a hundredth while only the badge is to be seen.
  static constexpr int kPausePerAnswer = 19;
  static constexpr int kPauseUnseen = 99;
  static constexpr std::chrono::seconds kStale{10};  // no answer for longer, beyond the pause

  enum class Content { Loading, Calm, Trouble, Forbidden, Failed };

  OverviewController(Attachment& attachment, Executor& gui, const Clock& clock, QObject* parent = nullptr);

  [[nodiscard]] Content content() const;
  [[nodiscard]] const std::optional<Overview>& overview() const { return overview_; }
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }  // of the last answer
  [[nodiscard]] const std::optional<SourceState>& postgres() const { return postgres_; }
  [[nodiscard]] const std::optional<PlatformStatus>& platform() const { return platform_; }
  [[nodiscard]] bool lost() const;
  [[nodiscard]] bool stale() const;
  [[nodiscard]] std::optional<WallTime> last_read() const { return last_read_; }
  [[nodiscard]] WallTime now() const { return clock_.now(); }
  [[nodiscard]] const Clock& clock() const { return clock_; }
  [[nodiscard]] TimePoint server_now() const { return clock_.now() + server_offset_; }
  // How many sagas need attention, for the navigation; "": none, or not known yet.
  [[nodiscard]] QString badge() const;

  // How far the flow of payments is looked back on; found again when the program starts.
  static constexpr std::array<std::chrono::minutes, 4> kRanges{
      {std::chrono::minutes(15), std::chrono::minutes(60), std::chrono::minutes(360), std::chrono::minutes(1440)}};
  [[nodiscard]] std::chrono::minutes range() const { return range_; }
  void set_range(std::chrono::minutes range);  // one of them
  // The payments of the range, in slots of this width. Of a long range what has been read so far.
  [[nodiscard]] const std::vector<FlowSlot>& flow() const;
  [[nodiscard]] std::chrono::seconds flow_slot() const;
  [[nodiscard]] bool reading_back() const;  // the range is not read as a whole yet

  void start();
  void refresh();
  // Whether the page is on screen. It begins to be with a fresh answer.
  void watch(bool seen);

 Q_SIGNALS:
  void changed();  // overview(), error(), content()
  void badge_changed();
  void sources_changed();
  void platform_changed();
  void ticked();  // once a second: ages

 private:
  void ask();
  void take(Result<Overview> overview);
  void take_source(const SourceState& state);
  void take_feed();
  void take_server_time(TimePoint server_now);

  Attachment& attachment_;
  const Clock& clock_;
  std::chrono::minutes range_ = kRanges.front();
  std::optional<Overview> overview_;
  std::optional<Error> error_;
  std::optional<SourceState> postgres_;
  std::optional<PlatformStatus> platform_;
  std::chrono::microseconds server_offset_{0};
  std::optional<WallTime> last_read_;
  MonoTime asked_at_ = {};
  MonoTime not_before_ = {};  // of the next question
  bool seen_ = false;
  QTimer ticker_;
  QTimer due_;

  Gate gate_;
  Latest<Result<Overview>> asking_;
  Subscription subscription_;  // last: ends before anything that it calls
};

}  // namespace saga::ui
