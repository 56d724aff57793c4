// SPDX-License-Identifier: GPL-3.0-or-later
// How the outcome of an act on a job is found out when its answer was lost.
#include <utility>

#include <QJsonDocument>
#include <QJsonObject>

#include "ui/jobs/jobs_controller.h"
#include "ui/widgets/format.h"

namespace saga::ui {
namespace {

// A commit whose connection broke has ended one way or the other after this long.
constexpr std::chrono::seconds kSettleTime{15};

// Where the journal writes what was asked for down, in the same transaction as the act itself, and under which word.
struct JournalName {
  const char* area;
  const char* what;
};
JournalName journal_name(JobAct act) {
  switch (act) {
    case JobAct::Pause: return {"jobs", "PAUSE"};
    case JobAct::Resume: return {"jobs", "RESUME"};
    case JobAct::Cancel: return {"jobs", "CANCEL"};
    case JobAct::Approve: return {"approvals", "APPROVE"};
    case JobAct::Refuse: return {"approvals", "REFUSE"};
    case JobAct::AskAgain: break;
  }
  return {"approvals", "ASK"};
}

constexpr int kTraceRows = 50;

// The row that this act has left; nothing: it has left none. Another act of the same person has another reason, or is
// not under way at the same time.
Result<std::optional<JournalEntry>> trace_of(JournalReader& journal, const JobActing& acting) {
  const JournalName name = journal_name(acting.act);
  const JournalFilter filter{
      .area = name.area, .who = acting.who, .what = name.what, .on_what = acting.job, .since = acting.requested_at};
  std::optional<JournalCursor> after;
  do {
    auto page = journal.page(filter, after, kTraceRows);
    if (!page) return std::unexpected(page.error());
    for (JournalEntry& entry : page->entries) {
      if (entry.kind == "REQUESTED" && entry.why == acting.reason) return std::move(entry);
    }
    after = page->next;
  } while (after);
  return std::nullopt;
}

void settle_by(const JournalEntry& trace, JobActing& acting) {
  using Stage = JobActing::Stage;
  const QJsonObject said = QJsonDocument::fromJson(QByteArray::fromStdString(trace.after.value_or(""))).object();
  const QString outcome = said.value(QLatin1String("outcome")).toString();
  acting.said = said.value(QLatin1String("detail")).toString();
  if (outcome == QLatin1String("ACCEPTED")) {
    acting.stage = Stage::Done;
    acting.said.clear();
  } else if (outcome == QLatin1String("CONFLICT")) {
    acting.stage = Stage::Conflict;
  } else if (outcome == QLatin1String("REFUSED")) {
    acting.stage = Stage::Refused;
  } else {
    // It arrived, and wrote down what this program does not know.
    acting.stage = Stage::Done;
    acting.said = JobsController::tr("The journal says: %1").arg(text(trace.after.value_or("")));
  }
}

}  // namespace

// How the job stands says nothing: it may have moved on since, or somebody else may have done the same. The journal has
// a row of every act that arrived.
void JobsController::look_back() {
  std::vector<JobActing> unknown;
  for (const auto& [id, acting] : acting_) {
    if (acting.stage == JobActing::Stage::Unknown) unknown.push_back(acting);
  }
  if (unknown.empty() || tracing_.busy()) return;
  tracing_.ask(
      [this, unknown = std::move(unknown)](auto done) {
        attachment_.ask<Traces>(
            Lane::Interactive,
            [unknown](Readers& readers) -> Result<Traces> {
              if (!readers.journal) {
                return std::unexpected(Error{ErrorKind::Incompatible, "This system keeps no journal."});
              }
              Traces traces;
              for (const JobActing& acting : unknown) {
                auto trace = trace_of(*readers.journal, acting);
                if (!trace) return std::unexpected(trace.error());
                traces.emplace(acting.job, std::move(*trace));
              }
              return traces;
            },
            std::move(done));
      },
      [this, looked_at = server_now()](const Result<Traces>& traces) {
        if (traces) take_traces(*traces, looked_at);
      });
}

void JobsController::take_traces(const Traces& traces, TimePoint looked_at) {
  bool settled = false;
  for (const auto& [id, trace] : traces) {
    const auto found = acting_.find(id);
    if (found == acting_.end() || found->second.stage != JobActing::Stage::Unknown) continue;
    JobActing& acting = found->second;
    if (trace) {
      settle_by(*trace, acting);
    } else if (looked_at - acting.unknown_since > kSettleTime) {
      acting.stage = JobActing::Stage::NotSent;
      acting.said = tr("It was read back: it never arrived");
    } else {
      continue;
    }
    settled = true;
  }
  if (settled) Q_EMIT acting_changed();
}

}  // namespace saga::ui
