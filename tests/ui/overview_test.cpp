// SPDX-License-Identifier: GPL-3.0-or-later
// What an operator reads on the overview, as text. Seen red: with groups sorted while the pointer rests on them, with
// the filter of a group written without quotes, with a figure that flashes at its first reading, and with no pause
// after a slow answer.
#include <QAbstractButton>
#include <QAbstractItemModelTester>
#include <QMouseEvent>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <gmock/gmock.h>

#include "tests/support/case_table.h"
#include "tests/ui/console_fixture.h"
#include "ui/charts/route_chart.h"
#include "ui/overview/action_list.h"
#include "ui/overview/group_view.h"
#include "ui/overview/overview_tiles.h"
#include "ui/overview/overview_words.h"
#include "ui/overview/range_switch.h"
#include "ui/overview/step_view.h"
#include "ui/shell/navigation.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/memory.h"
#include "ui/widgets/source_notice.h"
#include "ui/widgets/state_view.h"

namespace saga::test {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using Content = ui::OverviewController::Content;
using Figure = ui::OverviewTiles::Figure;

class OverviewTest : public ConsoleFixture {
 protected:
  void SetUp() override {
    ConsoleFixture::SetUp();
    every_page_is_there = true;
    fill_sample(system, 400);
  }
  void ask_again() {
    overview->refresh();
    settle();
  }
  template <class T>
  T& child() {
    T* found = overview_page->findChild<T*>();
    EXPECT_NE(found, nullptr);
    return *found;
  }
  std::string figure(Figure figure) { return child<ui::OverviewTiles>().tile(figure).accessibleName().toStdString(); }
  std::vector<std::string> groups() {
    std::vector<std::string> lines;
    const ui::GroupModel& model = child<ui::GroupView>().groups();
    for (int row = 0; row < model.rowCount(); ++row) {
      QStringList cells;
      for (int column = 0; column < ui::GroupModel::kColumns; ++column) {
        if (column != static_cast<int>(ui::GroupModel::Column::First))
          cells << model.index(row, column).data().toString();
      }
      lines.push_back(cells.join(QStringLiteral(" | ")).toStdString());
    }
    return lines;
  }
  std::vector<std::string> counts() {
    std::vector<std::string> lines;
    const ui::GroupModel& model = child<ui::GroupView>().groups();
    for (int row = 0; row < model.rowCount(); ++row) {
      lines.push_back(model.row(row).group.step + " " + std::to_string(model.row(row).group.count));
    }
    return lines;
  }
  ui::Banner& banner() { return child<ui::Banner>(); }
  QString shown_state() {
    for (ui::StateView* view : overview_page->findChildren<ui::StateView*>()) {
      if (view->isVisible()) return view->title();
    }
    return {};
  }
  static void point_at(QWidget& widget, QPoint at) {
    QMouseEvent move(QEvent::MouseMove, at, widget.mapToGlobal(at), Qt::NoButton, Qt::NoButton, Qt::NoModifier);
    QApplication::sendEvent(&widget, &move);
  }
};

TEST_F(OverviewTest, TheFiguresSayWhatNeedsSomebodyAndWhetherTargetsAreMet) {
  overview_state = sample_overview();
  open();
  connect_all();
  EXPECT_EQ(figure(Figure::Attention), "Needs attention: 6, oldest 46 min, 1,660,000 KRW at risk");
  EXPECT_EQ(figure(Figure::Stuck), "Stuck: 37, oldest 3 h, 5,214,300 KRW +1 at risk");
  EXPECT_EQ(figure(Figure::InFlight), "In flight: 235, 186 running, 49 stuck or undoing");
  EXPECT_EQ(figure(Figure::Success), "Success: 99.97 %, target 99.9 %, 107 did not succeed");
  EXPECT_EQ(figure(Figure::Rate), "Payments/s: 532, 464,684 in 15 min, target 500");
  EXPECT_EQ(figure(Figure::Route), "Event-driven: 50 %, of the users, v39, 50.0 % observed");
  EXPECT_THAT(figure(Figure::Latency), testing::StartsWith("p95 payment: 1.3"));
  EXPECT_THAT(figure(Figure::Latency), testing::EndsWith(" s, target ≤ 2 s, last 15 min"));
  EXPECT_EQ(child<ui::OverviewTiles>().tile(Figure::Success).shown().tone, ui::TileText::Tone::Quiet);
}

TEST_F(OverviewTest, AMissedTargetIsColouredAndNeverRoundedUpToIt) {
  overview_state = calm_overview();
  overview_state.flow = {
      {.from = sample_now() - 20s, .legacy = 10'000, .completed = 9989, .compensated = 11, .latencies = {{89, 10'000}}},
      {.from = sample_now() - 10s}};
  open();
  EXPECT_EQ(figure(Figure::Success), "Success: 99.89 %, target 99.9 %, 11 did not succeed");
  EXPECT_EQ(child<ui::OverviewTiles>().tile(Figure::Success).shown().tone, ui::TileText::Tone::Missed);
  EXPECT_EQ(child<ui::OverviewTiles>().tile(Figure::Latency).shown().tone, ui::TileText::Tone::Missed);
  overview_state.flow.front().completed = 9999;
  overview_state.flow.front().compensated = 1;
  ask_again();
  EXPECT_EQ(figure(Figure::Success), "Success: 99.99 %, target 99.9 %, 1 did not succeed");
  overview_state.flow.front().completed = 999'999'999;
  ask_again();
  EXPECT_EQ(figure(Figure::Success), "Success: 99.99 %, target 99.9 %, 1 did not succeed");
}

