// SPDX-License-Identifier: GPL-3.0-or-later
// Saved views and the layout of the table, from one start of the program to the next. Against a view that is shown
// without its order, a deletion that forgot its place, a sort that a person chose and that is not kept, and columns
// that fit themselves kept as if a person had widened them.
#include <QHeaderView>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLineEdit>
#include <QMenu>
#include <QSplitter>
#include <QTemporaryDir>
#include <gmock/gmock.h>

#include "tests/ui/console_fixture.h"
#include "ui/sagas/saga_table_view.h"
#include "ui/sagas/view_bar.h"
#include "ui/shell/palette.h"
#include "ui/shell/palette_view.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/memory.h"
#include "ui/widgets/search_field.h"

namespace saga::test {
namespace {

using testing::ElementsAre;
using ui::SavedViews;
using ui::ViewContent;
using Column = ui::SagaTableModel::Column;

std::vector<std::string> names(const SavedViews& views) {
  std::vector<std::string> out;
  for (const ui::SavedView& view : views.all()) {
    if (!view.built_in) out.push_back(view.name.toStdString());
  }
  return out;
}

class SavedViewsTest : public ConsoleFixture {
 protected:
  QTemporaryDir directory;
  std::string file = directory.filePath(QStringLiteral("settings.json")).toStdString();
  std::optional<ui::Memory> memory{std::in_place, file};

