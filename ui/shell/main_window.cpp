// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/main_window.h"

#include <algorithm>

#include <QApplication>
#include <QHBoxLayout>
#include <QPainter>
#include <QShortcut>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/shell/environment_band.h"
#include "ui/shell/keys_panel.h"
#include "ui/shell/navigation.h"
#include "ui/shell/source_bar.h"
#include "ui/widgets/theme.h"

namespace saga::ui {

MainWindow::MainWindow(AttachedTo attached, std::vector<PageEntry> pages, Attachment& attachment, Executor& gui,
                       const Clock& clock, QWidget* parent)
    : QWidget(parent), attached_(std::move(attached)), clock_(clock), entries_(std::move(pages)), gate_(gui) {
  setWindowTitle(QStringLiteral("%1 – Saga Console").arg(attached_.profile));
  setMinimumSize(800, 560);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  build();
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    if (!entries_[i].on_badge) continue;
    entries_[i].on_badge(this, [this, i] { navigation_->show_badge(static_cast<int>(i), entries_[i].badge()); });
  }
  connect(&ticker_, &QTimer::timeout, this, [this] { sources_->tick(clock_.now()); });
  ticker_.start(1000);
  add_shortcuts();
  if (!entries_.empty()) show_index(0);
  follow(attachment);
}

MainWindow::~MainWindow() = default;

void MainWindow::build() {
  body_ = new QWidget;
  band_ = new EnvironmentBand(attached_);
  navigation_ = new Navigation;
  stack_ = new QStackedWidget;
  sources_ = new SourceBar;
  pages_.clear();
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const PageEntry& entry = entries_[i];
    navigation_->add(Navigation::tr(entry.title), entry.icon);
    pages_.push_back(entry.make());
    stack_->addWidget(pages_.back().widget);
    if (entry.badge) navigation_->show_badge(static_cast<int>(i), entry.badge());
  }
  auto* middle = new QHBoxLayout;
  middle->setSpacing(0);
  middle->addWidget(navigation_);
  middle->addWidget(stack_, 1);
  auto* column = new QVBoxLayout(body_);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(band_);
  column->addLayout(middle, 1);
  column->addWidget(sources_);
  layout()->addWidget(body_);
  keys_ = new KeysPanel(this);

  connect(navigation_, &Navigation::chosen, this, &MainWindow::show_index);
  connect(sources_, &SourceBar::keys_wanted, this, &MainWindow::toggle_keys);
}

void MainWindow::follow(Attachment& attachment) {
  AttachmentEvents events;
  events.source = gate_.pass<SourceState>([this](SourceState state) {
    states_.insert_or_assign(state.source, state);
    sources_->show_source(state);
    sources_->tick(clock_.now());
    if (state.source == Source::Postgres) band_->set_lost(state.health == SourceState::Health::Lost);
  });
  events.platform = gate_.pass<PlatformStatus>([this](PlatformStatus status) {
    band_->show_platform(status);
    sources_->show_server_time(status.server_now, clock_.now());
    platform_ = std::move(status);
  });
  subscription_ = attachment.subscribe(std::move(events));
}

void MainWindow::add_shortcuts() {
  const auto on = [this](const QKeySequence& keys, auto&& act) {
    connect(new QShortcut(keys, this), &QShortcut::activated, this, act);
  };
  on(QKeySequence(Qt::Key_Slash), [this] {
    if (page().focus_filter) page().focus_filter();
  });
  on(QKeySequence(Qt::Key_Question), [this] { toggle_keys(); });
  on(QKeySequence(Qt::CTRL | Qt::Key_L),
     [] { apply_theme(*qApp, shade() == Shade::Light ? ThemeMode::Dark : ThemeMode::Light); });
}

std::optional<int> MainWindow::index_of(PageId page) const {
  const auto found = std::ranges::find(entries_, page, &PageEntry::id);
  if (found == entries_.end()) return std::nullopt;
  return static_cast<int>(found - entries_.begin());
}

const Page& MainWindow::page() const { return pages_.at(static_cast<std::size_t>(stack_->currentIndex())); }

void MainWindow::show_index(int index) {
  stack_->setCurrentIndex(index);
  stack_->currentWidget()->setFocus(Qt::OtherFocusReason);
  navigation_->set_current(index);
}

void MainWindow::show_page(PageId page) {
  if (const auto index = index_of(page)) show_index(*index);
}

PageId MainWindow::current_page() const { return entries_.at(static_cast<std::size_t>(stack_->currentIndex())).id; }

void MainWindow::go_to(const Place& place) {
  const auto index = index_of(place.page);
  if (!index) return;
  show_index(*index);
  if (page().show_place) page().show_place(place);
}

Place MainWindow::place() const { return page().place ? page().place() : Place{.page = current_page()}; }

void MainWindow::toggle_keys() {
  if (keys_->isVisible()) {
    keys_->hide();
    return;
  }
  keys_->place();
  keys_->show();
  keys_->setFocus(Qt::PopupFocusReason);
}

void MainWindow::resizeEvent(QResizeEvent* event) {
  const bool compact = QWidget::width() < width::kCompactBelow;
  navigation_->set_icons_only(compact);
  band_->set_cell_width(navigation_->width());
  if (keys_->isVisible()) keys_->place();
  QWidget::resizeEvent(event);
}

void MainWindow::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), color(Color::SurfaceWindow));
}

}  // namespace saga::ui
