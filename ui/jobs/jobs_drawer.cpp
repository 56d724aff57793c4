// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/jobs_drawer.h"

#include <algorithm>

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QVBoxLayout>

#include "ui/jobs/item_view.h"
#include "ui/jobs/job_panel.h"
#include "ui/jobs/jobs_controller.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/command.h"
#include "ui/widgets/format.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/plain_text_label.h"
#include "ui/widgets/theme.h"

namespace saga::ui {
namespace {

constexpr int kLeast = 336;  // of its height
constexpr int kMost = 440;

}  // namespace

JobsDrawer::JobsDrawer(JobsController& controller, GoTo go_to, QWidget* parent)
    : QWidget(parent),
      controller_(controller),
      list_(new JobListView(model_)),
      panel_(new JobPanel(controller, std::move(go_to))),
      summary_(new PlainTextLabel(QString(), type::kDense, Color::TextSecondary)),
      close_(new ActionButton(ActionButton::Look::Bare, Icon::Close, QString())),
      left_(new QWidget) {
  setAccessibleName(tr("Jobs"));
  QHBoxLayout* line = nullptr;
  QWidget* head = panel_head(line, tr("Jobs"));
  line->addWidget(summary_, 1);
  close_->set_small(true);
  close_->setAccessibleName(tr("Close the jobs"));
  close_->setToolTip(tr("Close the jobs (Ctrl+J)"));
  auto* left_column = new QVBoxLayout(left_);
  left_column->setContentsMargins(0, 0, 0, 0);
  left_column->setSpacing(0);
  left_column->addWidget(head);
  left_column->addWidget(list_, 1);
  line->addWidget(close_);
  auto* edge = new Surface(Color::BorderPanel);
  edge->setFixedWidth(1);
  auto* body = new QWidget;
  auto* columns = new QHBoxLayout(body);
  columns->setContentsMargins(0, 0, 0, 0);
  columns->setSpacing(0);
  columns->addWidget(left_);
  columns->addWidget(edge);
  columns->addWidget(panel_, 1);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins(space::kUnit, 0, space::kUnit, space::kUnit);
  outer->addWidget(panel_of({body}, body));
  if (!controller_.is_open()) hide();

  connect(close_, &ActionButton::clicked, this, &JobsDrawer::close_up);
  connect(list_->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& current) {
    if (current.isValid()) controller_.select(model_.job(current.row()).id);
  });
  connect(&controller_, &JobsController::changed, this, &JobsDrawer::refresh);
  connect(&controller_, &JobsController::selected_changed, this, &JobsDrawer::refresh_selection);
  connect(&controller_, &JobsController::open_changed, this, &JobsDrawer::show_open);
  add_commands();
  refresh();
}

void JobsDrawer::add_commands() {
  const auto change = [this](const char* id, const QString& name, Qt::Key key, JobAct wanted) {
    add_command(this, {id, Section::Selected, name, QKeySequence(key)}, [this, wanted] {
      panel_->ask(wanted);
    }).set_closed([this, wanted] { return controller_.closed_because(wanted); });
  };
  change("jobs.pause", tr("Pause the job, asks for a reason"), Qt::Key_P, JobAct::Pause);
  change("jobs.resume", tr("Resume the job, asks for a reason"), Qt::Key_R, JobAct::Resume);
  change("jobs.cancel", tr("Cancel the job, asks for a reason"), Qt::Key_X, JobAct::Cancel);
  change("jobs.approve", tr("Approve the job as its second person, asks for a reason"), Qt::Key_A, JobAct::Approve);
  change("jobs.refuse", tr("Refuse the job as its second person, asks for a reason"), Qt::Key_N, JobAct::Refuse);
  change("jobs.ask-again", tr("Ask again for a second person, asks for a reason"), Qt::Key_G, JobAct::AskAgain);
  describe_keys(this, Section::Selected, QStringLiteral("Enter"), tr("Open the saga of the line"));
}

void JobsDrawer::refresh() {
  model_.update(controller_.jobs());
  list_->set_greyed(controller_.lost());
  const int waiting = controller_.waiting();
  const int paused = controller_.paused();
  QStringList words;
  words << tr("%1 running").arg(count_text(std::int64_t{controller_.running()}));
  if (waiting > 0) words << tr("%1 waiting").arg(count_text(std::int64_t{waiting}));
  if (paused > 0) words << tr("%1 paused").arg(count_text(std::int64_t{paused}));
  summary_->show_text(words.join(QStringLiteral(" · ")));
  refresh_selection();
}

void JobsDrawer::refresh_selection() {
  const Job* job = controller_.selected();
  const int row = job != nullptr ? model_.row_of(job->id) : -1;
  if (row >= 0) {
    if (list_->currentIndex().row() != row) list_->selectRow(row);
  } else if (list_->currentIndex().isValid()) {  // an older one than those, or none
    list_->clearSelection();
    list_->setCurrentIndex({});
  }
}

void JobsDrawer::show_open() {
  if (controller_.is_open() == !isHidden()) return;
  setVisible(controller_.is_open());
  if (!controller_.is_open()) return;
  refresh();
  // Only here: a window that comes back from the task bar shows its widgets again, and one that is built again in
  // another language too, and neither may take the keyboard from whoever types.
  list_->setFocus(Qt::OtherFocusReason);
}

void JobsDrawer::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  window()->removeEventFilter(this);
  window()->installEventFilter(this);
  take_height();
}

void JobsDrawer::take_height() {
  const int room = window()->height();
  setFixedHeight(std::clamp(room * 46 / 100, kLeast, kMost));
  left_->setFixedWidth(std::clamp(window()->width() * 26 / 100, 260, 380));
}

bool JobsDrawer::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::Resize && isVisible()) take_height();
  return QWidget::eventFilter(watched, event);
}

void JobsDrawer::close_up() { controller_.set_open(false); }

void JobsDrawer::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape) return close_up();
  QWidget::keyPressEvent(event);
}

void JobsDrawer::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), color(Color::SurfaceWindow));
}

}  // namespace saga::ui
