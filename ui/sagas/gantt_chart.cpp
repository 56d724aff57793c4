// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sagas/gantt_chart.h"

#include <algorithm>

#include <QCoreApplication>

#include "backend/domain/action.h"
#include "ui/widgets/format.h"
#include "ui/widgets/status_style.h"

namespace saga::ui {

namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(saga::ui::GanttChart)
};

GanttBar::Look look_of(const StepExecution& execution) {
  const bool forward = execution.direction == Direction::Forward;
  switch (execution.status) {
    case StepStatus::Pending: return forward ? GanttBar::Look::Running : GanttBar::Look::Undoing;
    case StepStatus::Success: return forward ? GanttBar::Look::Done : GanttBar::Look::Undone;
    case StepStatus::Failed: return forward ? GanttBar::Look::Failed : GanttBar::Look::UndoFailed;
    case StepStatus::Compensated: return GanttBar::Look::Undone;
  }
  return GanttBar::Look::Running;
}

double seconds_between(TimePoint from, TimePoint to) {
  return std::max(0.0, std::chrono::duration<double>(to - from).count());
}

// The time of the attempt that is out is over when the database says so: it is put off while a reply may still wait.
void set_limit(GanttBar& bar, const StepExecution& execution, const SagaDetail& detail) {
  const auto known = detail.limits.find(execution.step_name);
  if (known == detail.limits.end()) return;
  bar.allowed = std::chrono::duration<double>(known->second).count();
  bar.limit = bar.from + bar.allowed;
  if (execution.status == StepStatus::Pending && execution.step_name == detail.saga.current_step && detail.due_at) {
    bar.limit = std::max(*bar.limit, seconds_between(detail.saga.created_at, *detail.due_at));
  }
}

StatusKind status_of(GanttBar::Look look) {
  switch (look) {
    case GanttBar::Look::Done: return StatusKind::Completed;
    case GanttBar::Look::Failed: return StatusKind::Failed;
    case GanttBar::Look::Running: return StatusKind::Running;
    case GanttBar::Look::Undone: return StatusKind::Compensated;
    case GanttBar::Look::UndoFailed: return StatusKind::NeedsAttention;
    case GanttBar::Look::Undoing: return StatusKind::Compensating;
  }
  return StatusKind::Unknown;
}

GanttRow& row_for(std::vector<GanttRow>& rows, const QString& step) {
  const auto found = std::ranges::find(rows, step, &GanttRow::step);
  if (found != rows.end()) return *found;
  rows.push_back({step});
  return rows.back();
}

std::chrono::microseconds micros(double seconds) {
  return std::chrono::microseconds(static_cast<std::int64_t>(seconds * 1e6));
}

QString bar_label(const GanttBar& bar, const StepExecution& execution, bool only_one) {
  switch (bar.look) {
    case GanttBar::Look::Done:
    case GanttBar::Look::Failed:
      if (only_one) break;
      return QString::number(execution.attempt);
    case GanttBar::Look::UndoFailed: return QString::number(execution.attempt);
    case GanttBar::Look::Undone: return Words::tr("undone");
    case GanttBar::Look::Running: return Words::tr("running");
    case GanttBar::Look::Undoing: return Words::tr("undoing");
  }
  return duration_text(micros(bar.to - bar.from));
}

}  // namespace

QString bar_words(const GanttBar& bar) {
  const bool undoing = bar.look == GanttBar::Look::Undone || bar.look == GanttBar::Look::UndoFailed ||
                       bar.look == GanttBar::Look::Undoing;
  QString words =
      (undoing ? Words::tr("compensation %1 %2 after %3, took %4") : Words::tr("attempt %1 %2 after %3, took %4"))
          .arg(bar.attempt)
          .arg(status_word(status_of(bar.look)), duration_text(micros(bar.from)),
               duration_text(micros(bar.to - bar.from)));
  if (bar.over() > 0) {
    words += Words::tr(", %1 over its limit of %2")
                 .arg(duration_text(micros(bar.over())), duration_text(micros(bar.allowed)));
  } else if (bar.limit) {
    words += Words::tr(", limit %1").arg(duration_text(micros(bar.allowed)));
  }
  return words;
}

QString row_words(const GanttRow& row) {
  QStringList lines{QStringLiteral("%1: %2").arg(row.step, status_word(row.status))};
  for (const GanttBar& bar : row.bars) lines << bar_words(bar);
  if (row.parked) lines << Words::tr("parked, waiting for a person");
  return lines.join(QLatin1Char('\n'));
}

GanttChart gantt_of(const SagaDetail& detail, TimePoint server_now) {
  const Saga& saga = detail.saga;
  const Condition condition = condition_of(saga, server_now);
  GanttChart chart;
  chart.ended = saga.status == SagaStatus::Completed || saga.status == SagaStatus::Failed;
  for (const std::string& step : steps_of(saga.type)) chart.rows.push_back({text(step)});
  if (chart.rows.empty() && detail.executions.empty()) chart.rows.push_back({text(saga.current_step)});

  double last = 0;
  for (std::size_t i = 0; i < detail.executions.size(); ++i) {
    const StepExecution& execution = detail.executions[i];
    GanttBar bar;
    bar.execution = static_cast<int>(i);
    bar.attempt = execution.attempt;
    bar.look = look_of(execution);
    bar.from = seconds_between(saga.created_at, execution.started_at);
    const TimePoint open_end = chart.ended ? std::max(saga.updated_at, execution.started_at) : server_now;
    bar.to = std::max(bar.from, seconds_between(saga.created_at, execution.executed_at.value_or(open_end)));
    const auto attempts = std::ranges::count_if(detail.executions, [&](const StepExecution& other) {
      return other.step_name == execution.step_name && other.direction == execution.direction;
    });
    bar.label = bar_label(bar, execution, attempts == 1);
    set_limit(bar, execution, detail);
    last = std::max(last, bar.to);
    GanttRow& row = row_for(chart.rows, text(execution.step_name));
    row.status = status_of(bar.look);
    row.bars.push_back(std::move(bar));
  }
  chart.span = std::max(last, chart.ended ? last : seconds_between(saga.created_at, server_now));
  if (chart.span <= 0) chart.span = 0.001;

  if (condition == Condition::Stuck) {
    GanttRow& row = row_for(chart.rows, text(saga.current_step));
    row.status = StatusKind::Stuck;
    if (saga.parked_reason && chart.span > last) row.parked = {last, chart.span};
  }
  return chart;
}

int telling_execution(const SagaDetail& detail) {
  for (std::size_t i = detail.executions.size(); i-- > 0;) {
    if (detail.executions[i].status == StepStatus::Failed) return static_cast<int>(i);
  }
  return static_cast<int>(detail.executions.size()) - 1;
}

}  // namespace saga::ui