TEST_F(OverviewTest, AnEngagedRollbackIsLoud) {
  overview_state = calm_overview();
  open();
  PlatformStatus status = operator_status(clock.now());
  status.route = "LEGACY";
  status.rollback_engaged = true;
  system.tell(status);
  settle();
  EXPECT_THAT(figure(Figure::Route), testing::StartsWith("Event-driven: 0 %, rollback engaged"));
  EXPECT_EQ(child<ui::OverviewTiles>().tile(Figure::Route).shown().tone, ui::TileText::Tone::NeedsAttention);
}

TEST_F(OverviewTest, TroubleIsListedInGroups) {
  overview_state = sample_overview();
  open();
  connect_all();
  EXPECT_THAT(
      groups(),
      ElementsAre("PaymentCreation | compensation: balance version conflict | 4 | 1,412,000 KRW | 4 in the "
                  "last hour | 11 min",
                  "StockConfirmation | compensation: reservation … not found | 2 | 248,000 KRW | 2 in the "
                  "last hour | 9 min",
                  "StockConfirmation | reservation of … expired | 21 | 2,876,400 KRW +1 | 21 in the last "
                  "hour | 48 s",
                  "BalanceDeduction | could not serialize access | 9 | 1,104,500 KRW | 9 in the last hour | "
                  "2 min",
                  "PaymentCreation | no reply within … s | 5 | 1,122,400 KRW | 4 in the last hour | 70 s",
                  "OrderValidation | No progress for more than 30 s, no error | 2 | 111,000 KRW | 2 in the last hour | "
                  "4 min"));
}

TEST_F(OverviewTest, AGroupLeadsToItsSagasByClickByEnterAndByItsButton) {
  overview_state = sample_overview();
  open();
  connect_all();
  auto& view = child<ui::GroupView>();
  const QString expected = QStringLiteral(
      "status:stuck step:StockConfirmation error:\"StockConfirmation: reservation of … expired, … attempts\"");
  const auto back = [&] {
    EXPECT_EQ(window->place().filter.toStdString(), expected.toStdString());
    EXPECT_EQ(controller->filter().conditions, std::vector{Condition::Stuck});
    EXPECT_EQ(controller->filter().step, "StockConfirmation");
    EXPECT_EQ(controller->filter().error, "StockConfirmation: reservation of … expired, … attempts");
    window->show_page(ui::PageId::Overview);
    controller->set_filter({});
    settle();
  };
  QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, view.visualRect(view.model()->index(2, 1)).center());
  settle();
  back();
  view.setCurrentIndex({});
  view.setFocus();
  for (int i = 0; i < 3; ++i) QTest::keyClick(&view, Qt::Key_Down);
  QTest::keyClick(&view, Qt::Key_Return);
  settle();
  back();
  QAbstractButton* open_button = nullptr;
  for (QAbstractButton* button : overview_page->findChildren<QAbstractButton*>()) {
    if (button->text() == QStringLiteral("Open 21 sagas")) open_button = button;
  }
  ASSERT_NE(open_button, nullptr);
  QTest::keyClick(open_button, Qt::Key_Space);
  settle();
  back();
}

