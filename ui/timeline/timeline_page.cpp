// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/timeline_page.h"

#include <algorithm>
#include <array>
#include <chrono>

#include <QEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QPainter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/timeline/readout.h"
#include "ui/timeline/segments.h"
#include "ui/timeline/selection_panel.h"
#include "ui/timeline/time_axis.h"
#include "ui/timeline/timeline_strip.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/command.h"
#include "ui/widgets/format.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/plain_text_label.h"
#include "ui/widgets/state_view.h"
#include "ui/widgets/theme.h"

namespace saga::ui {

namespace {

using namespace std::chrono_literals;

constexpr std::array<std::chrono::microseconds, 6> kLengths{24h, 1h, 15min, 1min, 1s, 10ms};
constexpr std::chrono::microseconds kFirst = 15min;
constexpr int kSideWide = 292;
constexpr int kSideNarrow = 244;
constexpr double kZoom = 1.6;
constexpr int kLookingMs = 150;
constexpr int kPointingMs = 120;
constexpr int kFastestMs = 40;
constexpr int kSlowestMs = 1000;

}  // namespace

TimelinePage::TimelinePage(TimelineController& controller, GoTo go_to, QWidget* parent)
    : QWidget(parent),
      controller_(controller),
      go_to_(std::move(go_to)),
      title_(new PlainTextLabel(tr("Timeline"), type::kTitle, Color::TextPrimary)),
      length_(new Segments(tr("How much time is shown"),
                           {tr("Day"), tr("Hour"), tr("15 min"), tr("1 min"), tr("1 s"), tr("10 ms")})),
      less_(new ActionButton(ActionButton::Look::Outlined, QStringLiteral("−"))),
      more_(new ActionButton(ActionButton::Look::Outlined, QStringLiteral("+"))),
      range_(new PlainTextLabel(QString(), type::kDense, Color::TextSecondary)),
      by_label_(new PlainTextLabel(tr("Lanes by"), type::kDense, Color::TextMuted)),
      by_(new Segments(tr("Lanes by"), {tr("status"), tr("step"), tr("route")})),
      markers_(new Chip(tr("Markers"))),
      follow_(new ActionButton(ActionButton::Look::Outlined, Icon::Clock, QString())),
      strip_(new TimelineStrip),
      stack_(new QStackedWidget),
      view_(new TimelineView),
      state_(new StateView),
      readout_(new Readout),
      selection_(new SelectionPanel(go_to_)),
      side_(new Panel(Color::SurfaceBase)) {
  auto* side = new QVBoxLayout(side_);
  side->setContentsMargins(0, 0, 0, 0);
  side->addWidget(selection_);
  auto* below = new QHBoxLayout;
  below->setSpacing(space::kPanelGap);
  below->addWidget(build_lanes(), 1);
  below->addWidget(side_);

  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(space::kUnit, 0, space::kUnit, space::kUnit);
  column->setSpacing(0);
  column->addWidget(build_head());
  column->addWidget(strip_);
  column->addSpacing(space::kPanelGap);
  column->addLayout(below, 1);
  side_->hide();

  view_->set_window(TimeWindow::live(kFirst, now()));
  view_->show_now(now());
  by_->show_choice(0);
  looking_.setSingleShot(true);
  looking_.setInterval(kLookingMs);
  pointing_.setSingleShot(true);
  pointing_.setInterval(kPointingMs);
  connect_all();
  add_commands();
  refresh();
  refresh_window();
}

QWidget* TimelinePage::build_head() {
  auto* head = new QWidget;
  head->setFixedHeight(height::kPageHead);
  auto* line = new QHBoxLayout(head);
  line->setContentsMargins(0, 0, 0, 0);
  line->setSpacing(space::kUnit);
  title_->set_fixed();
  by_label_->set_fixed();
  less_->setAccessibleName(tr("Show more time"));
  more_->setAccessibleName(tr("Show less time"));
  markers_->setChecked(true);
  markers_->setToolTip(tr("Toggle flips, rollbacks, operators' actions, processes that were lost"));
  for (ActionButton* button : {less_, more_, follow_}) button->set_small(true);
  for (ActionButton* button : {less_, more_}) button->setToolTip(button->accessibleName());
  line->addWidget(title_);
  line->addSpacing(space::kHalf);
  line->addWidget(length_);
  line->addWidget(less_);
  line->addWidget(more_);
  line->addWidget(range_, 1);
  line->addWidget(by_label_);
  line->addWidget(by_);
  line->addWidget(markers_);
  line->addWidget(follow_);
  return head;
}

QWidget* TimelinePage::build_lanes() {
  auto* panel = new Panel(Color::SurfaceBase);
  auto* column = new QVBoxLayout(panel);
  column->setContentsMargins(1, 1, 1, 1);
  column->setSpacing(0);
  stack_->addWidget(view_);
  stack_->addWidget(state_);
  column->addWidget(stack_, 1);
  column->addWidget(readout_);
  return panel;
}

void TimelinePage::connect_all() {
  connect(&controller_, &TimelineController::changed, this, &TimelinePage::refresh);
  connect(&controller_, &TimelineController::markers_changed, this, [this] { refresh_markers(); });
  connect(&controller_, &TimelineController::steps_changed, this, [this] { view_->show_steps(controller_.steps()); });
  connect(&controller_, &TimelineController::inspected_changed, this, &TimelinePage::refresh_readout);
  connect(&controller_, &TimelineController::sources_changed, this, &TimelinePage::refresh_state);
  connect(view_, &TimelineView::window_changed, this, &TimelinePage::refresh_window);
  connect(view_, &TimelineView::selection_changed, this, &TimelinePage::refresh_selection);
  connect(view_, &TimelineView::lanes_by_changed, this, [this] {
    by_->show_choice(static_cast<int>(view_->lanes_by()));
    refresh_readout();
  });
  connect(view_, &TimelineView::pointed_changed, this, [this] {
    pointing_.start();
    refresh_readout();
  });
  connect(view_, &TimelineView::opened, this,
          [this](const SagaId& saga) { go_to_({.page = PageId::Sagas, .saga = QString::fromStdString(saga)}); });
  connect(strip_, &TimelineStrip::moved_to, this, [this](qint64 middle) {
    view_->set_window(view_->window_of_time().moved_by(middle - view_->window_of_time().middle(), now()));
  });
  connect(selection_, &SelectionPanel::closed, this, [this] { view_->select(std::nullopt); });
  connect(selection_, &SelectionPanel::export_pressed, this, &TimelinePage::ask_export);
  connect(&controller_.exporting(), &FileExport::changed, this,
          [this] { selection_->show_export(controller_.exporting()); });
  selection_->show_export(controller_.exporting());
  connect(length_, &Segments::chosen, this, &TimelinePage::set_length);
  connect(by_, &Segments::chosen, this, &TimelinePage::set_lanes_by);
  connect(less_, &ActionButton::clicked, this, [this] { view_->zoom(kZoom); });
  connect(more_, &ActionButton::clicked, this, [this] { view_->zoom(1 / kZoom); });
  connect(markers_, &Chip::toggled, view_, &TimelineView::set_markers_shown);
  connect(follow_, &ActionButton::clicked, this, &TimelinePage::toggle_follow);
  connect(state_, &StateView::second_pressed, &controller_, &TimelineController::refresh);
  connect(&clock_, &QTimer::timeout, this, &TimelinePage::tick);
  connect(&looking_, &QTimer::timeout, this, [this] { controller_.want_steps(view_->wide_sagas()); });
  connect(&pointing_, &QTimer::timeout, this, [this] {
    const auto& pointed = view_->pointed();
    const bool saga = pointed && pointed->bar && !pointed->bar->legacy;
    controller_.inspect(saga ? timeline::saga_id_of(pointed->bar->id) : SagaId());
  });
}

void TimelinePage::add_commands() {
  const auto add = [this](const char* id, const QString& name, const QKeySequence& keys, std::function<void()> act) {
    add_command(this, {id, Section::Page, name, keys, Reach::Window}, std::move(act));
  };
  add("timeline.read", tr("Read again"), QKeySequence(Qt::Key_F5), [this] { controller_.refresh(); });
  add("timeline.zoom-in", tr("Show less time"), QKeySequence(Qt::Key_Plus), [this] { view_->zoom(1 / kZoom); });
  add("timeline.zoom-out", tr("Show more time"), QKeySequence(Qt::Key_Minus), [this] { view_->zoom(kZoom); });
  add("timeline.follow", tr("Hold or follow the live edge"), QKeySequence(Qt::Key_H), [this] { toggle_follow(); });
  add("timeline.markers", tr("Show or hide the markers"), QKeySequence(Qt::Key_M), [this] { markers_->toggle(); });
  add("timeline.incident", tr("Incident file of what is selected, or shown"), QKeySequence(Qt::Key_I),
      [this] { ask_export(); });
  add("timeline.day", tr("Show the day"), {}, [this] { set_length(0); });
  add("timeline.hour", tr("Show an hour"), {}, [this] { set_length(1); });
  add("timeline.minutes", tr("Show 15 minutes"), {}, [this] { set_length(2); });
  add("timeline.minute", tr("Show a minute"), {}, [this] { set_length(3); });
  add("timeline.second", tr("Show a second"), {}, [this] { set_length(4); });
  add("timeline.by-status", tr("Lanes by status"), {}, [this] { set_lanes_by(0); });
  add("timeline.by-step", tr("Lanes by step"), {}, [this] { set_lanes_by(1); });
  add("timeline.by-route", tr("Lanes by route"), {}, [this] { set_lanes_by(2); });
  describe_keys(view_, Section::Page, QStringLiteral("← →"), tr("Move in time; with Shift, select"));
  describe_keys(view_, Section::Page, QStringLiteral("Home End"), tr("A day ago, now"));
  describe_keys(view_, Section::Selected, QStringLiteral("↑ ↓"), tr("The saga above, below"));
  describe_keys(view_, Section::Selected, QStringLiteral("↵"), tr("Open the saga"));
}

void TimelinePage::refresh() {
  if (const auto& snapshot = controller_.snapshot()) {
    view_->show_now(now());
    view_->show_spans(*snapshot, controller_.reading());
    strip_->show_spans(snapshot->spans, snapshot->read);
    looking_.start();
  }
  refresh_markers();
  refresh_state();
  refresh_selection();
  refresh_readout();
}

void TimelinePage::refresh_window() {
  const TimeWindow& window = view_->window_of_time();
  strip_->show_window(window, now());
  range_->show_text(range_text(window.range, now()));
  const auto same = std::ranges::find(kLengths, std::chrono::microseconds(window.range.length()));
  length_->show_choice(same == kLengths.end() ? -1 : static_cast<int>(same - kLengths.begin()));
  follow_->setText(window.follows ? tr("Hold live edge") : tr("Follow now"));
  follow_->updateGeometry();
  controller_.look_at(window.range);
  refresh_markers();
  looking_.start();
  refresh_state();
  // As often as a step of the clock can be seen.
  const auto step = static_cast<int>(std::clamp<timeline::Micros>(view_->pixel() / 1000, kFastestMs, kSlowestMs));
  if (clock_.interval() != step) clock_.setInterval(step);
}

void TimelinePage::refresh_markers() {
  view_->show_markers(controller_.markers());
  const auto seen = std::ranges::count_if(
      controller_.markers(), [&](const timeline::Marker& marker) { return view_->scene().crosses(marker); });
  markers_->show_count(count_text(seen));
}

void TimelinePage::tick() {
  if (controller_.lost()) return;  // the picture is as of when it was lost
  view_->show_now(now());
}

void TimelinePage::refresh_selection() {
  const auto& selection = view_->selection();
  side_->setVisible(selection.has_value());
  if (!selection || !controller_.snapshot()) return;
  const bool partly = !controller_.snapshot()->covers({selection->from, std::min(selection->to, now())});
  selection_->show_selection(*selection, now(), timeline::summary_of(controller_.snapshot()->spans, *selection),
                             partly);
}

void TimelinePage::refresh_readout() {
  const auto& pointed = view_->pointed();
  const TimelineScene& scene = view_->scene();
  if (!pointed) {
    const bool any = controller_.content() == TimelineController::Content::Spans;
    auto parts = any ? parts_of(scene, now() - 1'000'000) : std::vector<ReadoutPart>();
    return show_readout(std::move(parts), any ? tr("now; point at the lanes to read a moment") : QString());
  }
  if (!pointed->bar) return show_readout(parts_of(scene, pointed->at), tr("read-out under the pointer"));
  // A store's own numbers name the steps: the bar's, if it is still the same one.
  std::string_view step;
  if (const auto at = timeline::find_span(scene.spans, pointed->bar->id, pointed->bar->start)) {
    step = scene.spans.stores()[at->store]->step_name(pointed->bar->step);
  }
  const auto& saga = controller_.inspected();
  const bool same = saga && saga->id == timeline::saga_id_of(pointed->bar->id);
  show_readout(parts_of(*pointed->bar, step, same ? saga : std::nullopt, now()),
               pointed->bar->legacy ? QString() : tr("double click or Enter opens it"));
}

void TimelinePage::show_readout(std::vector<ReadoutPart> parts, const QString& hint) {
  readout_->show_parts(std::move(parts), hint);
  view_->setAccessibleDescription(readout_->text());  // where the cursor is, for those who hear it
}

void TimelinePage::set_length(int choice) {
  view_->set_window(view_->window_of_time().of_length(kLengths.at(static_cast<std::size_t>(choice)), now()));
}

void TimelinePage::set_lanes_by(int choice) { view_->set_lanes_by(static_cast<timeline::LanesBy>(choice)); }

void TimelinePage::toggle_follow() { view_->follow(!view_->window_of_time().follows); }

// Of what is selected; what is shown becomes the selection first, so that it is seen what the file is about.
void TimelinePage::ask_export() {
  if (controller_.exporting().running()) return controller_.exporting().cancel();
  if (!view_->selection()) view_->select(view_->window_of_time().range);
  auto* dialog = new QFileDialog(this, tr("Incident file"), QStringLiteral("incident.zip"), tr("ZIP files (*.zip)"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setDefaultSuffix(QStringLiteral("zip"));
  connect(dialog, &QFileDialog::fileSelected, this,
          [this, period = *view_->selection()](const QString& path) { controller_.export_incident(path, period); });
  dialog->open();
}

void TimelinePage::focus_content() { view_->setFocus(Qt::OtherFocusReason); }

void TimelinePage::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  const bool narrow = window()->width() < width::kCompactBelow;
  side_->setFixedWidth(narrow ? kSideNarrow : kSideWide);
  by_label_->setVisible(!narrow);
}

void TimelinePage::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  controller_.watch(true);
  clock_.start();
}

void TimelinePage::hideEvent(QHideEvent* event) {
  QWidget::hideEvent(event);
  controller_.watch(false);
  clock_.stop();
}

void TimelinePage::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) refresh_readout();  // its colours are those of the theme
  QWidget::changeEvent(event);
}

void TimelinePage::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), color(Color::SurfaceWindow));
}

}  // namespace saga::ui
