// SPDX-License-Identifier: GPL-3.0-or-later
// What is chosen on the Sagas page: rows, or all that match but some. Against marks that belonged to rows
// instead of sagas, what was created after the choice let in, a count that forgot those taken out, and a
// copy of the rows in memory alone.
#include <QAccessible>
#include <QClipboard>
#include <QFile>
#include <QHeaderView>
#include <QTemporaryDir>
#include <gmock/gmock.h>

#include "tests/ui/console_fixture.h"
#include "ui/sagas/saga_table_view.h"
#include "ui/sagas/selection_strip.h"
#include "ui/sagas/table_strip.h"
#include "ui/widgets/search_field.h"

namespace saga::test {
namespace {

using namespace std::chrono_literals;
using Column = ui::SagaTableModel::Column;

class SelectionTest : public ConsoleFixture {
 protected:
  void start(int rows) {
    fill_sample(system, rows);
    open();
    connect_all();
    table().setFocus();
  }
  ui::SagaTableView& table() { return *page->findChild<ui::SagaTableView*>(); }
  ui::SelectionStrip& strip() { return *page->findChild<ui::SelectionStrip*>(); }
  ui::SagaTableModel& model() { return controller->model(); }
  void click(int row, Column column, Qt::KeyboardModifiers modifiers = {}) {
    const QRect cell = table().visualRect(model().index(row, static_cast<int>(column)));
    QTest::mouseClick(table().viewport(), Qt::LeftButton, modifiers, cell.center());
    settle();
  }
  std::string marked() {
    std::string rows;
    for (int row = 0; row < model().rowCount(); ++row) {
      if (model().chosen(row)) rows += (rows.empty() ? "" : " ") + std::to_string(row);
    }
    return rows;
  }
  QString copied() {
    QTest::keyClick(&table(), Qt::Key_C, Qt::ControlModifier);
    for (int i = 0; i < 40 && controller->copying().running(); ++i) settle();
    return QApplication::clipboard()->text();
  }
};

TEST_F(SelectionTest, MarksAreSetByTheirBoxAndByCtrlAndByKeys) {
  start(50);
  click(2, Column::Mark);
  click(5, Column::Order, Qt::ControlModifier);
  EXPECT_EQ(marked(), "2 5");
  EXPECT_EQ(controller->selected(), "") << "nothing is opened by it";
  click(8, Column::Order, Qt::ShiftModifier);
  EXPECT_EQ(marked(), "2 5 6 7 8");
  click(6, Column::Mark);
  EXPECT_EQ(marked(), "2 5 7 8");
  click(10, Column::Order);
  EXPECT_EQ(marked(), "2 5 7 8") << "looking at a saga chooses and forgets nothing";
  EXPECT_EQ(controller->selected(), model().row(10).saga->id);
  QTest::keyClick(&table(), Qt::Key_Space);
  QTest::keyClick(&table(), Qt::Key_Down, Qt::ShiftModifier);
  EXPECT_EQ(marked(), "2 5 7 8 10 11");
  EXPECT_EQ(strip().title(), QStringLiteral("6 selected"));
  EXPECT_TRUE(strip().isVisible());
  EXPECT_FALSE(page->findChild<ui::TableStrip*>()->isVisible());
  QTest::keyClick(&table(), Qt::Key_Escape);
  EXPECT_EQ(marked(), "");
  EXPECT_NE(controller->selected(), "") << "first the selection, then the saga that is looked at";
  EXPECT_FALSE(strip().isVisible());
}

TEST_F(SelectionTest, CtrlAChoosesAllThatMatchAndSomeCanBeTakenOut) {
  start(450);
  page->show_place({.page = ui::PageId::Sagas, .filter = QStringLiteral("status:completed")});
  settle();
  const int all = model().rowCount();
  QTest::keyClick(&table(), Qt::Key_A, Qt::ControlModifier);
  settle();
  EXPECT_TRUE(controller->selection().by_filter());
  EXPECT_EQ(controller->chosen_count(), (CappedCount{all, false}));
  EXPECT_TRUE(model().chosen(0));
  click(0, Column::Mark);
  click(3, Column::Step, Qt::ControlModifier);
  EXPECT_FALSE(model().chosen(0));
  EXPECT_EQ(strip().title(), QStringLiteral("%1 selected").arg(all - 2));
  EXPECT_THAT(strip().detail().toStdString(), testing::HasSubstr("all that match, as of 11:44:31 · 2 taken out"));
  click(0, Column::Mark);
  EXPECT_EQ(strip().title(), QStringLiteral("%1 selected").arg(all - 1));
  clock.turn(1s);
  settle();
  EXPECT_EQ(strip().title(), QStringLiteral("%1 selected").arg(all - 1)) << "counted again, it is the same";
}

TEST_F(SelectionTest, ItBelongsToTheSagasWhateverBecomesOfTheRows) {
  start(1950);
  click(1, Column::Mark);
  click(4, Column::Mark);
  const SagaId first = model().row(1).saga->id, second = model().row(4).saga->id;
  table().scrollToBottom();
  settle();
  table().scrollToTop();
  settle();
  EXPECT_EQ(marked(), "1 4");

  Saga fresh = system.sagas.front();
  fresh.id = "0195a1ff-0000-7000-8000-000000000001";
  fresh.created_at += 10ms;
  system.sagas.insert(system.sagas.begin(), fresh);
  system.tell(FeedBatch{{fresh.id}, false, system.server_now, system.server_now});
  settle();
  QTest::qWait(90);
  settle();
  EXPECT_THAT(strip().detail().toStdString(), testing::HasSubstr("1 newer wait"));
  controller->show_newer();
  settle();
  EXPECT_EQ(marked(), "2 5");
  controller->set_order({SortBy::Amount, true});
  settle();
  EXPECT_EQ(controller->selection().named(), (std::set{first, second})) << "in any order";
  page->show_place({.page = ui::PageId::Sagas, .filter = QStringLiteral("status:stuck")});
  settle();
  EXPECT_TRUE(controller->selection().empty()) << "nobody would see what is chosen";
}

TEST_F(SelectionTest, WhatIsCreatedAfterTheChoiceIsNotChosen) {
  start(50);
  clock.turn(1s);
  controller->choose_all();
  settle();
  const auto before = controller->chosen_count();
  Saga fresh = system.sagas.front();
  fresh.id = "0195a1ff-0000-7000-8000-000000000001";
  fresh.created_at = sample_now() + 5s;
  system.sagas.insert(system.sagas.begin(), fresh);
  clock.turn(10s);
  controller->refresh();
  settle();
  ASSERT_EQ(model().row(0).saga->id, fresh.id);
  EXPECT_FALSE(model().chosen(0));
  EXPECT_TRUE(model().chosen(1));
  EXPECT_EQ(controller->chosen_count(), before);
}

TEST_F(SelectionTest, ManyAreCountedExactlyInTheBackground) {
  start(10'600);
  controller->choose_all();
  settle();
  EXPECT_EQ(strip().title(), QStringLiteral("10,600 selected"));
  system.list->capped_only = true;
  controller->choose_none();
  controller->choose_all();
  settle();
  EXPECT_EQ(strip().title(), QStringLiteral("10,000+ selected")) << "as long as the exact number is not known";
}

TEST_F(SelectionTest, RowsBetweenTwoThatWereNeverReadAreChosenToo) {
  start(1950);
  click(3, Column::Mark);
  table().scrollTo(model().index(1500, 0), QAbstractItemView::PositionAtTop);
  settle();
  click(1502, Column::Mark, Qt::ShiftModifier);
  EXPECT_EQ(controller->chosen_count(), (CappedCount{1500, false}));
  EXPECT_TRUE(controller->selection().named().contains(system.sagas[700].id));
}

TEST_F(SelectionTest, IsCopiedAsTsvWithItsHeadInTheColumnsAndTheOrderThatAreShown) {
  start(50);
  table().columns().show({QStringLiteral("route")});
  auto& header = *table().horizontalHeader();
  header.moveSection(header.visualIndex(static_cast<int>(Column::Order)), 1);
  model().choose(model().row_of(kStuckId), true);
  model().choose(model().row_of(kRunningId), true);
  EXPECT_EQ(
      copied().toStdString(),
      "Order\tStatus\tSaga\tStep\tAmount\tAge\tRoute\n"
      "O-4812988\trunning\t0195a1c4-8f3a-7d10-a2c4-1b22d7e70bd5\tOrderValidation\t10,000 KRW\t0.2 s\tevent-driven\n"
      "O-4812933\tstuck\t0195a1c3-52f0-7c18-b0aa-4d129f3b7e02\tStockConfirmation ×3\t128,000 KRW\t48 s\t"
      "event-driven");
  EXPECT_THAT(strip().detail().toStdString(), testing::StartsWith("2 rows copied"));
}

TEST_F(SelectionTest, ALongOneIsReadForTheClipboardAndForTheFile) {
  start(1950);
  controller->choose_all();
  model().choose(0, false);
  settle();
  EXPECT_FALSE(model().chosen_sagas()) << "not all of them are in memory";
  const QStringList lines = copied().split(QLatin1Char('\n'));
  EXPECT_EQ(lines.size(), 1950) << "a head and 1,949 sagas";
  EXPECT_FALSE(lines.join(QLatin1Char(' ')).contains(QString::fromStdString(system.sagas[0].id)));

  const QTemporaryDir directory;
  const QString path = directory.filePath(QStringLiteral("chosen.csv"));
  controller->export_chosen_to(path);
  settle();
  QFile file(path);
  ASSERT_TRUE(file.open(QIODevice::ReadOnly));
  EXPECT_EQ(file.readAll().count('\n'), 1950);

  system.hold = true;
  QTest::keyClick(&table(), Qt::Key_C, Qt::ControlModifier);
  EXPECT_TRUE(controller->copying().running());
  EXPECT_THAT(strip().detail().toStdString(), testing::StartsWith("copying, 0 so far"));
  QTest::keyClick(&table(), Qt::Key_C, Qt::ControlModifier);
  EXPECT_FALSE(controller->copying().running()) << "the same key stops it";
  system.hold = false;
  system.release();
  settle();
}

TEST_F(SelectionTest, MoreThanAClipboardTakesIsNotCutOffSilently) {
  start(10'600);
  controller->choose_all();
  settle();
  QApplication::clipboard()->setText(QStringLiteral("before"));
  EXPECT_EQ(copied(), QStringLiteral("before"));
  EXPECT_THAT(strip().detail().toStdString(), testing::StartsWith("More than 10,000 sagas: export them instead"));
}

TEST_F(SelectionTest, AScreenReaderHearsWhetherARowIsChosen) {
  start(50);
  const QModelIndex mark = model().index(1, static_cast<int>(Column::Mark));
  EXPECT_EQ(mark.data(Qt::AccessibleTextRole).toString(), QStringLiteral("not selected"));
  EXPECT_TRUE(model().setData(mark, Qt::Checked, Qt::CheckStateRole));
  EXPECT_EQ(mark.data(Qt::AccessibleTextRole).toString(), QStringLiteral("selected"));
  EXPECT_EQ(mark.data(Qt::CheckStateRole).toInt(), static_cast<int>(Qt::Checked));
}

}  // namespace
}  // namespace saga::test
