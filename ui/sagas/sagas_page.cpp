// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sagas/sagas_page.h"

#include <algorithm>
#include <utility>

#include <QApplication>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QPainter>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/sagas/detail_panel.h"
#include "ui/sagas/filter_chips.h"
#include "ui/sagas/filter_text.h"
#include "ui/sagas/saga_table_view.h"
#include "ui/sagas/sagas_controller.h"
#include "ui/sagas/selection_strip.h"
#include "ui/sagas/skeleton_view.h"
#include "ui/sagas/table_strip.h"
#include "ui/sagas/view_bar.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/command.h"
#include "ui/widgets/format.h"
#include "ui/widgets/memory.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/plain_text_label.h"
#include "ui/widgets/search_field.h"
#include "ui/widgets/state_view.h"
#include "ui/widgets/theme.h"

namespace saga::ui {

namespace {

constexpr int kTypingMs = 250;
constexpr int kFrameMs = 40;
constexpr int kSearchWidth = 336;
constexpr int kFootHeight = 36;
constexpr int kLeastTable = 152;

}  // namespace

SagasPage::SagasPage(SagasController& controller, QWidget* parent)
    : QWidget(parent),
      controller_(controller),
      search_(new SearchField(tr("id, order, user or reason"))),
      view_bar_(new ViewBar(controller.views())),
      columns_button_(new ActionButton(ActionButton::Look::Outlined, Icon::Columns, tr("Columns"))),
      export_(new ActionButton(ActionButton::Look::Outlined, tr("Export CSV"))),
      live_(new ActionButton(ActionButton::Look::Outlined, Icon::Refresh, tr("Live"))),
      chips_(new FilterChips),
      strip_(new TableStrip),
      selection_(new SelectionStrip),
      strips_(new QStackedWidget),
      stack_(new QStackedWidget),
      table_(new SagaTableView(controller.model())),
      skeleton_(new SkeletonView),
      state_(nullptr),
      foot_(new PlainTextLabel(QString(), type::kDense, Color::TextSecondary)),
      foot_right_(new PlainTextLabel(QString(), type::kDense, Color::TextMuted)),
      splitter_(new QSplitter(Qt::Horizontal)),
      detail_(new DetailPanel(controller)),
      undo_(new Banner) {
  splitter_->setHandleWidth(width::kSplitter);
  splitter_->setChildrenCollapsible(false);
  splitter_->addWidget(build_table());
  splitter_->addWidget(detail_);
  splitter_->setStretchFactor(0, 1);
  splitter_->setStretchFactor(1, 0);

  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(space::kUnit, 0, space::kUnit, space::kUnit);
  column->setSpacing(0);
  column->addWidget(build_head());
  column->addWidget(chips_);
  column->addSpacing(space::kPanelGap);
  column->addWidget(splitter_, 1);
  column->addWidget(undo_);  // below: rows stay where they are

  typing_.setSingleShot(true);
  typing_.setInterval(kTypingMs);
  flashing_.setInterval(kFrameMs);
  connect_all();
  connect_views();
  connect_selection();
  add_commands();
  add_view_commands();
  refresh_content();
}

QWidget* SagasPage::build_head() {
  auto* head = new QWidget;
  head->setFixedHeight(height::kPageHead);
  auto* line = new QHBoxLayout(head);
  line->setContentsMargins(0, 0, 0, 0);
  line->setSpacing(space::kPanelInset);
  auto* title = new PlainTextLabel(tr("Sagas"), type::kTitle, Color::TextPrimary);
  title->set_fixed();
  search_->setFixedWidth(kSearchWidth);
  live_->setCheckable(true);
  live_->setToolTip(tr("Read again from the newest and let new rows come in by themselves (F5 reads once)"));
  line->addWidget(title);
  line->addWidget(search_);
  line->addWidget(view_bar_);
  line->addStretch(1);
  columns_button_->setToolTip(tr("Which columns are shown; they are moved and widened by their heads"));
  line->addWidget(columns_button_);
  export_->setToolTip(tr("Write the list, as it is filtered and sorted, into a file"));
  line->addWidget(export_);
  line->addWidget(live_);
  return head;
}

QWidget* SagasPage::build_table() {
  state_ = new StateView;
  stack_->addWidget(table_);
  stack_->addWidget(skeleton_);
  stack_->addWidget(state_);
  stack_->setMinimumHeight(height::kHead + 2 * height::kRow);
  auto* foot = new Surface(Color::SurfacePanel, Surface::Top);
  foot->setFixedHeight(kFootHeight);
  auto* foot_line = new QHBoxLayout(foot);
  foot_line->setContentsMargins(space::kPanelInset, 0, space::kPanelInset, 0);
  foot_right_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  foot_line->addWidget(foot_);
  foot_line->addWidget(foot_right_, 1);

  auto* panel = new Panel(Color::SurfaceBase);
  auto* column = new QVBoxLayout(panel);
  column->setContentsMargins(1, 1, 1, 1);
  column->setSpacing(0);
  strips_->addWidget(strip_);
  strips_->addWidget(selection_);
  strips_->setFixedHeight(height::kRow);
  column->addWidget(strips_);
  column->addWidget(stack_, 1);
  column->addWidget(foot);
  return panel;
}

void SagasPage::connect_all() {
  connect(search_, &QLineEdit::textChanged, this, [this] { typing_.start(); });
  connect(search_, &QLineEdit::returnPressed, this, [this] {
    apply_filter();
    table_->setFocus();
  });
  connect(&typing_, &QTimer::timeout, this, &SagasPage::apply_filter);
  connect(chips_, &FilterChips::changed, this, &SagasPage::apply_filter);
  connect(export_, &ActionButton::clicked, this, [this] { ask_export(false); });
  connect(&controller_.exporting(), &SagasExport::changed, this, &SagasPage::refresh_export);
  connect(live_, &ActionButton::clicked, this, [this](bool on) { set_live(on); });
  connect(strip_, &TableStrip::clicked, this, &SagasPage::show_newer);
  connect(table_, &SagaTableView::order_wanted, this, &SagasPage::order);
  connect(&flashing_, &QTimer::timeout, this, &SagasPage::flash);
  connect(table_, &SagaTableView::hover_changed, this, [this](bool inside) {
    controller_.hold_rows(inside || !controller_.selected().empty() || !controller_.selection().empty());
  });
  connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& current) {
    select_current();
    controller_.hold_rows(current.isValid() || !controller_.selection().empty());
    refresh_foot();
    refresh_detail_place();
    // The detail may just have taken room from below the row.
    if (current.isValid()) QTimer::singleShot(0, this, [this] { table_->scrollTo(table_->currentIndex()); });
  });
  connect(splitter_, &QSplitter::splitterMoved, this, [this] { keep_sizes(*splitter_, room_key()); });
  connect(detail_, &DetailPanel::close_wanted, this, &SagasPage::close_detail);
  connect(detail_, &DetailPanel::neighbour_wanted, this, &SagasPage::step);
  connect(&controller_, &SagasController::detail_changed, this, &SagasPage::refresh_neighbours);
  connect(state_, &StateView::first_pressed, this, [this] {
    const auto parts = parts_of(controller_.filter());
    if (controller_.content() == SagasController::Content::NothingMatches && !parts.empty())
      set_filter(parts.front());
    else
      controller_.refresh();
  });
  connect(state_, &StateView::second_pressed, this, [this] {
    if (controller_.content() == SagasController::Content::NothingMatches)
      clear_filter();
    else
      controller_.refresh();
  });

  connect(&controller_, &SagasController::content_changed, this, &SagasPage::refresh_content);
  connect(&controller_, &SagasController::counts_changed, this, [this] {
    if (controller_.counts()) chips_->show_counts(*controller_.counts());
    refresh_foot();
    if (controller_.content() == SagasController::Content::NothingMatches) refresh_state_view();
  });
  connect(&controller_, &SagasController::newer_changed, this, &SagasPage::refresh_strip);
  connect(&controller_, &SagasController::ticked, this, &SagasPage::refresh_strip);
  connect(&controller_, &SagasController::sources_changed, this, &SagasPage::refresh_strip);
  connect(&controller_.model(), &QAbstractItemModel::dataChanged, this, [this] {
    if (controller_.model().flashing() && !flashing_.isActive()) flashing_.start();
  });
  connect(&controller_.model(), &QAbstractItemModel::rowsInserted, this, &SagasPage::refresh_foot);
  connect(&controller_.model(), &SagaTableModel::rows_read, this, [this](int first, int last) {
    const int row = table_->currentIndex().row();
    if (row >= first && row <= last) select_current();
  });
  connect(&controller_.model(), &QAbstractItemModel::modelReset, this, &SagasPage::restore_selection);
}

