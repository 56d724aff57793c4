// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/main_window.h"

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
    : QWidget(parent),
      clock_(clock),
      entries_(std::move(pages)),
      band_(new EnvironmentBand(attached)),
      navigation_(new Navigation),
      stack_(new QStackedWidget),
      sources_(new SourceBar),
      keys_(new KeysPanel(this)),
      gate_(gui) {
  setWindowTitle(QStringLiteral("%1 – Saga Console").arg(attached.profile));
  setMinimumSize(800, 560);
  for (const PageEntry& entry : entries_) {
    navigation_->add(entry);
    stack_->addWidget(entry.page);
  }
  auto* middle = new QHBoxLayout;
  middle->setSpacing(0);
  middle->addWidget(navigation_);
  middle->addWidget(stack_, 1);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(band_);
  column->addLayout(middle, 1);
  column->addWidget(sources_);

  connect(navigation_, &Navigation::chosen, this, &MainWindow::show_page);
  connect(sources_, &SourceBar::keys_wanted, this, &MainWindow::toggle_keys);
  connect(&ticker_, &QTimer::timeout, this, [this] { sources_->tick(clock_.now()); });
  ticker_.start(1000);
  add_shortcuts();
  if (!entries_.empty()) show_page(0);
  follow(attachment);
}

void MainWindow::follow(Attachment& attachment) {
  AttachmentEvents events;
  events.source = gate_.pass<SourceState>([this](SourceState state) {
    sources_->show_source(state);
    sources_->tick(clock_.now());
    if (state.source == Source::Postgres) band_->set_lost(state.health == SourceState::Health::Lost);
  });
  events.platform = gate_.pass<PlatformStatus>([this](PlatformStatus status) {
    band_->show_platform(status);
    sources_->show_server_time(status.server_now, clock_.now());
  });
  subscription_ = attachment.subscribe(std::move(events));
}

void MainWindow::add_shortcuts() {
  const auto on = [this](const QKeySequence& keys, auto&& act) {
    connect(new QShortcut(keys, this), &QShortcut::activated, this, act);
  };
  on(QKeySequence(Qt::Key_Slash), [this] {
    if (const auto& focus = entries_[static_cast<std::size_t>(current_page())].focus_filter) focus();
  });
  on(QKeySequence(Qt::Key_Question), [this] { toggle_keys(); });
  on(QKeySequence(Qt::CTRL | Qt::Key_L),
     [] { apply_theme(*qApp, shade() == Shade::Light ? ThemeMode::Dark : ThemeMode::Light); });
}

void MainWindow::show_page(int index) {
  stack_->setCurrentIndex(index);
  stack_->currentWidget()->setFocus(Qt::OtherFocusReason);
  navigation_->set_current(index);
}

int MainWindow::current_page() const { return stack_->currentIndex(); }

void MainWindow::show_badge(int page, const QString& badge) { navigation_->show_badge(page, badge); }

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
