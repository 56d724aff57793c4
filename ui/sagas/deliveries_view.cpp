// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sagas/deliveries_view.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPainter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/sagas/delivery_card.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/format.h"
#include "ui/widgets/paint.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/plain_text_label.h"
#include "ui/widgets/state_view.h"
#include "ui/widgets/status_style.h"
#include "ui/widgets/theme.h"

namespace saga::ui {

namespace {

using Column = DeliveryModel::Column;

constexpr int kGap = 6;          // between icon and word
constexpr int kFirstInset = 14;  // as the header's, see the style sheet
constexpr int kInset = 6;
constexpr int kTarget = 112;
constexpr int kStatus = 112;
constexpr int kAttempts = 48;
constexpr int kNarrow = 480;  // below this the answer gives way: it stands in the card, too
constexpr int kWide = 900;    // from here on there is room for the id

}  // namespace

DeliveryTable::DeliveryTable(DeliveryModel& model, QWidget* parent) : RowTable(parent), model_(model) {
  setModel(&model);
  setItemDelegate(new DeliveryDelegate(*this));
  set_up_rows(*this, height::kRowCompact, height::kRowCompact);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setAccessibleName(tr("Deliveries of this saga to targets outside"));
}

void DeliveryTable::resizeEvent(QResizeEvent* event) {
  RowTable::resizeEvent(event);
  fit_columns();
}

void DeliveryTable::fit_columns() {
  const int room = viewport()->width();
  const bool narrow = room < kNarrow;
  const bool wide = room >= kWide;
  setColumnHidden(static_cast<int>(Column::Answer), narrow);
  setColumnHidden(static_cast<int>(Column::Id), !wide);
  const auto set = [this](Column column, int width) { setColumnWidth(static_cast<int>(column), width); };
  set(Column::Target, kTarget);
  set(Column::Status, kStatus);
  set(Column::Attempts, kAttempts);
  const int rest = std::max(80, room - kTarget - kStatus - kAttempts);
  const int event = narrow ? rest : std::min(160, rest / 2);
  set(Column::Event, event);
  if (narrow) return;
  set(Column::Answer, wide ? (rest - event) / 2 : rest - event);
  if (wide) set(Column::Id, rest - event - (rest - event) / 2);
}

void DeliveryDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  paint_row(*painter, option, view_, index.row());
  const ExternalDelivery& delivery = view_.deliveries().row(index.row());
  const auto column = static_cast<Column>(index.column());
  QRect cell = option.rect.adjusted(index.column() == 0 ? kFirstInset : kInset, 0, -kInset, -1);
  if (column == Column::Status) {
    const DeliveryLook look = look_of(delivery);
    const QColor ink = status_color(look.kind);
    paint_icon(*painter,
               QRectF(cell.left(), cell.center().y() - icon_size::kSmall / 2 + 1, icon_size::kSmall, icon_size::kSmall),
               look.icon, ink);
    cell.setLeft(cell.left() + icon_size::kSmall + kGap);
    paint_text(*painter, cell, Qt::AlignLeft, look.word, type::kDense, ink);
    return;
  }
  const bool number = column == Column::Attempts;
  const bool id = column == Column::Id;
  paint_text(*painter, cell, number ? Qt::AlignRight : Qt::AlignLeft, index.data().toString(), type::kDense,
             color(column == Column::Event ? Color::TextPrimary : Color::TextSecondary), id,
             id ? Qt::ElideMiddle : Qt::ElideRight);
}

DeliveriesView::DeliveriesView(QWidget* parent)
    : QWidget(parent),
      model_(new DeliveryModel(this)),
      head_(new Surface(Color::SurfaceBase, Surface::Bottom)),
      scope_(new PlainTextLabel(QString(), type::kDense, Color::TextSecondary)),
      again_(new ActionButton(ActionButton::Look::Link, tr("Read again"))),
      stack_(new QStackedWidget),
      table_(new DeliveryTable(*model_)),
      card_(new DeliveryCard),
      state_(new StateView) {
  auto* line = new QHBoxLayout(head_);
  line->setContentsMargins(space::kPanelInset, space::kHalf, space::kHalf, space::kHalf);
  line->setSpacing(space::kHalf);
  scope_->set_wrapped(true);
  again_->set_small(true);
  line->addWidget(scope_, 1);
  line->addWidget(again_, 0, Qt::AlignTop);

  auto* rows = new QWidget;
  auto* below = new QVBoxLayout(rows);
  below->setContentsMargins(0, 0, 0, 0);
  below->setSpacing(0);
  below->addWidget(head_);
  below->addWidget(table_, 1);
  below->addWidget(card_);
  card_->hide();
  stack_->addWidget(rows);
  stack_->addWidget(state_);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(stack_);

  connect(again_, &ActionButton::clicked, this, &DeliveriesView::again_wanted);
  connect(state_, &StateView::first_pressed, this, &DeliveriesView::again_wanted);
  connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &DeliveriesView::refresh_card);
  connect(model_, &QAbstractItemModel::modelReset, this, &DeliveriesView::refresh_card);
  connect(model_, &QAbstractItemModel::dataChanged, this, &DeliveriesView::refresh_card);
}

void DeliveriesView::refresh_card() {
  const QModelIndex current = table_->currentIndex();
  if (current.isValid()) card_->show_delivery(model_->row(current.row()));
  card_->setVisible(current.isValid());
}

void DeliveriesView::show_rows(std::vector<ExternalDelivery> rows, TimePoint read_at) {
  const auto open = std::ranges::count_if(rows, [](const ExternalDelivery& each) { return each.status != "SENT"; });
  const QString when = clock_text(read_at);
  scope_->show_text(open == 0 ? tr("All have arrived, read %1.").arg(when)
                              : tr("%n of %1 have not arrived, read %2.", nullptr, static_cast<int>(open))
                                    .arg(count_text(static_cast<std::int64_t>(rows.size())), when));
  model_->show_rows(std::move(rows));
  stack_->setCurrentIndex(0);
}

void DeliveriesView::show_state(const QString& title, const QString& detail, const QString& button, bool bad) {
  state_->tell(bad ? Icon::Plug : Icon::Info, bad ? status_color(StatusKind::Stuck) : QColor(), title, detail);
  state_->set_buttons(button);
  stack_->setCurrentWidget(state_);
}

QString DeliveriesView::scope() const { return scope_->text(); }

}  // namespace saga::ui
