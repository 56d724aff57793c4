// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sagas/detail_header.h"

#include <QApplication>
#include <QClipboard>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

#include "ui/sagas/sagas_controller.h"
#include "ui/sagas/words.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/format.h"
#include "ui/widgets/plain_text_label.h"
#include "ui/widgets/status_style.h"
#include "ui/widgets/theme.h"

namespace saga::ui {

namespace {

enum FactIndex { Order, Amount, Trace, User, Route, Version };

class LockMark final : public QWidget {
 public:
  LockMark() { setFixedSize(icon_size::kTable, 16); }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    paint_icon(painter, QRectF(0, 2, icon_size::kSmall, icon_size::kSmall), Icon::Lock, color(Color::TextSecondary));
  }
};

}  // namespace

DetailHeader::Fact DetailHeader::add_fact(QGridLayout& grid, int row, int column, const QString& name, bool mono) {
  Fact fact{new PlainTextLabel(name, type::kDense, Color::TextSecondary), new PlainTextLabel};
  fact.value->set_type(mono ? type::kDense : type::kBody, mono);
  if (mono) fact.value->set_elide(Qt::ElideMiddle);
  fact.value->setAccessibleName(name);
  fact.name->set_fixed();
  grid.addWidget(fact.name, row, 2 * column);
  grid.addWidget(fact.value, row, 2 * column + 1);
  return fact;
}

DetailHeader::DetailHeader(SagasController& controller, QWidget* parent)
    : Surface(Color::SurfacePanel, Bottom, parent),
      controller_(controller),
      pill_(new StatusPill),
      id_(new PlainTextLabel),
      copy_(new ActionButton(ActionButton::Look::Bare, Icon::Copy, QString())),
      previous_(new ActionButton(ActionButton::Look::Bare, Icon::ChevronUp, QString())),
      next_(new ActionButton(ActionButton::Look::Bare, Icon::ChevronDown, QString())),
      close_(new ActionButton(ActionButton::Look::Bare, Icon::Close, QString())),
      line_(new QHBoxLayout),
      column_(nullptr),
      actions_(new QWidget),
      retry_(new ActionButton(ActionButton::Look::Primary, Icon::Refresh, tr("Retry…"))),
      compensate_(new ActionButton(ActionButton::Look::Outlined, Icon::UTurn, tr("Compensate…"))),
      reasons_(new QWidget),
      reason_(new PlainTextLabel(QString(), type::kDense, Color::TextSecondary)) {
  id_->set_type({13, 20, true}, true);
  id_->set_elide(Qt::ElideMiddle);
  for (ActionButton* button : {copy_, previous_, next_, close_}) button->set_small(true);
  copy_->setAccessibleName(tr("Copy the saga id"));
  copy_->setToolTip(copy_->accessibleName());
  previous_->setAccessibleName(tr("Previous saga of the list (Alt+Up)"));
  previous_->setToolTip(previous_->accessibleName());
  next_->setAccessibleName(tr("Next saga of the list (Alt+Down)"));
  next_->setToolTip(next_->accessibleName());
  close_->setAccessibleName(tr("Close the detail"));
  close_->setToolTip(close_->accessibleName());

  line_->setSpacing(space::kUnit);
  line_->addWidget(pill_);
  line_->addSpacing(space::kHalf);
  line_->addWidget(id_, 0);
  line_->addWidget(copy_);
  line_->addStretch(1);
  line_->addWidget(previous_);
  line_->addWidget(next_);
  line_->addWidget(close_);

  auto* grid = new QGridLayout;
  grid->setHorizontalSpacing(space::kPanelInset);
  grid->setVerticalSpacing(0);
  facts_[Order] = add_fact(*grid, 0, 0, tr("Order"), true);
  facts_[Amount] = add_fact(*grid, 0, 1, tr("Amount"), false);
  facts_[Trace] = add_fact(*grid, 0, 2, tr("Trace"), true);
  facts_[User] = add_fact(*grid, 1, 0, tr("User"), false);
  facts_[Route] = add_fact(*grid, 1, 1, tr("Route"), false);
  facts_[Version] = add_fact(*grid, 1, 2, tr("Version"), false);
  facts_[Amount].value->set_type(type::kBodyStrong);
  grid->setColumnStretch(1, 3);
  grid->setColumnStretch(3, 5);
  grid->setColumnStretch(5, 4);

  auto* buttons = new QHBoxLayout(actions_);
  buttons->setContentsMargins(0, space::kUnit, 0, 0);
  buttons->setSpacing(space::kUnit);
  buttons->addWidget(retry_);
  buttons->addWidget(compensate_);
  buttons->addStretch(1);

  auto* why = new QHBoxLayout(reasons_);
  why->setContentsMargins(0, space::kHalf, 0, 0);
  why->setSpacing(space::kUnit);
  why->addWidget(new LockMark, 0, Qt::AlignTop);
  reason_->set_wrapped(true);
  why->addWidget(reason_, 1);

  column_ = new QVBoxLayout(this);
  column_->setContentsMargins(space::kPanelInset, space::kUnit, space::kPanelInset, space::kUnit);
  column_->setSpacing(0);
  column_->addLayout(line_);
  column_->addSpacing(space::kHalf);
  column_->addLayout(grid);
  column_->addWidget(actions_);
  column_->addWidget(reasons_);

  connect(copy_, &ActionButton::clicked, this,
          [this] { QApplication::clipboard()->setText(text(controller_.selected())); });
  connect(previous_, &ActionButton::clicked, this, [this] { Q_EMIT neighbour_wanted(-1); });
  connect(next_, &ActionButton::clicked, this, [this] { Q_EMIT neighbour_wanted(1); });
  connect(close_, &ActionButton::clicked, this, &DetailHeader::close_wanted);
  connect(retry_, &ActionButton::clicked, this, [this] { Q_EMIT action_wanted(Action::Retry); });
  connect(compensate_, &ActionButton::clicked, this, [this] { Q_EMIT action_wanted(Action::Compensate); });
}

