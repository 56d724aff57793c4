// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include <QObject>
#include <QTimer>

#include "backend/services/attachment.h"
#include "ui/async/gate.h"
#include "ui/async/latest.h"
#include "ui/async/pace.h"
#include "ui/sagas/action_progress.h"
#include "ui/sagas/detail_context.h"
#include "ui/sagas/saga_table_model.h"
#include "ui/sagas/sagas_copy.h"
#include "ui/sagas/sagas_export.h"
#include "ui/sagas/saved_views.h"

namespace saga::ui {

// Connects the Sagas page with the running system: asks, keeps what was answered, follows the change feed. The page
// only shows this object's state. Lives on the GUI thread; answers of workers come in through the gate.
class SagasController final : public QObject {
  Q_OBJECT

 public:
  static constexpr int kPageSize = SagaTableModel::kBlock;
  static constexpr int kMostInBlock = 1000;  // when more has come between two keys than was counted
  static constexpr int kMostCounted = 10'000;

  // What the table's place shows.
  enum class Content { Loading, Rows, Empty, NothingMatches, Forbidden, Failed };

  SagasController(Attachment& attachment, Executor& gui, const Clock& clock, QObject* parent = nullptr);

  [[nodiscard]] SagaTableModel& model() { return model_; }
  [[nodiscard]] SagasExport& exporting() { return export_; }
  [[nodiscard]] SagasCopy& copying() { return copy_; }
  [[nodiscard]] SavedViews& views() { return views_; }
  [[nodiscard]] std::vector<NamedPlace> places() const { return views_.places(); }
  [[nodiscard]] DetailContext& context() { return context_; }  // what stands beside the selected saga
  [[nodiscard]] const SagaFilter& filter() const { return query_.filter; }
  [[nodiscard]] const SagaOrder& order() const { return query_.order; }
  // Sagas that come before the first row and wait until they are asked for.
  [[nodiscard]] const CappedCount& newer() const { return newer_; }
  [[nodiscard]] const std::optional<ConditionCounts>& counts() const { return counts_; }
  // How many sagas wait for a person, for the navigation; "": none, or not known yet.
  [[nodiscard]] QString badge() const;
  [[nodiscard]] Content content() const { return content_; }
  [[nodiscard]] const Error& error() const { return error_; }  // Forbidden, Failed
  [[nodiscard]] const std::optional<SourceState>& postgres() const { return postgres_; }
  [[nodiscard]] const std::optional<PlatformStatus>& platform() const { return platform_; }
  [[nodiscard]] bool lost() const;
  [[nodiscard]] bool live() const { return live_; }
  [[nodiscard]] TimePoint server_now() const { return clock_.now() + server_offset_; }
  [[nodiscard]] std::optional<WallTime> last_read() const { return last_read_; }
  [[nodiscard]] WallTime now() const { return clock_.now(); }

  [[nodiscard]] const SagaId& selected() const { return selected_; }  // "": none
  [[nodiscard]] const std::optional<SagaDetail>& detail() const { return detail_; }
  [[nodiscard]] const std::optional<Error>& detail_error() const { return detail_error_; }
  [[nodiscard]] WallTime detail_read_at() const { return detail_read_at_; }
  // Requests by saga; the newest of each.
  [[nodiscard]] const ActionProgress* action_on(const SagaId& id) const;
  // Why the action is closed now; nullopt: it is open.
  [[nodiscard]] std::optional<QString> closed_because(Action action) const;
  // The same for notes, and for taking a saga.
  [[nodiscard]] std::optional<QString> notes_closed_because() const;

  void start();
  void set_filter(const SagaFilter& filter);
  void set_order(const SagaOrder& order);
  // All of the list, as it is filtered and sorted, or what is chosen of it.
  void export_to(const QString& path) { export_.start(path, query_); }
  void export_chosen_to(const QString& path) { export_.start(path, chosen()); }
  void select(const SagaId& id);
  void refresh();  // reads the first page, the counts and the detail again
  void show_newer();
  void set_live(bool live);
  // While the pointer or a selection holds the rows, live ones wait.
  void hold_rows(bool held) { held_ = held; }
  // `seen_version`: the version that the person looked at when deciding.
  void request(Action action, const std::string& reason, int seen_version);
  void forget_action();  // of the selected saga, once it is settled

