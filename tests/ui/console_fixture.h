// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QApplication>
#include <QLocale>
#include <QTest>
#include <QTranslator>
#include <gtest/gtest.h>

#include "resources/translations/translations.h"
#include "tests/support/fake_attachment.h"
#include "tests/support/manual_clock.h"
#include "tests/support/manual_executor.h"
#include "tests/ui/sample.h"
#include "tests/ui/sample_journal.h"
#include "tests/ui/sample_overview.h"
#include "tests/ui/sample_routing.h"
#include "tests/ui/sample_timeline.h"
#include "ui/journal/journal_controller.h"
#include "ui/journal/journal_page.h"
#include "ui/overview/overview_controller.h"
#include "ui/overview/overview_page.h"
#include "ui/routing/rollback_button.h"
#include "ui/routing/routing_controller.h"
#include "ui/routing/routing_page.h"
#include "ui/sagas/sagas_controller.h"
#include "ui/sagas/sagas_page.h"
#include "ui/shell/main_window.h"
#include "ui/shell/page_entry.h"
#include "ui/timeline/timeline_controller.h"
#include "ui/timeline/timeline_page.h"
#include "ui/widgets/theme.h"

namespace saga::test {

// The whole window over a fake system. Answers arrive when the test turns the crank with settle().
class ConsoleFixture : public ::testing::Test {
 protected:
  FakeAttachment system;
  Overview overview_state;  // what the system answers to the overview
  FakeRollback paths;
  RoutingSnapshot routing_state;
  ManualClock clock{sample_now() + std::chrono::milliseconds(120)};
  ManualExecutor gui;
  std::unique_ptr<ui::OverviewController> overview;
  std::unique_ptr<ui::SagasController> controller;
  std::unique_ptr<ui::TimelineController> timeline;
  std::unique_ptr<ui::RollbackController> rollback;
  std::unique_ptr<ui::RoutingController> routing;
  std::unique_ptr<ui::JournalController> journal;
  std::unique_ptr<ui::MainWindow> window;
  ui::SagasPage* page = nullptr;
  ui::OverviewPage* overview_page = nullptr;
  bool every_page_is_there = false;  // set before open(); else the Sagas page is alone in the window

  void SetUp() override {
    ui::apply_theme(*qApp, ui::ThemeMode::Light);
    speak(QLatin1String("en"));
    system.readers.overview = std::make_unique<OverviewAnswers>(overview_state);
  }
  void TearDown() override {
    window.reset();
    journal.reset();
    routing.reset();
    rollback.reset();
    timeline.reset();
    controller.reset();
    overview.reset();
  }

  static void speak(QLatin1String language) {
    qDeleteAll(qApp->findChildren<QTranslator*>());
    ui::install_translation(*qApp, QLocale(language));
  }

  // Shows the window and lets it read.
  void open(ui::Environment environment = ui::Environment::Production, QSize size = {1440, 900}) {
    overview = std::make_unique<ui::OverviewController>(system, gui, clock);
    controller = std::make_unique<ui::SagasController>(system, gui, clock);
    timeline = std::make_unique<ui::TimelineController>(system, gui, clock);
    rollback = std::make_unique<ui::RollbackController>(paths, system, gui, clock);
    routing = std::make_unique<ui::RoutingController>(system, *rollback, gui, clock);
    journal =
        std::make_unique<ui::JournalController>(system, [] { return Result<KeptAnchors>(KeptAnchors{}); }, gui, clock);
    window = std::make_unique<ui::MainWindow>(ui::AttachedTo{environment, QStringLiteral("payments-kr")}, pages(),
                                              system, gui, clock);
    if (every_page_is_there) {
      window->put_in_band(
          [this] { return new ui::RollbackButton(*rollback, [this] { window->show_page(ui::PageId::Routing); }); });
    }
    page = window->findChild<ui::SagasPage*>();
    overview_page = window->findChild<ui::OverviewPage*>();
    window->resize(size);
    window->show();
    window->activateWindow();
    if (every_page_is_there) {
      auto spans = std::make_unique<FakeTimeline>();
      spans->now = clock.now();
      fill_timeline(*spans, clock.now());
      system.readers.timeline = std::move(spans);
      routing_state = sample_routing(clock.now());
      say(paths, routing_state);
      system.readers.routing = std::make_unique<RoutingAnswers>(routing_state);
      auto rows = std::make_unique<FakeJournal>();
      fill_journal(*rows, clock.now());
      system.readers.journal = std::move(rows);
      overview->start();
    }
    controller->start();
    if (every_page_is_there) {
      timeline->start();
      rollback->start();
      routing->start();
      journal->start();
    }
    settle();
  }
  std::vector<ui::PageEntry> pages() {
    const ui::GoTo go_to = [this](const ui::Place& place) { window->go_to(place); };
    std::vector<ui::PageEntry> pages;
    if (every_page_is_there) {
      pages.push_back(ui::page_entry<ui::OverviewPage>(ui::PageId::Overview, "Overview", ui::Icon::Overview, *overview,
                                                       go_to, &ui::OverviewController::badge_changed));
    }
    pages.push_back(ui::page_entry<ui::SagasPage>(ui::PageId::Sagas, "Sagas", ui::Icon::Sagas, *controller, go_to,
                                                  &ui::SagasController::counts_changed));
    if (every_page_is_there) {
      pages.push_back(
          ui::page_entry<ui::TimelinePage>(ui::PageId::Timeline, "Timeline", ui::Icon::Timeline, *timeline, go_to));
      pages.push_back(ui::page_entry<ui::RoutingPage>(ui::PageId::Routing, "Routing", ui::Icon::Route, *routing, go_to,
                                                      &ui::RoutingController::badge_changed));
      pages.push_back(ui::page_entry<ui::JournalPage>(ui::PageId::Journal, "Journal", ui::Icon::Journal, *journal,
                                                      go_to, &ui::JournalController::badge_changed));
    }
    return pages;
  }
  void connect_all() {
    using namespace std::chrono_literals;
    system.tell(connected(Source::Postgres, 3ms, clock.now()));
    system.tell(connected(Source::Redis, 1ms, clock.now()));
    system.tell(connected(Source::Feed, 40ms, clock.now()));
    system.tell(operator_status(system.server_now));
    settle();
  }
  SourceState lost_postgres(const std::string& why = "connection refused") {
    using namespace std::chrono_literals;
    SourceState lost = connected(Source::Postgres, 0ms, clock.now() - 1s);
    lost.health = SourceState::Health::Lost;
    lost.lost_since = clock.now();
    lost.next_attempt = clock.now() + 3s;
    lost.attempt = 3;
    lost.error = Error{ErrorKind::Connection, why};
    return lost;
  }
  // Until all that the timeline shows has been read and arranged, which threads of its own do.
  void read_timeline() {
    for (int i = 0; i < 400 && (timeline->reading() || i < 2); ++i) {
      QTest::qWait(1);
      gui.run_all();
    }
    EXPECT_FALSE(timeline->reading());
    settle();
  }
  // Once the numbers that changed have flashed.
  void rest() {
    clock.turn(std::chrono::seconds(1));
    settle();
  }
  void settle() {
    for (int i = 0; i < 3; ++i) {
      gui.run_all();
      QApplication::processEvents();
    }
  }
};

}  // namespace saga::test