TEST_F(OverviewTest, AFigureInTroubleLeadsToItsSagas) {
  overview_state = sample_overview();
  open();
  ui::StatTile* stuck = &child<ui::OverviewTiles>().tile(Figure::Stuck);
  stuck->setFocus();
  QTest::keyClick(stuck, Qt::Key_Return);
  settle();
  EXPECT_EQ(window->place(), (ui::Place{.page = ui::PageId::Sagas, .filter = QStringLiteral("status:stuck")}));
}

TEST_F(OverviewTest, RowsStayWhileSomebodyPointsAtThem) {
  overview_state = sample_overview();
  open();
  auto& view = child<ui::GroupView>();
  const auto before = counts();
  point_at(*view.viewport(), view.visualRect(view.model()->index(3, 1)).center());
  settle();
  ASSERT_TRUE(view.holds_rows());
  overview_state.groups.erase(overview_state.groups.begin());  // settled
  overview_state.groups.insert(overview_state.groups.begin(),
                               TroubleGroup{Condition::NeedsAttention, "OrderValidation", "new", 1000});
  overview_state.groups.back().count = 500;
  ask_again();
  EXPECT_THAT(counts(),
              ElementsAre("PaymentCreation 0", "StockConfirmation 2", "StockConfirmation 21", "BalanceDeduction 9",
                          "PaymentCreation 5", "OrderValidation 500", "OrderValidation 1000"));
  QEvent leave(QEvent::Leave);
  QApplication::sendEvent(&view, &leave);
  ask_again();
  EXPECT_THAT(counts(), ElementsAre("OrderValidation 1000", "StockConfirmation 2", "StockConfirmation 21",
                                    "BalanceDeduction 9", "PaymentCreation 5", "OrderValidation 500"));
}

TEST_F(OverviewTest, TheGroupsKeepTheModelsContract) {
  ui::GroupModel model(clock);
  const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
  auto groups = sample_overview().groups;
  for (const bool held : {false, true, false}) {
    model.update(groups, sample_now(), held);
    std::ranges::reverse(groups);
    model.update(groups, sample_now(), held);
    groups.pop_back();
    model.update(groups, sample_now(), held);
    groups.push_back({Condition::Stuck, "Another", "error " + std::to_string(groups.size()), 3});
    model.update(groups, sample_now(), held);
    model.tick(sample_now());
  }
  model.update({}, sample_now(), false);
  EXPECT_EQ(model.rowCount(), 0);
}

TEST_F(OverviewTest, ACountThatChangedFlashesOnce) {
  overview_state = sample_overview();
  open();
  const auto& tile = child<ui::OverviewTiles>().tile(Figure::Stuck);
  const ui::GroupModel& model = child<ui::GroupView>().groups();
  EXPECT_FALSE(tile.flashing()) << "what is seen first has not changed";
  EXPECT_FALSE(model.flashing());
  overview_state.groups[2].count = 22;
  ask_again();
  EXPECT_TRUE(tile.flashing());
  EXPECT_GT(model.flash(2), 0.9);
  EXPECT_EQ(model.flash(3), 0);
  EXPECT_FALSE(child<ui::OverviewTiles>().tile(Figure::InFlight).flashing()) << "it changes all the time";
  clock.turn(400ms);
  EXPECT_FALSE(tile.flashing());
  EXPECT_FALSE(model.flashing());
}

