// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/overview_page.h"

#include <algorithm>
#include <utility>

#include <QHBoxLayout>
#include <QLocale>
#include <QPainter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/charts/route_chart.h"
#include "ui/charts/series_mark.h"
#include "ui/overview/action_list.h"
#include "ui/overview/group_view.h"
#include "ui/overview/overview_controller.h"
#include "ui/overview/overview_tiles.h"
#include "ui/overview/overview_words.h"
#include "ui/overview/range_switch.h"
#include "ui/overview/step_view.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/command.h"
#include "ui/widgets/format.h"
#include "ui/widgets/paint.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/plain_text_label.h"
#include "ui/widgets/state_view.h"
#include "ui/widgets/theme.h"

namespace saga::ui {

namespace {

constexpr int kFoot = 44;
constexpr int kLeastSteps = 2;  // in sight, however low the window is
constexpr int kSideWide = 360;
constexpr int kSideNarrow = 272;

}  // namespace

OverviewPage::OverviewPage(OverviewController& controller, GoTo go_to, QWidget* parent)
    : QWidget(parent),
      controller_(controller),
      go_to_(std::move(go_to)),
      model_(controller.clock()),
      subtitle_(new PlainTextLabel(QString(), type::kDense, Color::TextMuted)),
      range_(new RangeSwitch({OverviewController::kRanges.begin(), OverviewController::kRanges.end()},
                             controller.range())),
      banner_place_(new QWidget),
      banner_(new Banner),
      tiles_(new OverviewTiles(controller, go_to_)),
      groups_summary_(new PlainTextLabel(QString(), type::kDense, Color::TextSecondary)),
      stack_(new QStackedWidget),
      groups_(new GroupView(model_)),
      state_(new StateView),
      foot_(new Surface(Color::SurfacePanel, Surface::Top)),
      open_(new ActionButton(ActionButton::Look::Primary, QString())),
      hint_(new PlainTextLabel(QString(), type::kDense, Color::TextMuted)),
      steps_summary_(new PlainTextLabel(QString(), type::kDense, Color::TextSecondary)),
      steps_(new StepView(step_model_)),
      event_driven_(new PlainTextLabel(QString(), type::kDense, Color::TextSecondary)),
      legacy_(new PlainTextLabel(QString(), type::kDense, Color::TextSecondary)),
      when_(new PlainTextLabel(QString(), type::kDense, Color::TextMuted)),
      chart_(new RouteChart),
      actions_(new ActionList),
      side_(new QWidget) {
  auto* right = new QVBoxLayout(side_);
  right->setContentsMargins(0, 0, 0, 0);
  right->setSpacing(space::kPanelGap);
  right->addWidget(build_routes(), 4);
  right->addWidget(build_actions(), 5);
  auto* below = new QHBoxLayout;
  below->setSpacing(space::kPanelGap);
  auto* left = new QVBoxLayout;
  left->setSpacing(space::kPanelGap);
  left->addWidget(build_groups(), 1);
  left->addWidget(build_steps());
  below->addLayout(left, 1);
  below->addWidget(side_);

  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(space::kUnit, 0, space::kUnit, space::kUnit);
  column->setSpacing(0);
  column->addWidget(build_head());
  auto* banner_column = new QVBoxLayout(banner_place_);
  banner_column->setContentsMargins(0, 0, 0, space::kPanelGap);
  banner_column->addWidget(banner_);
  column->addWidget(banner_place_);
  column->addWidget(tiles_);
  column->addSpacing(space::kPanelGap);
  column->addLayout(below, 1);
  connect_all();
  refresh();
}

QWidget* OverviewPage::build_head() {
  auto* head = new QWidget;
  head->setFixedHeight(height::kPageHead);
  auto* line = new QHBoxLayout(head);
  line->setContentsMargins(0, 0, 0, 0);
  line->setSpacing(space::kPanelInset);
  auto* title = new PlainTextLabel(tr("Overview"), type::kTitle, Color::TextPrimary);
  title->set_fixed();
  line->addWidget(title);
  line->addWidget(subtitle_, 1);
  connect(range_, &RangeSwitch::chosen, &controller_, &OverviewController::set_range);
  line->addWidget(range_);
  return head;
}

QWidget* OverviewPage::build_groups() {
  QHBoxLayout* head_line = nullptr;
  QWidget* head = panel_head(head_line, tr("Needs me now"));
  head_line->addWidget(groups_summary_, 1);
  stack_->addWidget(groups_);
  stack_->addWidget(state_);
  stack_->setMinimumHeight(height::kHead + 2 * height::kRow);
  foot_->setFixedHeight(kFoot);
  auto* foot_line = new QHBoxLayout(foot_);
  foot_line->setContentsMargins(space::kPanelInset, 0, space::kPanelInset, 0);
  foot_line->setSpacing(space::kUnit);
  hint_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  open_->set_key_hint(QStringLiteral("↵"));
  foot_line->addWidget(open_);
  foot_line->addWidget(hint_, 1);
  return panel_of({head, stack_, foot_});
}

QWidget* OverviewPage::build_steps() {
  QHBoxLayout* head_line = nullptr;
  QWidget* head = panel_head(head_line, tr("Steps"));
  head_line->addWidget(steps_summary_, 1);
  return panel_of({head, steps_});
}

QWidget* OverviewPage::build_routes() {
  QHBoxLayout* head_line = nullptr;
  QWidget* head = panel_head(head_line, tr("Payments/s by route"));
  when_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  head_line->addWidget(when_, 1);
  auto* legend = new Surface(Color::SurfaceBase);
  legend->setFixedHeight(height::kRowCompact);
  auto* line = new QHBoxLayout(legend);
  line->setContentsMargins(space::kPanelInset, space::kHalf, space::kPanelInset, 0);
  line->setSpacing(space::kPanelInset);
  for (auto& [series, label] : {std::pair{Color::SeriesEventDriven, event_driven_}, {Color::SeriesLegacy, legacy_}}) {
    auto* entry = new QHBoxLayout;
    entry->setSpacing(4);
    entry->addWidget(new SeriesMark(series));
    entry->addWidget(label);
    label->set_fixed();
    line->addLayout(entry);
  }
  line->addStretch(1);
  return panel_of({head, legend, chart_});
}

QWidget* OverviewPage::build_actions() {
  QHBoxLayout* line = nullptr;
  QWidget* head = panel_head(line, tr("Latest actions"));
  line->addStretch(1);
  return panel_of({head, actions_});
}

void OverviewPage::connect_all() {
  connect(&controller_, &OverviewController::changed, this, &OverviewPage::refresh);
  connect(&controller_, &OverviewController::platform_changed, tiles_, &OverviewTiles::refresh);
  connect(&controller_, &OverviewController::sources_changed, this, [this] {
    tiles_->refresh();
    refresh_banner();
  });
  connect(&controller_, &OverviewController::ticked, this, [this] {
    tiles_->refresh();
    model_.tick(controller_.server_now());
    refresh_banner();
  });
  connect(groups_, &GroupView::opened, this, &OverviewPage::open_group);
  connect(steps_, &StepView::opened, this, &OverviewPage::open_step);
  connect(groups_->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& current) {
    if (current.isValid()) chosen_ = model_.row(current.row()).group;
    refresh_foot();
  });
  connect(&model_, &QAbstractItemModel::modelReset, this, &OverviewPage::restore_choice);
  connect(open_, &ActionButton::clicked, this, [this] { open_group(groups_->currentIndex().row()); });
  connect(state_, &StateView::first_pressed, &controller_, &OverviewController::refresh);
  connect(banner_, &Banner::pressed, &controller_, &OverviewController::refresh);
  connect(chart_, &RouteChart::reading_changed, this, &OverviewPage::refresh_legend);
  add_command(this, {"overview.read", Section::Page, tr("Read again"), QKeySequence(Qt::Key_F5), Reach::Window},
              [this] { controller_.refresh(); });
}