  void SetUp() override {
    ConsoleFixture::SetUp();
    fill_sample(system, 450);
  }
  void start() {
    open();
    controller->views().keep_under(QStringLiteral("sagas/views/payments-kr"));
    connect_all();
  }
  // The program ends and starts again.
  void start_again() {
    window.reset();
    controller.reset();
    overview.reset();
    memory.reset();
    memory.emplace(file);
    start();
  }
  ui::SagaTableView& table() { return *page->findChild<ui::SagaTableView*>(); }
  QString shown_name() { return page->findChild<ui::ViewBar*>()->findChild<ui::ActionButton*>()->text(); }
  QStringList menu_of_views() {
    page->findChild<ui::ViewBar*>()->open_menu();
    QStringList entries;
    auto* menu = page->findChild<QMenu*>();
    for (const QAction* action : menu->actions()) {
      if (!action->isSeparator()) entries << action->text() + (action->isChecked() ? QStringLiteral(" ✓") : QString());
    }
    menu->close();
    delete menu;
    return entries;
  }
  void choose_in_menu(const QString& text) {
    page->findChild<ui::ViewBar*>()->open_menu();
    auto* menu = page->findChild<QMenu*>();
    menu->close();  // as a click does before it acts
    for (QAction* action : menu->actions()) {
      if (action->text() == text) action->trigger();
    }
    delete menu;
    window->activateWindow();  // the offscreen platform leaves none active behind a menu
    settle();
  }
};

TEST_F(SavedViewsTest, AViewIsAFilterAnOrderAndColumns) {
  start();
  page->show_place({.page = ui::PageId::Sagas, .filter = QStringLiteral("status:stuck step:StockConfirmation")});
  controller->set_order({SortBy::Amount, false});
  table().columns().show({QStringLiteral("reason")});
  settle();
  QTest::keyClick(&table(), Qt::Key_S, Qt::ControlModifier);
  auto* field = page->findChild<ui::ViewBar*>()->findChild<QLineEdit*>();
  ASSERT_TRUE(field->hasFocus());
  settle();
  EXPECT_TRUE(field->parentWidget()->rect().contains(field->geometry())) << "its right end was cut off";
  QTest::keyClicks(field, QStringLiteral("Stock"));
  QTest::keyClick(field, Qt::Key_Return);
  settle();
  EXPECT_EQ(shown_name(), QStringLiteral("Stock"));

  page->clear_filter();
  controller->set_order({});
  table().columns().show({});
  settle();
  EXPECT_EQ(shown_name(), QStringLiteral("Stock, changed"));

  choose_in_menu(QStringLiteral("Stock"));
  EXPECT_EQ(controller->filter(), (SagaFilter{.conditions = {Condition::Stuck}, .step = "StockConfirmation"}));
  EXPECT_EQ(controller->order(), (SagaOrder{SortBy::Amount, false}));
  EXPECT_EQ(table().columns().shown(), QStringList{QStringLiteral("reason")});
  EXPECT_EQ(shown_name(), QStringLiteral("Stock"));
}

TEST_F(SavedViewsTest, SomeComeWithTheProgram) {
  start();
  EXPECT_EQ(menu_of_views(), (QStringList{QStringLiteral("Stuck"), QStringLiteral("Needs attention"),
                                          QStringLiteral("Slowest today"), QStringLiteral("Most money at risk"),
                                          QStringLiteral("Last changed"), QStringLiteral("Save this view…")}));
  choose_in_menu(QStringLiteral("Slowest today"));
  using enum Condition;
  EXPECT_EQ(controller->filter().conditions, (std::vector{Running, Compensating, Stuck}));
  EXPECT_EQ(controller->filter().younger_than, std::chrono::hours(24));
  EXPECT_EQ(controller->order(), (SagaOrder{SortBy::Created, true})) << "the longest under way first";
  EXPECT_EQ(shown_name(), QStringLiteral("Slowest today"));
  EXPECT_THAT(menu_of_views().join(QLatin1Char('|')).toStdString(), testing::HasSubstr("Slowest today ✓"));
}

TEST_F(SavedViewsTest, TheyAreUpdatedRenamedAndDeletedWhichCanBeTakenBack) {
  start();
  SavedViews& views = controller->views();
  for (const char* name : {"one", "two", "three"}) views.save(QString::fromLatin1(name), {});
  page->show_view(QStringLiteral("own-2"));
  page->show_place({.page = ui::PageId::Sagas, .filter = QStringLiteral("user:7")});
  settle();
  choose_in_menu(QStringLiteral("Update “two”"));
  EXPECT_EQ(views.find(QStringLiteral("own-2"))->content.filter, QStringLiteral("user:7"));

  choose_in_menu(QStringLiteral("Rename “two”…"));
  auto* field = page->findChild<ui::ViewBar*>()->findChild<QLineEdit*>();
  ASSERT_TRUE(field->isVisible());
  EXPECT_EQ(window->focusWidget(), field);
  EXPECT_EQ(field->text(), QStringLiteral("two"));
  QTest::keyClicks(field, QStringLiteral("second"));
  QTest::keyClick(field, Qt::Key_Return);
  EXPECT_THAT(names(views), ElementsAre("one", "second", "three"));

  choose_in_menu(QStringLiteral("Delete “second”"));
  EXPECT_THAT(names(views), ElementsAre("one", "three"));
  ui::Banner* undo = nullptr;
  for (ui::Banner* banner : page->findChildren<ui::Banner*>()) {
    if (banner->isVisible()) undo = banner;
  }
  ASSERT_NE(undo, nullptr) << "no question before, a way back after";
  EXPECT_EQ(undo->title(), QStringLiteral("The view “second” was deleted"));
  table().setFocus();
  QTest::keyClick(&table(), Qt::Key_Z, Qt::ControlModifier);
  EXPECT_THAT(names(views), ElementsAre("one", "second", "three"));
  EXPECT_FALSE(undo->isVisible());
}

TEST_F(SavedViewsTest, ThePaletteLeadsToThemFromEverywhere) {
  start();
  controller->views().save(QStringLiteral("Large and late"),
                           {.filter = QStringLiteral("older:1h amount:1000000..KRW")});
  page->clear_filter();
  window->open_palette();
  auto* field = window->findChild<ui::Palette*>()->findChild<QLineEdit*>();
  QTest::keyClicks(field, QStringLiteral("large late"));
  settle();
  QTest::keyClick(field, Qt::Key_Return);
  settle();
  EXPECT_EQ(controller->filter().older_than, std::chrono::hours(1));
  EXPECT_EQ(controller->filter().amount, (AmountRange{"KRW", 1'000'000, {}}));
  EXPECT_EQ(shown_name(), QStringLiteral("Large and late"));
}

TEST_F(SavedViewsTest, TheNextStartFindsAllOfIt) {
  start();
  controller->views().save(QStringLiteral("mine"),
                           {QStringLiteral("user:7"), {SortBy::Step, true}, QStringList{QStringLiteral("route")}});
  table().columns().show({QStringLiteral("user"), QStringLiteral("updated")});
  auto& header = *table().horizontalHeader();
  const auto section = [](Column column) { return static_cast<int>(column); };
  header.resizeSection(section(Column::Step), 260);
  header.moveSection(header.visualIndex(section(Column::Age)), 1);
  QTest::mouseClick(header.viewport(), Qt::LeftButton, {},
                    {header.sectionViewportPosition(section(Column::Amount)) + 20, header.height() / 2});
  settle();
  auto& splitter = *page->findChild<QSplitter*>();
  splitter.setSizes({500, 740});
  const QList<int> sizes = splitter.sizes();
  Q_EMIT splitter.splitterMoved(500, 1);

  start_again();
  EXPECT_THAT(names(controller->views()), ElementsAre("mine"));
  EXPECT_EQ(controller->views().find(QStringLiteral("own-1"))->content,
            (ViewContent{QStringLiteral("user:7"), {SortBy::Step, true}, QStringList{QStringLiteral("route")}}));
  EXPECT_EQ(table().columns().shown(), (QStringList{QStringLiteral("updated"), QStringLiteral("user")}));
  EXPECT_EQ(table().columns().in_order(), (std::vector{Column::Age, Column::Status, Column::Saga, Column::Order,
                                                       Column::Step, Column::Amount, Column::Updated, Column::User}));
  EXPECT_EQ(table().columnWidth(section(Column::Step)), 260);
  EXPECT_EQ(controller->order(), (SagaOrder{SortBy::Amount, false}));
  EXPECT_EQ(page->findChild<QSplitter*>()->sizes(), sizes);

  table().columns().reset();
  start_again();
  EXPECT_EQ(table().columns().shown(), QStringList());
  EXPECT_NE(table().columnWidth(section(Column::Step)), 260);
}

TEST_F(SavedViewsTest, AFileThatSomebodyElseWroteDoesNoHarm) {
  ui::keep(QStringLiteral("sagas/views/payments-kr"),
           QJsonDocument::fromJson(R"([{"id":"own-1","name":"","order":"created"},{"id":"stuck","name":"fake"},
             {"id":"own-2","name":"good","order":"amount-ascending","columns":["nonsense",7]},{"id":"own-2","name":"twin",
             "order":"created"},{"id":"own-3","name":"no order","order":"sideways"},17])")
               .array());
  ui::keep(QStringLiteral("sagas/columns"),
           QJsonDocument::fromJson(R"({"order":["reason","mark","nothing"],"widths":[{"column":"step","width":-5},
             {"column":"mark","width":500},7],"shown":"all"})")
               .object());
  ui::keep(QStringLiteral("sagas/order"), QStringLiteral("by magic"));
  start();
  EXPECT_THAT(names(controller->views()), ElementsAre("good"));
  EXPECT_EQ(controller->order(), SagaOrder{});
  page->show_view(QStringLiteral("own-2"));
  settle();
  EXPECT_EQ(table().columns().shown(), QStringList());
  EXPECT_EQ(table().horizontalHeader()->visualIndex(static_cast<int>(Column::Mark)), 0);
  EXPECT_EQ(controller->content(), ui::SagasController::Content::Rows);
}

