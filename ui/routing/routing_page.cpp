// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/routing/routing_page.h"

#include <algorithm>
#include <array>

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLocale>
#include <QPainter>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

#include "ui/charts/route_chart.h"
#include "ui/charts/series_mark.h"
#include "ui/routing/change_panel.h"
#include "ui/routing/compare_panel.h"
#include "ui/routing/explain_panel.h"
#include "ui/routing/gateway_panel.h"
#include "ui/routing/history_panel.h"
#include "ui/routing/rollback_panel.h"
#include "ui/routing/routing_controller.h"
#include "ui/routing/routing_words.h"
#include "ui/routing/toggle_panel.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/command.h"
#include "ui/widgets/designed_states.h"
#include "ui/widgets/format.h"
#include "ui/widgets/paint.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/plain_text_label.h"
#include "ui/widgets/state_view.h"
#include "ui/widgets/status_style.h"
#include "ui/widgets/theme.h"

namespace saga::ui {
namespace {

constexpr int kLow = 680;                                // of the page: below it the rollback's curve gives way
constexpr int kLeft = 376, kMiddle = 456, kRight = 400;  // the columns' shares of the width

}  // namespace

RoutingPage::RoutingPage(RoutingController& controller, GoTo go_to, QWidget* parent)
    : QWidget(parent),
      controller_(controller),
      go_to_(std::move(go_to)),
      title_(new PlainTextLabel(tr("Routing"), type::kTitle, Color::TextPrimary)),
      headline_(new PlainTextLabel(QString(), type::kDense, Color::TextMuted)),
      banner_place_(new QWidget),
      banner_(new Banner),
      body_(new QStackedWidget),
      state_(new StateView),
      panels_(new QWidget),
      toggle_(new TogglePanel(controller)),
      explain_(new ExplainPanel(controller)),
      history_(new HistoryPanel(controller)),
      gateways_(new GatewayPanel(controller)),
      chart_panel_(nullptr),
      chart_(new RouteChart),
      event_driven_(new PlainTextLabel(QString(), type::kDense, Color::TextSecondary)),
      legacy_(new PlainTextLabel(QString(), type::kDense, Color::TextSecondary)),
      when_(new PlainTextLabel(QString(), type::kDense, Color::TextMuted)),
      compare_(new ComparePanel(controller)),
      side_(new QStackedWidget),
      rollback_(new RollbackPanel(controller, go_to_)),
      change_(new ChangePanel),
      tabs_(new QTabBar(panels_)),
      tab_stack_(new QStackedWidget(panels_)) {
  setFocusPolicy(Qt::NoFocus);
  chart_panel_ = build_chart();
  side_->addWidget(rollback_);
  side_->addWidget(change_);
  tabs_->setDrawBase(false);
  tabs_->setExpanding(false);
  tabs_->setAccessibleName(tr("What else is known"));
  body_->addWidget(panels_);
  body_->addWidget(state_);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(space::kUnit, 0, space::kUnit, space::kUnit);
  column->setSpacing(0);
  column->addWidget(build_head());
  auto* banner_column = new QVBoxLayout(banner_place_);
  banner_column->setContentsMargins(0, 0, 0, space::kPanelGap);
  banner_column->addWidget(banner_);
  column->addWidget(banner_place_);
  column->addWidget(body_, 1);
  lay_out(false);
  connect_all();
  refresh();
}

QWidget* RoutingPage::build_head() {
  auto* head = new QWidget;
  head->setFixedHeight(height::kPageHead);
  auto* line = new QHBoxLayout(head);
  line->setContentsMargins(0, 0, 0, 0);
  line->setSpacing(space::kPanelInset);
  title_->set_fixed();
  line->addWidget(title_);
  line->addWidget(headline_, 1);
  return head;
}

QWidget* RoutingPage::build_chart() {
  QHBoxLayout* line = nullptr;
  QWidget* head = panel_head(line, tr("Payments/s by route"));
  when_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  line->addWidget(when_, 1);
  for (const auto& [series, label] :
       {std::pair(Color::SeriesEventDriven, event_driven_), std::pair(Color::SeriesLegacy, legacy_)}) {
    auto* entry = new QHBoxLayout;
    entry->setSpacing(4);
    entry->addWidget(new SeriesMark(series));
    entry->addWidget(label);
    label->set_fixed();
    line->addLayout(entry);
  }
  auto* place = new QWidget;
  auto* column = new QVBoxLayout(place);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(panel_of({head, chart_}));
  return place;
}

// The panels go where there is room for them; they are the same ones.
void RoutingPage::lay_out(bool narrow) {
  if (narrow_ == narrow) return;
  narrow_ = narrow;
  const std::array<std::pair<QWidget*, QString>, 5> informing{{{gateways_, tr("Gateways")},
                                                               {compare_, tr("Routes")},
                                                               {chart_panel_, tr("Payments/s")},
                                                               {explain_, tr("Why?")},
                                                               {history_, tr("History")}}};
  const int chosen = std::max(0, tabs_->currentIndex());
  while (tabs_->count() > 0) tabs_->removeTab(0);
  for (const auto& [panel, name] : informing) tab_stack_->removeWidget(panel);
  delete panels_->layout();
  if (narrow) {
    for (const auto& [panel, name] : informing) {
      tabs_->addTab(name);
      tab_stack_->addWidget(panel);
    }
    tabs_->setCurrentIndex(chosen);
    tab_stack_->setCurrentIndex(chosen);
    auto* left = new QVBoxLayout;
    left->setSpacing(space::kPanelGap);
    auto* below = new QVBoxLayout;
    below->setSpacing(0);
    below->addWidget(tabs_);
    below->addWidget(tab_stack_, 1);
    left->addWidget(toggle_);
    left->addLayout(below, 1);
    auto* columns = new QHBoxLayout(panels_);
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(space::kPanelGap);
    columns->addLayout(left, kMiddle);
    columns->addWidget(side_, kRight);
  } else {
    auto* grid = new QGridLayout(panels_);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(space::kPanelGap);
    grid->addWidget(toggle_, 0, 0);
    grid->addWidget(gateways_, 0, 1);
    grid->addWidget(explain_, 1, 0);
    grid->addWidget(chart_panel_, 1, 1);
    grid->addWidget(history_, 2, 0);
    grid->addWidget(compare_, 2, 1);
    grid->addWidget(side_, 0, 2, 3, 1);
    grid->setColumnStretch(0, kLeft);
    grid->setColumnStretch(1, kMiddle);
    grid->setColumnStretch(2, kRight);
    grid->setRowStretch(0, 28);
    grid->setRowStretch(1, 20);
    grid->setRowStretch(2, 32);
    for (const auto& [panel, name] : informing) panel->show();
  }
  tabs_->setVisible(narrow);
  tab_stack_->setVisible(narrow);
}

void RoutingPage::connect_all() {
  connect(&controller_, &RoutingController::changed, this, &RoutingPage::refresh);
  connect(&controller_, &RoutingController::ticked, this, &RoutingPage::refresh);
  connect(&controller_, &RoutingController::sources_changed, this, &RoutingPage::refresh);
  connect(&controller_, &RoutingController::progress_changed, this, &RoutingPage::refresh);
  connect(&controller_.rollback(), &RollbackController::changed, this, &RoutingPage::refresh);
  connect(toggle_, &TogglePanel::change_wanted, this, &RoutingPage::ask_change);
  connect(history_, &HistoryPanel::change_wanted, this, &RoutingPage::ask_change);
  connect(rollback_, &RollbackPanel::arm_wanted, &controller_.rollback(), &RollbackController::arm);
  connect(rollback_, &RollbackPanel::release_wanted, this, &RoutingPage::ask_release);
  connect(change_, &ChangePanel::confirmed, this, &RoutingPage::confirm);
  connect(change_, &ChangePanel::closed, this, &RoutingPage::close_change);
  connect(change_, &ChangePanel::look_wanted, this, [this] {
    if (subject_ == Subject::Toggle) offer_change();
    if (subject_ == Subject::Release) offer_release();
    refresh_change();
  });
  connect(state_, &StateView::second_pressed, &controller_, &RoutingController::refresh);
  connect(banner_, &Banner::pressed, &controller_, &RoutingController::refresh);
  connect(chart_, &RouteChart::reading_changed, this, &RoutingPage::refresh_legend);
  connect(tabs_, &QTabBar::currentChanged, tab_stack_, &QStackedWidget::setCurrentIndex);
  add_command(this, {"routing.read", Section::Page, tr("Read again"), QKeySequence(Qt::Key_F5), Reach::Window},
              [this] { controller_.refresh(); });
  add_command(
      this,
      {"routing.canary", Section::Page, tr("Change the canary"), QKeySequence(Qt::CTRL | Qt::Key_E), Reach::Window},
      [this] { toggle_->focus_content(); })
      .set_closed([this] { return controller_.closed_because(); });
  add_command(this,
              {"routing.drill", Section::Page, tr("Rehearse the rollback, nothing is switched"), {}, Reach::Window},
              [this] {
                if (narrow_ == true) tabs_->setCurrentIndex(0);  // where the gateways are
                gateways_->ask_for_drill();
              })
      .set_closed([this] { return controller_.rollback().drill_closed_because(); });
}

void RoutingPage::focus_content() {
  if (changing()) {
    change_->focus_content();
  } else if (body_->currentWidget() == panels_) {
    toggle_->focus_content();
  } else {
    setFocus(Qt::OtherFocusReason);
  }
}

void RoutingPage::focus_filter() {
  if (body_->currentWidget() != panels_) return;
  if (tabs_->isVisible()) tabs_->setCurrentIndex(tab_stack_->indexOf(explain_));
  explain_->focus_field();
}

void RoutingPage::refresh() {
  refresh_head();
  refresh_state();
  toggle_->refresh();
  explain_->refresh();
  gateways_->refresh();
  history_->refresh();
  compare_->refresh();
  rollback_->refresh();
  refresh_chart();
  refresh_legend();
  refresh_change();
}

void RoutingPage::refresh_head() {
  const RollbackController& rollback = controller_.rollback();
  if (rollback.engaged()) {
    const Toggle* toggle = rollback.toggle();
    const bool known = toggle != nullptr && rollback_from(toggle->value);
    headline_->show_text(known ? tr("All new payments go to LEGACY since %1").arg(clock_text(toggle->updated_at))
                               : tr("All new payments go to LEGACY, engaged by Redis"));
    headline_->set_color(status_token(StatusKind::NeedsAttention).fg);
    headline_->set_type(type::kDenseStrong);
  } else {
    const RoutingState state = controller_.state();
    headline_->set_color(Color::TextMuted);
    headline_->set_type(type::kDense);
    headline_->show_text(!controller_.snapshot() ? QString()
                         : state.enabled ? tr("%1 % of the users take the event-driven route").arg(state.canary_percent)
                                         : tr("All payments go to LEGACY: the event-driven route is off"));
  }
  // What is lost, and when it is tried again, is said by the window, once for all pages.
  const bool stale = !controller_.lost() && controller_.stale();
  if (stale) {
    const auto read = controller_.last_read();
    banner_->tell(Banner::Tone::Warn, Icon::DotRing,
                  tr("As of %1, %2 ago").arg(clock_text(*read), age_text(controller_.now() - *read)),
                  controller_.error() ? text(controller_.error()->message) : tr("PostgreSQL answers slowly"));
    banner_->set_button(tr("Read now"));
  }
  banner_place_->setVisible(stale);
}

// An engaged rollback is shown whatever else can be read: Redis alone knows enough.
void RoutingPage::refresh_state() {
  using Content = RoutingController::Content;
  const Content content = controller_.content();
  const bool panels = content == Content::Shown || controller_.rollback().engaged();
  body_->setCurrentWidget(panels ? panels_ : state_);
  if (panels) return;
  if (content == Content::Loading) return tell_loading(*state_, tr("Reading the routing"));
  tell_error(*state_, *controller_.error(),
             {tr("This role may not read the routing"), tr("The routing could not be read"), "saga_viewer"});
}

void RoutingPage::refresh_chart() {
  chart_->set_greyed(controller_.lost());
  if (!controller_.snapshot()) return;
  const RoutingSnapshot& snapshot = *controller_.snapshot();
  chart_->show_flow(flow_of(snapshot.flow, snapshot.server_now - kRouteFlow));
  std::vector<RouteChart::Marker> markers;
  for (const ToggleChange& change : snapshot.history) {
    if (change.toggle.value == change.value_before) continue;  // a drill: the routing is what it was
    markers.push_back({change.toggle.updated_at, toggle_change_text(change)});
  }
  chart_->show_markers(markers);
}

void RoutingPage::refresh_legend() {
  const auto reading = chart_->reading();
  event_driven_->show_text(reading ? tr("event-driven %1").arg(rate_text(reading->event_driven)) : tr("event-driven"));
  legacy_->show_text(reading ? tr("legacy %1").arg(rate_text(reading->legacy)) : tr("legacy"));
  when_->show_text(reading ? reading->when : QString());
}

void RoutingPage::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  controller_.watch(true);
}

void RoutingPage::hideEvent(QHideEvent* event) {
  QWidget::hideEvent(event);
  controller_.watch(false);
}

void RoutingPage::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  lay_out(window()->width() < width::kCompactBelow);
  rollback_->set_low(height() < kLow);
}

void RoutingPage::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), color(Color::SurfaceWindow));
}

}  // namespace saga::ui
