// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCoreApplication>

#include "ui/sagas/request_panel.h"
#include "ui/sagas/words.h"
#include "ui/widgets/format.h"
#include "ui/widgets/step_list.h"

namespace saga::ui {

namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(saga::ui::RequestLines)
};

using State = StepLine::State;
using Stage = ActionProgress::Stage;

StepLine answer_line(const ActionProgress& progress) {
  switch (progress.stage) {
    case Stage::Sending: return {State::Now, Words::tr("Waiting for the database"), {}};
    case Stage::Accepted:
    case Stage::Observed:
      return {State::Done, Words::tr("Accepted"),
              progress.journal_seq > 0 ? Words::tr("journal row %1").arg(count_text(progress.journal_seq)) : QString()};
    case Stage::Refused: return {State::Bad, Words::tr("Refused"), text(progress.text)};
    case Stage::Conflict:
      return {State::Bad, Words::tr("Someone acted first, nothing was changed"), text(progress.text)};
    case Stage::Unknown:
      return {State::Unclear, Words::tr("Outcome unknown"),
              Words::tr("It was sent and its answer was lost. It is read back; until then the action stays closed.")};
    case Stage::NotSent: return {State::Bad, Words::tr("It did not happen"), text(progress.text)};
  }
  return {};
}

StepLine observed_line(const ActionProgress& progress) {
  if (progress.stage == Stage::Accepted) {
    return {State::Now, Words::tr("Waiting for the orchestrator"),
            Words::tr("accepted is not done: what it does is observed")};
  }
  if (progress.stage != Stage::Observed || !progress.record) return {State::Ahead, Words::tr("Observed"), {}};
  const CommandRecord& record = *progress.record;
  const bool applied = record.status == "APPLIED";
  return {
      applied ? State::Done : State::Bad,
      applied ? Words::tr("Observed: the orchestrator applied it") : Words::tr("Observed: the orchestrator refused it"),
      text(record.outcome), record.finished_at ? clock_text(*record.finished_at) : QString()};
}

}  // namespace

std::vector<StepLine> step_lines(const ActionProgress& progress) {
  std::vector<StepLine> lines;
  lines.push_back({State::Done, Words::tr("Requested"), Words::tr("“%1”").arg(text(progress.reason)),
                   clock_text(progress.requested_at)});
  lines.push_back(answer_line(progress));
  lines.push_back(observed_line(progress));
  return lines;
}

}  // namespace saga::ui
