// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/journal/journal_page.h"

#include <utility>

#include <QFileDialog>
#include <QHBoxLayout>
#include <QPainter>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/journal/chain_bar.h"
#include "ui/journal/journal_chips.h"
#include "ui/journal/journal_controller.h"
#include "ui/journal/journal_detail.h"
#include "ui/journal/journal_view.h"
#include "ui/sagas/table_strip.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/command.h"
#include "ui/widgets/memory.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/plain_text_label.h"
#include "ui/widgets/search_field.h"
#include "ui/widgets/state_view.h"
#include "ui/widgets/theme.h"

namespace saga::ui {
namespace {

constexpr int kTypingMs = 250;
constexpr int kSearchWidth = 336;
constexpr int kFootHeight = 36;
constexpr int kDetail = 440;
constexpr int kLeastTable = 200;

}  // namespace

JournalPage::JournalPage(JournalController& controller, GoTo go_to, QWidget* parent)
    : QWidget(parent),
      controller_(controller),
      go_to_(std::move(go_to)),
      search_(new SearchField(tr("who: what: or what it is about"))),
      export_(new ActionButton(ActionButton::Look::Outlined, Icon::Download, tr("Export CSV"))),
      chips_(new JournalChips),
      chain_(new ChainBar(controller)),
      strip_(new TableStrip),
      stack_(new QStackedWidget),
      view_(new JournalView(controller.model())),
      state_(new StateView),
      foot_(new PlainTextLabel(QString(), type::kDense, Color::TextSecondary)),
      foot_right_(new PlainTextLabel(QString(), type::kDense, Color::TextMuted)),
      detail_(new JournalDetail(controller, go_to_)),
      splitter_(new QSplitter(Qt::Horizontal)) {
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
  typing_.setSingleShot(true);
  typing_.setInterval(kTypingMs);
  search_->setText(text_of(controller.query()));  // the page may be made again
  connect_all();
  connect_view();
  add_commands();
  refresh();
}

QWidget* JournalPage::build_head() {
  auto* head = new QWidget;
  head->setFixedHeight(height::kPageHead);
  auto* line = new QHBoxLayout(head);
  line->setContentsMargins(0, 0, 0, 0);
  line->setSpacing(space::kPanelInset);
  auto* title = new PlainTextLabel(tr("Journal"), type::kTitle, Color::TextPrimary);
  title->set_fixed();
  search_->setFixedWidth(kSearchWidth);
  search_->setToolTip(tr("area:routing who:kim.sujin what:RETRY on:… within:2h"));
  export_->setToolTip(tr("Write the rows, as they are filtered, into a file"));
  line->addWidget(title);
  line->addWidget(search_);
  line->addStretch(1);
  line->addWidget(export_);
  return head;
}

QWidget* JournalPage::build_table() {
  stack_->addWidget(view_);
  stack_->addWidget(state_);
  stack_->setMinimumHeight(height::kHead + 2 * height::kRow);
  auto* foot = new Surface(Color::SurfacePanel, Surface::Top);
  foot->setFixedHeight(kFootHeight);
  auto* line = new QHBoxLayout(foot);
  line->setContentsMargins(space::kPanelInset, 0, space::kPanelInset, 0);
  foot_right_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  line->addWidget(foot_);
  line->addWidget(foot_right_, 1);
  return panel_of({chain_, strip_, stack_, foot}, stack_);
}

void JournalPage::connect_all() {
  connect(search_, &QLineEdit::textChanged, this, [this] { typing_.start(); });
  connect(search_, &QLineEdit::returnPressed, this, [this] {
    apply_filter();
    focus_content();
  });
  connect(&typing_, &QTimer::timeout, this, &JournalPage::apply_filter);
  connect(chips_, &JournalChips::area_chosen, this, [this](const std::optional<std::string>& area) {
    JournalQuery query = journal_query_from(search_->text());
    query.area = area;
    write(query);
  });
  connect(chips_, &JournalChips::span_chosen, this, [this](std::optional<std::chrono::seconds> within) {
    JournalQuery query = journal_query_from(search_->text());
    query.within = within;
    write(query);
  });
  connect(detail_, &JournalDetail::who_wanted, this, [this](const std::string& who) {
    JournalQuery query = controller_.query();
    query.who = who;
    write(query);
  });
  connect(detail_, &JournalDetail::on_what_wanted, this,
          [this](const std::string& on_what) { write(JournalQuery{.on_what = on_what}); });
  connect(export_, &ActionButton::clicked, this, &JournalPage::ask_export);
  connect(strip_, &TableStrip::clicked, this, &JournalPage::show_newer);
  connect(chain_, &ChainBar::breach_wanted, this, &JournalPage::show_breach);
  connect(state_, &StateView::first_pressed, this, [this] { write({}); });
  connect(state_, &StateView::second_pressed, &controller_, &JournalController::refresh);
  connect(splitter_, &QSplitter::splitterMoved, this, [this] { keep_sizes(*splitter_, room_key()); });
  connect(&controller_, &JournalController::changed, this, &JournalPage::refresh);
  connect(&controller_, &JournalController::ticked, this, &JournalPage::refresh_strip);
  connect(&controller_, &JournalController::sources_changed, this, &JournalPage::refresh);
  connect(&controller_, &JournalController::verification_changed, this, &JournalPage::refresh);
  connect(&controller_.exporting(), &FileExport::changed, this, &JournalPage::refresh_foot);
}

void JournalPage::connect_view() {
  connect(view_->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& current) {
    if (current.isValid()) controller_.look_at(controller_.model().entry(current.row()));
    hold();
  });
  connect(view_, &RowTable::hover_changed, this, &JournalPage::hold);
  connect(view_, &RowTable::opened, this, [this](int row) {
    controller_.look_at(controller_.model().entry(row));
    detail_->open();
  });
  connect(&controller_.model(), &QAbstractItemModel::modelReset, this, &JournalPage::select_looked_at);
  connect(&controller_, &JournalController::looked, this, &JournalPage::select_looked_at);
}

