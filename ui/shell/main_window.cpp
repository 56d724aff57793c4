// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/main_window.h"

#include <algorithm>

#include <QEvent>
#include <QHBoxLayout>
#include <QJsonValue>
#include <QPainter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/shell/environment_band.h"
#include "ui/shell/keys_panel.h"
#include "ui/shell/lock_button.h"
#include "ui/shell/navigation.h"
#include "ui/shell/palette.h"
#include "ui/shell/source_bar.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/memory.h"
#include "ui/widgets/source_notice.h"
#include "ui/widgets/theme.h"

namespace saga::ui {
namespace {

constexpr QLatin1String kGeometryKey{"window/geometry"};
QString place_key(const QString& profile) { return QStringLiteral("place/") + profile; }

}  // namespace

MainWindow::MainWindow(AttachedTo attached, std::vector<PageEntry> pages, Attachment& attachment, Executor& gui,
                       const Clock& clock, QWidget* parent)
    : QWidget(parent),
      attached_(std::move(attached)),
      attachment_(attachment),
      clock_(clock),
      entries_(std::move(pages)),
      gate_(gui),
      finding_(gui) {
  setWindowTitle(QStringLiteral("%1 – Saga Console").arg(attached_.profile));
  setMinimumSize(800, 560);
  resize(1440, 900);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  build();
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    if (!entries_[i].on_badge) continue;
    entries_[i].on_badge(this, [this, i] { navigation_->show_badge(static_cast<int>(i), entries_[i].badge()); });
  }
  connect(&ticker_, &QTimer::timeout, this, [this] {
    sources_->tick(clock_.now());
    tell_trouble();
  });
  ticker_.start(1000);
  if (!entries_.empty()) show_index(0);
  restore();
  follow();
}

MainWindow::~MainWindow() { remember(); }

void MainWindow::put_in_band(std::function<QWidget*()> make) {
  make_corner_ = std::move(make);
  band_->set_corner(make_corner_());
}

void MainWindow::set_lock(std::function<void(bool unlock)> turn) { turn_lock_ = std::move(turn); }

void MainWindow::turn_lock() {
  if (turn_lock_ && platform_) turn_lock_(platform_->writing == Writing::Locked);
}

void MainWindow::put_in_bar(std::function<QWidget*()> make) {
  make_in_bar_ = std::move(make);
  sources_->put(make_in_bar_());
}

void MainWindow::put_above_bar(std::function<QWidget*()> make) {
  make_above_bar_ = std::move(make);
  drawer_->addWidget(make_above_bar_());
}

void MainWindow::put_over(std::function<QWidget*(QWidget*)> make) {
  make_over_ = std::move(make);
  over_ = make_over_(this);
}

void MainWindow::build() {
  body_ = new QWidget(this);
  band_ = new EnvironmentBand(attached_);
  if (make_corner_) band_->set_corner(make_corner_());
  navigation_ = new Navigation;
  stack_ = new QStackedWidget;
  refusal_ = new Banner;
  notice_ = new SourceNotice;
  sources_ = new SourceBar;
  drawer_ = new QVBoxLayout;
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
  column->addLayout(drawer_);
  // Below the pages: rows stay where they are when something has to be said.
  column->addWidget(refusal_);
  column->addWidget(notice_);
  column->addWidget(sources_);
  layout()->addWidget(body_);
  if (make_in_bar_) sources_->put(make_in_bar_());
  if (make_above_bar_) drawer_->addWidget(make_above_bar_());
  keys_ = new KeysPanel(this);
  palette_ = make_palette();
  refusal_->hide();
  refusal_->set_button(tr("Close"));
  add_commands();

  connect(&band_->lock_button(), &QAbstractButton::clicked, this, &MainWindow::turn_lock);
  connect(navigation_, &Navigation::chosen, this, &MainWindow::show_index);
  connect(navigation_, &Navigation::palette_wanted, this, [this] { open_palette(); });
  connect(sources_, &SourceBar::keys_wanted, this, &MainWindow::toggle_keys);
  connect(sources_, &SourceBar::look_wanted, this, &MainWindow::choose_look);
  connect(refusal_, &Banner::pressed, refusal_, &QWidget::hide);
  connect(notice_, &SourceNotice::reconnect_wanted, this, [this] { attachment_.reconnect(); });
}