void SagasPage::add_commands() {
  add_command(this, {"sagas.newer", Section::Page, tr("Show newer rows"), QKeySequence(Qt::Key_N)},
              [this] { show_newer(); });
  add_command(this, {"sagas.read", Section::Page, tr("Read again"), QKeySequence(Qt::Key_F5), Reach::Window},
              [this] { controller_.refresh(); });
  const auto act = [this](const char* id, const QString& name, Qt::Key key, Action wanted) {
    add_command(this, {id, Section::Selected, name, QKeySequence(key)}, [this, wanted] {
      open_request(wanted);
    }).set_closed([this, wanted] { return controller_.closed_because(wanted); });
  };
  act("sagas.retry", tr("Retry the saga, asks for a reason"), Qt::Key_R, Action::Retry);
  act("sagas.compensate", tr("Compensate the saga, asks for a reason"), Qt::Key_C, Action::Compensate);
  add_command(this,
              {"sagas.previous", Section::Selected, tr("Previous saga of the list"), QKeySequence(Qt::ALT | Qt::Key_Up),
               Reach::Window},
              [this] { step(-1); });
  add_command(this,
              {"sagas.next", Section::Selected, tr("Next saga of the list"), QKeySequence(Qt::ALT | Qt::Key_Down),
               Reach::Window},
              [this] { step(1); });
  add_command(this, {"sagas.take", Section::Selected, tr("Take the saga, or give it back"), QKeySequence(Qt::Key_T)},
              [this] { detail_->take_or_release(); })
      .set_closed([this] { return controller_.notes_closed_because(); });
  add_command(this, {"sagas.note", Section::Selected, tr("Add a note to the saga"), QKeySequence(Qt::Key_M)},
              [this] { detail_->begin_note(); });
  describe_keys(this, Section::Selected, QStringLiteral("↑ ↓"), tr("Another row, or another step"));
  describe_keys(this, Section::Selected, QStringLiteral("← →"), tr("Another attempt of the step"));
  describe_keys(this, Section::Selected, QStringLiteral("Ctrl C"), tr("Copy the row, or the selection, as TSV"));
}

