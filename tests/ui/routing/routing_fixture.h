// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QApplication>
#include <QLabel>
#include <QLocale>
#include <QTest>
#include <QTranslator>
#include <gtest/gtest.h>

#include "resources/translations/translations.h"
#include "tests/support/fake_attachment.h"
#include "tests/support/manual_clock.h"
#include "tests/support/manual_executor.h"
#include "tests/ui/sample.h"
#include "tests/ui/sample_routing.h"
#include "ui/routing/rollback_button.h"
#include "ui/routing/routing_controller.h"
#include "ui/routing/routing_page.h"
#include "ui/shell/main_window.h"
#include "ui/shell/navigation.h"
#include "ui/shell/page_entry.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/theme.h"

namespace saga::test {

// The window with the routing page and the button in its band, over a fake system and a fake rollback. Answers arrive
// when the test turns the crank with settle().
class RoutingFixture : public ::testing::Test {
 protected:
  FakeAttachment system;
  FakeRollback paths;
  RoutingSnapshot state = sample_routing();  // what the system answers
  ManualClock clock{routing_now() - std::chrono::milliseconds(120)};
  ManualExecutor gui;
  std::unique_ptr<ui::RollbackController> rollback;
  std::unique_ptr<ui::RoutingController> controller;
  std::unique_ptr<ui::MainWindow> window;
  ui::RoutingPage* page = nullptr;
  std::vector<ui::Place> gone_to;

  void SetUp() override {
    ui::apply_theme(*qApp, ui::ThemeMode::Light);
    speak(QLatin1String("en"));
    system.readers.routing = std::make_unique<RoutingAnswers>(state);
    say(paths, state);
  }
  void TearDown() override {
    window.reset();
    controller.reset();
    rollback.reset();
  }
  static void speak(QLatin1String language) {
    qDeleteAll(qApp->findChildren<QTranslator*>());
    ui::install_translation(*qApp, QLocale(language));
  }

  void open(QSize size = {1440, 900}) {
    rollback = std::make_unique<ui::RollbackController>(paths, system, gui, clock);
    controller = std::make_unique<ui::RoutingController>(system, *rollback, gui, clock);
    const ui::GoTo go_to = [this](const ui::Place& place) { gone_to.push_back(place); };
    std::vector<ui::PageEntry> pages{ui::page_entry<ui::RoutingPage>(
        ui::PageId::Routing, "Routing", ui::Icon::Route, *controller, go_to, &ui::RoutingController::badge_changed)};
    window =
        std::make_unique<ui::MainWindow>(ui::AttachedTo{ui::Environment::Production, QStringLiteral("payments-kr")},
                                         std::move(pages), system, gui, clock);
    window->put_in_band(
        [this] { return new ui::RollbackButton(*rollback, [this] { window->show_page(ui::PageId::Routing); }); });
    page = window->findChild<ui::RoutingPage*>();
    window->resize(size);
    window->show();
    window->activateWindow();
    rollback->start();
    controller->start();
    settle();
  }
  void connect_all() {
    using namespace std::chrono_literals;
    system.tell(connected(Source::Postgres, 3ms, clock.now()));
    system.tell(connected(Source::Redis, 1ms, clock.now()));
    system.tell(connected(Source::Feed, 40ms, clock.now()));
    system.tell(operator_status(clock.now() + 120ms));
    settle();
  }
  // What the system says now, on all ways.
  void now_says(const RoutingSnapshot& said) {
    state = said;
    say(paths, state);
    ask_again();
  }
  void ask_again() {
    gui.run_all();  // what was asked before is answered
    rollback->watch(false);
    rollback->watch(true);
    settle();
    gui.run_all();
    controller->refresh();
    settle();
  }
  void lose_postgres() {
    using namespace std::chrono_literals;
    SourceState lost = connected(Source::Postgres, 0ms, clock.now() - 1s);
    lost.health = SourceState::Health::Lost;
    lost.lost_since = clock.now();
    lost.next_attempt = clock.now() + 3s;
    lost.attempt = 3;
    lost.error = Error{ErrorKind::Connection, "db-a.payments: connection refused"};
    system.error = lost.error;
    paths.postgres = std::unexpected(*lost.error);
    system.tell(lost);
    settle();
    ask_again();
  }
  void settle() {
    for (int i = 0; i < 4; ++i) {
      gui.run_all();
      QApplication::processEvents();
    }
  }

  ui::RollbackButton& button() { return *window->findChild<ui::RollbackButton*>(); }
  // The visible button with these words, or else one whose words begin so; nullptr: there is none.
  ui::ActionButton* action(const QString& words) {
    ui::ActionButton* begins = nullptr;
    for (auto* found : window->findChildren<ui::ActionButton*>()) {
      if (!found->isVisible()) continue;
      if (found->text() == words) return found;
      if (begins == nullptr && found->text().startsWith(words)) begins = found;
    }
    return begins;
  }
  void click(const QString& words) {
    ui::ActionButton* found = action(words);
    ASSERT_NE(found, nullptr) << words.toStdString();
    QTest::mouseClick(found, Qt::LeftButton);
    settle();
  }
  // Whether these words stand somewhere in sight.
  bool reads(const QString& words) {
    for (const QLabel* label : window->findChildren<QLabel*>()) {
      if (label->isVisible() && label->text().contains(words)) return true;
    }
    return false;
  }
};

}  // namespace saga::test
