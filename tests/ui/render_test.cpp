// SPDX-License-Identifier: GPL-3.0-or-later
// Draws the window in its sizes, themes and languages. With SAGA_RENDER_DIR set the pictures are written there, for
// people to look at.
#include <QDir>
#include <QImage>
#include <QPixmap>
#include <QTableView>

#include "tests/ui/console_fixture.h"
#include "ui/sagas/detail_tabs.h"
#include "ui/sagas/entries_view.h"
#include "ui/sagas/gantt_view.h"

namespace saga::test {
namespace {

struct Case {
  int width;
  int height;
  ui::ThemeMode theme;
  const char* language;
};

std::string name_of(const Case& c) {
  return std::to_string(c.width) + (c.theme == ui::ThemeMode::Dark ? "_dark_" : "_light_") + c.language;
}

class Render : public ConsoleFixture, public ::testing::WithParamInterface<Case> {
 protected:
  void save(const char* what) {
    settle();
    const QImage image = window->grab().toImage();
    ASSERT_EQ(image.size(), QSize(GetParam().width, GetParam().height));
    const QString dir = qEnvironmentVariable("SAGA_RENDER_DIR");
    if (dir.isEmpty()) return;
    QDir().mkpath(dir);
    ASSERT_TRUE(image.save(
        QStringLiteral("%1/%2-%3.png").arg(dir, QLatin1String(what), QString::fromStdString(name_of(GetParam())))));
  }
};

TEST_P(Render, EveryState) {
  using namespace std::chrono_literals;
  speak(QLatin1String(GetParam().language));
  ui::apply_theme(*qApp, GetParam().theme);
  fill_sample(system, 400);
  open(ui::Environment::Production, {GetParam().width, GetParam().height});
  connect_all();
  save("list");

  page->select(kStuckId);
  std::vector<SagaId> fresh;
  for (int i = 0; i < 34; ++i) {
    Saga saga = system.sagas.front();
    saga.id = "0195a1d0-0000-7000-8000-" + std::to_string(100000000000 + i);
    saga.created_at += std::chrono::milliseconds(i + 1);
    fresh.push_back(saga.id);
    system.sagas.insert(system.sagas.begin(), saga);
  }
  system.tell(FeedBatch{fresh, false, system.server_now, system.server_now});
  settle();
  QTest::qWait(120);
  save("stuck");

  page->open_request(Action::Retry);
  save("retry");
  page->select(kNeedsAttentionId);
  save("attention");
  page->open_request(Action::Compensate);
  save("compensate");
  page->select(kRunningId);
  save("running");

  SourceState lost = connected(Source::Postgres, 0ms, clock.now() - 1s);
  lost.health = SourceState::Health::Lost;
  lost.lost_since = clock.now();
  lost.next_attempt = clock.now() + 3s;
  lost.attempt = 3;
  lost.error = Error{ErrorKind::Connection, "db-a.payments: connection refused"};
  page->select(kStuckId);
  settle();
  system.tell(lost);
  save("lost");
}

TEST_P(Render, EveryTabOfTheDetail) {
  using namespace std::chrono_literals;
  using Tab = ui::DetailTabs::Tab;
  speak(QLatin1String(GetParam().language));
  ui::apply_theme(*qApp, GetParam().theme);
  fill_sample(system, 400);
  open(ui::Environment::Production, {GetParam().width, GetParam().height});
  connect_all();
  page->select(kStuckId);
  settle();
  auto& tabs = *window->findChild<ui::DetailTabs*>();
  QTest::keyClick(window.get(), Qt::Key_F, Qt::ControlModifier);
  QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("stock"));
  save("search");
  window->findChild<ui::GanttView*>()->setFocus();
  QTest::keyClick(window->findChild<ui::GanttView*>(), Qt::Key_Up);
  tabs.set_tab(Tab::Diff);
  save("diff");
  tabs.set_tab(Tab::Streams);
  settle();
  QTableView* table = nullptr;
  for (auto* view : tabs.findChildren<ui::EntriesView*>()) {
    if (view->isVisible()) table = &view->table();
  }
  ASSERT_NE(table, nullptr);
  table->setCurrentIndex(table->model()->index(3, 0));
  table->setFocus();
  QTest::keyClick(table, Qt::Key_Return);
  save("streams");
  tabs.set_tab(Tab::Events);
  save("events");
  tabs.set_tab(Tab::Notes);
  save("notes");
  tabs.set_tab(Tab::History);
  save("journal");
  system.streams->error = Error{ErrorKind::Connection, "redis-a.payments: connection refused"};
  PlatformStatus viewer = operator_status(system.server_now);
  viewer.user = "vera";
  viewer.role = "saga_viewer";
  viewer.degree = Degree::Watch;
  viewer.may_retry = viewer.may_compensate = viewer.may_note = false;
  system.tell(viewer);
  tabs.set_tab(Tab::Notes);
  save("viewer");
  page->select(kNeedsAttentionId);
  settle();
  tabs.set_tab(Tab::Streams);
  save("streams-lost");
}

INSTANTIATE_TEST_SUITE_P(Sizes, Render,
                         ::testing::Values(Case{1440, 900, ui::ThemeMode::Light, "en"},
                                           Case{1440, 900, ui::ThemeMode::Dark, "en"},
                                           Case{1024, 700, ui::ThemeMode::Light, "en"},
                                           Case{1024, 700, ui::ThemeMode::Dark, "ko"},
                                           Case{1440, 900, ui::ThemeMode::Light, "ko"}),
                         [](const auto& tested) { return name_of(tested.param); });

}  // namespace
}  // namespace saga::test