TEST_F(OverviewTest, ACalmSystemSaysSo) {
  overview_state = calm_overview();
  open();
  connect_all();
  EXPECT_EQ(overview->content(), Content::Calm);
  EXPECT_EQ(shown_state().toStdString(), "All is well");
  EXPECT_EQ(figure(Figure::Attention), "Needs attention: 0, nobody has to act");
  EXPECT_EQ(figure(Figure::Stuck), "Stuck: 0, everything moves");
  EXPECT_FALSE(banner().isVisible());
  EXPECT_EQ(window->findChild<ui::NavigationItem*>()->accessibleDescription().toStdString(), "");
}

TEST_F(OverviewTest, TheNavigationSaysHowManyNeedAttention) {
  overview_state = sample_overview();
  open();
  EXPECT_EQ(window->findChild<ui::NavigationItem*>()->accessibleDescription().toStdString(), "6 need attention");
}

TEST_F(OverviewTest, BeforeTheFirstAnswerItSaysThatItLooks) {
  overview_state = sample_overview();
  system.hold = true;
  open();
  EXPECT_EQ(overview->content(), Content::Loading);
  EXPECT_EQ(shown_state().toStdString(), "Looking");
  system.hold = false;
  system.release();
  settle();
  EXPECT_EQ(overview->content(), Content::Trouble);
  EXPECT_EQ(shown_state().toStdString(), "");
}

TEST_F(OverviewTest, WithoutTheDatabaseWhatWasReadStaysGreyAndDated) {
  overview_state = sample_overview();
  open();
  connect_all();
  system.error = Error{ErrorKind::Connection, "connection refused"};
  system.tell(lost_postgres());
  ask_again();
  EXPECT_FALSE(banner().isVisible()) << "the window says it, once for all pages";
  EXPECT_THAT(window->findChild<ui::SourceNotice*>()->trouble()->title.toStdString(),
              testing::StartsWith("PostgreSQL lost at "));
  EXPECT_EQ(groups().size(), 6U);
  EXPECT_TRUE(child<ui::GroupView>().greyed());
  system.error.reset();
  overview_state.groups.clear();
  system.tell(connected(Source::Postgres, 3ms, clock.now()));
  settle();
  EXPECT_FALSE(banner().isVisible());
  EXPECT_EQ(shown_state().toStdString(), "All is well") << "asked at once, when the connection is back";
}

TEST_F(OverviewTest, AnAnswerThatGrewOldIsSaidToBeOld) {
  overview_state = sample_overview();
  open();
  connect_all();
  system.error = Error{ErrorKind::Timeout, "canceling statement due to statement timeout"};
  clock.turn(35s);
  ask_again();
  EXPECT_TRUE(banner().isVisible());
  EXPECT_THAT(banner().title().toStdString(), testing::EndsWith(", 35 s ago"));
  EXPECT_EQ(banner().detail().toStdString(), "canceling statement due to statement timeout");
  EXPECT_EQ(groups().size(), 6U);
}

TEST_F(OverviewTest, ARoleThatMayNotReadItIsToldWhatItLacks) {
  system.error = Error{ErrorKind::Permission, "permission denied for view trouble_view"};
  open();
  EXPECT_EQ(overview->content(), Content::Forbidden);
  EXPECT_EQ(shown_state().toStdString(), "This role may not read the overview");
}

TEST_F(OverviewTest, ASystemWithoutOverviewSaysSo) {
  system.readers.overview.reset();
  open();
  EXPECT_EQ(overview->content(), Content::Failed);
  EXPECT_EQ(shown_state().toStdString(), "The overview could not be read");
}

