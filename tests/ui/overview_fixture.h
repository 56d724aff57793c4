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
#include "tests/ui/sample_overview.h"
#include "ui/overview/overview_controller.h"
#include "ui/overview/overview_page.h"
#include "ui/sagas/sagas_controller.h"
#include "ui/sagas/sagas_page.h"
#include "ui/shell/main_window.h"
#include "ui/shell/page_entry.h"
#include "ui/widgets/theme.h"

namespace saga::test {

// The window with the overview and the sagas that it leads to, over a fake system. Answers arrive when the test turns
// the crank with settle().
class OverviewFixture : public ::testing::Test {
 protected:
  FakeAttachment system;
  Overview state;  // what the system answers
  ManualClock clock{sample_now() + std::chrono::milliseconds(120)};
  ManualExecutor gui;
  std::unique_ptr<ui::OverviewController> controller;
  std::unique_ptr<ui::SagasController> sagas;
  std::unique_ptr<ui::MainWindow> window;
  ui::OverviewPage* page = nullptr;

  void SetUp() override {
    ui::apply_theme(*qApp, ui::ThemeMode::Light);
    speak(QLatin1String("en"));
    fill_sample(system, 400);
    system.readers.overview = std::make_unique<Answers>(state);
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
    controller = std::make_unique<ui::OverviewController>(system, gui, clock);
    sagas = std::make_unique<ui::SagasController>(system, gui, clock);
    const ui::GoTo go_to = [this](const ui::Place& place) { window->go_to(place); };
    std::vector<ui::PageEntry> pages{
        ui::page_entry<ui::OverviewPage>(ui::PageId::Overview, "Overview", ui::Icon::Overview, *controller, go_to,
                                         &ui::OverviewController::badge_changed),
        ui::page_entry<ui::SagasPage>(ui::PageId::Sagas, "Sagas", ui::Icon::Sagas, *sagas, go_to,
                                      &ui::SagasController::counts_changed)};
    window =
        std::make_unique<ui::MainWindow>(ui::AttachedTo{ui::Environment::Production, QStringLiteral("payments-kr")},
                                         std::move(pages), system, gui, clock);
    page = window->findChild<ui::OverviewPage*>();
    window->resize(size);
    window->show();
    window->activateWindow();
    controller->start();
    sagas->start();
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
  // Once the numbers that changed have flashed.
  void rest() {
    clock.turn(std::chrono::seconds(1));
    settle();
  }
  void ask_again() {
    controller->refresh();
    settle();
  }
  void settle() {
    for (int i = 0; i < 3; ++i) {
      gui.run_all();
      QApplication::processEvents();
    }
  }

 private:
  class Answers final : public OverviewReader {
   public:
    explicit Answers(const Overview& state) : state_(state) {}
    Result<Overview> overview() override { return state_; }

   private:
    const Overview& state_;
  };
};

}  // namespace saga::test
