// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/bulk_controller.h"

#include <algorithm>
#include <utility>

#include "backend/services/approvals.h"
#include "backend/services/jobs.h"
#include "ui/jobs/jobs_controller.h"
#include "ui/sagas/filter_text.h"
#include "ui/widgets/format.h"
#include "ui/widgets/permission.h"

namespace saga::ui {
namespace {

constexpr int kTickMs = 500;
// A commit whose connection broke has ended one way or the other after this long: until then a later look may find it.
constexpr std::chrono::seconds kSettleTime{30};

Error no_jobs() { return Error{ErrorKind::Incompatible, "This system knows no bulk actions."}; }

QString verb(Action action) {
  switch (action) {
    case Action::Retry: return QStringLiteral("retry");
    case Action::Compensate: return QStringLiteral("compensate");
    case Action::Resolve: return QStringLiteral("resolve");
  }
  return {};
}

// Those of which the preview shows what would be done, and those that stand for a refusal.
std::vector<SagaId> sample_of(const FrozenPreview& frozen) {
  std::vector<SagaId> ids = frozen.examples;
  for (const SagaId& id : frozen.preview.sample) {
    if (std::ranges::find(ids, id) == ids.end()) ids.push_back(id);
  }
  return ids;
}

}  // namespace

BulkController::BulkController(Attachment& attachment, JobsController& jobs, Environment environment, Executor& gui,
                               const Clock& clock, QObject* parent)
    : QObject(parent),
      attachment_(attachment),
      jobs_(jobs),
      environment_(environment),
      clock_(clock),
      gate_(gui),
      freezing_(gui),
      counting_(gui),
      finding_(gui) {
  ticker_.setInterval(kTickMs);
  connect(&ticker_, &QTimer::timeout, this, [this] {
    look_for_newer();
    look_back();
  });
}

void BulkController::start() {
  AttachmentEvents events;
  events.source = gate_.pass<SourceState>([this](const SourceState& state) {
    if (state.source != Source::Postgres) return;
    postgres_ = state;
    if (stage_ != Stage::Closed) Q_EMIT changed();
  });
  events.platform = gate_.pass<PlatformStatus>([this](PlatformStatus status) {
    if (status.server_now != TimePoint{}) server_offset_ = status.server_now - clock_.now();
    platform_ = std::move(status);
    if (stage_ != Stage::Closed) Q_EMIT changed();  // the role, or the lock over writing
  });
  subscription_ = attachment_.subscribe(std::move(events));
}

void BulkController::set_stage(Stage stage) {
  stage_ = stage;
  if (stage != Stage::Sending && stage != Stage::Unknown) away_ = false;
  if (stage == Stage::Closed) {
    ticker_.stop();
  } else if (!ticker_.isActive()) {
    ticker_.start();
  }
  Q_EMIT changed();
}

// As it would be written into the search field, so that it can be compared with what stands there.
QString BulkController::selection() const {
  SagaFilter filter = targets_.chosen;
  const auto until = std::exchange(filter.to, std::nullopt);
  const std::size_t named = filter.among ? filter.among->size() : 0;
  const std::size_t except = filter.except.size();
  filter.among.reset();
  filter.except.clear();
  QStringList words;
  if (named > 0) words << tr("%Ln chosen one by one", nullptr, static_cast<int>(named));
  if (const QString written = text_of(filter); !written.isEmpty()) words << written;
  if (until) words << tr("begun until %1").arg(clock_text(*until));
  if (except > 0) words << tr("without %Ln that were unticked", nullptr, static_cast<int>(except));
  return words.join(QStringLiteral(" · "));
}

std::int64_t BulkController::allowed() const {
  std::int64_t sagas = 0;
  for (const JobPreviewPart& part : frozen_.preview.parts) {
    if (part.refusal.empty()) sagas += part.sagas;
  }
  return sagas;
}

const ApprovalRule* BulkController::second_person() const {
  const auto kind = to_text(action_);
  if (!needs_second_person(rules_, kind, count())) return nullptr;
  return &*std::ranges::find(rules_, kind, &ApprovalRule::kind);
}

void BulkController::open(Action action, const BulkTargets& targets) {
  if (stage_ != Stage::Closed) {
    if (std::exchange(away_, false)) Q_EMIT changed();
    return;
  }
  action_ = action;
  targets_ = targets;
  freeze();
}

void BulkController::freeze_again() {
  if (stage_ != Stage::Ready && stage_ != Stage::Failed && stage_ != Stage::Refused) return;
  // What has come since is meant now.
  if (targets_.all) targets_.chosen = *targets_.all;
  freeze();
}

void BulkController::freeze() {
  frozen_ = {};
  sample_.clear();
  rules_.clear();
  ids_.reset();
  newer_.reset();
  error_.reset();
  said_.clear();
  counting_.cancel();
  newer_pace_.begin_again();
  freezing_.ask(
      [this, action = action_, filter = targets_.chosen](auto done) {
        attachment_.ask<Read>(
            Lane::Background,
            [action, filter](Readers& readers) -> Result<Read> {
              if (!readers.jobs) return std::unexpected(no_jobs());
              auto frozen = readers.jobs->freeze(action, filter, kSample);
              if (!frozen) return std::unexpected(frozen.error());
              Read read{.frozen = std::move(*frozen)};
              for (const SagaId& id : sample_of(read.frozen)) {
                if (!readers.sagas) break;
                auto detail = readers.sagas->glance(id);
                if (!detail) return std::unexpected(detail.error());
                if (*detail) read.sample.push_back(std::move(**detail));
              }
              if (readers.approvals) {
                auto rules = readers.approvals->rules();
                if (!rules) return std::unexpected(rules.error());
                read.rules = std::move(*rules);
              }
              return read;
            },
            std::move(done));
      },
      [this](Result<Read> read) { take(std::move(read)); });
  set_stage(Stage::Freezing);
}

void BulkController::take(Result<Read> read) {
  if (stage_ != Stage::Freezing) return;
  if (!read) {
    error_ = read.error();
    return set_stage(Stage::Failed);
  }
  frozen_ = std::move(read->frozen);
  sample_ = std::move(read->sample);
  rules_ = std::move(read->rules);
  if (targets_.all && frozen_.targets) {
    auto ids = std::make_shared<std::vector<SagaId>>();
    for (auto& [id, version] : targets_from(*frozen_.targets)) ids->push_back(std::move(id));
    std::ranges::sort(*ids);
    ids_ = std::move(ids);
  }
  set_stage(Stage::Ready);
}

// Those that match now and are not among the frozen ones: arrived, or come into the condition that is meant.
void BulkController::look_for_newer() {
  if (stage_ != Stage::Ready || !targets_.all || !ids_ || counting_.busy()) return;
  if (!newer_pace_.due(clock_.monotonic())) return;
  newer_pace_.asked(clock_.monotonic());
  counting_.ask(
      [this, query = ListQuery{*targets_.all, {}}, ids = ids_](auto done) {
        attachment_.ask<std::int64_t>(
            Lane::Background,
            [query, ids](Readers& readers) -> Result<std::int64_t> {
              const auto index = readers.list->keys(query, {}, 1);
              if (!index) return std::unexpected(index.error());
              return std::ranges::count_if(
                  index->keys, [&](const SagaKey& key) { return !std::ranges::binary_search(*ids, key.id); });
            },
            std::move(done));
      },
      [this](Result<std::int64_t> newer) {
        newer_pace_.answered(clock_.monotonic());
        if (!newer || newer_ == *newer) return;
        newer_ = *newer;
        Q_EMIT newer_changed();
      });
}

QString BulkController::typed_wanted() const {
  if (environment_ != Environment::Production || action_ != Action::Compensate) return {};
  return QStringLiteral("%1 %2 production").arg(verb(action_)).arg(count());
}

std::optional<QString> BulkController::closed_because(const BulkForm& form) const {
  switch (stage_) {
    case Stage::Closed: return tr("nothing was chosen");
    case Stage::Freezing: return tr("the sagas are still being read");
    case Stage::Failed: return tr("the sagas could not be read");
    case Stage::Sending: return tr("the job is being created");
    case Stage::Unknown: return tr("the outcome is unknown, it is being read back");
    case Stage::Refused: return tr("it was refused, look at the sagas again first");
    case Stage::Ready: break;
  }
  if (postgres_ && postgres_->health == SourceState::Health::Lost) return tr("PostgreSQL is lost");
  if (platform_) {
    if (auto closed = closed_by_role(*platform_, permission_of(action_))) return closed;
  }
  if (count() == 0) return tr("no saga matches");
  if (allowed() == 0) return tr("it is refused for every one of them");
  if (count() > kMost) return tr("a job takes at most %1 sagas").arg(count_text(kMost));
  if (form.reason.trimmed().isEmpty()) return tr("a reason is needed");
  if (action_ == Action::Resolve && form.evidence.trimmed().isEmpty()) return tr("evidence is needed");
  if (form.typed != typed_wanted()) return tr("the text is not typed yet");
  return std::nullopt;
}

void BulkController::confirm(const BulkForm& form) {
  if (closed_because(form)) return;
  JobOrder order{.id = new_job_id(),
                 .action = action_,
                 .filter = targets_.chosen,
                 .reason = form.reason.trimmed().toStdString(),
                 .evidence = form.evidence.trimmed().toStdString(),
                 .selection = in_words(targets_.chosen),
                 .rate = form.rate,
                 .ramped = form.ramped,
                 .failure_limit = form.failure_limit,
                 .expected_hash = frozen_.preview.set_hash,
                 .targets = frozen_.targets};
  job_ = order.id;
  set_stage(Stage::Sending);
  attachment_.create_job(std::move(order),
                         gate_.pass<ActionOutcome>([this](const ActionOutcome& outcome) { take_outcome(outcome); }));
}

void BulkController::take_outcome(const ActionOutcome& outcome) {
  if (stage_ != Stage::Sending) return;
  if (std::holds_alternative<Applied>(outcome)) return finish();
  if (const auto* unknown = std::get_if<OutcomeUnknown>(&outcome)) {
    error_ = unknown->error;
    unknown_since_ = server_now();
    return set_stage(Stage::Unknown);
  }
  if (const auto* refused = std::get_if<Refused>(&outcome)) said_ = text(refused->reason);
  if (const auto* conflict = std::get_if<Conflict>(&outcome)) said_ = text(conflict->reason);
  if (const auto* failed = std::get_if<Failed>(&outcome)) said_ = text(failed->error.message);
  set_stage(Stage::Refused);
}

// The id is ours alone: if there is such a job, it is this one.
void BulkController::look_back() {
  if (stage_ != Stage::Unknown || finding_.busy()) return;
  finding_.ask(
      [this, id = job_](auto done) {
        attachment_.ask<std::optional<Job>>(
            Lane::Interactive,
            [id](Readers& readers) -> Result<std::optional<Job>> {
              if (!readers.jobs) return std::unexpected(no_jobs());
              return readers.jobs->find(id);
            },
            std::move(done));
      },
      [this, looked_at = server_now()](Result<std::optional<Job>> found) {
        if (stage_ != Stage::Unknown || !found) return;
        if (*found) return finish();
        if (looked_at - unknown_since_ < kSettleTime) return;
        said_ = tr("It was read back: the request never arrived, no job was created");
        set_stage(Stage::Refused);
      });
}

void BulkController::finish() {
  const JobId id = job_;
  set_stage(Stage::Closed);
  jobs_.show(id);
  Q_EMIT created(id);
}

void BulkController::close() {
  if (stage_ == Stage::Closed) return;
  if (stage_ == Stage::Sending || stage_ == Stage::Unknown) {
    if (!std::exchange(away_, true)) Q_EMIT changed();
    return;
  }
  freezing_.cancel();
  counting_.cancel();
  set_stage(Stage::Closed);
}

}  // namespace saga::ui
