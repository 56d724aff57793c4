// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sagas/entries_view.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QTimer>
#include <QVBoxLayout>

#include "ui/sagas/compact_delegate.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/payload_pane.h"
#include "ui/widgets/plain_text_label.h"
#include "ui/widgets/row_table.h"
#include "ui/widgets/state_view.h"
#include "ui/widgets/status_style.h"

namespace saga::ui {

namespace {
constexpr int kTime = 104;
constexpr int kNarrow = 560;
}  // namespace

EntriesView::EntriesView(const QString& name, const QString& where, const QString& id, QWidget* parent)
    : QWidget(parent),
      model_(new EntryModel(where, id, this)),
      head_(new Surface(Color::SurfaceBase, Surface::Bottom)),
      scope_(new PlainTextLabel(QString(), type::kDense, Color::TextSecondary)),
      more_(new ActionButton(ActionButton::Look::Link, QString())),
      again_(new ActionButton(ActionButton::Look::Link, QString())),
      stack_(new QStackedWidget),
      splitter_(new QSplitter(Qt::Vertical)),
      table_(new QTableView),
      payload_(new PayloadPane),
      state_(new StateView) {
  auto* line = new QHBoxLayout(head_);
  line->setContentsMargins(space::kPanelInset, space::kHalf, space::kHalf, space::kHalf);
  line->setSpacing(space::kHalf);
  scope_->set_wrapped(true);
  line->addWidget(scope_, 1);
  for (ActionButton* button : {more_, again_}) {
    button->set_small(true);
    button->hide();
    line->addWidget(button, 0, Qt::AlignTop);
  }

  table_->setModel(model_);
  table_->setItemDelegate(new CompactDelegate(table_));
  set_up_rows(*table_, height::kRowCompact, height::kRowCompact);
  table_->setAccessibleName(name);
  table_->installEventFilter(this);
  table_->viewport()->installEventFilter(this);
  QHeaderView* columns = table_->horizontalHeader();
  columns->setSectionResizeMode(QHeaderView::Interactive);
  columns->setStretchLastSection(true);
  table_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);

  splitter_->setHandleWidth(2);
  splitter_->setChildrenCollapsible(false);
  splitter_->addWidget(table_);
  splitter_->addWidget(payload_);
  splitter_->setStretchFactor(0, 1);
  splitter_->setStretchFactor(1, 1);
  payload_->hide();
  stack_->addWidget(splitter_);
  stack_->addWidget(state_);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(head_);
  column->addWidget(stack_, 1);
  head_->hide();

  connect(more_, &ActionButton::clicked, this, &EntriesView::more_wanted);
  connect(again_, &ActionButton::clicked, this, &EntriesView::again_wanted);
  connect(state_, &StateView::first_pressed, this, &EntriesView::again_wanted);
  connect(table_, &QTableView::clicked, this, &EntriesView::toggle);
  connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& now) {
    moved_ = true;
    if (unfolded()) unfold(now);
  });
  connect(model_, &QAbstractItemModel::modelReset, this, [this] { unfold({}); });
}

bool EntriesView::unfolded() const { return !payload_->isHidden(); }

void EntriesView::unfold(const QModelIndex& index) {
  payload_->setVisible(index.isValid());
  if (!index.isValid()) return;
  const Entry& entry = model_->row(index.row());
  payload_->show_text(QStringLiteral("%1 · %2").arg(entry.kind, entry.id), entry.payload);
  // Once the payload has taken its room from below the row.
  QTimer::singleShot(0, table_, [this] { table_->scrollTo(table_->currentIndex()); });
}

void EntriesView::toggle(const QModelIndex& index) {
  // The click that chose the row has unfolded it already.
  const bool fold = unfolded() && !moved_;
  unfold(fold ? QModelIndex() : index);
}

bool EntriesView::eventFilter(QObject* watched, QEvent* event) {
  if (watched == table_->viewport() && event->type() == QEvent::MouseButtonPress) moved_ = false;
  if (watched == table_->viewport() && event->type() == QEvent::Resize) fit_columns();
  if (watched == table_ && event->type() == QEvent::KeyPress) {
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Space) {
      unfold(unfolded() ? QModelIndex() : table_->currentIndex());
      return true;
    }
  }
  return QWidget::eventFilter(watched, event);
}

// Where there is no room for all four, the entry's id gives way: it stands above its payload, too.
void EntriesView::fit_columns() {
  const int room = table_->viewport()->width();
  const bool narrow = room < kNarrow;
  table_->setColumnHidden(3, narrow);
  const int rest = room - kTime;
  table_->setColumnWidth(0, kTime);
  table_->setColumnWidth(1, narrow ? rest / 2 : std::min(144, rest * 2 / 5));
  if (!narrow) table_->setColumnWidth(2, std::min(152, rest * 2 / 5));
}

void EntriesView::show_rows(std::vector<Entry> rows) {
  model_->show_rows(std::move(rows));
  stack_->setCurrentWidget(splitter_);
}

void EntriesView::tell(const QString& scope, const QString& more, const QString& again) {
  head_->setVisible(!scope.isEmpty());
  scope_->show_text(scope);
  const auto offer = [](ActionButton& button, const QString& label) {
    button.setVisible(!label.isEmpty());
    button.setText(label);
    button.setAccessibleName(label);
    button.updateGeometry();
  };
  offer(*more_, more);
  offer(*again_, again);
}

void EntriesView::show_state(const QString& title, const QString& detail, const QString& button, bool bad) {
  state_->tell(bad ? Icon::Plug : Icon::Info, bad ? status_color(StatusKind::Stuck) : QColor(), title, detail);
  state_->set_buttons(button);
  stack_->setCurrentWidget(state_);
}

QString EntriesView::scope() const { return scope_->text(); }

}  // namespace saga::ui