void DetailHeader::set_wide(bool wide) {
  wide_ = wide;
  line_->removeWidget(actions_);
  column_->removeWidget(actions_);
  if (wide) {
    line_->insertWidget(line_->count() - 3, actions_);
  } else {
    column_->insertWidget(column_->count() - 1, actions_);
  }
  actions_->layout()->setContentsMargins(0, wide ? 0 : space::kUnit, 0, 0);
}

void DetailHeader::refresh() {
  if (!controller_.detail()) return;
  const Saga& saga = controller_.detail()->saga;
  pill_->show_status(status_kind(condition_of(saga, controller_.server_now())));
  id_->show_text(text(saga.id));
  const auto or_dash = [](const std::optional<std::string>& value) {
    return value ? text(*value) : QStringLiteral("–");
  };
  facts_[Order].value->show_text(or_dash(saga.order_id));
  facts_[Amount].value->show_text(saga.amount ? money_text(*saga.amount) : QStringLiteral("–"));
  facts_[Trace].value->show_text(saga.trace_id.empty() ? QStringLiteral("–")
                                 : wide_               ? text(saga.trace_id)
                                                       : short_id(text(saga.trace_id)));
  facts_[User].value->show_text(or_dash(saga.user_id));
  const QString route = route_text(saga.route);
  const QString reason = text(saga.route_reason);
  facts_[Route].value->show_text(route.isEmpty()              ? QStringLiteral("–")
                                 : wide_ && !reason.isEmpty() ? QStringLiteral("%1, %2").arg(route, reason)
                                                              : route);
  facts_[Route].value->set_hint(reason);
  facts_[Version].value->show_text(tr("%1, epoch %2").arg(saga.version).arg(saga.epoch));
  refresh_actions();
}

void DetailHeader::refresh_actions() {
  const auto retry_closed = controller_.closed_because(Action::Retry);
  const auto compensate_closed = controller_.closed_because(Action::Compensate);
  retry_->set_refused(retry_closed.value_or(QString()));
  compensate_->set_refused(compensate_closed.value_or(QString()));
  // One filled button a panel: the one that is open, retry before compensation.
  compensate_->set_look(retry_closed && !compensate_closed ? ActionButton::Look::Primary
                                                           : ActionButton::Look::Outlined);

  QStringList lines;
  if (retry_closed && retry_closed == compensate_closed) {
    lines << tr("Both refused: %1").arg(*retry_closed);
  } else {
    if (retry_closed) lines << tr("Retry: refused, %1").arg(*retry_closed);
    if (compensate_closed) lines << tr("Compensate: refused, %1").arg(*compensate_closed);
  }
  reason_->show_text(lines.join(QLatin1Char('\n')));
  reasons_->setVisible(!lines.isEmpty() && !actions_->isHidden());
}

void DetailHeader::show_neighbours(const QString& no_previous, const QString& no_next) {
  previous_->set_refused(no_previous);
  next_->set_refused(no_next);
}

void DetailHeader::show_actions(bool shown) {
  actions_->setVisible(shown);
  refresh_actions();
}

}  // namespace saga::ui
