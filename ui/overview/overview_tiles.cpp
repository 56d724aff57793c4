// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/overview_tiles.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include <QGridLayout>
#include <QLocale>

#include "ui/overview/overview_controller.h"
#include "ui/overview/overview_words.h"
#include "ui/widgets/format.h"

namespace saga::ui {

namespace {

constexpr std::chrono::seconds kShareWindow{60};  // of the route's observed share: it shows what a flip did

std::vector<double> values_of(const Trend& trend) { return {trend.begin(), trend.end()}; }

// One value a slot; the last slot is not over, and says nothing yet.
template <class Value>
std::vector<double> curve(const std::vector<FlowSlot>& flow, Value value) {
  std::vector<double> values;
  for (const FlowSlot& slot : flow) values.push_back(value(slot));
  if (!values.empty()) values.pop_back();
  return values;
}

double success_of(const FlowSlot& slot) {
  const auto ended = slot.completed + slot.compensated + slot.failed;
  return ended > 0 ? static_cast<double>(slot.completed) / static_cast<double>(ended) : -1;
}

double p95_of(const FlowSlot& slot) {
  const auto p95 = percentile(slot.latencies, 0.95);
  return p95 ? static_cast<double>(p95->count()) : -1;
}

const QString& none() {
  static const QString kNone = QStringLiteral("–");
  return kNone;
}

}  // namespace

OverviewTiles::OverviewTiles(OverviewController& controller, GoTo go_to, QWidget* parent)
    : QWidget(parent), controller_(controller), grid_(new QGridLayout(this)) {
  const Clock& clock = controller.clock();
  tiles_ = {
      new StatTile(Icon::Warning, tr("Needs attention"), clock), new StatTile(Icon::Hourglass, tr("Stuck"), clock),
      new StatTile(Icon::RingPlay, tr("In flight"), clock),      new StatTile(Icon::Check, tr("Success"), clock),
      new StatTile(Icon::Clock, tr("p95 payment"), clock),       new StatTile(Icon::Chart, tr("Payments/s"), clock),
      new StatTile(Icon::Route, tr("Event-driven"), clock)};
  grid_->setContentsMargins(0, 0, 0, 0);
  grid_->setSpacing(space::kPanelGap);
  for (const auto& [figure, condition] :
       {std::pair{Figure::Attention, Condition::NeedsAttention}, {Figure::Stuck, Condition::Stuck}}) {
    tile(figure).set_flashes(true);
    connect(&tile(figure), &StatTile::clicked, this, [go_to, where = place_of(condition)] { go_to(where); });
  }
  set_narrow(false);
}

void OverviewTiles::set_narrow(bool narrow) {
  if (narrow == narrow_) return;
  narrow_ = narrow;
  // Trouble is wider. Narrow: three above, four below, of twelve columns.
  static constexpr std::array<int, kFigures> kWideSpans{3, 3, 2, 2, 2, 2, 2};
  for (StatTile* one : tiles_) grid_->removeWidget(one);
  int column = 0;
  for (std::size_t i = 0; i < kFigures; ++i) {
    const int span = narrow ? (i < 3 ? 4 : 3) : kWideSpans[i];
    if (narrow && i == 3) column = 0;
    grid_->addWidget(tiles_[i], narrow && i >= 3 ? 1 : 0, column, 1, span);
    column += span;
  }
  for (int i = 0; i < 16; ++i) grid_->setColumnStretch(i, narrow && i >= 12 ? 0 : 1);
  for (int i = 0; i < 16; ++i) grid_->setColumnMinimumWidth(i, 0);
}

void OverviewTiles::refresh() {
  for (StatTile* one : tiles_) one->set_greyed(controller_.lost());
  if (!controller_.overview()) return;
  show_trouble(Figure::Attention, Condition::NeedsAttention);
  show_trouble(Figure::Stuck, Condition::Stuck);
  show_in_flight();
  show_flow();
  show_route();
}

void OverviewTiles::show_trouble(Figure figure, Condition condition) {
  const Overview& overview = *controller_.overview();
  const Trouble trouble = trouble_of(overview, condition);
  TileText text;
  text.figure = count_text(CappedCount{trouble.count, overview.capped && trouble.count > 0});
  tile(figure).set_leads_somewhere(trouble.count > 0);
  if (trouble.count > 0) {
    text.tone = condition == Condition::NeedsAttention ? TileText::Tone::NeedsAttention : TileText::Tone::Stuck;
    if (trouble.since) text.first_line = tr("oldest %1").arg(age_text(controller_.server_now() - *trouble.since));
    text.second_line = tr("%1 at risk").arg(money_list_text(trouble.at_risk, 1));
    text.spark = values_of(trouble.trend);
    text.bars = true;
    text.hint =
        tr("At risk: %1. The bars show when these came, over the last hour.").arg(money_list_text(trouble.at_risk, 20));
  } else {
    text.first_line = condition == Condition::NeedsAttention ? tr("nobody has to act") : tr("everything moves");
  }
  tile(figure).show_text(text);
}

void OverviewTiles::show_in_flight() {
  const Overview& overview = *controller_.overview();
  TileText text;
  text.figure = count_text(CappedCount{in_flight(overview), overview.capped});
  text.first_line = tr("%1 running").arg(count_text(overview.running));
  text.second_line =
      tr("%1 stuck or undoing").arg(count_text(overview.compensating + trouble_of(overview, Condition::Stuck).count));
  tile(Figure::InFlight).show_text(text);
}

void OverviewTiles::show_flow() {
  const Overview& overview = *controller_.overview();
  const std::vector<FlowSlot>& slots = controller_.flow();
  const Flow flow = flow_of(slots);
  const QString range = range_text(controller_.range());
  const std::int64_t missed = flow.compensated + flow.failed;

  TileText success;
  success.figure = flow.success ? share_text(*flow.success, 2) : none();
  success.unit = flow.success ? QStringLiteral("%") : QString();
  success.tone = flow.success && *flow.success < kSuccessTarget ? TileText::Tone::Missed : TileText::Tone::Quiet;
  success.first_line = tr("target %1 %").arg(share_text(kSuccessTarget, 1));
  success.second_line = missed > 0 ? tr("%1 did not succeed").arg(count_text(missed)) : QString();
  success.spark = curve(slots, success_of);
  success.hint = tr("Of the payments of the last %1 that have ended, on both routes: %2 completed, %3 compensated or "
                    "refused, %4 failed.")
                     .arg(range, count_text(flow.completed), count_text(flow.compensated), count_text(flow.failed));
  tile(Figure::Success).show_text(success);

  TileText latency;
  const QString p95 = flow.p95 ? duration_text(*flow.p95) : none();
  std::tie(latency.figure, latency.unit) = number_and_unit(p95);
  latency.tone = flow.p95 && *flow.p95 > kLatencyTarget ? TileText::Tone::Missed : TileText::Tone::Quiet;
  latency.first_line =
      tr("target ≤ %1 s")
          .arg(QLocale().toString(std::chrono::duration_cast<std::chrono::seconds>(kLatencyTarget).count()));
  latency.second_line = tr("last %1").arg(range);
  latency.spark = curve(slots, p95_of);
  latency.hint = tr("95 of 100 payments of the last %1 have ended within this time, on both routes.").arg(range);
  tile(Figure::Latency).show_text(latency);

  TileText rate;
  const double now = rate_now(overview);
  rate.figure = QLocale().toString(now, 'f', now < 9.95 ? 1 : 0);
  rate.first_line = tr("%1 in %2").arg(count_text(flow.payments), range);
  rate.second_line = tr("target %1").arg(QLocale().toString(kRateTarget, 'f', 0));
  rate.spark = curve(slots, [](const FlowSlot& slot) { return static_cast<double>(slot.payments()); });
  rate.hint = tr("Payments that came in a second, on both routes.");
  tile(Figure::Rate).show_text(rate);
}

void OverviewTiles::show_route() {
  TileText text;
  const auto& platform = controller_.platform();
  const Flow flow = flow_within(*controller_.overview(), kShareWindow);
  if (!platform) {
    text.figure = none();
  } else {
    const bool event_driven = platform->route == "EVENT_DRIVEN";
    text.figure = QLocale().toString(event_driven ? platform->canary_percent : 0);
    text.unit = QStringLiteral("%");
    text.share = event_driven ? platform->canary_percent / 100.0 : 0.0;
    if (platform->rollback_engaged) {
      text.tone = TileText::Tone::NeedsAttention;
      text.first_line = tr("rollback engaged");
    } else {
      text.first_line =
          event_driven ? tr("of the users, v%1").arg(platform->toggle_version) : tr("all on the legacy route");
    }
  }
  if (flow.event_driven)
    text.second_line = tr("%1 % observed").arg(QLocale().toString(*flow.event_driven * 100, 'f', 1));
  text.hint =
      tr("The share of users whose payments take the event-driven route, and the share of payments of the last "
         "minute that took it. VIP users are excluded.");
  tile(Figure::Route).show_text(text);
}

}  // namespace saga::ui