void MainWindow::rebuild() {
  rebuild_due_ = false;
  const Place here = place();
  delete over_;
  over_ = nullptr;
  delete palette_;
  delete keys_;
  delete body_;
  build();
  for (const auto& [source, state] : states_) sources_->show_source(state);
  sources_->tick(clock_.now());
  if (platform_) {
    band_->show_platform(*platform_);
    sources_->show_server_time(platform_->server_now, clock_.now());
  }
  tell_trouble();
  const bool compact = QWidget::width() < width::kCompactBelow;
  navigation_->set_icons_only(compact);
  band_->set_cell_width(navigation_->width());
  body_->show();
  go_to(here);
  if (make_over_) over_ = make_over_(this);
}

void MainWindow::follow() {
  AttachmentEvents events;
  events.source = gate_.pass<SourceState>([this](SourceState state) {
    states_.insert_or_assign(state.source, state);
    sources_->show_source(state);
    sources_->tick(clock_.now());
    tell_trouble();
  });
  events.platform = gate_.pass<PlatformStatus>([this](PlatformStatus status) {
    band_->show_platform(status);
    sources_->show_server_time(status.server_now, clock_.now());
    platform_ = std::move(status);
    tell_trouble();
  });
  subscription_ = attachment_.subscribe(std::move(events));
}

void MainWindow::tell_trouble() {
  std::optional<SourceTrouble> trouble;
  // PostgreSQL's own trouble explains the feed's.
  for (const Source source : {Source::Postgres, Source::Feed}) {
    const auto state = states_.find(source);
    if (state != states_.end() && !trouble) trouble = trouble_of(state->second, clock_.now());
  }
  if (!trouble && platform_) trouble = trouble_of(*platform_, attached_.profile);
  band_->set_lost(trouble && trouble->kind == SourceTrouble::Kind::Disconnected);
  notice_->show_trouble(trouble);
}

std::optional<int> MainWindow::index_of(PageId page) const {
  const auto found = std::ranges::find(entries_, page, &PageEntry::id);
  if (found == entries_.end()) return std::nullopt;
  return static_cast<int>(found - entries_.begin());
}

const Page& MainWindow::page() const { return pages_.at(static_cast<std::size_t>(stack_->currentIndex())); }

void MainWindow::show_index(int index) {
  stack_->setCurrentIndex(index);
  navigation_->set_current(index);
  if (page().focus_content) {
    page().focus_content();
  } else {
    page().widget->setFocus(Qt::OtherFocusReason);
  }
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

Place MainWindow::place() const {
  if (entries_.empty()) return {};
  return page().place ? page().place() : Place{.page = current_page()};
}

void MainWindow::toggle_keys() {
  if (keys_->isVisible()) {
    keys_->close_up();
  } else {
    keys_->open();
  }
}

void MainWindow::restore() {
  restoreGeometry(QByteArray::fromBase64(recall(kGeometryKey).toString().toLatin1()));  // refuses what it did not make
  if (const auto link = link_from(recall(place_key(attached_.profile)).toString())) go_to(link->place);
}

void MainWindow::remember() const {
  if (!remembering()) return;
  keep(kGeometryKey, QString::fromLatin1(saveGeometry().toBase64()));
  keep(place_key(attached_.profile), link_to(attached_.profile, place()));
}

void MainWindow::resizeEvent(QResizeEvent* event) {
  const bool compact = QWidget::width() < width::kCompactBelow;
  navigation_->set_icons_only(compact);
  band_->set_cell_width(navigation_->width());
  if (keys_->isVisible()) keys_->place();
  if (palette_->isVisible()) palette_->place();
  QWidget::resizeEvent(event);
}

void MainWindow::changeEvent(QEvent* event) {
  // Not now: whoever chose the language may be a widget of the window that is built again.
  if (event->type() == QEvent::LanguageChange && !std::exchange(rebuild_due_, true)) {
    QTimer::singleShot(0, this, &MainWindow::rebuild);
  }
  QWidget::changeEvent(event);
}

void MainWindow::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), color(Color::SurfaceWindow));
}

}  // namespace saga::ui
