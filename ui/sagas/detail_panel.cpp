// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sagas/detail_panel.h"

#include <QEvent>
#include <QGridLayout>
#include <QPainter>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

#include "ui/sagas/claim_bar.h"
#include "ui/sagas/detail_header.h"
#include "ui/sagas/detail_tabs.h"
#include "ui/sagas/gantt_view.h"
#include "ui/sagas/plan_view.h"
#include "ui/sagas/request_panel.h"
#include "ui/sagas/sagas_controller.h"
#include "ui/sagas/words.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/fonts.h"
#include "ui/widgets/format.h"
#include "ui/widgets/paint.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/plain_text_label.h"
#include "ui/widgets/state_view.h"
#include "ui/widgets/theme.h"

namespace saga::ui {

namespace {
constexpr int kRetryTab = 0;
constexpr int kCompensateTab = 1;
}  // namespace

DetailPanel::DetailPanel(SagasController& controller, QWidget* parent)
    : QWidget(parent),
      controller_(controller),
      outer_(new QStackedWidget),
      state_(new StateView),
      header_(new DetailHeader(controller)),
      body_(new QStackedWidget),
      banner_(new Banner),
      gantt_(new GanttView),
      claim_(new ClaimBar(controller)),
      tabs_(new DetailTabs(controller)),
      plan_part_(new QWidget),
      plan_tabs_(new QTabBar),
      plan_age_(new PlainTextLabel(QString(), type::kDense, Color::TextSecondary)),
      plan_(new PlanView),
      request_(new RequestPanel(controller)),
      grid_(nullptr) {
  plan_tabs_->addTab(tr("What retry would do"));
  plan_tabs_->addTab(tr("What compensation would do"));
  plan_tabs_->setFont(ui_font(type::kBody));
  plan_tabs_->setExpanding(false);
  plan_tabs_->setUsesScrollButtons(false);
  plan_tabs_->setAccessibleName(tr("What an action would do"));
  plan_age_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  plan_part_->installEventFilter(this);
  auto* plan_head = new Surface(Color::SurfacePanel, Surface::Top | Surface::Bottom);
  plan_head->setFixedHeight(height::kPanelHead);
  auto* head_line = new QHBoxLayout(plan_head);
  head_line->setContentsMargins(2, 1, space::kPanelInset, 1);
  head_line->addWidget(plan_tabs_);
  head_line->addWidget(plan_age_, 1);
  auto* plan_column = new QVBoxLayout(plan_part_);
  plan_column->setContentsMargins(0, 0, 0, 0);
  plan_column->setSpacing(0);
  plan_column->addWidget(plan_head);
  plan_column->addWidget(plan_);

  auto* facts = new Surface(Color::SurfaceBase);
  grid_ = new QGridLayout(facts);
  grid_->setContentsMargins(0, 0, 0, 0);
  grid_->setSpacing(0);
  auto* looking = new QWidget;
  auto* looking_column = new QVBoxLayout(looking);
  looking_column->setContentsMargins(0, 0, 0, 0);
  looking_column->setSpacing(0);
  looking_column->addWidget(claim_);
  looking_column->addWidget(banner_);
  looking_column->addWidget(facts, 1);
  body_->addWidget(looking);
  body_->addWidget(request_);

  auto* whole = new QWidget;
  auto* column = new QVBoxLayout(whole);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(header_);
  column->addWidget(body_, 1);
  outer_->addWidget(state_);
  outer_->addWidget(whole);
  auto* frame = new QVBoxLayout(this);
  frame->setContentsMargins(1, 1, 1, 1);
  frame->addWidget(outer_);
  set_wide(false);

  connect(header_, &DetailHeader::action_wanted, this, &DetailPanel::open_request);
  connect(header_, &DetailHeader::close_wanted, this, &DetailPanel::close_wanted);
  connect(header_, &DetailHeader::neighbour_wanted, this, &DetailPanel::neighbour_wanted);
  connect(claim_, &ClaimBar::note_wanted, this, &DetailPanel::begin_note);
  connect(&controller_.context(), &DetailContext::notes_changed, claim_, &ClaimBar::refresh);
  connect(request_, &RequestPanel::closed, this, &DetailPanel::close_request);
  connect(gantt_, &GanttView::execution_selected, this, [this](int execution) { show_execution(execution); });
  connect(plan_tabs_, &QTabBar::currentChanged, this, &DetailPanel::refresh_plan);
  connect(banner_, &Banner::pressed, this, [this] {
    request_->open_running();
    header_->show_actions(false);
    body_->setCurrentWidget(request_);
  });
  for (const auto signal :
       {&SagasController::detail_changed, &SagasController::action_changed, &SagasController::sources_changed,
        &SagasController::platform_changed, &SagasController::ticked}) {
    connect(&controller_, signal, this, &DetailPanel::refresh);
  }
  refresh();
}

void DetailPanel::set_wide(bool wide) {
  for (QWidget* part : {static_cast<QWidget*>(gantt_), static_cast<QWidget*>(tabs_), plan_part_})
    grid_->removeWidget(part);
  header_->set_wide(wide);
  plan_->set_least_lines(wide ? 2 : 4);
  grid_->addWidget(gantt_, 0, 0);
  if (wide) {
    grid_->addWidget(plan_part_, 1, 0, Qt::AlignBottom);
    grid_->addWidget(tabs_, 0, 1, 2, 1);
  } else {
    grid_->addWidget(tabs_, 1, 0);
    grid_->addWidget(plan_part_, 2, 0);
  }
  grid_->setColumnStretch(0, 1);
  grid_->setColumnStretch(1, wide ? 1 : 0);
  grid_->setRowStretch(1, 1);
}

bool DetailPanel::request_open() const { return body_->currentWidget() == request_; }

void DetailPanel::show_neighbours(const QString& no_previous, const QString& no_next) {
  header_->show_neighbours(no_previous, no_next);
}

void DetailPanel::take_or_release() { claim_->act(); }

void DetailPanel::begin_note() {
  if (!controller_.detail() || request_open()) return;
  tabs_->begin_note();
}

void DetailPanel::open_request(Action action) {
  if (!controller_.detail() || controller_.closed_because(action)) return;
  header_->show_actions(false);
  body_->setCurrentWidget(request_);
  request_->open(action);
}

void DetailPanel::close_request() {
  controller_.forget_action();
  body_->setCurrentIndex(0);
  header_->show_actions(true);
  refresh();
}

void DetailPanel::refresh() {
  if (controller_.selected() != shown_saga_) {
    shown_saga_ = controller_.selected();
    body_->setCurrentIndex(0);
    header_->show_actions(true);
    gantt_->select_execution(-1);
  }
  if (!controller_.detail()) {
    if (controller_.detail_error()) {
      state_->tell(Icon::RingCross, color(status_token(StatusKind::Failed).fg), tr("This saga could not be read"),
                   text(controller_.detail_error()->message));
    } else if (!controller_.selected().empty()) {
      state_->tell(Icon::Clock, {}, tr("Reading"), short_id(text(controller_.selected())));
    } else {
      state_->tell(Icon::Sagas, {}, tr("No saga selected"),
                   tr("Click a row, or press an arrow key in the table, to see its steps and what can be done."));
    }
    outer_->setCurrentIndex(0);
    return;
  }
  const SagaDetail& detail = *controller_.detail();
  header_->refresh();
  gantt_->show_chart(gantt_of(detail, controller_.server_now()));
  const bool first = gantt_->selected_execution() < 0;
  if (first) {
    gantt_->select_execution(telling_execution(detail));
    // What is not refused is what one wants to read about.
    const bool retry_open = !refusal(Action::Retry, detail.saga.type, detail.saga.status,
                                     condition_of(detail.saga, controller_.server_now()));
    plan_tabs_->setCurrentIndex(retry_open ? kRetryTab : kCompensateTab);
  }
  claim_->refresh();
  tabs_->show_execution(gantt_->selected_execution(), first);
  refresh_banner();
  refresh_plan();
  if (request_open()) request_->refresh();
  outer_->setCurrentIndex(1);
}

void DetailPanel::show_execution(int execution) { tabs_->show_execution(execution, true); }

void DetailPanel::refresh_banner() {
  const SagaDetail& detail = *controller_.detail();
  const ActionProgress* action = controller_.action_on(shown_saga_);
  banner_->set_button({});
  banner_->show();
  if (action && action->stage == ActionProgress::Stage::Unknown) {
    banner_->tell(Banner::Tone::Unverified, Icon::RingQuestionDashed, tr("One action has an unknown outcome"),
                  tr("%1 was sent, its answer was lost. It is read back first; the button stays closed until then.")
                      .arg(action_word(action->action)));
    banner_->set_button(tr("Show"));
  } else if (action) {
    const bool done = action->settled();
    banner_->tell(Banner::Tone::Info, done ? Icon::Info : Icon::Clock,
                  done ? tr("%1: settled").arg(action_word(action->action))
                       : tr("%1 is under way").arg(action_word(action->action)));
    banner_->set_button(tr("Show"));
  } else if (detail.saga.parked_reason && condition_of(detail.saga, controller_.server_now()) == Condition::Stuck) {
    banner_->tell(Banner::Tone::Warn, Icon::Hourglass, text(*detail.saga.parked_reason));
  } else if (detail.saga.parked_reason && detail.saga.status == SagaStatus::Failed && detail.saga.open_effects > 0) {
    banner_->tell(Banner::Tone::Bad, Icon::Warning, text(*detail.saga.parked_reason));
  } else if (detail.saga.resolution) {
    banner_->tell(Banner::Tone::Info, Icon::Info, tr("Resolved by hand: %1").arg(text(*detail.saga.resolution)));
  } else {
    banner_->hide();
  }
}

void DetailPanel::refresh_plan() {
  if (!controller_.detail()) return;
  const SagaDetail& detail = *controller_.detail();
  const QString read = tr("read at version %1, %2 ago")
                           .arg(detail.saga.version)
                           .arg(age_text(controller_.now() - controller_.detail_read_at()));
  // Beside the names of the actions there is not always room for it; a part of it would say nothing.
  const int room = plan_part_->width() - plan_tabs_->sizeHint().width() - 2 * space::kPanelInset;
  const bool fits = text_width(read, type::kDense) <= room;
  plan_age_->show_text(fits ? read : QString());
  plan_tabs_->setToolTip(fits ? QString() : read);
  plan_->show_plan(plan_text(plan_tabs_->currentIndex() == kRetryTab ? Action::Retry : Action::Compensate, detail,
                             controller_.server_now()));
}

// The head of the plan has another width now: what fits beside the names of the actions?
bool DetailPanel::eventFilter(QObject* watched, QEvent* event) {
  if (watched == plan_part_ && event->type() == QEvent::Resize) refresh_plan();
  return QWidget::eventFilter(watched, event);
}

void DetailPanel::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paint_box(painter, rect(), radius::kPanel, color(Color::SurfaceBase), color(Color::BorderPanel));
}

}  // namespace saga::ui
