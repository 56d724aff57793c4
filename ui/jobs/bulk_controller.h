// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <QObject>
#include <QTimer>

#include "backend/services/attachment.h"
#include "ui/async/gate.h"
#include "ui/async/latest.h"
#include "ui/async/pace.h"
#include "ui/shell/environment.h"

namespace saga::ui {

class JobsController;

// What was chosen when a bulk action was asked for.
struct BulkTargets {
  SagaFilter chosen = {};              // finds exactly the chosen sagas
  std::optional<SagaFilter> all = {};  // by a filter: what that would find now, for what has come since
};

// What a person has written and set in the dialog.
struct BulkForm {
  QString reason = {};
  QString evidence = {};  // of Action::Resolve
  QString typed = {};     // where typed_wanted() says so
  int rate = 500;         // sagas a second; 0: as fast as they settle
  bool ramped = true;
  int failure_limit = 10;  // per cent
  friend bool operator==(const BulkForm&, const BulkForm&) = default;
};

// A bulk action from the question to the job: it freezes the chosen sagas at their versions, says what would become of
// them, and creates the job of exactly these, or says why not. A lost answer is read back before anything else. Lives
// on the GUI thread; answers come in through the gate.
class BulkController final : public QObject {
  Q_OBJECT

 public:
  static constexpr int kSample = 6;
  static constexpr std::int64_t kMost = 1'000'000;  // sagas in a job

  enum class Stage {
    Closed,
    Freezing,  // the preview is being read
    Ready,
    Failed,   // it could not be read
    Sending,  // the job is being created
    Unknown,  // its answer was lost, it is being read back
    Refused   // it was not created: see said()
  };

  BulkController(Attachment& attachment, JobsController& jobs, Environment environment, Executor& gui,
                 const Clock& clock, QObject* parent = nullptr);

  [[nodiscard]] Stage stage() const { return stage_; }
  // Put away while it is sent or read back: that goes on, and what became of it brings the dialog back.
  [[nodiscard]] bool away() const { return away_; }
  [[nodiscard]] Action action() const { return action_; }
  [[nodiscard]] Environment environment() const { return environment_; }
  [[nodiscard]] const FrozenPreview& frozen() const { return frozen_; }  // from Ready on
  [[nodiscard]] const std::vector<SagaDetail>& sample() const { return sample_; }
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }  // Failed, Unknown
  [[nodiscard]] const QString& said() const { return said_; }                 // Refused
  [[nodiscard]] QString selection() const;                                    // how the sagas were chosen, in words
  // How many match now that were not frozen; nullopt: that cannot be, or is not known yet.
  [[nodiscard]] std::optional<std::int64_t> newer() const { return newer_; }
  [[nodiscard]] std::int64_t count() const { return frozen_.preview.sagas; }
  [[nodiscard]] std::int64_t allowed() const;  // of them: it would be done
  // So many are more than one person may do alone; nullptr: they are not, as far as is known before it is asked for.
  [[nodiscard]] const ApprovalRule* second_person() const;
  [[nodiscard]] TimePoint server_now() const { return clock_.now() + server_offset_; }

  // What has to be typed: "compensate 1284 production"; "": nothing.
  [[nodiscard]] QString typed_wanted() const;
  // Why it cannot be confirmed now; nullopt: it can.
  [[nodiscard]] std::optional<QString> closed_because(const BulkForm& form) const;

  void start();
  // Nothing while another one is open; if that is put away, it comes back.
  void open(Action action, const BulkTargets& targets);
  void freeze_again();
  void confirm(const BulkForm& form);
  void close();  // while it is being sent or read back: only puts it away

 Q_SIGNALS:
  void changed();
  void newer_changed();
  void created(const JobId& id);

 private:
  struct Read {
    FrozenPreview frozen;
    std::vector<SagaDetail> sample = {};
    std::vector<ApprovalRule> rules = {};
  };
  void set_stage(Stage stage);
  void freeze();
  void take(Result<Read> read);
  void look_for_newer();
  void take_outcome(const ActionOutcome& outcome);
  void look_back();
  void finish();

  Attachment& attachment_;
  JobsController& jobs_;
  Environment environment_;
  const Clock& clock_;
  Stage stage_ = Stage::Closed;
  bool away_ = false;
  Action action_ = Action::Retry;
  BulkTargets targets_;
  FrozenPreview frozen_;
  std::vector<SagaDetail> sample_;
  std::vector<ApprovalRule> rules_;
  std::shared_ptr<const std::vector<SagaId>> ids_;  // frozen, sorted; used by the background
  std::optional<std::int64_t> newer_;
  std::optional<Error> error_;
  QString said_;
  JobId job_;
  TimePoint unknown_since_ = {};
  std::optional<SourceState> postgres_;
  std::optional<PlatformStatus> platform_;
  std::chrono::microseconds server_offset_{0};
  Pace newer_pace_{std::chrono::seconds(1), 20, std::chrono::minutes(1)};
  QTimer ticker_;

  Gate gate_;
  Latest<Result<Read>> freezing_;
  Latest<Result<std::int64_t>> counting_;
  Latest<Result<std::optional<Job>>> finding_;
  Subscription subscription_;  // last: ends before anything that it calls
};

}  // namespace saga::ui
