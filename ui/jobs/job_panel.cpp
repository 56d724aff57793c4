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
#include "ui/widgets/action_button.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/designed_states.h"
#include "ui/widgets/format.h"
#include "ui/widgets/json_text.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/plain_text_label.h"
#include "ui/widgets/reason_bar.h"
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
      acts_{new ActionButton(ActionButton::Look::Primary, QString()),
            new ActionButton(ActionButton::Look::Outlined, QString()),
            new ActionButton(ActionButton::Look::Outlined, QString())},
      export_(new ActionButton(ActionButton::Look::Outlined, Icon::Download, tr("Outcomes"))),
      reason_(new ReasonBar),
      told_(new Banner),
      counts_(new CountsPanel),
      rate_(dense(Color::TextPrimary)),
      stages_{dense(), dense(), dense(), dense()},
      breaker_(dense()),
      stopped_(dense()),
      approval_(dense(Color::TextPrimary)),
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
  for (ActionButton* button : {acts_[0], acts_[1], acts_[2], export_}) {
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
  approval_->set_wrapped(true);
  column->addWidget(approval_);
  column->addWidget(breaker_);
  column->addWidget(stopped_);
  column->addStretch(1);
  line->addWidget(counts_, 1);
  line->addWidget(drive);
  return middle;
}

void JobPanel::connect_all() {
  for (std::size_t i = 0; i < acts_.size(); ++i) {
    connect(acts_[i], &ActionButton::clicked, this, [this, i] {
      const auto acts = controller_.acts();
      if (i < acts.size()) ask(acts[i]);
    });
  }
  connect(export_, &ActionButton::clicked, this, &JobPanel::ask_export);
  connect(reason_, &ReasonBar::confirmed, this, [this](const QString& reason) {
    controller_.act(asked_, reason);
    stop_asking();
  });
  connect(reason_, &ReasonBar::closed, this, &JobPanel::stop_asking);
  connect(told_, &Banner::pressed, &controller_, &JobsController::dismiss);
  connect(counts_, &CountsPanel::only_wanted, &controller_, &JobsController::set_only);
  connect(items_, &RowTable::opened, this, &JobPanel::open_item);
  // While the pointer or a chosen row holds them, rows stay where they are.
  const auto hold = [this] {
    controller_.items().hold(items_->hovered_row() >= 0 || items_->currentIndex().isValid());
    refresh();
  };
  connect(items_, &RowTable::hover_changed, this, hold);
  connect(items_->selectionModel(), &QItemSelectionModel::currentRowChanged, this, hold);
  connect(&controller_.items(), &QAbstractItemModel::modelReset, this, hold);
  hold();
  connect(&controller_, &JobsController::changed, this, &JobPanel::refresh);
  connect(&controller_, &JobsController::selected_changed, this, [this] {
    reason_->hide();
    refresh();
  });
  connect(&controller_, &JobsController::items_changed, this, &JobPanel::refresh);
  connect(&controller_, &JobsController::acting_changed, this, &JobPanel::refresh);
  connect(&controller_.exporting(), &FileExport::changed, this, &JobPanel::refresh);
}

void JobPanel::ask(JobAct act) {
  if (controller_.selected() == nullptr) return;
  reason_->set_closed(controller_.closed_because(act).value_or(QString()));
  asked_ = act;
  reason_->ask(act_text(act), act == JobAct::Cancel || act == JobAct::Approve);
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
    if (controller_.gone()) {
      return tell_empty(*state_, Icon::Jobs, tr("This job is not kept any more"),
                        tr("Jobs that ended long ago are put away. The journal says what was done."));
    }
    return tell_empty(*state_, Icon::Jobs, controller_.jobs().empty() ? tr("No jobs yet") : tr("No job is chosen"),
                      tr("A bulk action on the Sagas page, or by sagactl, becomes a job and appears here."));
  }
  stack_->setCurrentIndex(0);
  items_->set_greyed(controller_.lost());
  refresh_head(*job);
  refresh_drive(*job);
  refresh_acting();
  if (reason_->isVisible()) reason_->set_closed(controller_.closed_because(asked_).value_or(QString()));
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
  bool told = exporting.running() || exporting.error() || exporting.rows() > 0 || controller_.items_error();
  if (!told && controller_.items().held_back()) {
    told = true;
    items_told_->show_text(
        tr("These have changed; they stay as they are while one is chosen or pointed at (Esc lets go)"));
  }
  items_told_->setVisible(told);
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
  refresh_acts();
  const auto rate = controller_.rate_of(job.id);
  const bool goes = rate && *rate > 0 && job.status == JobStatus::Running;
  const auto rest =
      goes ? std::chrono::microseconds(std::llround(static_cast<double>(job.counts.remaining) / *rate * 1e6))
           : std::chrono::microseconds(0);
  counts_->show_counts(job.counts, goes ? tr("%1 left at this rate").arg(age_text(rest)) : QString());
}