  // What is chosen, beside the one saga that is looked at. Chosen are all that match the filter now, or rows; another
  // filter ends it, since nobody sees any more what is chosen.
  [[nodiscard]] const SagaSelection& selection() const { return model_.selection(); }
  [[nodiscard]] const std::optional<CappedCount>& chosen_count() const { return chosen_count_; }  // none: not known yet
  void choose_all();
  void choose_none();
  void choose_rows(int first, int last);  // both included, and what lies between them that is not read, too
  void copy_chosen(const QString& header, SagasCopy::Line line);
  // Why an action on all that is chosen cannot be asked for now; nullopt: it can. What it would come to is said before
  // it happens.
  [[nodiscard]] std::optional<QString> bulk_closed_because(Action action) const;
  void want_bulk(Action action);
  // All that the selection's filter means now, but for what was taken out; nullopt: rows are chosen, and nothing is
  // added.
  [[nodiscard]] std::optional<SagaFilter> chosen_now() const;

 Q_SIGNALS:
  void content_changed();
  void counts_changed();
  void sources_changed();
  void platform_changed();
  void newer_changed();
  void detail_changed();
  void action_changed();
  void selection_changed();         // or its count
  void bulk_wanted(Action action);  // on what is chosen
  void ticked();

 private:
  void read_page();
  void begin_again();
  void take_page(Result<ListPage> page);
  void read_again(const std::vector<SagaId>& ids);
  void read_rows(const ListRange& range);
  void read_newer();
  void read_keys();
  template <class T, class Question>
  void ask_list(Latest<Result<T>>& latest, Lane lane, Question question, std::function<void(Result<T>)> show);
  void read_counts();
  void read_detail();
  void read_changed();
  void take_feed(const FeedBatch& batch);
  void take_source(const SourceState& state);
  void take_platform(const PlatformStatus& status);
  void tick();
  void watch_actions();
  void take_selection();
  void count_chosen();
  void count_all_chosen();
  void take_chosen_count(CappedCount count, std::int64_t taken_out);
  [[nodiscard]] ListQuery chosen() const;
  void take_server_time(TimePoint server_now);

  Attachment& attachment_;
  const Clock& clock_;
  SagaTableModel model_;
  ListQuery query_;
  CappedCount newer_;
  std::optional<ConditionCounts> counts_;
  Content content_ = Content::Loading;
  Error error_;
  std::optional<SourceState> postgres_;
  std::optional<PlatformStatus> platform_;
  std::chrono::microseconds server_offset_{0};
  std::optional<WallTime> last_read_;
  SagaId selected_;
  std::optional<SagaDetail> detail_;
  std::optional<Error> detail_error_;
  WallTime detail_read_at_ = {};
  std::map<SagaId, ActionProgress> actions_;
  std::set<SagaId> changed_;  // told by the feed, not yet re-read
  bool gap_ = false;
  bool keys_read_ = false;     // of this list, once at least
  bool newer_wanted_ = false;  // something changed that is not among the rows
  Pace newer_pace_{std::chrono::seconds(1), 60, std::chrono::seconds(10)};           // while everything changes at once
  Pace counts_pace_{std::chrono::milliseconds(900), 100, std::chrono::seconds(10)};  // with the tick
  Pace keys_pace_{std::chrono::seconds(30), 40, std::chrono::minutes(10)};
  bool detail_outdated_ = false;
  std::optional<CappedCount> chosen_count_;
  std::int64_t taken_out_ = 0;  // of those that match
  std::optional<TimePoint> counted_as_of_;
  bool live_ = false;
  bool held_ = false;
  QTimer ticker_;
  QTimer soon_;  // gathers what the feed says for a moment before it is read

  Gate gate_;
  Latest<Result<ListPage>> page_;
  Latest<Result<ListPage>> rows_;
  Latest<Result<ListPage>> newest_;
  Latest<Result<CappedCount>> newer_count_;
  Latest<Result<KeyIndex>> keys_;
  Latest<Result<SagaPage>> by_id_;
  Latest<Result<ConditionCounts>> counting_;
  Latest<Result<std::optional<SagaDetail>>> detailing_;
  Latest<Result<CappedCount>> choosing_;
  Latest<Result<KeyIndex>> choosing_all_;
  Latest<Result<ListPage>> between_;
  SagasExport export_;
  SagasCopy copy_;
  SavedViews views_;
  DetailContext context_;
  Subscription subscription_;  // last: ends before anything that it calls
};

template <class T, class Question>
void SagasController::ask_list(Latest<Result<T>>& latest, Lane lane, Question question,
                               std::function<void(Result<T>)> show) {
  latest.ask(
      [this, lane, question = std::move(question)](auto done) {
        attachment_.ask<T>(lane, [question](Readers& readers) { return question(*readers.list); }, std::move(done));
      },
      std::move(show));
}

}  // namespace saga::ui