void SagasPage::focus_content() {
  // Without rows the page itself takes the keyboard, so that its keys work.
  if (stack_->currentWidget() == table_) {
    table_->setFocus(Qt::OtherFocusReason);
  } else {
    setFocus(Qt::OtherFocusReason);
  }
}

void SagasPage::show_newer() {
  controller_.show_newer();
  table_->scrollToTop();
}

// A row that the keyboard reached before it was read is chosen when it is.
void SagasPage::select_current() {
  const QModelIndex current = table_->currentIndex();
  if (!current.isValid()) return;
  if (const auto& saga = controller_.model().row(current.row()).saga) controller_.select(saga->id);
}

void SagasPage::focus_filter() {
  search_->setFocus(Qt::ShortcutFocusReason);
  search_->selectAll();
}

void SagasPage::select(const std::string& saga_id) {
  controller_.select(saga_id);
  restore_selection();
  refresh_detail_place();
  QTimer::singleShot(0, this, [this] { table_->scrollTo(table_->currentIndex()); });
}

void SagasPage::show_place(const Place& place) {
  if (!place.view.isEmpty()) show_view(place.view);
  if (!place.filter.isEmpty()) set_filter(FilterPart{{}, with_text({}, place.filter)});
  if (!place.saga.isEmpty()) select(place.saga.toStdString());
}

Place SagasPage::place() const {
  return {PageId::Sagas, text(controller_.selected()), link_text_of(controller_.filter())};
}

void SagasPage::open_request(Action action) { detail_->open_request(action); }

void SagasPage::close_request() { detail_->close_request(); }

void SagasPage::set_live(bool live) {
  live_->setChecked(live);
  live_->set_look(live ? ActionButton::Look::Primary : ActionButton::Look::Outlined);
  controller_.set_live(live);
}

void SagasPage::apply_filter() {
  typing_.stop();
  SagaFilter chosen;
  chosen.conditions = chips_->conditions();
  SagaFilter filter = with_text(chosen, search_->text());
  if (filter.conditions != chosen.conditions) {
    // Written as words, as links do: from here on the chips show them, as far as there are chips for them.
    chips_->show_conditions(filter.conditions);
    if (chips_->conditions().size() == filter.conditions.size()) search_->setText(text_of(filter));
    typing_.stop();
  }
  controller_.set_filter(filter);
}

void SagasPage::set_filter(const FilterPart& part) {
  // A condition that has no chip is written.
  chips_->show_conditions(part.without.conditions);
  SagaFilter written = part.without;
  const auto chosen = chips_->conditions();
  std::erase_if(written.conditions, [&](Condition c) { return std::ranges::find(chosen, c) != chosen.end(); });
  search_->setText(link_text_of(written));
  apply_filter();
}

