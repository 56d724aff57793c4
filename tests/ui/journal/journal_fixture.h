// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QAbstractItemModelTester>
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
#include "tests/ui/sample_journal.h"
#include "ui/journal/journal_controller.h"
#include "ui/journal/journal_page.h"
#include "ui/journal/journal_view.h"
#include "ui/shell/main_window.h"
#include "ui/shell/page_entry.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/theme.h"

namespace saga::test {

// The window with the Journal page over a fake journal. Answers arrive when the test turns the crank with settle().
class JournalFixture : public ::testing::Test {
 protected:
  FakeAttachment system;
  FakeJournal* journal = nullptr;
  KeptAnchors kept;
  ManualClock clock{sample_now()};
  ManualExecutor gui;
  std::unique_ptr<ui::JournalController> controller;
  std::unique_ptr<ui::MainWindow> window;
  std::unique_ptr<QAbstractItemModelTester> tester;
  ui::JournalPage* page = nullptr;
  std::vector<ui::Place> gone_to;

  void SetUp() override {
    ui::apply_theme(*qApp, ui::ThemeMode::Light);
    speak(QLatin1String("en"));
    auto fake = std::make_unique<FakeJournal>();
    journal = fake.get();
    system.readers.journal = std::move(fake);
    system.server_now = sample_now();
  }
  void TearDown() override {
    window.reset();
    tester.reset();
    controller.reset();
  }
  static void speak(QLatin1String language) {
    qDeleteAll(qApp->findChildren<QTranslator*>());
    ui::install_translation(*qApp, QLocale(language));
  }

  void open(QSize size = {1440, 900}) {
    controller =
        std::make_unique<ui::JournalController>(system, [this] { return Result<KeptAnchors>(kept); }, gui, clock);
    tester = std::make_unique<QAbstractItemModelTester>(&controller->model(),
                                                        QAbstractItemModelTester::FailureReportingMode::Fatal);
    tester->setUseFetchMore(false);
    const ui::GoTo go_to = [this](const ui::Place& place) { gone_to.push_back(place); };
    std::vector<ui::PageEntry> pages{ui::page_entry<ui::JournalPage>(
        ui::PageId::Journal, "Journal", ui::Icon::Journal, *controller, go_to, &ui::JournalController::badge_changed)};
    window =
        std::make_unique<ui::MainWindow>(ui::AttachedTo{ui::Environment::Production, QStringLiteral("payments-kr")},
                                         std::move(pages), system, gui, clock);
    page = window->findChild<ui::JournalPage*>();
    window->resize(size);
    controller->start();
    window->show();
    window->activateWindow();
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
  void settle() {
    for (int i = 0; i < 4; ++i) {
      gui.run_all();
      QApplication::processEvents();
    }
  }
  // What the ticker does a second later.
  void ask_again() {
    clock.turn(std::chrono::seconds(1));
    controller->refresh();
    settle();
  }
  // "2026-03-11 14:05:11 | sagas 812 | …" without the time.
  [[nodiscard]] std::string line(int row) const {
    QStringList cells;
    const auto& model = controller->model();
    for (int column = 1; column < ui::JournalModel::kColumns; ++column) {
      cells << model.index(row, column).data().toString();
    }
    return cells.join(QStringLiteral(" | ")).toStdString();
  }
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
  void click_row(int row) {
    ui::JournalView& view = page->view();
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, view.visualRect(controller->model().index(row, 0)).center());
    settle();
  }
  bool reads(const QString& words) {
    for (const QLabel* label : window->findChildren<QLabel*>()) {
      if (label->isVisible() && label->text().contains(words)) return true;
    }
    return false;
  }
};

}  // namespace saga::test