TEST_F(OverviewTest, LatestActionsSayWhoDidWhatAndWhy) {
  overview_state = sample_overview();
  open();
  std::vector<std::string> lines;
  for (const QString& line : child<ui::ActionList>().lines()) {
    lines.push_back(line.section(QLatin1Char(';'), 0, 0).toStdString());
  }
  EXPECT_THAT(lines, ElementsAre("Retry of 118 sagas", "Compensation of 1 saga, 1 refused", "Canary 25 % → 50 %",
                                 "Emergency rollback released", "Emergency rollback engaged", "Refund of 3 orders"));
  EXPECT_THAT(child<ui::ActionList>().lines().front().toStdString(),
              testing::AllOf(testing::HasSubstr("lee.jiwon · "), testing::EndsWith("stock was restarted, INC-2290")));
}

TEST_F(OverviewTest, TheLegendReadsOutWhatIsUnderThePointer) {
  overview_state = sample_overview();
  open();
  auto& chart = child<ui::RouteChart>();
  ASSERT_TRUE(chart.reading());
  EXPECT_NEAR(chart.reading()->event_driven, chart.reading()->legacy, 1);
  point_at(chart, QPoint(60, chart.height() / 2));
  settle();
  EXPECT_LT(chart.reading()->event_driven, 0.5 * chart.reading()->legacy) << "before the flip";
  EXPECT_FALSE(chart.reading()->when.isEmpty());
}

TEST_F(OverviewTest, TheStepsSayWhereTheTimeGoes) {
  overview_state = sample_overview();
  open();
  auto& view = child<ui::StepView>();
  std::vector<std::string> lines;
  for (int row = 0; row < view.steps().rowCount(); ++row) {
    QStringList cells;
    for (int column = 0; column < ui::StepModel::kColumns; ++column) {
      const StepFlow& step = view.steps().row(row);
      const bool missed = ui::StepModel::is_missed(step, static_cast<ui::StepModel::Column>(column));
      cells << view.steps().index(row, column).data().toString() + (missed ? QStringLiteral("!") : QString());
    }
    lines.push_back(cells.join(QStringLiteral(" | ")).toStdString());
  }
  EXPECT_THAT(lines, ElementsAre("OrderValidation | 38 | 264.4 | 40 ms | 108 ms | 116 ms | 3 s | 0.00 % | 1",
                                 "BalanceDeduction | 61 | 264.4 | 87 ms | 307 ms | 329 ms | 2 s | 0.04 % | 3",
                                 "StockConfirmation | 89 | 264.4 | 95 ms | 1.20 s | 2.38 s! | 2 s | 0.42 %! | 64",
                                 "PaymentCreation | 47 | 264.4 | 123 ms | 473 ms | 507 ms | 3 s | 0.00 % | 1"));
  view.setFocus();
  QTest::keyClick(&view, Qt::Key_Down);
  QTest::keyClick(&view, Qt::Key_Return);
  settle();
  EXPECT_EQ(window->place().filter.toStdString(), "status:running,compensating,stuck step:OrderValidation");
}

TEST_F(OverviewTest, TheStepsKeepTheModelsContract) {
  ui::StepModel model;
  const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
  overview_state = sample_overview();
  model.update(overview_state);
  overview_state.steps[1].running = 7;
  model.update(overview_state);
  overview_state.steps.erase(overview_state.steps.begin());
  model.update(overview_state);
  model.update({});
  EXPECT_EQ(model.rowCount(), 0);
}

