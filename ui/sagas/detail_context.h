// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <vector>

#include <QObject>
#include <QString>

#include "backend/domain/json_diff.h"
#include "backend/services/attachment.h"
#include "ui/async/latest.h"

namespace saga::ui {

// Something that was asked for: what was answered last, and what is known about it.
template <class T>
struct Asked {
  std::optional<T> value = {};
  std::optional<Error> error = {};  // of the last question; a value from before stays
  bool under_way = false;
  WallTime read_at = {};
};

// What the search in the streams has found so far, and where it looked.
struct StreamFindings {
  StreamHits hits;
  std::vector<TimeSpan> spans;
  std::chrono::milliseconds slack{};
};

// Two payloads of an attempt beside each other.
struct Comparison {
  enum class State { Compared, NoInput, NoOutput, InputIsNoJson, OutputIsNoJson } state = State::Compared;
  JsonDiff diff = {};
};
[[nodiscard]] Comparison compare(const PayloadText& input, const PayloadText& output);

// What stands beside the saga that is looked at, each part asked for when its tab is opened: notes, stream entries,
// stored events, deliveries to the outside, whole payloads, and the comparison of two. Also sends what people note. GUI
// thread.
class DetailContext final : public QObject {
  Q_OBJECT

 public:
  static constexpr std::chrono::milliseconds kSlack{1000};
  static constexpr std::chrono::milliseconds kWide{10'000};

  DetailContext(Attachment& attachment, Executor& gui, const Clock& clock, QObject* parent = nullptr);

  // Forgets what belongs to another one.
  void look_at(const SagaId& saga);

  [[nodiscard]] const Asked<SagaNotes>& notes() const { return notes_; }
  [[nodiscard]] const Asked<StreamFindings>& streams() const { return streams_; }
  [[nodiscard]] const Asked<StoredEvents>& events() const { return events_; }
  [[nodiscard]] const Asked<std::vector<ExternalDelivery>>& deliveries() const { return deliveries_; }
  [[nodiscard]] const Asked<Comparison>& comparison() const { return comparison_; }
  [[nodiscard]] const std::optional<StepExecution>& compared() const { return compared_; }
  [[nodiscard]] const Asked<std::shared_ptr<const PayloadText>>& payload() const { return payload_; }
  [[nodiscard]] const std::optional<PayloadKey>& payload_key() const { return payload_key_; }

  void read_notes();
  void search_streams(const SagaDetail& detail, std::chrono::milliseconds slack);
  void search_on(const SagaDetail& detail);  // where the last search stopped
  void read_events(const Saga& saga);
  void read_deliveries(const Saga& saga);
  void read_payload(const PayloadKey& key);
  // Compares what is here at once; reads what is not all here.
  void compare_payloads(const StepExecution& execution);

  // What is being sent, and what became of the last one.
  [[nodiscard]] const std::optional<NoteChange>& sending() const { return sending_; }
  struct Sent {
    NoteChange change;
    ActionOutcome outcome;
  };
  [[nodiscard]] const std::optional<Sent>& sent() const { return sent_; }
  void send(const NoteChange& change);

 Q_SIGNALS:
  void notes_changed();
  void streams_changed();
  void events_changed();
  void deliveries_changed();
  void payload_changed();
  void comparison_changed();
  void noted();  // a change was sent and answered: the saga is worth reading again

 private:
  void ask_streams(const SagaDetail& detail, std::vector<TimeSpan> spans, bool further);
  template <class T>
  void take(Asked<T>& asked, Result<T> answer);

  Attachment& attachment_;
  const Clock& clock_;
  SagaId saga_;
  Asked<SagaNotes> notes_;
  Asked<StreamFindings> streams_;
  Asked<StoredEvents> events_;
  Asked<std::vector<ExternalDelivery>> deliveries_;
  Asked<Comparison> comparison_;
  std::optional<StepExecution> compared_;
  Asked<std::shared_ptr<const PayloadText>> payload_;
  std::optional<PayloadKey> payload_key_;
  std::optional<NoteChange> sending_;
  std::optional<Sent> sent_;

  Latest<Result<SagaNotes>> reading_notes_;
  Latest<Result<StreamHits>> searching_;
  Latest<Result<StoredEvents>> reading_events_;
  Latest<Result<std::vector<ExternalDelivery>>> reading_deliveries_;
  Latest<Result<std::shared_ptr<const PayloadText>>> reading_payload_;
  Latest<Result<Comparison>> comparing_;
  Latest<ActionOutcome> changing_;
};

}  // namespace saga::ui
