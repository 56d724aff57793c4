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
#include "ui/sagas/sagas_controller.h"
#include "ui/sagas/sagas_page.h"
#include "ui/shell/main_window.h"
#include "ui/shell/page_entry.h"
#include "ui/widgets/theme.h"

namespace saga::test {

// The whole window over a fake system. Answers arrive when the test turns the crank with settle().
class ConsoleFixture : public ::testing::Test {
 protected:
  FakeAttachment system;
  ManualClock clock{sample_now() + std::chrono::milliseconds(120)};
  ManualExecutor gui;
  std::unique_ptr<ui::SagasController> controller;
  std::unique_ptr<ui::MainWindow> window;
  ui::SagasPage* page = nullptr;

  void SetUp() override {
    ui::apply_theme(*qApp, ui::ThemeMode::Light);
    speak(QLatin1String("en"));
  }
  void TearDown() override {
    window.reset();
    controller.reset();
  }

  static void speak(QLatin1String language) {
    qDeleteAll(qApp->findChildren<QTranslator*>());
    ui::install_translation(*qApp, QLocale(language));
  }

  // Shows the window and lets it read.
  void open(ui::Environment environment = ui::Environment::Production, QSize size = {1440, 900}) {
    controller = std::make_unique<ui::SagasController>(system, gui, clock);
    window = std::make_unique<ui::MainWindow>(ui::AttachedTo{environment, QStringLiteral("payments-kr")}, pages(),
                                              system, gui, clock);
    page = window->findChild<ui::SagasPage*>();
    window->resize(size);
    window->show();
    window->activateWindow();
    controller->start();
    settle();
  }
  std::vector<ui::PageEntry> pages() {
    const ui::GoTo go_to = [this](const ui::Place& place) { window->go_to(place); };
    return {ui::page_entry<ui::SagasPage>(ui::PageId::Sagas, "Sagas", ui::Icon::Sagas, *controller, go_to,
                                          &ui::SagasController::counts_changed)};
  }
  void connect_all() {
    using namespace std::chrono_literals;
    system.tell(connected(Source::Postgres, 3ms, clock.now()));
    system.tell(connected(Source::Redis, 1ms, clock.now()));
    system.tell(connected(Source::Feed, 40ms, clock.now()));
    system.tell(operator_status(system.server_now));
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
