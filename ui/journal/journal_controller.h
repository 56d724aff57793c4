// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include <QObject>
#include <QTimer>

#include "backend/services/attachment.h"
#include "backend/services/journal_verification.h"
#include "ui/async/gate.h"
#include "ui/async/latest.h"
#include "ui/async/pace.h"
#include "ui/exports/file_export.h"
#include "ui/journal/journal_model.h"
#include "ui/journal/journal_query.h"
#include "ui/places/badge.h"

namespace saga::ui {

// What the verification of the chains has come to.
struct JournalVerification {
  enum class State { NotYet, Running, Sound, Broken, Failed } state = State::NotYet;
  std::int64_t rows = 0;  // looked at
  std::int64_t of = 0;
  JournalReport report = {};                       // Sound, Broken
  std::map<std::string, std::int64_t> up_to = {};  // by area: rows behind it were written since
  int unreadable = 0;                              // lines of what was kept on this machine
  std::optional<WallTime> at = {};                 // when it ended
  std::optional<Error> error = {};                 // Failed, or Broken and a later one could not be ended
};

// Asks the running system for its journal, again and again while somebody looks, and verifies its chains when told to.
// The page only shows this object's state. Lives on the GUI thread; answers come in through the gate.
class JournalController final : public QObject {
  Q_OBJECT

 public:
  static constexpr int kPage = 200;
  // What was kept on this machine of the chains; called in the background.
  using Anchors = std::function<Result<KeptAnchors>()>;

  enum class Content { Loading, Rows, Empty, NothingMatches, Forbidden, Failed };

  JournalController(Attachment& attachment, Anchors anchors, Executor& gui, const Clock& clock,
                    QObject* parent = nullptr);
  ~JournalController() override;

  [[nodiscard]] JournalModel& model() { return model_; }
  [[nodiscard]] const JournalModel& model() const { return model_; }
  [[nodiscard]] FileExport& exporting() { return export_; }
  [[nodiscard]] const JournalQuery& query() const { return query_; }
  [[nodiscard]] Content content() const;
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }  // of the last answer
  [[nodiscard]] bool lost() const;
  [[nodiscard]] std::optional<WallTime> last_read() const { return last_read_; }
  [[nodiscard]] TimePoint server_now() const { return clock_.now() + server_offset_; }
  [[nodiscard]] int newer() const { return newer_; }  // rows that wait until they are asked for
  [[nodiscard]] bool newer_capped() const { return newer_ >= kPage; }
  // How many rows each chain has.
  [[nodiscard]] const std::map<std::string, std::int64_t>& chains() const { return chains_; }
  [[nodiscard]] std::int64_t rows() const;  // of all chains

  // The row that is looked at, and why there is none although one was asked for.
  [[nodiscard]] const std::optional<JournalEntry>& looked_at() const { return looked_at_; }
  [[nodiscard]] const std::optional<JournalBreach>& missing() const { return missing_; }
  void look_at(const JournalEntry& entry);
  void look_at(const JournalBreach& breach);  // also one that is not in the list, or not there
  void look_away();
  void want_job(const std::string& id) { Q_EMIT job_wanted(id); }

  [[nodiscard]] const JournalVerification& verification() const { return verification_; }
  [[nodiscard]] std::int64_t written_since() const;  // rows that the verification has not seen
  void verify();                                     // a running one goes on
  void stop_verifying();

  void start();
  void set_query(const JournalQuery& query);
  void refresh();
  void show_newer();
  void hold_rows(bool held) { held_ = held; }  // while the pointer or a selection holds them, new ones wait
  void watch(bool seen);                       // unseen, it asks nothing
  void export_to(const QString& path);
  // For the navigation: that the chains are broken.
  [[nodiscard]] Badge badge() const;

 Q_SIGNALS:
  void changed();
  void looked();
  void job_wanted(const std::string& id);  // in the jobs drawer
  void verification_changed();
  void sources_changed();
  void badge_changed();
  void ticked();

 private:
  struct Read {
    saga::JournalPage page;
    std::optional<std::vector<ChainEnd>> ends = {};
  };
  struct Walk {
    Anchors anchors;
    std::optional<JournalWalk> walk = {};
    int unreadable = 0;
    std::atomic<bool> given_up = false;
  };
  struct WalkStep {
    JournalWalk::Progress progress;
    int unreadable = 0;
    std::optional<JournalReport> report = {};
    std::vector<ChainEnd> ends = {};
  };

  void ask();
  void take(Result<Read> read);
  void ask_older();
  void step();
  void take_step(Result<WalkStep> seen);
  void note_chains(const std::vector<JournalEntry>& entries);
  void take_source(const SourceState& state);

  Attachment& attachment_;
  Anchors anchors_;
  const Clock& clock_;
  JournalModel model_;
  JournalQuery query_;
  std::optional<Error> error_;
  std::optional<SourceState> postgres_;
  std::chrono::microseconds server_offset_{0};
  std::optional<WallTime> last_read_;
  bool another_list_ = true;  // the next answer is of another query than what is shown
  bool read_once_ = false;    // this query
  bool held_ = false;
  bool seen_ = false;
  int newer_ = 0;
  saga::JournalPage waiting_;  // the newest page, while it is held back
  std::map<std::string, std::int64_t> chains_;
  bool ends_read_ = false;
  std::optional<JournalEntry> looked_at_;
  std::optional<JournalBreach> missing_;
  JournalVerification verification_;
  JournalVerification before_;  // what the one before it came to
  std::shared_ptr<Walk> walk_;
  Pace pace_{std::chrono::milliseconds(1000), 20, std::chrono::seconds(10)};
  QTimer ticker_;

  Gate gate_;
  Latest<Result<Read>> asking_;
  Latest<Result<saga::JournalPage>> older_;
  Latest<Result<std::vector<JournalEntry>>> looking_;
  Latest<Result<WalkStep>> walking_;
  FileExport export_;
  Subscription subscription_;  // last: ends before anything that it calls
};

}  // namespace saga::ui