// One button for each act that suits the job; what is closed says why.
void JobPanel::refresh_acts() {
  const auto acts = controller_.acts();
  QString first_closed;
  for (std::size_t i = 0; i < acts_.size(); ++i) {
    acts_[i]->setVisible(i < acts.size());
    if (i >= acts.size()) continue;
    const QString closed = controller_.closed_because(acts[i]).value_or(QString());
    acts_[i]->setText(tr("%1…").arg(short_act_text(acts[i])));
    acts_[i]->set_refused(closed);
    acts_[i]->setToolTip(safe_tool_tip(closed));
    if (i == 0) first_closed = closed;
  }
  if (!first_closed.isEmpty()) detail_->show_text(tr("Closed: %1").arg(first_closed));
}

// What a second person has to know, or has said.
QString JobPanel::approval_words(const Job& job) const {
  const Approval* approval = controller_.approval();
  if (approval == nullptr) return {};
  const QString who = visible_text(text(approval->decided_by));
  const QString why = visible_text(text(approval->decision));
  switch (approval->status) {
    case ApprovalStatus::Waiting: {
      const auto left = std::max(std::chrono::microseconds(0), approval->expires_at - controller_.server_now());
      return tr("More than one person may do alone. The %1 sagas below are frozen, set %2. It waits for someone else "
                "with the role saga_approver until %3, for %4 more.")
          .arg(count_text(approval->targets), hash_ends(job.set_hash), clock_text(approval->expires_at),
               age_text(left));
    }
    case ApprovalStatus::Approved: {
      QString approved = tr("Approved at %1 by %2: %3").arg(clock_text(*approval->decided_at), who, why);
      if (job.status != JobStatus::Paused || approval->expires_at > controller_.server_now()) return approved;
      return approved + QLatin1Char('\n') +
             tr("It held until %1: before the job goes on, it has to be asked for again.")
                 .arg(clock_text(approval->expires_at));
    }
    case ApprovalStatus::Refused: return tr("Refused at %1 by %2: %3").arg(clock_text(*approval->decided_at), who, why);
    case ApprovalStatus::Expired: return tr("Nobody approved it until %1.").arg(clock_text(approval->expires_at));
    case ApprovalStatus::Withdrawn:
    case ApprovalStatus::Unknown: break;
  }
  return {};
}

void JobPanel::refresh_drive(const Job& job) {
  // Before it may begin, what drives it says nothing.
  const bool asked = job.status == JobStatus::AwaitingApproval || job.status == JobStatus::Expired;
  for (PlainTextLabel* label : {rate_, breaker_}) label->setVisible(!asked);
  const auto rate = controller_.rate_of(job.id);
  const QString now = rate ? tr("%1/s").arg(count_text(std::llround(*rate))) : QStringLiteral("–");
  rate_->show_text(job.rate > 0 ? tr("Rate %1, at most %2/s").arg(now, count_text(std::int64_t{job.rate}))
                                : tr("Rate %1, without a limit").arg(now));
  const bool ended = job.status == JobStatus::Finished;
  for (int i = 0; i < kStages; ++i) {
    PlainTextLabel& stage = *stages_[static_cast<std::size_t>(i)];
    const bool passed = ended || i < job.stage;
    const bool here = !ended && i == job.stage;
    stage.setVisible(job.ramped && !asked);
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
  const QString approval = approval_words(job);
  approval_->setVisible(!approval.isEmpty());
  approval_->show_text(approval);
  stopped_->setVisible(told);
  if (!told) return;
  const QString who = job.status_by == "breaker" ? tr("the breaker") : visible_text(text(job.status_by));
  stopped_->show_text(tr("%1 at %2, by %3: %4")
                          .arg(look_of(job).word, clock_text(job.status_at), who,
                               job.status_why.empty() ? QStringLiteral("–") : visible_text(text(job.status_why))));
}

void JobPanel::refresh_acting() {
  const JobActing* acting = controller_.acting();
  const bool shown = acting != nullptr && (acting->stage != JobActing::Stage::Done || !acting->said.isEmpty());
  told_->setVisible(shown);
  if (!shown) return;
  const QString what = act_text(acting->act);
  using Stage = JobActing::Stage;
  switch (acting->stage) {
    case Stage::Sending:
      told_->tell(Banner::Tone::Info, Icon::Clock, tr("%1: waiting for the database").arg(what));
      break;
    case Stage::Done: told_->tell(Banner::Tone::Warn, Icon::Info, tr("%1: done").arg(what), acting->said); break;
    case Stage::Refused:
      told_->tell(Banner::Tone::Bad, Icon::RingCross, tr("%1: refused, nothing was changed").arg(what), acting->said);
      break;
    case Stage::Conflict:
      told_->tell(Banner::Tone::Warn, Icon::Warning, tr("Someone acted first, nothing was changed"), acting->said);
      break;
    case Stage::Unknown:
      told_->tell(Banner::Tone::Unverified, Icon::RingQuestionDashed, tr("%1: the outcome is unknown").arg(what),
                  tr("It is read back first; the buttons stay closed until then"));
      break;
    case Stage::NotSent:
      told_->tell(Banner::Tone::Bad, Icon::RingCross, tr("%1: it did not happen").arg(what), acting->said);
      break;
  }
  told_->set_button(acting->settled() ? tr("Close") : QString());
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