void OverviewPage::focus_content() {
  // Without groups the page itself takes the keyboard, so that its keys work.
  if (stack_->currentWidget() == groups_) {
    groups_->setFocus(Qt::OtherFocusReason);
  } else {
    setFocus(Qt::OtherFocusReason);
  }
}

void OverviewPage::open_group(int row) {
  if (row < 0 || row >= model_.rowCount()) return;
  const TroubleGroup& group = model_.row(row).group;
  if (group.count > 0) go_to_(place_of(group));
}

void OverviewPage::open_step(int row) {
  if (row >= 0 && row < step_model_.rowCount()) go_to_(place_of_step(step_model_.row(row).step));
}

void OverviewPage::refresh() {
  range_->show_range(controller_.range());
  tiles_->refresh();
  refresh_groups();
  refresh_state();
  refresh_banner();
  refresh_steps();
  refresh_chart();
  if (const auto& overview = controller_.overview()) actions_->show_actions(overview->actions);
  refresh_legend();
}

void OverviewPage::refresh_steps() {
  const auto& overview = controller_.overview();
  if (!overview) return;
  step_model_.update(*overview);
  steps_->setMinimumHeight(std::min(steps_->full_height(), height::kHead + kLeastSteps * height::kRow));
  steps_->setMaximumHeight(std::max(steps_->full_height(), height::kHead + height::kRow));
  std::int64_t attempts = 0;
  for (const StepFlow& step : overview->steps) attempts += step.attempts;
  steps_summary_->show_text(
      attempts > 0
          ? tr("the newest %1 attempts, since %2").arg(count_text(attempts), clock_text(*overview->steps_since))
          : tr("nothing was done in the last 15 minutes"));
}