TEST_F(OverviewTest, ALongerRangeIsAskedForShownAndRemembered) {
  const QTemporaryDir directory;
  const ui::Memory memory(directory.filePath(QStringLiteral("settings.json")).toStdString());
  auto* answers = dynamic_cast<OverviewAnswers*>(system.readers.overview.get());
  overview_state = sample_overview();
  open();
  EXPECT_EQ(answers->asked, 15min);
  auto& chart = child<ui::RouteChart>();
  EXPECT_THAT(chart.markers(), ElementsAre(ui::RouteChart::Marker{sample_now() - 695s, QStringLiteral("25 → 50 %")}));
  QAbstractButton* six_hours = nullptr;
  for (QAbstractButton* button : child<ui::RangeSwitch>().findChildren<QAbstractButton*>()) {
    if (button->text() == QStringLiteral("6 h")) six_hours = button;
  }
  ASSERT_NE(six_hours, nullptr);
  six_hours->click();
  settle();
  EXPECT_EQ(answers->asked, 6h);
  EXPECT_THAT(figure(Figure::Rate), testing::MatchesRegex("Payments/s: 532, 1[01],[0-9,]+ in 6 h, target 500"));
  std::vector<std::string> words;
  for (const auto& marker : chart.markers()) words.push_back(marker.text.toStdString());
  EXPECT_THAT(words, ElementsAre("rollback", "rollback over", "25 → 50 %"));

  window.reset();
  controller.reset();
  overview.reset();
  open();
  EXPECT_EQ(overview->range(), 6h) << "found again at the next start";
  EXPECT_EQ(answers->asked, 6h);
}

TEST_F(OverviewTest, WhileTheHistoryIsReadTheChartSaysSo) {
  overview_state = sample_overview();
  overview_state.history.erase(overview_state.history.begin(), overview_state.history.begin() + 40);
  open();
  overview->set_range(6h);
  settle();
  EXPECT_TRUE(overview->reading_back());
  overview_state = sample_overview();
  ask_again();
  EXPECT_FALSE(overview->reading_back());
}

TEST_F(OverviewTest, AskingTakesATwentiethOfTheServersTimeAtMost) {
  overview_state = sample_overview();
  system.hold = true;
  open();
  QSignalSpy answers(overview.get(), &ui::OverviewController::changed);
  clock.turn(3s);  // as long as the answer took
  system.hold = false;
  system.release();
  settle();
  EXPECT_EQ(answers.count(), 1);
  clock.turn(50s);
  EXPECT_FALSE(overview->stale()) << "it is not late yet: the pause is 57 s";
  clock.turn(25s);
  EXPECT_TRUE(overview->stale());
}

// Stuck, compensated and needs-attention on screen are those of the case table, which SQL and C++ are tested with.
TEST_F(OverviewTest, TheScreenCountsTheSagasOfTheCaseTable) {
  std::map<std::string, std::int64_t> figures;
  for (const Case& row : case_table()) {
    for (const std::string& figure : row.figures) ++figures[figure];
    Saga saga;
    saga.status = saga_status_from(row.status);
    saga.parked_reason = row.parked_reason;
    saga.progress_at = sample_now() - std::chrono::seconds(row.silent_seconds);
    saga.open_effects = row.open_effects;
    saga.resolution = row.resolution;
    const Condition condition = condition_of(saga, sample_now());
    if (condition == Condition::Running) ++overview_state.running;
    if (condition == Condition::Compensating) ++overview_state.compensating;
    if (condition != Condition::Stuck && condition != Condition::NeedsAttention) continue;
    overview_state.groups.push_back({condition, "Step " + std::to_string(row.line), "", 1, sample_now(), sample_now()});
  }
  overview_state.server_now = sample_now();
  open();
  const auto shown = [&](Figure figure) {
    return child<ui::OverviewTiles>().tile(figure).shown().figure.toStdString();
  };
  EXPECT_EQ(shown(Figure::InFlight), std::to_string(figures["flight"]));
  EXPECT_EQ(shown(Figure::Stuck), std::to_string(figures["stuck"]));
  EXPECT_EQ(shown(Figure::Attention), std::to_string(figures["attention"]));
}

TEST_F(OverviewTest, EveryWidgetThatTakesTheKeyboardHasAName) {
  overview_state = sample_overview();
  open();
  for (const QWidget* widget : overview_page->findChildren<QWidget*>()) {
    if (!widget->isVisible() || widget->focusPolicy() == Qt::NoFocus) continue;
    const auto* button = qobject_cast<const QAbstractButton*>(widget);
    EXPECT_FALSE(widget->accessibleName().isEmpty() && (button == nullptr || button->text().isEmpty()))
        << widget->metaObject()->className();
  }
}

}  // namespace
}  // namespace saga::test
