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
#include "tests/ui/sample_jobs.h"
#include "tests/ui/sample_journal.h"
#include "ui/jobs/bulk_controller.h"
#include "ui/jobs/bulk_dialog.h"
#include "ui/jobs/job_panel.h"
#include "ui/jobs/jobs_button.h"
#include "ui/jobs/jobs_controller.h"
#include "ui/jobs/jobs_drawer.h"
#include "ui/sagas/saga_table_view.h"
#include "ui/sagas/sagas_controller.h"
#include "ui/sagas/sagas_page.h"
#include "ui/shell/main_window.h"
#include "ui/shell/page_entry.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/theme.h"

namespace saga::test {

// The details that the fake attachment has, for whoever asks the readers.
class DetailReader final : public SagaReader {
 public:
  explicit DetailReader(FakeAttachment& system) : system_(system) {}
  Result<SagaPage> page(const SagaFilter&, const std::optional<SagaCursor>&, int) override { return SagaPage{}; }
  Result<SagaPage> by_id(const std::vector<SagaId>&) override { return SagaPage{}; }
  Result<std::optional<SagaDetail>> detail(const SagaId& id) override {
    const auto found = system_.details.find(id);
    if (found == system_.details.end()) return std::nullopt;
    SagaDetail detail = found->second;
    detail.server_now = system_.server_now;
    return detail;
  }
  Result<ConditionCounts> counts() override { return ConditionCounts{}; }

 private:
  FakeAttachment& system_;
};

// The window with the Sagas page, the jobs in the bar at its bottom, their drawer and the dialog of a bulk action, over
// a fake system. Answers arrive when the test turns the crank with settle().
class JobsFixture : public ::testing::Test {
 protected:
  FakeAttachment system;
  FakeJobs* board = nullptr;
  FakeApprovals* approvals = nullptr;
  FakeJournal* journal = nullptr;
  ManualClock clock{sample_now()};
  ManualExecutor gui;
  std::unique_ptr<ui::SagasController> sagas;
  std::unique_ptr<ui::JobsController> jobs;
  std::unique_ptr<ui::BulkController> bulk;
  std::unique_ptr<ui::MainWindow> window;
  std::vector<std::unique_ptr<QAbstractItemModelTester>> testers;

  void SetUp() override {
    ui::apply_theme(*qApp, ui::ThemeMode::Light);
    speak(QLatin1String("en"));
    auto fake = std::make_unique<FakeJobs>();
    board = fake.get();
    system.readers.jobs = std::move(fake);
    auto asked = std::make_unique<FakeApprovals>();
    approvals = asked.get();
    system.readers.approvals = std::move(asked);
    auto rows = std::make_unique<FakeJournal>();
    journal = rows.get();
    system.readers.journal = std::move(rows);
    system.readers.sagas = std::make_unique<DetailReader>(system);
    fill_sample(system, 60);
  }
  void TearDown() override {
    window.reset();
    testers.clear();
    bulk.reset();
    jobs.reset();
    sagas.reset();
  }
  static void speak(QLatin1String language) {
    qDeleteAll(qApp->findChildren<QTranslator*>());
    ui::install_translation(*qApp, QLocale(language));
  }

  void open(ui::Environment environment = ui::Environment::Production, QSize size = {1440, 900}) {
    sagas = std::make_unique<ui::SagasController>(system, gui, clock);
    jobs = std::make_unique<ui::JobsController>(system, gui, clock);
    bulk = std::make_unique<ui::BulkController>(system, *jobs, environment, gui, clock);
    const ui::GoTo go_to = [this](const ui::Place& place) { window->go_to(place); };
    std::vector<ui::PageEntry> pages{ui::page_entry<ui::SagasPage>(ui::PageId::Sagas, "Sagas", ui::Icon::Sagas, *sagas,
                                                                   go_to, &ui::SagasController::counts_changed)};
    window = std::make_unique<ui::MainWindow>(ui::AttachedTo{environment, QStringLiteral("payments-kr")},
                                              std::move(pages), system, gui, clock);
    window->put_in_bar([this] { return new ui::JobsButton(*jobs); });
    window->put_above_bar([this, go_to] { return new ui::JobsDrawer(*jobs, go_to); });
    window->put_over([this](QWidget* over) { return new ui::BulkDialog(*bulk, over); });
    QObject::connect(sagas.get(), &ui::SagasController::bulk_wanted, bulk.get(), [this](Action action) {
      bulk->open(action, {.chosen = sagas->selection().filter(), .all = sagas->chosen_now()});
    });
    window->resize(size);
    window->show();
    window->activateWindow();
    watch(&jobs->items());
    watch(drawer().list().model());
    watch(&dialog().sample());
    sagas->start();
    jobs->start();
    bulk->start();
    settle();
  }
  void watch(QAbstractItemModel* model) {
    testers.push_back(
        std::make_unique<QAbstractItemModelTester>(model, QAbstractItemModelTester::FailureReportingMode::Fatal));
    testers.back()->setUseFetchMore(false);
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
  // Lets time go on until it is so, or for a while.
  template <class Predicate>
  bool turns(Predicate so) {
    return QTest::qWaitFor([&] {
      settle();
      return so();
    });
  }
  // What the timer does a second later.
  void ask_again() {
    clock.turn(std::chrono::seconds(1));
    jobs->refresh();
    settle();
  }
  ui::SagasPage& page() { return *window->findChild<ui::SagasPage*>(); }
  ui::SagaTableView& table() { return *window->findChild<ui::SagaTableView*>(); }
  ui::JobsButton& button() { return *window->findChild<ui::JobsButton*>(); }
  ui::JobsDrawer& drawer() { return *window->findChild<ui::JobsDrawer*>(); }
  ui::BulkDialog& dialog() { return *window->findChild<ui::BulkDialog*>(); }
  // The visible button with these words, or else one whose words begin so; nullptr: there is none.
  ui::ActionButton* action(const QString& words, QWidget* within = nullptr) {
    ui::ActionButton* begins = nullptr;
    for (auto* found : (within != nullptr ? within : window.get())->findChildren<ui::ActionButton*>()) {
      if (!found->isVisible()) continue;
      if (found->text() == words) return found;
      if (begins == nullptr && found->text().startsWith(words)) begins = found;
    }
    return begins;
  }
  void click(const QString& words, QWidget* within = nullptr) {
    ui::ActionButton* found = action(words, within);
    ASSERT_NE(found, nullptr) << words.toStdString();
    QTest::mouseClick(found, Qt::LeftButton);
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