void OverviewPage::refresh_chart() {
  const auto& overview = controller_.overview();
  if (!overview) return;
  chart_->show_flow(controller_.flow(), controller_.flow_slot());
  std::vector<RouteChart::Marker> markers;
  for (const RecentAction& change : overview->route_changes) markers.push_back({change.at, marker_text(change)});
  chart_->show_markers(markers);
}

void OverviewPage::refresh_groups() {
  const auto& overview = controller_.overview();
  if (!overview) return;
  const bool held = groups_->isVisible() && groups_->holds_rows();
  model_.update(overview->groups, controller_.server_now(), held);
  std::int64_t sagas = 0;
  for (const TroubleGroup& group : overview->groups) sagas += group.count;
  const int groups = static_cast<int>(overview->groups.size());
  groups_summary_->show_text(
      groups > 0 ? tr("%1 sagas in %n group(s)", nullptr, groups).arg(count_text(CappedCount{sagas, overview->capped}))
                 : QString());
  refresh_foot();
}

void OverviewPage::refresh_foot() {
  const int row = groups_->currentIndex().row();
  const auto count = row < 0 ? 0 : model_.row(row).group.count;
  open_->setVisible(count > 0);
  if (count > 0) {
    open_->setText(tr("Open %n saga(s)", nullptr, static_cast<int>(std::min<std::int64_t>(count, 1'000'000))));
    open_->updateGeometry();
  }
  hint_->show_text(row < 0 ? tr("Click a group, or choose it with the arrow keys and press Enter")
                           : tr("Open the group, then retry or compensate from there"));
}

void OverviewPage::restore_choice() {
  const int row = chosen_ ? model_.row_of(*chosen_) : -1;
  if (row >= 0) {
    groups_->selectRow(row);
  } else {
    groups_->clearSelection();
    groups_->setCurrentIndex({});
  }
}

void OverviewPage::refresh_legend() {
  const auto reading = chart_->reading();
  const auto rate = [](double value) { return QLocale().toString(value, 'f', value < 9.95 ? 1 : 0); };
  event_driven_->show_text(reading ? tr("event-driven %1").arg(rate(reading->event_driven)) : tr("event-driven"));
  legacy_->show_text(reading ? tr("legacy %1").arg(rate(reading->legacy)) : tr("legacy"));
  when_->show_text(reading && !reading->when.isEmpty() ? reading->when
                   : controller_.reading_back()        ? tr("reading back")
                                                       : tr("last %1").arg(range_text(controller_.range())));
}

void OverviewPage::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  controller_.watch(true);
}

void OverviewPage::hideEvent(QHideEvent* event) {
  QWidget::hideEvent(event);
  controller_.watch(false);
}

void OverviewPage::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  const bool narrow = window()->width() < width::kCompactBelow;
  tiles_->set_narrow(narrow);
  side_->setFixedWidth(narrow ? kSideNarrow : kSideWide);
}

void OverviewPage::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), color(Color::SurfaceWindow));
}

}  // namespace saga::ui
