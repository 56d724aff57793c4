// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/routing/gateway_panel.h"

#include <algorithm>
#include <array>

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPainter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/routing/routing_words.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/format.h"
#include "ui/widgets/json_text.h"
#include "ui/widgets/paint.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/plain_text_label.h"
#include "ui/widgets/reason_bar.h"
#include "ui/widgets/state_view.h"
#include "ui/widgets/status_style.h"
#include "ui/widgets/theme.h"

namespace saga::ui {
namespace {

using Column = GatewayModel::Column;
using State = GatewayLine::State;

constexpr int kInset = 6;
constexpr int kMark = 12;  // left of the name
constexpr int kFoot = 26;
constexpr std::array<int, GatewayModel::kColumns> kShares{32, 15, 21, 17, 15};

Icon mark_of(State state) { return state == State::Obeys ? Icon::Check : Icon::Hourglass; }

QColor ink_of(State state) { return status_color(state == State::Obeys ? StatusKind::Completed : StatusKind::Stuck); }

}  // namespace

GatewayView::GatewayView(GatewayModel& model, QWidget* parent) : RowTable(parent), model_(model) {
  setModel(&model);
  setItemDelegate(new GatewayDelegate(*this));
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setAccessibleName(tr("Gateway instances"));
}

void GatewayView::resizeEvent(QResizeEvent* event) {
  RowTable::resizeEvent(event);
  int left = viewport()->width();
  for (int column = 1; column < GatewayModel::kColumns; ++column) {
    const int wide = viewport()->width() * kShares[static_cast<std::size_t>(column)] / 100;
    horizontalHeader()->resizeSection(column, wide);
    left -= wide;
  }
  horizontalHeader()->resizeSection(0, left);
}

QSize GatewayDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const { return {60, height::kRow}; }

void GatewayDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  const GatewayLine& line = view_.gateways().row(index.row());
  const auto column = static_cast<Column>(index.column());
  paint_row(*painter, option, view_, index.row());
  const bool grey = view_.greyed();
  const bool late = line.state != State::Obeys;
  const QColor plain = color(grey ? Color::TextDisabled : Color::TextPrimary);
  QRect cell = option.rect.adjusted(kInset, 0, -kInset, -1);
  const QString text = view_.gateways().text_of(line, column);
  switch (column) {
    case Column::Instance:
      paint_text(*painter, cell.adjusted(kMark - kInset, 0, 0, 0), Qt::AlignLeft, text, type::kBody, plain, true,
                 Qt::ElideMiddle);
      return;
    case Column::Seen: {
      const QColor ink = grey ? plain : ink_of(line.state);
      paint_icon(*painter, QRectF(cell.left(), cell.center().y() - 6, 14, 14), mark_of(line.state), ink);
      paint_text(*painter, cell.adjusted(20, 0, 0, 0), Qt::AlignLeft, text, type::kBody, ink);
      return;
    }
    case Column::ObeysAfter:
      paint_text(*painter, cell, Qt::AlignLeft, text, late ? type::kBodyStrong : type::kBody,
                 grey                      ? plain
                 : late || line.unreadable ? ink_of(State::Silent)
                                           : color(Color::TextSecondary));
      return;
    case Column::Heartbeat:
      paint_text(*painter, cell, Qt::AlignRight, text, line.state == State::Silent ? type::kBodyStrong : type::kBody,
                 !grey && line.state == State::Silent ? ink_of(State::Silent) : plain);
      return;
    case Column::EventDriven:
      paint_text(*painter, cell, Qt::AlignRight, text, type::kBody, grey ? plain : color(Color::TextSecondary));
      return;
  }
}

GatewayPanel::GatewayPanel(RoutingController& controller, QWidget* parent)
    : QWidget(parent),
      controller_(controller),
      summary_(new PlainTextLabel(QString(), type::kDense, Color::TextSecondary)),
      age_(new PlainTextLabel(QString(), type::kDense, Color::TextSecondary)),
      banner_(new Banner),
      stack_(new QStackedWidget),
      view_(new GatewayView(model_)),
      state_(new StateView),
      paths_(new PlainTextLabel(QString(), type::kDense, Color::TextSecondary)),
      drill_(new PlainTextLabel(QString(), type::kDense, Color::TextSecondary)),
      start_drill_(new ActionButton(ActionButton::Look::Link, tr("Drill…"))),
      reason_(new ReasonBar) {
  QHBoxLayout* head_line = nullptr;
  QWidget* head = panel_head(head_line, tr("Gateway instances"));
  head_line->addWidget(summary_, 1);
  age_->set_fixed();
  head_line->addWidget(age_);
  start_drill_->set_small(true);
  head_line->addWidget(start_drill_);
  stack_->addWidget(view_);
  stack_->addWidget(state_);
  stack_->setMinimumHeight(height::kHead + height::kRow);
  stack_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Ignored);
  auto* foot = new Surface(Color::SurfacePanel, Surface::Top);
  foot->setFixedHeight(kFoot);
  auto* foot_line = new QHBoxLayout(foot);
  foot_line->setContentsMargins(space::kPanelInset, 0, space::kPanelInset, 0);
  foot_line->addWidget(paths_, 1);
  foot_line->addWidget(drill_, 1);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(panel_of({head, reason_, banner_, stack_, foot}, stack_));
  connect(start_drill_, &ActionButton::clicked, this, &GatewayPanel::ask_for_drill);
  connect(reason_, &ReasonBar::confirmed, this, [this](const QString& reason) {
    controller_.rollback().start_drill(reason);
    reason_->hide();
  });
  connect(reason_, &ReasonBar::closed, reason_, &QWidget::hide);
  refresh();
}