void JournalPage::add_commands() {
  add_command(this, {"journal.newer", Section::Page, tr("Show newer rows"), QKeySequence(Qt::Key_N)},
              [this] { show_newer(); });
  add_command(this, {"journal.read", Section::Page, tr("Read again"), QKeySequence(Qt::Key_F5), Reach::Window},
              [this] { controller_.refresh(); });
  add_command(this, {"journal.verify", Section::Page, tr("Verify the chains"), QKeySequence(Qt::Key_V)}, [this] {
    controller_.verify();
  }).set_closed([this]() -> std::optional<QString> {
    if (controller_.lost()) return tr("PostgreSQL is lost");
    if (controller_.verification().state == JournalVerification::State::Running) return tr("it is under way");
    return std::nullopt;
  });
  add_command(this, {"journal.breach", Section::Page, tr("Show the first broken row"), QKeySequence(Qt::Key_B)},
              [this] { show_breach(); })
      .set_closed([this]() -> std::optional<QString> {
        if (controller_.verification().state == JournalVerification::State::Broken) return std::nullopt;
        return tr("no broken row is known");
      });
  describe_keys(this, Section::Selected, QStringLiteral("↑ ↓"), tr("Another row"));
  describe_keys(this, Section::Selected, QStringLiteral("Enter"), tr("Open the saga or the job that the row is about"));
}

void JournalPage::focus_filter() {
  search_->setFocus(Qt::ShortcutFocusReason);
  search_->selectAll();
}

void JournalPage::focus_content() {
  if (stack_->currentWidget() == view_) {
    view_->setFocus(Qt::OtherFocusReason);
  } else {
    setFocus(Qt::OtherFocusReason);
  }
}

void JournalPage::show_place(const Place& place) {
  if (!place.filter.isEmpty()) write(journal_query_from(place.filter));
}

Place JournalPage::place() const { return {.page = PageId::Journal, .filter = text_of(controller_.query())}; }

void JournalPage::show_newer() {
  controller_.show_newer();
  view_->scrollToTop();
}

void JournalPage::write(const JournalQuery& query) {
  search_->setText(text_of(query));
  apply_filter();
}

void JournalPage::apply_filter() {
  typing_.stop();
  controller_.set_query(journal_query_from(search_->text()));
  chips_->show_query(controller_.query());
}

void JournalPage::show_breach() {
  if (controller_.verification().state != JournalVerification::State::Broken) return;
  controller_.look_at(controller_.verification().report.breaches.front());
}

// While the pointer or a chosen row holds them, rows stay where they are.
void JournalPage::hold() { controller_.hold_rows(view_->hovered_row() >= 0 || view_->currentIndex().isValid()); }

void JournalPage::select_looked_at() {
  refresh_detail_place();
  const auto& entry = controller_.looked_at();
  const int row = entry ? controller_.model().row_of(entry->area, entry->seq) : -1;
  if (row == view_->currentIndex().row()) return;
  if (row >= 0) {
    view_->selectRow(row);
    view_->scrollTo(controller_.model().index(row, 0));
  } else {
    view_->clearSelection();
    view_->setCurrentIndex({});
  }
  hold();
}

void JournalPage::ask_export() {
  if (controller_.exporting().running()) return controller_.exporting().cancel();
  auto* dialog = new QFileDialog(this, tr("Export CSV"), QStringLiteral("journal.csv"), tr("CSV files (*.csv)"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setDefaultSuffix(QStringLiteral("csv"));
  connect(dialog, &QFileDialog::fileSelected, &controller_, &JournalController::export_to);
  dialog->open();
}

void JournalPage::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  controller_.watch(true);
}

void JournalPage::hideEvent(QHideEvent* event) {
  QWidget::hideEvent(event);
  controller_.watch(false);
}

// Below the list, the detail takes no room from it until there is something to show.
void JournalPage::refresh_detail_place() {
  const bool below = splitter_->orientation() == Qt::Vertical;
  const bool shown = !below || controller_.looked_at() || controller_.missing();
  if (detail_->isHidden() == !shown) return;
  detail_->setVisible(shown);
  if (shown) share_room();
}

QString JournalPage::room_key() const {
  return splitter_->orientation() == Qt::Vertical ? QStringLiteral("journal/below") : QStringLiteral("journal/beside");
}

void JournalPage::share_room() {
  if (recall_sizes(*splitter_, room_key())) return;
  if (splitter_->orientation() == Qt::Vertical) {
    const int table = qMax(kLeastTable, splitter_->height() * 2 / 5);
    splitter_->setSizes({table, qMax(kLeastTable, splitter_->height() - table)});
  } else {
    splitter_->setSizes({qMax(kLeastTable, splitter_->width() - kDetail - width::kSplitter), kDetail});
  }
}

void JournalPage::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  const bool below = window()->width() < width::kCompactBelow;
  const auto wanted = below ? Qt::Vertical : Qt::Horizontal;
  if (std::exchange(placed_, true) && splitter_->orientation() == wanted) return;
  splitter_->setOrientation(wanted);
  detail_->setMinimumWidth(below ? 0 : kDetail);
  detail_->set_wide(below);
  refresh_detail_place();
  // Once the layout has given the splitter its new size.
  QTimer::singleShot(0, this, &JournalPage::share_room);
}

void JournalPage::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), color(Color::SurfaceWindow));
}

}  // namespace saga::ui
