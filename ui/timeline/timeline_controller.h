// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include <QObject>
#include <QTimer>

#include "backend/services/attachment.h"
#include "backend/services/timeline_feed.h"
#include "ui/async/gate.h"
#include "ui/async/latest.h"
#include "ui/exports/file_export.h"

namespace saga::ui {

// Reads what the timeline shows, while it is looked at: what goes on again and again, the part of the past that is on
// screen and the last day portion by portion, markers, and the steps of the sagas that are drawn large enough. Lives on
// the GUI thread; all reading and arranging happens on the attachment's background thread.
class TimelineController final : public QObject {
  Q_OBJECT

 public:
  static constexpr std::chrono::milliseconds kShortest{1000};  // between two looks at what goes on
  static constexpr std::chrono::milliseconds kLongest{2000};   // while nothing changes
  static constexpr int kPausePerAnswer = 9;                    // looking takes at most a tenth of the time
  static constexpr std::chrono::hours kDay{24};
  static constexpr std::size_t kMostSteps = 200;  // sagas whose steps are asked for at once

  using Steps = std::map<SagaId, std::vector<StepExecution>>;
  enum class Content { Loading, Spans, Empty, Forbidden, Failed };

  TimelineController(Attachment& attachment, Executor& gui, const Clock& clock, QObject* parent = nullptr);

  [[nodiscard]] Content content() const;
  [[nodiscard]] const std::optional<TimelineSnapshot>& snapshot() const { return snapshot_; }
  [[nodiscard]] const std::vector<timeline::Marker>& markers() const { return markers_; }
  [[nodiscard]] const Steps& steps() const { return steps_; }
  // The saga that is pointed at, once it is read.
  [[nodiscard]] const std::optional<Saga>& inspected() const { return inspected_; }
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }  // of the last answer
  [[nodiscard]] bool lost() const;
  [[nodiscard]] TimePoint server_now() const { return clock_.now() + server_offset_; }
  [[nodiscard]] std::optional<WallTime> last_read() const { return last_read_; }
  [[nodiscard]] WallTime now() const { return clock_.now(); }
  // The part on screen is still being read.
  [[nodiscard]] bool reading() const;

  void start();
  void watch(bool watched);  // nothing is read while nobody looks
  void look_at(const timeline::Range& window);
  // Of a saga that goes on they are read again every other second.
  struct WantedSteps {
    SagaId id;
    bool open = false;
  };
  void want_steps(const std::vector<WantedSteps>& sagas);
  void inspect(const SagaId& saga);  // "": none
  void refresh();
  // What is known of a period, as one file to hand on (IncidentBundle).
  [[nodiscard]] FileExport& exporting() { return export_; }
  void set_system(std::string profile) { system_ = std::move(profile); }  // whose it is, for the file
  void export_incident(const QString& path, const timeline::Range& period);

 Q_SIGNALS:
  void changed();  // snapshot(), content(), error()
  void markers_changed();
  void steps_changed();
  void inspected_changed();
  void sources_changed();

 private:
  void ask();
  void take(Result<TimelineSnapshot> snapshot, bool refreshed);
  void ask_markers();
  void take_source(const SourceState& state);
  void take_server_time(TimePoint server_now);
  // What to read next of the past; nullopt: nothing.
  struct Wish {
    std::optional<TimePoint> jump;
    TimePoint from;
  };
  [[nodiscard]] std::optional<Wish> wish() const;

  Attachment& attachment_;
  const Clock& clock_;
  std::shared_ptr<TimelineFeed> feed_;  // used by the questions alone, on the background thread
  std::optional<TimelineSnapshot> snapshot_;
  std::vector<timeline::Marker> markers_;
  Steps steps_;
  std::map<SagaId, MonoTime> steps_read_at_;  // of those that go on
  std::optional<Saga> inspected_;
  SagaId inspecting_id_;
  std::optional<Error> error_;
  std::optional<SourceState> postgres_;
  std::chrono::microseconds server_offset_{0};
  std::optional<WallTime> last_read_;
  timeline::Range window_ = {};
  bool watched_ = false;
  bool marked_ = false;  // markers were asked for
  TimePoint markers_from_ = {};
  MonoTime markers_due_ = {};
  MonoTime due_at_ = {};  // of the next look at what goes on
  QTimer due_;

  std::string system_;
  FileExport export_;
  Gate gate_;
  Latest<Result<TimelineSnapshot>> asking_;
  Latest<Result<std::vector<timeline::Marker>>> marking_;
  Latest<Result<Steps>> stepping_;
  Latest<Result<SagaPage>> inspecting_;
  Subscription subscription_;  // last: ends before anything that it calls
};

}  // namespace saga::ui
