// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/job_panel.h"

#include <cmath>

#include <QFileDialog>
#include <QHBoxLayout>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/jobs/counts_panel.h"
#include "ui/jobs/item_view.h"
#include "ui/jobs/job_words.h"
#include "ui/jobs/jobs_controller.h"
#include "ui/jobs/reason_bar.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/designed_states.h"
#include "ui/widgets/format.h"
#include "ui/widgets/json_text.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/plain_text_label.h"
#include "ui/widgets/state_view.h"
#include "ui/widgets/theme.h"

namespace saga::ui {
namespace {

constexpr int kHead = 44;
constexpr int kDrive = 268;

PlainTextLabel* dense(Color color = Color::TextSecondary) { return new PlainTextLabel(QString(), type::kDense, color); }

}  // namespace

JobPanel::JobPanel(JobsController& controller, GoTo go_to, QWidget* parent)
    : QWidget(parent),
      controller_(controller),
      go_to_(std::move(go_to)),
      stack_(new QStackedWidget),
      state_(new StateView),
      mark_(new PlainTextLabel(QString(), type::kDenseStrong, Color::TextPrimary)),
      title_(new PlainTextLabel(QString(), type::kBodyStrong, Color::TextPrimary)),
      detail_(dense()),
      pause_(new ActionButton(ActionButton::Look::Primary, Icon::Pause, QString())),
      cancel_(new ActionButton(ActionButton::Look::Outlined, Icon::Stop, tr("Cancel…"))),
      export_(new ActionButton(ActionButton::Look::Outlined, Icon::Download, tr("Outcomes"))),
      reason_(new ReasonBar),
      told_(new Banner),
      counts_(new CountsPanel),
      rate_(dense(Color::TextPrimary)),
      stages_{dense(), dense(), dense(), dense()},
      breaker_(dense()),
      stopped_(dense()),
      items_(new ItemView(controller.items())),
      items_told_(dense(Color::TextMuted)) {
  auto* job = new QWidget;
  auto* column = new QVBoxLayout(job);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(build_head());
  column->addWidget(reason_);
  column->addWidget(told_);
  column->addWidget(build_middle());
  column->addWidget(items_, 1);
  items_told_->setContentsMargins(space::kPanelInset, 4, space::kPanelInset, 4);
  column->addWidget(items_told_);
  stack_->addWidget(job);
  stack_->addWidget(state_);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins(0, 0, 0, 0);
  outer->addWidget(stack_);
  told_->set_button(tr("Close"));
  connect_all();
  refresh();
}

QWidget* JobPanel::build_head() {
  auto* head = new Surface(Color::NoteInfo, Surface::Bottom);
  head->setFixedHeight(kHead);
  auto* line = new QHBoxLayout(head);
  line->setContentsMargins(space::kPanelInset, 0, space::kPanelInset, 0);
  line->setSpacing(space::kUnit);
  auto* words = new QVBoxLayout;
  words->setSpacing(0);
  auto* first = new QHBoxLayout;
  first->setSpacing(space::kUnit);
  title_->set_fixed();
  first->addWidget(title_);
  first->addWidget(mark_, 1);
  words->addStretch(1);
  words->addLayout(first);
  words->addWidget(detail_);
  words->addStretch(1);
  line->addLayout(words, 1);
  for (ActionButton* button : {pause_, cancel_, export_}) {
    button->set_small(true);
    line->addWidget(button);
  }
  export_->setToolTip(tr("Write the outcome of each saga into a file"));
  return head;
}

QWidget* JobPanel::build_middle() {
  auto* middle = new Surface(Color::SurfaceBase, Surface::Bottom);
  auto* line = new QHBoxLayout(middle);
  line->setContentsMargins(0, 0, 0, 0);
  line->setSpacing(0);
  auto* drive = new Surface(Color::SurfaceBase, Surface::Left);
  drive->setFixedWidth(kDrive);
  auto* column = new QVBoxLayout(drive);
  column->setContentsMargins(space::kPanelInset, space::kUnit, space::kPanelInset, space::kHalf);
  column->setSpacing(space::kHalf);
  column->addWidget(rate_);
  auto* ramp = new QHBoxLayout;
  ramp->setSpacing(space::kUnit);
  for (PlainTextLabel* stage : stages_) {
    stage->set_fixed();
    ramp->addWidget(stage);
  }
  ramp->addStretch(1);
  column->addLayout(ramp);
  breaker_->set_wrapped(true);
  stopped_->set_wrapped(true);
  column->addWidget(breaker_);
  column->addWidget(stopped_);
  column->addStretch(1);
  line->addWidget(counts_, 1);
  line->addWidget(drive);
  return middle;
}

void JobPanel::connect_all() {
  connect(pause_, &ActionButton::clicked, this, [this] {
    const Job* job = controller_.selected();
    if (job != nullptr) ask(job->status == JobStatus::Paused ? JobChange::Resume : JobChange::Pause);
  });
  connect(cancel_, &ActionButton::clicked, this, [this] { ask(JobChange::Cancel); });
  connect(export_, &ActionButton::clicked, this, &JobPanel::ask_export);
  connect(reason_, &ReasonBar::confirmed, this, [this](JobChange change, const QString& reason) {
    controller_.change(change, reason);
    stop_asking();
  });
  connect(reason_, &ReasonBar::closed, this, &JobPanel::stop_asking);
  connect(told_, &Banner::pressed, &controller_, &JobsController::dismiss);
  connect(counts_, &CountsPanel::only_wanted, &controller_, &JobsController::set_only);
  connect(items_, &RowTable::opened, this, &JobPanel::open_item);
  connect(&controller_, &JobsController::changed, this, &JobPanel::refresh);
  connect(&controller_, &JobsController::selected_changed, this, [this] {
    reason_->hide();
    refresh();
  });
  connect(&controller_, &JobsController::items_changed, this, &JobPanel::refresh);
  connect(&controller_, &JobsController::changing_changed, this, &JobPanel::refresh);
  connect(&controller_.exporting(), &FileExport::changed, this, &JobPanel::refresh);
}

void JobPanel::ask(JobChange change) {
  if (controller_.selected() == nullptr) return;
  reason_->set_closed(controller_.closed_because(change).value_or(QString()));
  reason_->ask(change);
}

bool JobPanel::asking() const { return reason_->isVisible(); }

void JobPanel::stop_asking() {
  const bool focused = reason_->isAncestorOf(focusWidget()) || reason_->hasFocus();
  reason_->hide();
  if (focused) items_->setFocus(Qt::OtherFocusReason);
}

void JobPanel::refresh() {
  const Job* job = controller_.selected();
  if (job == nullptr) {
    stack_->setCurrentWidget(state_);
    if (controller_.error() && controller_.jobs().empty()) {
      return tell_error(*state_, *controller_.error(),
                        {tr("This role may not read jobs"), tr("Jobs could not be read"), "saga_viewer"});
    }
    if (!controller_.read_once()) return tell_loading(*state_, tr("Reading jobs"));
    return tell_empty(*state_, Icon::Jobs, controller_.jobs().empty() ? tr("No jobs yet") : tr("No job is chosen"),
                      tr("A bulk action on the Sagas page, or by sagactl, becomes a job and appears here."));
  }
  stack_->setCurrentIndex(0);
  items_->set_greyed(controller_.lost());
  refresh_head(*job);
  refresh_drive(*job);
  refresh_changing();
  if (reason_->isVisible()) reason_->set_closed(controller_.closed_because(reason_->change()).value_or(QString()));
  counts_->show_only(controller_.only());
  const FileExport& exporting = controller_.exporting();
  export_->setText(exporting.running() ? tr("Stop export") : tr("Outcomes"));
  export_->updateGeometry();
  if (exporting.running()) {
    items_told_->show_text(tr("exported %1").arg(count_text(exporting.rows())));
  } else if (exporting.error()) {
    items_told_->show_text(tr("The export ended: %1").arg(text(exporting.error()->message)));
  } else if (exporting.rows() > 0) {
    items_told_->show_text(tr("%1 rows written to %2").arg(count_text(exporting.rows()), exporting.path()));
  } else if (controller_.items_error()) {
    items_told_->show_text(text(controller_.items_error()->message));
  }
  items_told_->setVisible(exporting.running() || exporting.error() || exporting.rows() > 0 ||
                          controller_.items_error());
}

void JobPanel::refresh_head(const Job& job) {
  const JobLook look = look_of(job);
  title_->show_text(job_title(job));
  mark_->show_text(look.word);
  mark_->set_color(status_token(look.kind).fg);
  QStringList details;
  details << tr("started %1 by %2").arg(clock_text(job.requested_at), visible_text(text(job.requested_by)));
  if (!job.reason.empty()) details << tr("“%1”").arg(visible_text(text(job.reason)));
  if (job.status == JobStatus::Running) details << tr("runs in payment-sagad, closing this window stops nothing");
  detail_->show_text(details.join(QStringLiteral(" · ")));
  detail_->set_hint(text(job.selection));
  const bool resumes = job.status == JobStatus::Paused;
  const JobChange next = resumes ? JobChange::Resume : JobChange::Pause;
  pause_->setText(resumes ? tr("Resume…") : tr("Pause…"));
  const bool ended = job.status == JobStatus::Cancelled || job.status == JobStatus::Finished;
  pause_->setVisible(!ended);
  cancel_->setVisible(!ended);
  const QString closed = controller_.closed_because(next).value_or(QString());
  pause_->set_refused(closed);
  pause_->setToolTip(safe_tool_tip(closed));
  const QString no_cancel = controller_.closed_because(JobChange::Cancel).value_or(QString());
  cancel_->set_refused(no_cancel);
  cancel_->setToolTip(safe_tool_tip(no_cancel));
  if (!ended && !closed.isEmpty()) detail_->show_text(tr("Closed: %1").arg(closed));
  const auto rate = controller_.rate_of(job.id);
  const bool goes = rate && *rate > 0 && job.status == JobStatus::Running;
  const auto rest =
      goes ? std::chrono::microseconds(std::llround(static_cast<double>(job.counts.remaining) / *rate * 1e6))
           : std::chrono::microseconds(0);
  counts_->show_counts(job.counts, goes ? tr("%1 left at this rate").arg(age_text(rest)) : QString());
}

void JobPanel::refresh_drive(const Job& job) {
  const auto rate = controller_.rate_of(job.id);
  const QString now = rate ? tr("%1/s").arg(count_text(std::llround(*rate))) : QStringLiteral("–");
  rate_->show_text(job.rate > 0 ? tr("Rate %1, at most %2/s").arg(now, count_text(std::int64_t{job.rate}))
                                : tr("Rate %1, without a limit").arg(now));
  const bool ended = job.status == JobStatus::Finished;
  for (int i = 0; i < kStages; ++i) {
    PlainTextLabel& stage = *stages_[static_cast<std::size_t>(i)];
    const bool passed = ended || i < job.stage;
    const bool here = !ended && i == job.stage;
    stage.setVisible(job.ramped);
    stage.show_text(passed ? tr("✓ %1").arg(stage_text(i)) : here ? tr("▸ %1").arg(stage_text(i)) : stage_text(i));
    stage.set_type(here ? type::kDenseStrong : type::kDense);
    stage.set_color(here ? Color::AccentText : passed ? Color::TextSecondary : Color::TextMuted);
    stage.setAccessibleName(here ? tr("The ramp stands at %1").arg(stage_text(i)) : stage.text());
  }
  const auto failed = failure_share(job.counts);
  const QString share = failed ? tr("%1 %").arg(std::floor(*failed * 1000) / 10) : QStringLiteral("–");
  breaker_->show_text(
      tr("Breaker pauses above %1 % in trouble again or unverified, now %2").arg(job.failure_limit).arg(share));
  const bool told = job.status == JobStatus::Paused || job.status == JobStatus::Cancelled;
  stopped_->setVisible(told);
  if (!told) return;
  const QString who = job.status_by == "breaker" ? tr("the breaker") : visible_text(text(job.status_by));
  stopped_->show_text(tr("%1 at %2, by %3: %4")
                          .arg(look_of(job).word, clock_text(job.status_at), who,
                               job.status_why.empty() ? QStringLiteral("–") : visible_text(text(job.status_why))));
}

void JobPanel::refresh_changing() {
  const auto& changing = controller_.changing();
  const bool shown = changing && changing->job == controller_.selected()->id &&
                     (changing->stage != JobChanging::Stage::Done || !changing->said.isEmpty());
  told_->setVisible(shown);
  if (!shown) return;
  const QString what = change_text(changing->change);
  using Stage = JobChanging::Stage;
  switch (changing->stage) {
    case Stage::Sending:
      told_->tell(Banner::Tone::Info, Icon::Clock, tr("%1: waiting for the database").arg(what));
      break;
    case Stage::Done: told_->tell(Banner::Tone::Warn, Icon::Info, tr("%1: done").arg(what), changing->said); break;
    case Stage::Refused:
      told_->tell(Banner::Tone::Bad, Icon::RingCross, tr("%1: refused, nothing was changed").arg(what), changing->said);
      break;
    case Stage::Conflict:
      told_->tell(Banner::Tone::Warn, Icon::Warning, tr("Someone acted first, nothing was changed"), changing->said);
      break;
    case Stage::Unknown:
      told_->tell(Banner::Tone::Unverified, Icon::RingQuestionDashed, tr("%1: the outcome is unknown").arg(what),
                  tr("It is read back first; the buttons stay closed until then"));
      break;
    case Stage::NotSent:
      told_->tell(Banner::Tone::Bad, Icon::RingCross, tr("%1: it did not happen").arg(what), changing->said);
      break;
  }
  told_->set_button(changing->settled() ? tr("Close") : QString());
}

void JobPanel::open_item(int row) {
  go_to_(Place{.page = PageId::Sagas, .saga = text(controller_.items().item(row).saga)});
}

void JobPanel::ask_export() {
  if (controller_.exporting().running()) return controller_.exporting().cancel();
  auto* dialog = new QFileDialog(this, tr("Export CSV"), QStringLiteral("job.csv"), tr("CSV files (*.csv)"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setDefaultSuffix(QStringLiteral("csv"));
  connect(dialog, &QFileDialog::fileSelected, &controller_, &JobsController::export_to);
  dialog->open();
}

}  // namespace saga::ui