void GatewayPanel::ask_for_drill() {
  reason_->set_closed(controller_.rollback().drill_closed_because().value_or(QString()));
  reason_->ask(tr("Start the drill"), false);
}

// What a drill came to stays until the next one: it says when it was.
void GatewayPanel::refresh_drill() {
  const QString closed = controller_.rollback().drill_closed_because().value_or(QString());
  start_drill_->set_refused(closed);
  start_drill_->setToolTip(closed.isEmpty() ? tr("Rehearse the rollback: how long until every gateway would obey. "
                                                 "Nothing is switched")
                                            : safe_tool_tip(closed));
  if (reason_->isVisible()) reason_->set_closed(closed);
  const auto& drill = controller_.rollback().drill();
  drill_->setVisible(drill.has_value());
  paths_->setVisible(!drill);  // the rollback's own panel says it as well
  if (!drill) return;
  using Stage = RollbackDrill::Stage;
  const QString at = clock_text(drill->at);
  QStringList names;
  for (const std::string& name : drill->stragglers) names << visible_text(text(name));
  switch (drill->stage) {
    case Stage::Sending:
    case Stage::Waiting: drill_->show_text(tr("Drill: waiting for the gateways")); break;
    case Stage::Safe:
      drill_->show_text(
          tr("Drill at %1: safe after %2, %3 of %3").arg(at, seconds_text(*drill->safe_after)).arg(drill->gateways));
      break;
    case Stage::Late:
      drill_->show_text(names.isEmpty()
                            ? tr("Drill at %1: no gateway runs").arg(at)
                            : tr("Drill at %1: %2 did not confirm").arg(at, names.join(QStringLiteral(", "))));
      break;
    case Stage::NotDone: drill_->show_text(tr("Drill at %1: not done, %2").arg(at, visible_text(drill->said))); break;
    case Stage::Unknown:
      drill_->show_text(tr("Drill at %1: the outcome is unknown, nothing was switched").arg(at));
      break;
  }
  if (drill->stage == Stage::Late || drill->stage == Stage::NotDone || drill->stage == Stage::Unknown) {
    drill_->set_color(status_token(StatusKind::Stuck).fg);
  } else {
    drill_->set_color(Color::TextSecondary);
  }
}

void GatewayPanel::refresh() {
  const auto lines = gateway_lines(controller_);
  model_.update(lines);
  const auto obeying = std::ranges::count(lines, State::Obeys, &GatewayLine::state);
  const bool engaged = controller_.rollback().engaged();
  summary_->show_text(
      lines.empty() ? QString()
      : engaged     ? tr("%1 of %2 obey the rollback").arg(obeying).arg(lines.size())
                : tr("%1 of %2 on %3").arg(obeying).arg(lines.size()).arg(version_text(wanted_version(controller_))));
  const bool lost = controller_.lost();
  const auto read = controller_.last_read();
  age_->show_text(lost ? tr("by Redis") : read ? tr("%1 old").arg(age_text(controller_.now() - *read)) : QString());
  stack_->setCurrentWidget(lines.empty() ? static_cast<QWidget*>(state_) : view_);
  if (lines.empty()) {
    if (!controller_.snapshot()) {
      state_->tell(Icon::Clock, {}, tr("Looking"), tr("The gateways' reports are read."));
    } else {
      state_->tell(Icon::Route, {}, tr("No gateway has reported within the last hour"),
                   tr("A gateway that runs reports every second, in PostgreSQL and in Redis."));
    }
  }
  refresh_banner(lines);
  refresh_paths();
  refresh_drill();
}

void GatewayPanel::refresh_banner(const std::vector<GatewayLine>& lines) {
  QStringList late, silent;
  std::chrono::microseconds longest{0};
  for (const GatewayLine& line : lines) {
    if (line.state == State::Straggles) late << text(line.instance);
    if (line.state == State::Silent) {
      silent << text(line.instance);
      longest = std::max(longest, line.heartbeat);
    }
  }
  banner_->setVisible(!late.isEmpty() || !silent.isEmpty());
  const QString harmless = controller_.rollback().engaged()
                               ? tr("The database refuses every event-driven saga that it would start")
                               : tr("It keeps the version that it has until it reads the toggles again");
  if (!late.isEmpty()) {
    banner_->tell(Banner::Tone::Warn, Icon::Hourglass,
                  controller_.rollback().engaged()
                      ? tr("%1 does not obey the rollback yet").arg(late.join(QStringLiteral(", ")))
                      : tr("%1 has not taken up %2 yet")
                            .arg(late.join(QStringLiteral(", ")), version_text(wanted_version(controller_))),
                  harmless);
  } else if (!silent.isEmpty()) {
    banner_->tell(Banner::Tone::Warn, Icon::Hourglass,
                  tr("%1 has been silent for %2").arg(silent.join(QStringLiteral(", ")), age_text(longest)), harmless);
  }
}

void GatewayPanel::refresh_paths() {
  const RollbackController& rollback = controller_.rollback();
  const auto said = [](const std::optional<bool>& says, bool asked) {
    if (!says) return asked ? tr("does not answer") : tr("is asked");
    return *says ? tr("says engaged") : tr("says released");
  };
  QString line = tr("PostgreSQL %1").arg(said(rollback.postgres_says(), rollback.in_postgres().has_value()));
  line += QStringLiteral(" · ");
  line += rollback.has_second_path() ? tr("Redis %1").arg(said(rollback.redis_says(), rollback.in_redis().has_value()))
                                     : tr("the system has no Redis");
  paths_->show_text(line);
}

}  // namespace saga::ui
