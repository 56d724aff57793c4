// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/routing/compare_panel.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include "ui/routing/figure_table.h"
#include "ui/routing/routing_controller.h"
#include "ui/routing/routing_words.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/format.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/plain_text_label.h"

namespace saga::ui {
namespace {

using Cell = FigureTable::Cell;
using Tone = FigureTable::Tone;

Cell none() { return {QStringLiteral("–")}; }

Cell success_cell(const RouteCount& route) {
  if (route.ended() == 0) return none();
  const double share = static_cast<double>(route.completed) / static_cast<double>(route.ended());
  return {percent_text(share), share < kSuccessTarget ? Tone::Missed : Tone::Plain};
}

Cell percentile_cell(const RouteCount& route, double share) {
  const auto value = percentile(route.latencies, share);
  if (!value) return none();
  return {duration_text(*value), share > 0.9 && *value > kLatencyTarget ? Tone::Missed : Tone::Plain};
}

Cell count_cell(std::int64_t count, Tone loud) { return {count_text(count), count > 0 ? loud : Tone::Plain}; }

Banner::Tone tone_of(CanaryVerdict verdict) {
  switch (verdict) {
    case CanaryVerdict::Worse: return Banner::Tone::Bad;
    case CanaryVerdict::Slower: return Banner::Tone::Warn;
    case CanaryVerdict::TooFew:
    case CanaryVerdict::AsGood:
    case CanaryVerdict::Better: return Banner::Tone::Info;
  }
  return Banner::Tone::Info;
}

Icon icon_of(CanaryVerdict verdict) {
  switch (verdict) {
    case CanaryVerdict::Worse: return Icon::Warning;
    case CanaryVerdict::Slower: return Icon::Hourglass;
    case CanaryVerdict::TooFew: return Icon::Clock;
    case CanaryVerdict::AsGood:
    case CanaryVerdict::Better: return Icon::Check;
  }
  return Icon::Info;
}

QString minute_text(TimePoint time) { return clock_text(time).left(5); }

}  // namespace

ComparePanel::ComparePanel(RoutingController& controller, QWidget* parent)
    : QWidget(parent),
      controller_(controller),
      period_(new PlainTextLabel(QString(), type::kDense, Color::TextSecondary)),
      table_(new FigureTable),
      verdict_(new Banner) {
  QHBoxLayout* head_line = nullptr;
  QWidget* head = panel_head(head_line, tr("Route by route"));
  head_line->addWidget(period_, 1);
  table_->setAccessibleName(tr("The routes side by side"));
  table_->set_columns({{QString(), 44}, {tr("Event-driven"), 28, true}, {tr("Legacy"), 28, true}});
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(panel_of({head, verdict_, table_}, table_));
  refresh();
}

void ComparePanel::refresh() {
  table_->set_greyed(controller_.lost());
  verdict_->setVisible(controller_.snapshot().has_value());
  if (!controller_.snapshot()) return;
  const RoutingSnapshot& snapshot = *controller_.snapshot();
  const Toggle* rollback = find_toggle(snapshot.toggles, kRollbackToggle);
  const bool rolled_back = rollback != nullptr && rollback_from(rollback->value);
  const TimePoint until = rolled_back ? rollback->updated_at : snapshot.server_now;
  const TimePoint from = until - kRouteFlow;
  const RouteCount mine = count_within(snapshot.flow, Route::EventDriven, from, until);
  const RouteCount other = count_within(snapshot.flow, Route::Legacy, from, until);
  judgement_ = judge_canary(mine, other);
  period_->show_text(rolled_back ? tr("before the rollback, %1 – %2").arg(minute_text(from), minute_text(until))
                                 : tr("last %1 min").arg(kRouteFlow.count()));
  verdict_->tell(tone_of(judgement_.verdict), icon_of(judgement_.verdict), verdict_title(judgement_),
                 verdict_detail(judgement_));
  const auto row = [](const QString& what, Cell left, Cell right) {
    return FigureTable::Row{{{what}, std::move(left), std::move(right)}};
  };
  table_->show_rows({
      row(tr("Payments"), {count_text(mine.payments)}, {count_text(other.payments)}),
      row(tr("Success"), success_cell(mine), success_cell(other)),
      row(QStringLiteral("p50"), percentile_cell(mine, 0.5), percentile_cell(other, 0.5)),
      row(QStringLiteral("p95"), percentile_cell(mine, 0.95), percentile_cell(other, 0.95)),
      row(tr("Not ended"), {count_text(mine.payments - mine.ended())}, {count_text(other.payments - other.ended())}),
      row(tr("Stuck now"), count_cell(snapshot.in_flight.stuck, Tone::Stuck), none()),
      row(tr("Needs attention now"), count_cell(snapshot.in_flight.needs_attention, Tone::NeedsAttention), none()),
  });
}

}  // namespace saga::ui