TEST_F(SavedViewsTest, ANameIsAName) {
  SavedViews views;
  EXPECT_EQ(views.save(QStringLiteral("  "), {}), QString());
  EXPECT_EQ(views.save(QStringLiteral(" late   ones "), {}), QStringLiteral("own-1"));
  EXPECT_EQ(views.save(QStringLiteral("late ones"), {.filter = QStringLiteral("older:1h")}), QStringLiteral("own-1"))
      << "saved again under the same name";
  EXPECT_EQ(views.save(QString(100, QLatin1Char('x')), {}), QStringLiteral("own-2"));
  EXPECT_EQ(views.find(QStringLiteral("own-2"))->name.size(), SavedViews::kLongestName);
  views.rename(QStringLiteral("own-2"), QStringLiteral("late ones"));
  EXPECT_EQ(views.find(QStringLiteral("own-2"))->name.size(), SavedViews::kLongestName) << "that one is taken";
  views.remove(QStringLiteral("stuck"));
  EXPECT_TRUE(views.find(QStringLiteral("stuck"))) << "it comes with the program";
  views.remove(QStringLiteral("own-2"));
  EXPECT_EQ(views.save(QStringLiteral("new"), {}), QStringLiteral("own-3")) << "what may come back keeps its id";
  views.take_back();
  EXPECT_EQ(views.all().size(), 8U);
}

}  // namespace
}  // namespace saga::test
