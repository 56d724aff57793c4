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
#include "tests/ui/sample_timeline.h"
#include "ui/sagas/sagas_controller.h"
#include "ui/sagas/sagas_page.h"
#include "ui/shell/main_window.h"
#include "ui/shell/page_entry.h"
#include "ui/timeline/timeline_controller.h"
#include "ui/timeline/timeline_page.h"
#include "ui/widgets/theme.h"

namespace saga::test {

// The window with the timeline and the sagas that it leads to, over a fake system. Answers arrive when the test turns
// the crank with settle().
class TimelineFixture : public ::testing::Test {
 protected:
  FakeAttachment system;
  FakeTimeline* spans = nullptr;  // what the system answers
  ManualClock clock{sample_now()};
  ManualExecutor gui;
  std::unique_ptr<ui::TimelineController> controller;
  std::unique_ptr<ui::SagasController> sagas;
  std::unique_ptr<ui::MainWindow> window;
  ui::TimelinePage* page = nullptr;

  void SetUp() override {
    ui::apply_theme(*qApp, ui::ThemeMode::Light);
    speak(QLatin1String("en"));
    fill_sample(system, 40);
    auto own = std::make_unique<FakeTimeline>();
    spans = own.get();
    spans->now = clock.now();
    system.readers.timeline = std::move(own);
  }
  void TearDown() override {
    window.reset();
    sagas.reset();
    controller.reset();
  }

  static void speak(QLatin1String language) {
    qDeleteAll(qApp->findChildren<QTranslator*>());
    ui::install_translation(*qApp, QLocale(language));
  }

  void open(QSize size = {1440, 900}) {
    controller = std::make_unique<ui::TimelineController>(system, gui, clock);
    sagas = std::make_unique<ui::SagasController>(system, gui, clock);
    const ui::GoTo go_to = [this](const ui::Place& place) { window->go_to(place); };
    std::vector<ui::PageEntry> pages{
        ui::page_entry<ui::SagasPage>(ui::PageId::Sagas, "Sagas", ui::Icon::Sagas, *sagas, go_to,
                                      &ui::SagasController::counts_changed),
        ui::page_entry<ui::TimelinePage>(ui::PageId::Timeline, "Timeline", ui::Icon::Timeline, *controller, go_to)};
    window =
        std::make_unique<ui::MainWindow>(ui::AttachedTo{ui::Environment::Production, QStringLiteral("payments-kr")},
                                         std::move(pages), system, gui, clock);
    page = window->findChild<ui::TimelinePage*>();
    window->resize(size);
    window->show();
    window->activateWindow();
    controller->start();
    sagas->start();
    window->show_page(ui::PageId::Timeline);
    settle();
  }
  void connect_all() {
    using namespace std::chrono_literals;
    system.tell(connected(Source::Postgres, 3ms, clock.now()));
    system.tell(connected(Source::Redis, 1ms, clock.now()));
    system.tell(connected(Source::Feed, 40ms, clock.now()));
    system.tell(operator_status(clock.now()));
    settle();
  }
  // Until all that is looked at has been read.
  void read_all() {
    for (int i = 0; i < 400 && (controller->reading() || i < 2); ++i) {
      QTest::qWait(1);
      gui.run_all();
    }
    EXPECT_FALSE(controller->reading());
    settle();
  }
  void turn(std::chrono::microseconds by) {
    clock.turn(by);
    spans->now += by;
    controller->refresh();
    settle();
  }
  void settle() {
    for (int i = 0; i < 3; ++i) {
      gui.run_all();
      QApplication::processEvents();
    }
  }
  void lose() {
    using namespace std::chrono_literals;
    SourceState lost = connected(Source::Postgres, 0ms, clock.now() - 1s);
    lost.health = SourceState::Health::Lost;
    lost.lost_since = clock.now();
    lost.next_attempt = clock.now() + 3s;
    lost.attempt = 3;
    lost.error = Error{ErrorKind::Connection, "db-a.payments: connection refused"};
    system.error = lost.error;
    system.tell(lost);
    settle();
  }
  ui::TimelineView& view() { return page->view(); }
};

}  // namespace saga::test