void SagasPage::clear_filter() { set_filter(FilterPart{{}, SagaFilter{}}); }

// Of the whole list, or of what is chosen.
void SagasPage::ask_export(bool chosen) {
  if (controller_.exporting().running()) return controller_.exporting().cancel();
  auto* dialog = new QFileDialog(this, tr("Export CSV"), QStringLiteral("sagas.csv"), tr("CSV files (*.csv)"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setDefaultSuffix(QStringLiteral("csv"));
  connect(dialog, &QFileDialog::fileSelected, &controller_,
          chosen ? &SagasController::export_chosen_to : &SagasController::export_to);
  dialog->open();
}

void SagasPage::close_detail() {
  table_->clearSelection();
  table_->setCurrentIndex({});
  controller_.select({});
  controller_.hold_rows(!controller_.selection().empty());
  refresh_detail_place();
  table_->setFocus();
}

void SagasPage::step(int direction) {
  const QModelIndex current = table_->currentIndex();
  const int row = current.isValid() ? current.row() + direction : -1;
  if (row < 0 || row >= controller_.model().rowCount()) return;
  table_->setCurrentIndex(controller_.model().index(row, current.column()));
  table_->selectRow(row);
}

void SagasPage::refresh_neighbours() {
  const QModelIndex current = table_->currentIndex();
  const int row = current.isValid() ? current.row() : -1;
  if (row < 0) {
    const QString why = tr("this saga is not in the list");
    return detail_->show_neighbours(why, why);
  }
  detail_->show_neighbours(
      row > 0 ? QString() : tr("this is the first saga of the list"),
      row + 1 < controller_.model().rowCount() ? QString() : tr("this is the last saga of the list"));
}

void SagasPage::restore_selection() {
  const int row = controller_.model().row_of(controller_.selected());
  if (row >= 0) {
    table_->selectRow(row);
  } else {
    table_->clearSelection();
  }
  refresh_foot();
}

void SagasPage::refresh_content() {
  using Content = SagasController::Content;
  switch (controller_.content()) {
    case Content::Loading: stack_->setCurrentWidget(skeleton_); break;
    case Content::Rows:
      stack_->setCurrentWidget(table_);
      // The first rows take the keyboard, unless someone has begun to type, here or in the palette.
      if (!std::exchange(shown_rows_, true) && isVisible() &&
          qobject_cast<QLineEdit*>(QApplication::focusWidget()) == nullptr) {
        table_->setFocus();
      }
      break;
    case Content::Empty:
    case Content::NothingMatches:
    case Content::Forbidden:
    case Content::Failed:
      refresh_state_view();
      stack_->setCurrentWidget(state_);
      break;
  }
  refresh_strip();
  refresh_foot();
}

void SagasPage::refresh_detail_place() {
  const bool below = splitter_->orientation() == Qt::Vertical;
  const bool shown = !below || !controller_.selected().empty();
  if (detail_->isHidden() == !shown) return;
  detail_->setVisible(shown);
  if (shown) share_room();
}

QString SagasPage::room_key() const {
  return splitter_->orientation() == Qt::Vertical ? QStringLiteral("sagas/below") : QStringLiteral("sagas/beside");
}

void SagasPage::share_room() {
  if (recall_sizes(*splitter_, room_key())) return;
  // Below the table the detail takes the larger part, and the table keeps enough rows to choose from.
  if (splitter_->orientation() == Qt::Vertical) {
    const int table = qMax(kLeastTable, splitter_->height() * 2 / 5);
    splitter_->setSizes({table, qMax(kLeastTable, splitter_->height() - table)});
  } else {
    splitter_->setSizes(
        {qMax(kLeastTable, splitter_->width() - width::kDetailPanel - width::kSplitter), width::kDetailPanel});
  }
}

void SagasPage::flash() {
  table_->viewport()->update();
  if (!controller_.model().flashing()) flashing_.stop();
}

void SagasPage::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  const bool below = window()->width() < width::kCompactBelow;
  const auto wanted = below ? Qt::Vertical : Qt::Horizontal;
  if (std::exchange(placed_, true) && splitter_->orientation() == wanted) return;
  splitter_->setOrientation(wanted);
  detail_->set_wide(below);
  detail_->setMinimumWidth(below ? 0 : width::kDetailPanel);
  refresh_detail_place();
  // Once the layout has given the splitter its new size.
  QTimer::singleShot(0, this, &SagasPage::share_room);
}

void SagasPage::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), color(Color::SurfaceWindow));
}

}  // namespace saga::ui
