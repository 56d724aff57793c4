// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/jobs_button.h"

#include <algorithm>

#include <QKeyEvent>
#include <QPainter>

#include "ui/jobs/counts_bar.h"
#include "ui/jobs/job_words.h"
#include "ui/jobs/jobs_controller.h"
#include "ui/widgets/command.h"
#include "ui/widgets/format.h"
#include "ui/widgets/paint.h"
#include "ui/widgets/theme.h"

namespace saga::ui {
namespace {

constexpr int kBar = 72;
constexpr int kPad = 6;
constexpr int kGap = 6;

// All that is open, as one.
struct Open {
  JobCounts counts;
  int jobs = 0;
  const Job* one = nullptr;  // the newest of them
  bool stopped = false;      // a person is needed: the breaker paused one, or one waits for its second person
};

Open open_of(const JobsController& controller) {
  Open open;
  for (const Job& job : controller.jobs()) {
    const bool waits = job.status == JobStatus::AwaitingApproval;
    const bool stopped = job.status == JobStatus::Paused;
    if (job.at_rest() && !stopped) continue;
    if (open.one == nullptr) open.one = &job;
    ++open.jobs;
    open.stopped = open.stopped || waits || (stopped && job.status_by == "breaker");
    open.counts.requested += job.counts.requested;
    open.counts.applied += job.counts.applied;
    open.counts.refused += job.counts.refused;
    open.counts.conflicted += job.counts.conflicted;
    open.counts.unverified += job.counts.unverified;
    open.counts.remaining += job.counts.remaining;
    open.counts.failed += job.counts.failed;
  }
  return open;
}

}  // namespace

JobsButton::JobsButton(JobsController& controller, QWidget* parent) : QAbstractButton(parent), controller_(controller) {
  setFocusPolicy(Qt::StrongFocus);
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
  setToolTip(tr("Running and recent jobs (Ctrl+J)"));
  setCursor(Qt::PointingHandCursor);
  const auto toggle = [this] { controller_.set_open(!controller_.is_open()); };
  connect(this, &QAbstractButton::clicked, this, toggle);
  connect(&controller_, &JobsController::changed, this, &JobsButton::refresh);
  connect(&controller_, &JobsController::open_changed, this, &JobsButton::refresh);
  add_command(this, {"window.jobs", Section::Window, tr("Jobs"), QKeySequence(Qt::CTRL | Qt::Key_J), Reach::Window},
              toggle);
  refresh();
}

void JobsButton::refresh() {
  const Open open = open_of(controller_);
  QString words = tr("Jobs %1").arg(0);
  if (open.jobs == 1) {
    words = open.one->status != JobStatus::Running ? tr("%1, %2").arg(job_title(*open.one), look_of(*open.one).word)
                                                   : job_title(*open.one);
  } else if (open.jobs > 1) {
    words = tr("%1 jobs").arg(count_text(std::int64_t{open.jobs}));
  }
  setText(words);
  setAccessibleName(open.jobs > 0 ? tr("%1, %2 settled").arg(words, percent_settled(open.counts)) : words);
  updateGeometry();
  update();
}

QSize JobsButton::sizeHint() const {
  const Open open = open_of(controller_);
  int width = 2 * kPad + icon_size::kTable + kGap + text_width(text(), type::kDense);
  if (open.jobs > 0) width += kGap + kBar + kGap + text_width(percent_settled(open.counts), type::kDenseStrong);
  return {width, height::kStatusBar - 2};
}

void JobsButton::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const Open open = open_of(controller_);
  if (controller_.is_open() || isDown()) {
    paint_box(painter, rect(), radius::kControl, color(Color::RowSelected));
  } else if (underMouse()) {
    paint_box(painter, rect(), radius::kControl, color(Color::RowHover));
  }
  const QColor ink = open.stopped ? status_color(StatusKind::Stuck) : color(Color::TextSecondary);
  int x = kPad;
  paint_icon(painter, QRectF(x, (height() - icon_size::kTable) / 2.0, icon_size::kTable, icon_size::kTable),
             open.stopped ? Icon::Pause : Icon::Jobs, ink);
  x += icon_size::kTable + kGap;
  x += paint_text(painter, QRect(x, 0, width() - x, height()), Qt::AlignLeft, text(), type::kDense, ink) + kGap;
  if (open.jobs > 0) {
    paint_counts(painter, QRectF(x, height() / 2.0 - 3, kBar, 6), open.counts);
    paint_text(painter, QRect(x + kBar + kGap, 0, width() - x - kBar - kGap, height()), Qt::AlignLeft,
               percent_settled(open.counts), type::kDenseStrong, color(Color::TextPrimary));
  }
  if (hasFocus()) paint_focus_ring(painter, rect(), radius::kControl);
}

void JobsButton::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
    click();
    return;
  }
  QAbstractButton::keyPressEvent(event);
}

}  // namespace saga::ui
