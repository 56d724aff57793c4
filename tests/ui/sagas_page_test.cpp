// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractButton>
#include <QAccessible>
#include <QClipboard>
#include <QDir>
#include <QFile>
#include <QHeaderView>
#include <QLineEdit>
#include <QSplitter>
#include <QTemporaryDir>

#include "tests/ui/console_fixture.h"
#include "ui/sagas/filter_chips.h"
#include "ui/sagas/gantt_view.h"
#include "ui/sagas/saga_table_view.h"
#include "ui/sagas/table_strip.h"
#include "ui/shell/keys_panel.h"
#include "ui/shell/navigation.h"
#include "ui/widgets/search_field.h"
#include "ui/widgets/state_view.h"

namespace saga::test {
namespace {

using namespace std::chrono_literals;
using Content = ui::SagasController::Content;

class SagasPageTest : public ConsoleFixture {
 protected:
  template <class T>
  T& child() {
    T* found = window->findChild<T*>();
    EXPECT_NE(found, nullptr);
    return *found;
  }
  ui::StateView& page_state() {
    for (ui::StateView* view : window->findChildren<ui::StateView*>()) {
      if (view->isVisible() && view->parentWidget()->parentWidget()->parentWidget() != nullptr && view->width() > 0 &&
          !view->title().isEmpty() && view->title() != QStringLiteral("No saga selected")) {
        return *view;
      }
    }
    ADD_FAILURE() << "no state is shown";
    return child<ui::StateView>();
  }
};

TEST_F(SagasPageTest, ArrowKeysOpenTheDetail) {
  fill_sample(system, 50);
  open();
  connect_all();
  auto& table = child<ui::SagaTableView>();
  table.setFocus();
  QTest::keyClick(&table, Qt::Key_Down);
  settle();
  ASSERT_TRUE(controller->detail());
  EXPECT_EQ(controller->selected(), controller->model().row(table.currentIndex().row()).saga->id);
  QTest::keyClick(&table, Qt::Key_Escape);
}

TEST_F(SagasPageTest, NoSagaIsLookedAtBeforeSomebodyChoosesOne) {
  fill_sample(system, 50);
  open();
  connect_all();
  auto& table = child<ui::SagaTableView>();
  ASSERT_TRUE(table.hasFocus());
  EXPECT_EQ(controller->selected(), "");
  QTest::keyClick(&table, Qt::Key_Down);
  settle();
  EXPECT_EQ(controller->selected(), controller->model().row(0).saga->id);
}

TEST_F(SagasPageTest, CopiesTheRowAsTsv) {
  fill_sample(system, 50);
  open();
  page->select(kStuckId);
  settle();
  auto& table = child<ui::SagaTableView>();
  table.setFocus();
  QTest::keyClick(&table, Qt::Key_C, Qt::ControlModifier);
  EXPECT_EQ(QApplication::clipboard()->text().toStdString(),
            "stuck\t0195a1c3-52f0-7c18-b0aa-4d129f3b7e02\tO-4812933\tStockConfirmation ×3\t128,000 KRW\t48 s");
}

TEST_F(SagasPageTest, TheNavigationCountsTheSagasThatWaitForAPerson) {
  fill_sample(system, 50);
  system.count.counts = {{Condition::Running, {186, false}},
                         {Condition::Stuck, {37, false}},
                         {Condition::NeedsAttention, {6, false}},
                         {Condition::Compensated, {10000, true}}};
  open();
  auto& item = child<ui::NavigationItem>();
  EXPECT_EQ(item.accessibleDescription().toStdString(), "43 need attention");

  system.count.counts = {{Condition::Stuck, {10000, true}}, {Condition::NeedsAttention, {6, false}}};
  controller->refresh();
  settle();
  EXPECT_EQ(item.accessibleDescription().toStdString(), "10,006+ need attention");

  system.count.counts = {{Condition::Stuck, {0, false}}};
  controller->refresh();
  settle();
  EXPECT_EQ(item.accessibleDescription().toStdString(), "") << "nothing is left to do";
}

TEST_F(SagasPageTest, SlashFindsAndChipsFilter) {
  fill_sample(system, 50);
  open();
  QTest::keyClick(window.get(), Qt::Key_Slash);
  auto& search = child<ui::SearchField>();
  EXPECT_TRUE(search.hasFocus());
  QTest::keyClicks(&search, QStringLiteral("O-4812933"));
  QTest::keyClick(&search, Qt::Key_Return);
  settle();
  EXPECT_EQ(controller->filter().search, "O-4812933");
  EXPECT_EQ(controller->model().rowCount(), 1);
  EXPECT_TRUE(child<ui::SagaTableView>().hasFocus());
}

TEST_F(SagasPageTest, AllRowsAreKnownAndAJumpReadsOnePage) {
  fill_sample(system, 1950);
  open();
  EXPECT_EQ(controller->model().rowCount(), 1950);
  EXPECT_LE(controller->model().in_memory(), 400);
  auto& table = child<ui::SagaTableView>();
  const std::size_t pages = system.list->pages.size();
  table.scrollTo(controller->model().index(1500, 0), QAbstractItemView::PositionAtTop);
  settle();
  ASSERT_NE(controller->model().row(1500).saga, nullptr);
  EXPECT_EQ(controller->model().row(1500).saga->id, system.sagas[1500].id);
  EXPECT_LE(system.list->pages.size(), pages + 2);
  table.scrollToBottom();
  settle();
  EXPECT_EQ(controller->model().row(1949).saga->id, system.sagas[1949].id);
}

TEST_F(SagasPageTest, HeadersSort) {
  fill_sample(system, 450);
  open();
  auto& table = child<ui::SagaTableView>();
  const auto click = [&](ui::SagaTableModel::Column column) {
    auto* header = table.horizontalHeader();
    const int x = header->sectionViewportPosition(static_cast<int>(column)) + 20;
    QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, {x, header->height() / 2});
    settle();
  };
  click(ui::SagaTableModel::Column::Amount);
  EXPECT_EQ(controller->order(), (SagaOrder{SortBy::Amount, false}));
  const auto& model = controller->model();
  const auto head = [&](ui::SagaTableModel::Column column) {
    return model.headerData(static_cast<int>(column), Qt::Horizontal, Qt::DisplayRole).toString();
  };
  EXPECT_EQ(head(ui::SagaTableModel::Column::Amount), QStringLiteral("Amount ↓"));
  EXPECT_EQ(head(ui::SagaTableModel::Column::Age), QStringLiteral("Age"));
  for (int i = 1; i < 100; ++i) {
    EXPECT_TRUE(comes_before(controller->order(), key_of(*model.row(i - 1).saga, SortBy::Amount),
                             key_of(*model.row(i).saga, SortBy::Amount)));
  }
  click(ui::SagaTableModel::Column::Amount);
  EXPECT_EQ(controller->order(), (SagaOrder{SortBy::Amount, true}));
  click(ui::SagaTableModel::Column::Order);
  EXPECT_EQ(controller->order(), (SagaOrder{SortBy::Amount, true})) << "there is no order by order id";
}

TEST_F(SagasPageTest, RowsStayUnderTheEyeWhenOthersComeAbove) {
  fill_sample(system, 450);
  open();
  connect_all();
  auto& table = child<ui::SagaTableView>();
  table.scrollTo(controller->model().index(120, 0), QAbstractItemView::PositionAtTop);
  settle();
  const SagaId top = controller->model().row(table.rowAt(1)).saga->id;
  Saga fresh = system.sagas.front();
  fresh.id = "0195a1ff-0000-7000-8000-000000000001";
  fresh.created_at += 10ms;
  system.sagas.insert(system.sagas.begin(), fresh);
  system.tell(FeedBatch{{fresh.id}, false, system.server_now, system.server_now});
  settle();
  QTest::qWait(90);
  settle();
  controller->show_newer();
  settle();
  EXPECT_EQ(controller->model().rowCount(), 451);
  EXPECT_EQ(controller->model().row(table.rowAt(1)).saga->id, top);
}

TEST_F(SagasPageTest, TheListAsItIsFilteredLeavesAsCsvAndCanBeStopped) {
  fill_sample(system, 450);
  open();
  const QTemporaryDir directory;
  const QString path = directory.filePath(QStringLiteral("sagas.csv"));
  controller->set_filter({.conditions = {Condition::Completed}});
  settle();
  controller->export_to(path);
  settle();
  EXPECT_FALSE(controller->exporting().running());
  QFile file(path);
  ASSERT_TRUE(file.open(QIODevice::ReadOnly));
  EXPECT_EQ(file.readAll().count('\n'), controller->model().rowCount() + 1) << "with the names of its columns";
  file.close();
  ASSERT_TRUE(file.remove());

  system.hold = true;
  controller->export_to(path);
  EXPECT_TRUE(controller->exporting().running());
  controller->exporting().cancel();
  system.hold = false;
  system.release();
  settle();
  EXPECT_FALSE(controller->exporting().running());
  EXPECT_TRUE(QDir(directory.path()).isEmpty());
}

TEST_F(SagasPageTest, ALinkCarriesTheChipsAndWhatHasNone) {
  fill_sample(system, 50);
  open();
  page->show_place({.page = ui::PageId::Sagas, .filter = QStringLiteral("status:stuck,failed user:7")});
  settle();
  EXPECT_EQ(controller->filter().conditions, (std::vector{Condition::Stuck, Condition::Failed}));
  EXPECT_EQ(child<ui::SearchField>().text(), QStringLiteral("status:failed user:7"));
  EXPECT_EQ(page->place().filter, QStringLiteral("status:stuck,failed user:7"));
}

TEST_F(SagasPageTest, NewerSagasWaitForTheKeyAndNothingMoves) {
  fill_sample(system, 50);
  open();
  connect_all();
  const SagaId first = controller->model().row(0).saga->id;
  Saga fresh = system.sagas.front();
  fresh.id = "0195a1ff-0000-7000-8000-000000000001";
  fresh.created_at += 10ms;
  system.sagas.insert(system.sagas.begin(), fresh);
  system.tell(FeedBatch{{fresh.id}, false, system.server_now, system.server_now});
  settle();
  QTest::qWait(90);
  settle();
  EXPECT_EQ(child<ui::TableStrip>().tone(), ui::TableStrip::Tone::Newer);
  EXPECT_EQ(child<ui::TableStrip>().text(), QStringLiteral("1 newer"));
  EXPECT_EQ(controller->model().row(0).saga->id, first);
  child<ui::SagaTableView>().setFocus();
  QTest::keyClick(&child<ui::SagaTableView>(), Qt::Key_N);
  settle();
  EXPECT_EQ(controller->model().row(0).saga->id, fresh.id);
  EXPECT_EQ(child<ui::TableStrip>().tone(), ui::TableStrip::Tone::Calm);
}

TEST_F(SagasPageTest, AChangeReachesItsRowWithoutAReload) {
  fill_sample(system, 50);
  open();
  connect_all();
  const std::size_t pages = system.list->pages.size();
  for (Saga& saga : system.sagas) {
    if (saga.id != kStuckId) continue;
    saga.status = SagaStatus::Completed;
    saga.version = 9;
  }
  system.tell(FeedBatch{{kStuckId}, false, system.server_now, system.server_now});
  settle();
  QTest::qWait(90);
  settle();
  EXPECT_EQ(controller->model().row(controller->model().row_of(kStuckId)).condition, Condition::Completed);
  EXPECT_EQ(system.list->pages.size(), pages) << "no page was read for it";
}

TEST_F(SagasPageTest, NothingMatchesNamesTheFilterToDrop) {
  fill_sample(system, 50);
  open();
  connect_all();
  controller->refresh();
  settle();
  child<ui::SearchField>().setText(QStringLiteral("nobody"));
  for (QAbstractButton* chip : child<ui::FilterChips>().findChildren<QAbstractButton*>()) {
    if (chip->text() == QStringLiteral("stuck")) chip->click();
  }
  settle();
  ASSERT_EQ(controller->content(), Content::NothingMatches);
  EXPECT_EQ(page_state().title(), QStringLiteral("No saga matches all of it"));
  EXPECT_EQ(page_state().detail(), QStringLiteral("Without “nobody” it is 37."));
  Q_EMIT page_state().first_pressed();
  settle();
  EXPECT_EQ(controller->filter().search, "");
  EXPECT_EQ(controller->filter().conditions, std::vector{Condition::Stuck});
  EXPECT_EQ(controller->content(), Content::Rows);
}

TEST_F(SagasPageTest, EmptyForbiddenAndFailedSayWhy) {
  open();
  EXPECT_EQ(controller->content(), Content::Empty);
  EXPECT_EQ(page_state().title(), QStringLiteral("No sagas yet"));
  system.error = Error{ErrorKind::Permission, "permission denied for view saga_list."};
  controller->refresh();
  settle();
  EXPECT_EQ(page_state().title(), QStringLiteral("This role may not read sagas"));
  system.error = Error{ErrorKind::Incompatible, "schema version 1 expected", "run sagactl install"};
  controller->refresh();
  settle();
  EXPECT_EQ(page_state().detail(), QStringLiteral("schema version 1 expected. run sagactl install"));
}

TEST_F(SagasPageTest, LoadingShowsTheRowsToCome) {
  fill_sample(system, 50);
  system.hold = true;
  open();
  EXPECT_EQ(controller->content(), Content::Loading);
  system.hold = false;
  system.release();
  settle();
  EXPECT_EQ(controller->content(), Content::Rows);
}

TEST_F(SagasPageTest, DisconnectedKeepsTheRowsAndRecoversByItself) {
  fill_sample(system, 50);
  open();
  connect_all();
  page->select(kStuckId);
  settle();
  system.error = Error{ErrorKind::Connection, "connection refused"};
  system.tell(lost_postgres());
  settle();
  auto& strip = child<ui::TableStrip>();
  EXPECT_EQ(strip.tone(), ui::TableStrip::Tone::Lost);
  EXPECT_EQ(strip.accessibleName().toStdString(), "Rows as of 11:44:31. they stay until they can be read again")
      << "what is lost is said by the window, once for all pages";
  EXPECT_EQ(controller->model().rowCount(), 50);
  EXPECT_TRUE(child<ui::SagaTableView>().greyed());
  EXPECT_EQ(controller->closed_because(Action::Retry), QStringLiteral("needs PostgreSQL"));
  system.error.reset();
  system.tell(connected(Source::Postgres, 3ms, clock.now()));
  settle();
  EXPECT_EQ(strip.tone(), ui::TableStrip::Tone::Calm);
  EXPECT_FALSE(child<ui::SagaTableView>().greyed());
  EXPECT_EQ(controller->closed_because(Action::Retry), std::nullopt);
  EXPECT_EQ(controller->selected(), kStuckId) << "the selection survives";
}

TEST_F(SagasPageTest, ANarrowWindowPutsTheDetailBelowAndKeepsIcons) {
  fill_sample(system, 50);
  open(ui::Environment::Local, {1024, 700});
  page->select(kStuckId);
  settle();
  EXPECT_EQ(child<QSplitter>().orientation(), Qt::Vertical);
  EXPECT_TRUE(child<ui::Navigation>().icons_only());
  window->resize(1440, 900);
  settle();
  EXPECT_EQ(child<QSplitter>().orientation(), Qt::Horizontal);
  EXPECT_FALSE(child<ui::Navigation>().icons_only());
}

TEST_F(SagasPageTest, GanttIsDrivenByKeys) {
  fill_sample(system, 50);
  open();
  page->select(kStuckId);
  settle();
  auto& gantt = child<ui::GanttView>();
  EXPECT_EQ(gantt.selected_execution(), 4);
  gantt.setFocus();
  QTest::keyClick(&gantt, Qt::Key_Left);
  EXPECT_EQ(gantt.selected_execution(), 3);
  QTest::keyClick(&gantt, Qt::Key_Up);
  EXPECT_EQ(gantt.selected_execution(), 1);
  QTest::keyClick(&gantt, Qt::Key_Down);
  EXPECT_EQ(gantt.selected_execution(), 4) << "a step opens at its last attempt";
}

TEST_F(SagasPageTest, QuestionMarkListsTheKeys) {
  open();
  auto& keys = child<ui::KeysPanel>();
  EXPECT_FALSE(keys.isVisible());
  QTest::keyClick(window.get(), Qt::Key_Question);
  EXPECT_TRUE(keys.isVisible());
  QTest::keyClick(&keys, Qt::Key_Escape);
  EXPECT_FALSE(keys.isVisible());
}

TEST_F(SagasPageTest, ThemeSwitchesByKey) {
  open();
  const ui::Shade before = ui::shade();
  QTest::keyClick(window.get(), Qt::Key_L, Qt::ControlModifier);
  EXPECT_NE(ui::shade(), before);
}

// Whatever can take the focus or be pressed has a name that a screen reader can say.
TEST_F(SagasPageTest, EverythingThatCanBeReachedHasAName) {
  fill_sample(system, 50);
  open();
  connect_all();
  page->select(kStuckId);
  settle();
  for (QWidget* widget : window->findChildren<QWidget*>()) {
    if (!widget->isVisible() || widget->focusPolicy() == Qt::NoFocus ||
        widget->objectName().startsWith(QLatin1String("qt_")))
      continue;
    QAccessibleInterface* face = QAccessible::queryAccessibleInterface(widget);
    ASSERT_NE(face, nullptr);
    EXPECT_FALSE(face->text(QAccessible::Name).isEmpty()) << widget->metaObject()->className();
  }
}

TEST_F(SagasPageTest, ClosingTheWindowDuringALoadIsSafe) {
  fill_sample(system, 50);
  system.hold = true;
  open();
  window.reset();
  controller.reset();
  system.release();
  settle();
}

}  // namespace
}  // namespace saga::test
