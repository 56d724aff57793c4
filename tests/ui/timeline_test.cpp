// SPDX-License-Identifier: GPL-3.0-or-later
// The timeline as an operator uses it, with mouse and keyboard.
#include <QAccessible>
#include <QFileDialog>
#include <QFileInfo>
#include <QSet>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QWheelEvent>
#include <gmock/gmock.h>

#include "tests/ui/sample_journal.h"
#include "tests/ui/timeline_fixture.h"
#include "ui/shell/navigation.h"
#include "ui/timeline/readout.h"
#include "ui/timeline/segments.h"
#include "ui/timeline/selection_panel.h"
#include "ui/timeline/timeline_strip.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/command.h"
#include "ui/widgets/state_view.h"

namespace saga::test {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using timeline::Bar;
using timeline::LaneKey;
using timeline::Micros;
using timeline::Range;

class TimelineTest : public TimelineFixture {
 protected:
  void SetUp() override {
    TimelineFixture::SetUp();
    fill_timeline(*spans, clock.now());
  }
  void open_all() {
    open();
    connect_all();
    read_all();
  }
  template <class T>
  T& child() {
    T* found = page->findChild<T*>();
    EXPECT_NE(found, nullptr);
    return *found;
  }
  Micros ago(std::chrono::microseconds time) { return timeline::micros(spans->now - time); }
  std::int64_t in_lane(LaneKey::Kind kind) {
    for (const timeline::Lane& lane : view().scene().layout.lanes) {
      if (lane.key.kind == kind) return lane.total;
    }
    return -1;
  }
  QPoint place_of(const SagaId& id) {
    const ui::TimelineScene& scene = view().scene();
    for (const Bar& bar : scene.layout.bars) {
      if (timeline::saga_id_of(scene.span_of(bar).id) != id) continue;
      return QPoint(scene.plot.left() + static_cast<int>(bar.x + bar.width / 2),
                    scene.plot.top() + static_cast<int>(bar.y + bar.height / 2));
    }
    ADD_FAILURE() << id << " is not drawn by itself";
    return {};
  }
  int x_of(Micros at) { return static_cast<int>(view().scene().x_of(at)); }
  void wheel(QPoint at, int notches, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    QWheelEvent event(at, view().mapToGlobal(at), {}, {0, 120 * notches}, Qt::NoButton, modifiers, Qt::NoScrollPhase,
                      false);
    QApplication::sendEvent(&view(), &event);
  }
  void drag(QPoint from, QPoint to, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    QTest::mousePress(&view(), Qt::LeftButton, modifiers, from);
    QMouseEvent move(QEvent::MouseMove, to, view().mapToGlobal(to), Qt::NoButton, Qt::LeftButton, modifiers);
    QApplication::sendEvent(&view(), &move);
    QTest::mouseRelease(&view(), Qt::LeftButton, modifiers, to);
  }
  void hover(QPoint at) {
    QMouseEvent move(QEvent::MouseMove, at, view().mapToGlobal(at), Qt::NoButton, Qt::NoButton, Qt::NoModifier);
    QApplication::sendEvent(&view(), &move);
  }
  QString shown_state() {
    for (const ui::StateView* state : page->findChildren<ui::StateView*>()) {
      if (state->isVisible()) return state->title();
    }
    return {};
  }
  std::string readout() { return child<ui::Readout>().text().toStdString(); }
};

TEST_F(TimelineTest, TroubleIsDrawnOneByOneAndWhatIsWellIsFolded) {
  open_all();
  EXPECT_EQ(in_lane(LaneKey::Kind::Stuck), 31);
  EXPECT_EQ(in_lane(LaneKey::Kind::NeedsAttention), 6);
  const auto& layout = view().scene().layout;
  for (const timeline::Lane& lane : layout.lanes) {
    if (lane.key.kind == LaneKey::Kind::Stuck || lane.key.kind == LaneKey::Kind::NeedsAttention) {
      EXPECT_EQ(lane.bars, lane.total);
      EXPECT_EQ(lane.rows, static_cast<int>(lane.total)) << "one row a saga";
    }
    if (lane.key.kind == LaneKey::Kind::Legacy) {
      EXPECT_GT(lane.folded, 5000);
    }
  }
  EXPECT_LE(layout.items(), static_cast<std::size_t>(timeline::kMostItems));
}

TEST_F(TimelineTest, ItFollowsTheClockUntilItIsMovedAway) {
  open_all();
  const auto before = view().window_of_time();
  EXPECT_TRUE(before.follows);
  turn(5s);
  EXPECT_EQ(view().window_of_time().range.from, before.range.from + 5'000'000);
  QTest::keyClick(&view(), Qt::Key_Left);
  const auto held = view().window_of_time();
  EXPECT_FALSE(held.follows);
  turn(60s);
  EXPECT_EQ(view().window_of_time(), held) << "a still past";
  QTest::keyClick(&view(), Qt::Key_End);
  EXPECT_TRUE(view().window_of_time().follows);
}

TEST_F(TimelineTest, WhatChangesAppears) {
  open_all();
  spans->spans.push_back({.id = {5, 5}, .start = ago(2s), .turned = ago(2s), .condition = Condition::Stuck});
  system.tell(FeedBatch{.changed = {"x"}});
  turn(1s);
  EXPECT_EQ(in_lane(LaneKey::Kind::Stuck), 32);
  std::ranges::find(spans->spans, timeline::SpanId{5, 5}, &timeline::Span::id)->end = ago(0s);
  std::ranges::find(spans->spans, timeline::SpanId{5, 5}, &timeline::Span::id)->condition = Condition::Completed;
  turn(1s);
  EXPECT_EQ(in_lane(LaneKey::Kind::Stuck), 31);
}

TEST_F(TimelineTest, TheWheelZoomsAtThePointerFromADayToAMillisecond) {
  open_all();
  view().set_window(ui::TimeWindow{{ago(24h), ago(0s)}, false});
  const Micros target = ago(10h);
  for (int i = 0; i < 140; ++i) wheel({x_of(target), 300}, 1);
  EXPECT_EQ(view().window_of_time().range.length(), 1000);
  EXPECT_TRUE(view().window_of_time().range.contains(target));
  for (int i = 0; i < 140; ++i) wheel({x_of(target), 300}, -1);
  EXPECT_EQ(view().window_of_time().range.length(), 86'400'000'000);
}

TEST_F(TimelineTest, DraggingSelectsAndTheSummaryCountsWhatBeganThere) {
  open_all();
  const int y = view().height() / 2;
  drag({x_of(ago(440s)), y}, {x_of(ago(340s)), y});
  ASSERT_TRUE(view().selection());
  const auto& selected = *view().selection();
  std::int64_t expected = 0, stuck = 0;
  for (const timeline::Span& span : spans->spans) {
    if (!selected.contains(span.start)) continue;
    ++expected;
    stuck += span.condition == Condition::Stuck ? 1 : 0;
  }
  const auto& panel = child<ui::SelectionPanel>();
  EXPECT_TRUE(panel.isVisible());
  EXPECT_EQ(stuck, 28);
  EXPECT_THAT(panel.text().toStdString(), HasSubstr(" | stuck 28"));
  EXPECT_THAT(panel.text().toStdString(),
              HasSubstr(QLocale().toString(static_cast<qlonglong>(expected)).toStdString()));
  QTest::keyClick(&view(), Qt::Key_Escape);
  EXPECT_FALSE(view().selection());
  EXPECT_FALSE(panel.isVisible());
}

TEST_F(TimelineTest, ASelectionsEndsCanBeMoved) {
  open_all();
  view().select(Range{ago(440s), ago(340s)});
  drag({x_of(ago(340s)), 400}, {x_of(ago(200s)), 400});
  EXPECT_EQ(view().selection()->from, ago(440s));
  EXPECT_NEAR(static_cast<double>(view().selection()->to), static_cast<double>(ago(200s)), 2e6);
}

TEST_F(TimelineTest, TheSelectionOpensItsSagasFiltered) {
  open_all();
  view().select(Range{ago(430s), ago(340s)});
  settle();
  for (ui::SummaryRow* row : page->findChildren<ui::SummaryRow*>()) {
    if (row->condition() == Condition::Stuck) row->click();
  }
  settle();
  EXPECT_EQ(window->current_page(), ui::PageId::Sagas);
  EXPECT_EQ(sagas->filter().conditions, std::vector{Condition::Stuck});
  EXPECT_EQ(sagas->filter().from, timeline::time_of(ago(430s)));
  EXPECT_EQ(sagas->filter().to, timeline::time_of(ago(340s)));
}

// What the file holds is the matter of sagactl's test of it.
TEST_F(TimelineTest, TheSelectedTimeBecomesAFileToHandOn) {
  auto journal = std::make_unique<FakeJournal>();
  fill_journal(*journal, clock.now());
  system.readers.journal = std::move(journal);
  open_all();
  QTest::keyClick(&view(), Qt::Key_I);
  settle();
  ASSERT_TRUE(view().selection()) << "what is shown is what the file is about";
  auto* dialog = page->findChild<QFileDialog*>();
  ASSERT_NE(dialog, nullptr);
  EXPECT_TRUE(dialog->isVisible());
  dialog->reject();
  const QTemporaryDir folder;
  const QString file = folder.filePath(QStringLiteral("incident.zip"));
  controller->export_incident(file, *view().selection());
  ASSERT_TRUE(QTest::qWaitFor([&] {
    settle();
    return !controller->exporting().running();
  }));
  ASSERT_FALSE(controller->exporting().error()) << controller->exporting().error()->message;
  EXPECT_TRUE(QFileInfo::exists(file));
  const auto& panel = child<ui::SelectionPanel>();
  EXPECT_THAT(panel.text().toStdString(), HasSubstr(" rows in " + file.toStdString()));

  controller->export_incident(folder.filePath(QStringLiteral("no/such/folder/incident.zip")), *view().selection());
  ASSERT_TRUE(QTest::qWaitFor([&] {
    settle();
    return !controller->exporting().running();
  }));
  EXPECT_THAT(panel.text().toStdString(), HasSubstr("no/such/folder"));
}

TEST_F(TimelineTest, HoveringReadsOutTheSaga) {
  open_all();
  Saga order{.id = sample_stuck(3), .order_id = "O-4812933", .amount = Money{128'000, "KRW"}};
  system.sagas.push_back(order);
  hover(place_of(sample_stuck(3)));
  EXPECT_THAT(readout(), HasSubstr("stuck · 0195a1c3…00000003 · StockConfirmation · began"));
  QTest::qWait(200);
  settle();
  EXPECT_THAT(readout(), HasSubstr("order O-4812933 · 128,000 KRW"));
  hover({x_of(ago(100s)), view().height() - 5});
  EXPECT_THAT(readout(), HasSubstr("needs attention 6 · stuck"));
  EXPECT_THAT(readout(), HasSubstr("/s"));
}

TEST_F(TimelineTest, DoubleClickAndEnterOpenTheSaga) {
  open_all();
  QTest::mouseDClick(&view(), Qt::LeftButton, Qt::NoModifier, place_of(sample_attention(2)));
  settle();
  EXPECT_EQ(window->current_page(), ui::PageId::Sagas);
  EXPECT_EQ(sagas->selected(), sample_attention(2));
  window->show_page(ui::PageId::Timeline);
  settle();
  view().setFocus();
  QTest::keyClick(&view(), Qt::Key_Down);
  QTest::keyClick(&view(), Qt::Key_Down);
  EXPECT_THAT(readout(), HasSubstr("needs attention"));
  QTest::keyClick(&view(), Qt::Key_Return);
  settle();
  EXPECT_EQ(sagas->selected(), sample_attention(1));
}

TEST_F(TimelineTest, CtrlDragMovesAndTheStripMovesTheWindow) {
  open_all();
  const auto before = view().window_of_time().range;
  drag({600, 400}, {900, 400}, Qt::ControlModifier);
  EXPECT_LT(view().window_of_time().range.from, before.from);
  EXPECT_FALSE(view().selection());
  auto& strip = child<ui::TimelineStrip>();
  QTest::mouseClick(&strip, Qt::LeftButton, Qt::NoModifier, {strip.width() / 2, 20});
  const Micros middle = strip.day().from + strip.day().length() / 2;
  EXPECT_NEAR(static_cast<double>(view().window_of_time().middle()), static_cast<double>(middle), 120e6);
}

TEST_F(TimelineTest, KeysChooseHowMuchTimeIsShownAndWhatMakesLanes) {
  open_all();
  auto* length = page->findChildren<ui::Segments*>().at(0);
  EXPECT_EQ(length->accessibleDescription(), QStringLiteral("15 min"));
  length->setFocus();
  QTest::keyClick(length, Qt::Key_Left);
  EXPECT_EQ(view().window_of_time().range.length(), 3'600'000'000);
  auto* by = page->findChildren<ui::Segments*>().at(1);
  by->setFocus();
  QTest::keyClick(by, Qt::Key_Right);
  EXPECT_EQ(view().lanes_by(), timeline::LanesBy::Step);
  EXPECT_GT(in_lane(LaneKey::Kind::Step), 0);
  view().setFocus();
  const auto before = view().window_of_time().range.length();
  QTest::keyClick(&view(), Qt::Key_Plus);
  EXPECT_LT(view().window_of_time().range.length(), before);
}

TEST_F(TimelineTest, StepsAreReadOnceTheSagasAreWideEnough) {
  spans->executions[sample_stuck(0)] = {{.step_name = "OrderValidation", .started_at = spans->now - 430s}};
  open_all();
  view().set_window(ui::TimeWindow{{ago(432s), ago(420s)}, false});
  QTest::qWait(250);
  settle();
  EXPECT_EQ(controller->steps().count(sample_stuck(0)), 1U);
  EXPECT_EQ(controller->steps().at(sample_stuck(0)).size(), 1U);
  const int asked = spans->steps_asked;
  view().set_window(ui::TimeWindow{{ago(431s), ago(421s)}, false});
  QTest::qWait(250);
  settle();
  EXPECT_LE(spans->steps_asked, asked + 1) << "those that are known are not asked for again";
}

TEST_F(TimelineTest, ALinkLeadsToAPartOfTime) {
  open_all();
  const Range range{ago(432s), ago(420s)};
  view().set_window(ui::TimeWindow{range, false});
  const ui::Place place = page->place();
  QTest::keyClick(&view(), Qt::Key_End);
  EXPECT_EQ(page->place().filter, QString());
  window->go_to(place);
  EXPECT_EQ(view().window_of_time().range, range);
}

TEST_F(TimelineTest, EarlierDaysAreReadWhenTheyAreLookedAt) {
  spans->spans.push_back(
      {.id = {9, 9}, .start = ago(72h), .turned = ago(72h), .end = ago(71h), .condition = Condition::Completed});
  open_all();
  view().set_window(ui::TimeWindow{{ago(73h), ago(70h)}, false});
  read_all();
  EXPECT_EQ(in_lane(LaneKey::Kind::EventDriven), 1);
  view().set_window(ui::TimeWindow{{ago(24h * 40), ago(24h * 40 - 1h)}, false});
  read_all();
  EXPECT_EQ(controller->snapshot()->read.size(), 2U) << "what lies between is not read";
  QTest::keyClick(&view(), Qt::Key_End);
  read_all();
  EXPECT_GT(in_lane(LaneKey::Kind::EventDriven), 1000);
}

TEST_F(TimelineTest, NothingIsReadWhileNobodyLooks) {
  open_all();
  window->show_page(ui::PageId::Sagas);
  settle();
  const auto asked = spans->asked.size();
  const auto read = controller->last_read();
  clock.turn(60s);
  system.tell(FeedBatch{.changed = {"x"}});
  controller->refresh();
  settle();
  EXPECT_EQ(spans->asked.size(), asked);
  EXPECT_EQ(controller->last_read(), read);
}

TEST_F(TimelineTest, EachStateSaysWhatIsTheMatter) {
  system.hold = true;
  open();
  EXPECT_EQ(shown_state(), QStringLiteral("Reading the timeline"));
  system.hold = false;
  system.release();
  read_all();
  EXPECT_EQ(shown_state(), QString());
  system.error = Error{ErrorKind::Permission, "permission denied"};
  controller->refresh();
  settle();
  EXPECT_EQ(shown_state(), QStringLiteral("This role may not read the timeline"));
  system.error = Error{ErrorKind::Internal, "it broke"};
  controller->refresh();
  settle();
  EXPECT_EQ(shown_state(), QString()) << "what was read stays";
}

TEST_F(TimelineTest, EverythingHasANameAndTabLeadsThroughAllOfIt) {
  open_all();
  view().select(Range{ago(430s), ago(340s)});
  settle();
  QSet<QWidget*> wanted;
  for (QWidget* widget : page->findChildren<QWidget*>()) {
    if (!widget->isVisible() || widget->focusPolicy() == Qt::NoFocus) continue;
    EXPECT_FALSE(QAccessible::queryAccessibleInterface(widget)->text(QAccessible::Name).isEmpty())
        << widget->metaObject()->className();
    if ((widget->focusPolicy() & Qt::TabFocus) != 0) wanted.insert(widget);
  }
  view().setFocus();
  for (int i = 0; i < 60; ++i) {
    wanted.remove(QApplication::focusWidget());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
  }
  for (const QWidget* missed : wanted) ADD_FAILURE() << "Tab does not lead to " << missed->metaObject()->className();
}

TEST_F(TimelineTest, ALostSourceLeavesThePictureGrey) {
  open_all();
  lose();
  EXPECT_TRUE(view().scene().greyed);
  const auto before = view().window_of_time();
  clock.turn(30s);
  QTest::qWait(1200);
  EXPECT_EQ(view().window_of_time(), before) << "it is as of when it was lost";
}

}  // namespace
}  // namespace saga::test
