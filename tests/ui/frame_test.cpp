// SPDX-License-Identifier: GPL-3.0-or-later
// The frame around the pages: its keys, links, languages, layout, and what it says of its sources.
#include <algorithm>

#include <QClipboard>
#include <QDirIterator>
#include <QFile>
#include <QPointer>
#include <QSplitter>
#include <QTemporaryDir>

#include "tests/ui/console_fixture.h"
#include "ui/shell/keys_panel.h"
#include "ui/shell/look.h"
#include "ui/shell/navigation.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/command.h"
#include "ui/widgets/memory.h"
#include "ui/widgets/source_notice.h"
#include "ui/widgets/state_view.h"

namespace saga::test {
namespace {

using namespace std::chrono_literals;

class FrameTest : public ConsoleFixture {
 protected:
  void SetUp() override {
    ConsoleFixture::SetUp();
    fill_sample(system, 50);
  }
  ui::SourceNotice& notice() { return *window->findChild<ui::SourceNotice*>(); }
  // Until the window has built itself again.
  void turn() {
    QTest::qWait(1);
    settle();
    page = window->findChild<ui::SagasPage*>();
  }
};

TEST_F(FrameTest, KeysAreGivenOutInOnePlaceOnly) {
  QDirIterator files(qEnvironmentVariable("SAGA_SOURCE", QStringLiteral(".")) + QStringLiteral("/ui"),
                     {QStringLiteral("*.cpp"), QStringLiteral("*.h")}, QDir::Files, QDirIterator::Subdirectories);
  int read = 0;
  while (files.hasNext()) {
    QFile file(files.next());
    ASSERT_TRUE(file.open(QIODevice::ReadOnly));
    const QByteArray text = file.readAll();
    ++read;
    EXPECT_FALSE(text.contains("QShortcut")) << file.fileName().toStdString();
    if (file.fileName().endsWith(QStringLiteral("/command.cpp"))) continue;
    EXPECT_FALSE(text.contains("setShortcut(")) << file.fileName().toStdString();
  }
  EXPECT_GT(read, 100);
}

TEST_F(FrameTest, NoKeyDoesTwoThings) {
  open();
  QStringList keys;
  QStringList ids;
  for (const ui::Command* command : ui::commands_of(*window)) {
    EXPECT_FALSE(command->text().isEmpty()) << command->id().toStdString();
    if (command->id() != QStringLiteral("go.page")) {
      EXPECT_FALSE(ids.contains(command->id())) << command->id().toStdString();
      ids << command->id();
    }
    if (command->shortcut().isEmpty()) continue;
    EXPECT_FALSE(keys.contains(ui::keys_text(command->shortcut()))) << ui::keys_text(command->shortcut()).toStdString();
    keys << ui::keys_text(command->shortcut());
  }
  EXPECT_GE(keys.size(), 8);
}

TEST_F(FrameTest, ThePanelOfKeysIsMadeOfTheCommandsThatWorkNow) {
  open();
  QTest::keyClick(window.get(), Qt::Key_Question);
  const auto& panel = *window->findChild<ui::KeysPanel*>();
  ASSERT_TRUE(panel.isVisible());
  const auto has = [&](ui::Section section, const char* keys, const char* name) {
    return std::ranges::find(panel.lines(), ui::KeyLine{section, QString::fromUtf8(keys), QString::fromUtf8(name)}) !=
           panel.lines().end();
  };
  EXPECT_TRUE(has(ui::Section::Go, "Ctrl K", "Open anything"));
  EXPECT_TRUE(has(ui::Section::Page, "N", "Show newer rows"));
  EXPECT_TRUE(has(ui::Section::Selected, "R", "Retry the saga, asks for a reason"));
  EXPECT_TRUE(has(ui::Section::Selected, "↑ ↓", "Another row, or another step"));
  EXPECT_TRUE(has(ui::Section::Window, "?", "These keys"));
  EXPECT_TRUE(window->rect().contains(panel.geometry())) << "it is cut off";
  page->hide();
  for (const ui::KeyLine& line : ui::keys_of(*window)) EXPECT_NE(line.name, QStringLiteral("Show newer rows"));
}

TEST_F(FrameTest, APlaceIsCopiedByOneKeyAndOpenedAgain) {
  open();
  page->show_place({ui::PageId::Sagas, QString::fromLatin1(kStuckId), QStringLiteral("step:StockConfirmation")});
  settle();
  QTest::keyClick(window.get(), Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
  const QString link = QApplication::clipboard()->text();
  EXPECT_TRUE(link.startsWith(QStringLiteral("saga-console://payments-kr/saga/"))) << link.toStdString();
  page->show_place({ui::PageId::Sagas, QString::fromLatin1(kRunningId), QStringLiteral("older:5m")});
  settle();
  EXPECT_TRUE(window->open_link(link));
  settle();
  EXPECT_EQ(controller->selected(), kStuckId);
  EXPECT_EQ(controller->filter().step, "StockConfirmation");
}

TEST_F(FrameTest, ALinkIntoAnotherSystemIsRefusedInWords) {
  open();
  EXPECT_FALSE(window->open_link(QStringLiteral("saga-console://staging/saga/1")));
  const auto shown = [this]() -> ui::Banner* {
    for (auto* banner : window->findChildren<ui::Banner*>()) {
      if (banner->isVisible()) return banner;
    }
    return nullptr;
  };
  ASSERT_NE(shown(), nullptr);
  EXPECT_EQ(shown()->title().toStdString(),
            "This link leads to the profile staging, and this window shows payments-kr");
  EXPECT_EQ(shown()->detail().toStdString(),
            "A window for it is opened by: saga-console 'saga-console://staging/saga/1'");
  QTest::mouseClick(shown()->findChild<ui::ActionButton*>(), Qt::LeftButton);
  EXPECT_EQ(shown(), nullptr);
  EXPECT_FALSE(window->open_link(QStringLiteral("saga-console://payments-kr/moon")));
  EXPECT_EQ(shown()->title().toStdString(), "This link leads nowhere that this program knows");
}

TEST_F(FrameTest, TheLanguageChangesWhileItRuns) {
  open();
  connect_all();
  page->show_place({ui::PageId::Sagas, QString::fromLatin1(kStuckId), QStringLiteral("step:StockConfirmation")});
  settle();
  const QPointer<ui::SagasPage> before = page;
  ui::choose_language(*qApp, ui::Language::Korean);
  turn();
  EXPECT_TRUE(before.isNull()) << "pages are made anew";
  ASSERT_NE(page, nullptr);
  EXPECT_TRUE(page->isVisible());
  EXPECT_EQ(window->findChild<ui::NavigationItem*>()->text().toStdString(), "사가");
  EXPECT_EQ(controller->selected(), kStuckId);
  EXPECT_EQ(window->place().filter.toStdString(), "step:StockConfirmation");
  ui::choose_language(*qApp, ui::Language::English);
  turn();
  EXPECT_EQ(window->findChild<ui::NavigationItem*>()->text().toStdString(), "Sagas");
  QTest::keyClick(window.get(), Qt::Key_Slash);
  EXPECT_NE(QApplication::focusWidget(), nullptr) << "the new pages have their keys";
}

TEST_F(FrameTest, ALostConnectionSaysSoOnEveryPageAndCanBeTriedNow) {
  open();
  connect_all();
  EXPECT_FALSE(notice().isVisible());
  const int top = page->y();
  system.tell(lost_postgres());
  settle();
  EXPECT_TRUE(notice().isVisible());
  EXPECT_EQ(notice().trouble()->title.toStdString(), "PostgreSQL lost at 11:44:31");
  EXPECT_EQ(notice().trouble()->detail.toStdString(),
            "connection refused · attempt 4 in 3.0 s · what is shown is from 11:44:30 · actions wait until it is back");
  EXPECT_EQ(page->y(), top) << "rows stay where they are";
  QTest::mouseClick(notice().findChild<ui::ActionButton*>(), Qt::LeftButton);
  EXPECT_EQ(system.reconnects, 1);
  QTest::keyClick(window.get(), Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
  EXPECT_EQ(system.reconnects, 2);
  connect_all();
  EXPECT_FALSE(notice().isVisible());
}

TEST_F(FrameTest, AnOldAnswerIsCalledOld) {
  open();
  connect_all();
  system.tell(connected(Source::Postgres, 9s, clock.now() - 42s));
  settle();
  ASSERT_TRUE(notice().isVisible());
  EXPECT_EQ(notice().trouble()->kind, ui::SourceTrouble::Kind::Stale);
  EXPECT_EQ(notice().trouble()->title.toStdString(), "As of 11:43:49, 42 s ago");
}

TEST_F(FrameTest, AUserWithoutARoleLearnsWhichOneIsMissing) {
  system.error = Error{ErrorKind::Permission, "permission denied for view saga_list."};
  open();
  connect_all();
  PlatformStatus status = operator_status(system.server_now);
  status.role.clear();
  system.tell(status);
  settle();
  EXPECT_EQ(notice().trouble()->kind, ui::SourceTrouble::Kind::Forbidden);
  ui::StateView* shown = nullptr;
  for (auto* view : window->findChildren<ui::StateView*>()) {
    if (view->isVisible() && view->title() == QStringLiteral("This role may not read sagas")) shown = view;
  }
  ASSERT_NE(shown, nullptr);
  for (auto* button : shown->findChildren<ui::ActionButton*>()) {
    if (button->isVisible()) QTest::mouseClick(button, Qt::LeftButton);
  }
  EXPECT_EQ(
      QApplication::clipboard()->text().toStdString(),
      "This role may not read sagas: permission denied for view saga_list. Please grant me the role saga_viewer.");
}

class RememberedTest : public FrameTest {
 protected:
  QTemporaryDir directory;
  QString file = directory.filePath(QStringLiteral("profiles/settings.json"));
  std::optional<ui::Memory> memory;
  void start() {
    memory.emplace(file.toStdString());
    ui::begin_look(*qApp, {}, {});
    open();
  }
  void end() {
    window.reset();
    controller.reset();
    memory.reset();
  }
  void TearDown() override {
    end();
    ui::choose_language(*qApp, ui::Language::English);
  }
};

TEST_F(RememberedTest, LayoutThemeLanguageAndPlaceComeBack) {
  start();
  window->resize(800, 600);  // what fits on the smallest screen comes back as it was
  page->show_place({ui::PageId::Sagas, QString::fromLatin1(kStuckId), QStringLiteral("older:5m")});
  QTest::qWait(20);
  auto& splitter = *window->findChild<QSplitter*>();
  splitter.setSizes({180, 250});
  Q_EMIT splitter.splitterMoved(180, 1);
  const auto sizes = splitter.sizes();
  ui::choose_theme(*qApp, ui::ThemeMode::Dark);
  ui::choose_language(*qApp, ui::Language::Korean);
  end();
  ui::apply_theme(*qApp, ui::ThemeMode::Light);

  memory.emplace(file.toStdString());
  ui::begin_look(*qApp, {}, {});
  EXPECT_EQ(ui::theme_mode(), ui::ThemeMode::Dark);
  EXPECT_EQ(ui::language(), ui::Language::Korean);
  controller = std::make_unique<ui::SagasController>(system, gui, clock);
  window = std::make_unique<ui::MainWindow>(ui::AttachedTo{ui::Environment::Local, QStringLiteral("payments-kr")},
                                            pages(), system, gui, clock);
  EXPECT_EQ(window->size(), QSize(800, 600));
  window->show();
  QTest::qWait(20);
  settle();
  EXPECT_EQ(window->findChild<QSplitter*>()->sizes(), sizes);
  EXPECT_EQ(controller->selected(), kStuckId);
  EXPECT_EQ(window->place().filter.toStdString(), "older:300s");
}

TEST_F(RememberedTest, WhatTheCommandLineSaysWinsAndIsNotKept) {
  memory.emplace(file.toStdString());
  ui::choose_theme(*qApp, ui::ThemeMode::Dark);
  ui::begin_look(*qApp, QStringLiteral("light"), QStringLiteral("ko"));
  EXPECT_EQ(ui::theme_mode(), ui::ThemeMode::Light);
  EXPECT_EQ(ui::language(), ui::Language::Korean);
  EXPECT_EQ(ui::recall(QStringLiteral("theme")).toString().toStdString(), "dark");
}

TEST_F(RememberedTest, ABrokenFileCostsNothingButTheLayout) {
  for (const char* broken : {"", "{", "[1,2]", "{\"window/geometry\":[],\"sagas/beside\":[-5,\"x\"],\"theme\":7}",
                             "{\"window/geometry\":\"AAAA\",\"sagas/beside\":[0,0],\"place/payments-kr\":\"nowhere\"}",
                             "{\"sagas/beside\":[1e99,3],\"theme\":\"purple\",\"language\":\"xx\",\"recent/x\":{}}"}) {
    QDir().mkpath(directory.filePath(QStringLiteral("profiles")));
    QFile out(file);
    ASSERT_TRUE(out.open(QIODevice::WriteOnly | QIODevice::Truncate));
    out.write(broken);
    out.close();
    start();
    QTest::qWait(5);
    settle();
    EXPECT_EQ(ui::theme_mode(), ui::ThemeMode::System) << broken;
    EXPECT_TRUE(window->isVisible()) << broken;
    for (const int size : window->findChild<QSplitter*>()->sizes()) EXPECT_GT(size, 0) << broken;
    ui::choose_theme(*qApp, ui::ThemeMode::Dark);
    end();
    ASSERT_TRUE(out.open(QIODevice::ReadOnly));
    EXPECT_TRUE(out.readAll().contains("\"theme\": \"dark\"")) << "it is whole again";
    out.close();
  }
}

TEST_F(RememberedTest, TwoWindowsShareTheFile) {
  {
    const ui::Memory first(file.toStdString());
    ui::keep(QStringLiteral("place/a"), QStringLiteral("1"));
  }
  {
    const ui::Memory second(file.toStdString());
    // Meanwhile another program writes.
    QFile out(file);
    ASSERT_TRUE(out.open(QIODevice::WriteOnly | QIODevice::Truncate));
    out.write("{\"place/a\":\"1\",\"place/b\":\"2\"}");
    out.close();
    ui::keep(QStringLiteral("place/c"), QStringLiteral("3"));
  }
  const ui::Memory third(file.toStdString());
  EXPECT_EQ(ui::recall(QStringLiteral("place/a")).toString(), QStringLiteral("1"));
  EXPECT_EQ(ui::recall(QStringLiteral("place/b")).toString(), QStringLiteral("2"));
  EXPECT_EQ(ui::recall(QStringLiteral("place/c")).toString(), QStringLiteral("3"));
}

}  // namespace
}  // namespace saga::test
