// SPDX-License-Identifier: GPL-3.0-or-later
// The palette in the window: by keyboard and by mouse, over a system that answers late.
#include "ui/shell/palette.h"

#include <QAbstractItemModel>
#include <QClipboard>
#include <QLineEdit>
#include <QListView>
#include <QTemporaryDir>

#include "tests/ui/console_fixture.h"
#include "ui/sagas/saga_table_view.h"
#include "ui/shell/navigation.h"
#include "ui/shell/palette_view.h"
#include "ui/widgets/memory.h"

namespace saga::test {
namespace {

class PaletteTest : public ConsoleFixture {
 protected:
  QTemporaryDir directory;
  ui::Memory memory{directory.filePath(QStringLiteral("settings.json")).toStdString()};

  void SetUp() override {
    ConsoleFixture::SetUp();
    fill_sample(system, 50);
    open();
    connect_all();
  }
  ui::Palette& palette() { return *window->findChild<ui::Palette*>(); }
  QLineEdit& field() { return *palette().findChild<QLineEdit*>(); }
  void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    QTest::keyClick(QApplication::focusWidget(), key, modifiers);
    settle();
  }
  // Types over what stands there, and waits until the search has been asked and answered.
  void type(const char* text) {
    field().selectAll();
    QTest::keyClicks(&field(), QString::fromUtf8(text));
    QTest::qWait(180);
    settle();
  }
  QStringList titles() {
    QStringList out;
    const auto& entries = palette().entries();
    for (int row = 0; row < entries.rowCount(); ++row) out << entries.entry(row).title;
    return out;
  }
  std::string first() { return titles().value(0).toStdString(); }
};

TEST_F(PaletteTest, OpensByKeyAndGivesTheKeyboardBack) {
  QWidget* before = QApplication::focusWidget();
  ASSERT_NE(before, nullptr);
  press(Qt::Key_K, Qt::ControlModifier);
  EXPECT_TRUE(palette().isVisible());
  EXPECT_TRUE(field().hasFocus());
  press(Qt::Key_Escape);
  EXPECT_FALSE(palette().isVisible());
  EXPECT_EQ(QApplication::focusWidget(), before);
}

TEST_F(PaletteTest, OpensByMouseAndClosesWhenTheKeyboardGoesElsewhere) {
  QTest::mouseClick(window->findChild<ui::OpenField*>(), Qt::LeftButton);
  EXPECT_TRUE(palette().isVisible());
  page->focus_filter();
  EXPECT_FALSE(palette().isVisible());
}

TEST_F(PaletteTest, ListsPagesAndWhatCanBeDoneWithItsKey) {
  press(Qt::Key_K, Qt::ControlModifier);
  EXPECT_TRUE(titles().contains(QStringLiteral("Sagas")));
  EXPECT_TRUE(titles().contains(QStringLiteral("Show newer rows")));
  EXPECT_TRUE(titles().contains(QStringLiteral("Language: English")));
  type("copy link");
  EXPECT_EQ(first(), "Copy a link to this place");
  EXPECT_EQ(palette().entries().entry(0).keys.toStdString(), "Ctrl Shift C");
  press(Qt::Key_Return);
  EXPECT_FALSE(palette().isVisible());
  EXPECT_EQ(QApplication::clipboard()->text().toStdString(), "saga-console://payments-kr/sagas");
}

// What is closed stays in its place and says why; choosing it does nothing.
TEST_F(PaletteTest, AClosedActionSaysWhyAndStaysClosed) {
  press(Qt::Key_K, Qt::ControlModifier);
  type("retry the saga");
  ASSERT_EQ(first(), "Retry the saga, asks for a reason");
  EXPECT_EQ(palette().entries().entry(0).closed.toStdString(), "the saga has not been read yet");
  press(Qt::Key_Return);
  EXPECT_TRUE(palette().isVisible());
  press(Qt::Key_Escape);
  page->select(kStuckId);
  settle();
  press(Qt::Key_K, Qt::ControlModifier);
  type("retry the saga");
  EXPECT_EQ(palette().entries().entry(0).closed.toStdString(), "");
}

TEST_F(PaletteTest, AWholeIdOpensItsSaga) {
  press(Qt::Key_K, Qt::ControlModifier);
  type(kStuckId);
  EXPECT_EQ(first(), "Open saga 0195a1c3…9f3b7e02");
  press(Qt::Key_Return);
  EXPECT_EQ(controller->selected(), kStuckId);
}

TEST_F(PaletteTest, TheBeginningOfAnIdAndAnOrderFindTheirSagas) {
  press(Qt::Key_K, Qt::ControlModifier);
  type("0195a1c3-52f0");
  EXPECT_EQ(first(), "Open saga 0195a1c3…9f3b7e02");
  EXPECT_EQ(palette().entries().entry(0).detail.toStdString(), "stuck · O-4812933 · 128,000 KRW");
  type("O-4812933");
  EXPECT_EQ(first(), "Open saga 0195a1c3…9f3b7e02");
  EXPECT_TRUE(titles().contains(QStringLiteral("Filter sagas by “O-4812933”")));
  type("light");
  EXPECT_FALSE(titles().contains(QStringLiteral("Open saga 0195a1c3…9f3b7e02")));
}

TEST_F(PaletteTest, AnAnswerThatComesLateMovesNothingThatWasTypedSince) {
  press(Qt::Key_K, Qt::ControlModifier);
  system.hold = true;
  type("O-4812933");
  type("light");
  system.hold = false;
  system.release();
  settle();
  EXPECT_EQ(first(), "Light");
  // And one that comes when the palette is gone, finds nobody.
  system.hold = true;
  type("O-4812933");
  press(Qt::Key_Escape);
  speak(QLatin1String("ko"));
  QTest::qWait(1);
  settle();
  system.hold = false;
  system.release();
  settle();
}

TEST_F(PaletteTest, AUserFiltersTheSagas) {
  press(Qt::Key_K, Qt::ControlModifier);
  type("user:812");
  ASSERT_TRUE(titles().contains(QStringLiteral("Filter sagas by “user:812”")));
  const auto row = titles().indexOf(QStringLiteral("Filter sagas by “user:812”"));
  for (int i = 0; i < row; ++i) press(Qt::Key_Down);
  press(Qt::Key_Return);
  EXPECT_EQ(page->place().filter.contains(QStringLiteral("812")), true) << page->place().filter.toStdString();
}

TEST_F(PaletteTest, LinksLeadHereOrSayWhyNot) {
  press(Qt::Key_K, Qt::ControlModifier);
  type("saga-console://staging/sagas");
  EXPECT_EQ(first(), "The link leads to the profile staging");
  EXPECT_EQ(palette().entries().entry(0).closed.toStdString(), "this window shows payments-kr");
  press(Qt::Key_Return);
  EXPECT_TRUE(palette().isVisible());
  field().setText(QStringLiteral("saga-console://payments-kr/saga/%1").arg(QLatin1String(kStuckId)));
  settle();
  press(Qt::Key_Return);
  EXPECT_EQ(controller->selected(), kStuckId);
}

TEST_F(PaletteTest, WhatWasChosenLatelyComesFirstAndIsRemembered) {
  press(Qt::Key_K, Qt::ControlModifier);
  type(kStuckId);
  press(Qt::Key_Return);
  press(Qt::Key_K, Qt::ControlModifier);
  EXPECT_EQ(first(), "Open saga 0195a1c3…9f3b7e02");
  type("copy a link");
  press(Qt::Key_Return);
  press(Qt::Key_K, Qt::ControlModifier);
  EXPECT_EQ(first(), "Copy a link to this place");
  EXPECT_EQ(titles().value(1).toStdString(), "Open saga 0195a1c3…9f3b7e02");
}

TEST_F(PaletteTest, TheMouseChoosesAsWell) {
  press(Qt::Key_K, Qt::ControlModifier);
  type("dark");
  ASSERT_EQ(first(), "Dark");
  auto& list = *palette().findChild<QListView*>();
  QTest::mouseClick(list.viewport(), Qt::LeftButton, Qt::NoModifier,
                    list.visualRect(list.model()->index(0, 0)).center());
  EXPECT_FALSE(palette().isVisible());
  EXPECT_EQ(ui::theme_mode(), ui::ThemeMode::Dark);
}

}  // namespace
}  // namespace saga::test
