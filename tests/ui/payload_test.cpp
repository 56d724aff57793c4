// SPDX-License-Identifier: GPL-3.0-or-later
// The viewer of payloads: folding, search and what it says about a payload that is cut, broken or hostile. Seen red:
// with a fold that left the closing bracket's row, with a search that showed its second hit first, and with a blank at
// the end of a line that took the word before it along.
#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <gtest/gtest.h>

#include "ui/widgets/action_button.h"
#include "ui/widgets/payload_pane.h"
#include "ui/widgets/payload_view.h"
#include "ui/widgets/theme.h"

namespace saga::ui {
namespace {

constexpr const char* kOrder =
    R"({"orderId":"O-1","items":[{"sku":"KR-TUM","n":2},{"sku":"KR-CUP","n":1}],"note":null})";

std::shared_ptr<const PayloadText> payload(const std::string& text) {
  return std::make_shared<const PayloadText>(read_payload(text));
}

std::string dump(const PayloadModel& model) {
  std::string out;
  for (int row = 0; row < model.rowCount(); ++row) {
    const QModelIndex index = model.index(row);
    out += std::string(static_cast<std::size_t>(2 * index.data(PayloadModel::DepthRole).toInt()), ' ') +
           index.data().toString().toStdString() + "\n";
  }
  return out;
}

TEST(PayloadModelTest, FoldsAndUnfolds) {
  PayloadModel model;
  const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
  model.show_payload(payload(kOrder));
  EXPECT_EQ(model.rowCount(), 14);
  model.set_folded(3, true);
  model.set_folded(model.row_of(2), true);
  EXPECT_EQ(dump(model), "{\n  \"orderId\": \"O-1\",\n  \"items\": [ … 2 inside\n  \"note\": null\n}\n");
  model.set_folded(2, false);
  EXPECT_EQ(dump(model),
            "{\n  \"orderId\": \"O-1\",\n  \"items\": [\n    { … 2 inside\n    {\n      \"sku\": \"KR-CUP\",\n"
            "      \"n\": 1\n    }\n  ],\n  \"note\": null\n}\n")
      << "what was folded inside stays folded";
  EXPECT_EQ(model.reveal(4), 4) << "the first sku";
  EXPECT_EQ(model.rowCount(), 14);
  model.fold_all(true);
  EXPECT_EQ(model.rowCount(), 5) << "the outermost one stays open";
  model.fold_all(false);
  EXPECT_EQ(model.rowCount(), 14);
}

TEST(PayloadModelTest, TextIsBrokenIntoTheColumnsThatThereAre) {
  PayloadModel model;
  const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
  model.set_columns(12);
  model.show_payload(payload("deadline of 3 s exceeded <b>x</b>"));
  EXPECT_EQ(dump(model), "deadline of \n3 s exceeded \n<b>x</b>\n");
  model.set_columns(80);
  EXPECT_EQ(model.rowCount(), 1);
}

class PayloadPaneTest : public testing::Test {
 protected:
  void SetUp() override {
    apply_theme(*qApp, ThemeMode::Light);
    pane.resize(480, 320);
    pane.show();
    pane.activateWindow();
    ASSERT_TRUE(QTest::qWaitForWindowActive(&pane));
  }
  ActionButton& button(const QString& name) {
    for (ActionButton* found : pane.findChildren<ActionButton*>()) {
      if (found->accessibleName() == name) return *found;
    }
    ADD_FAILURE() << "no button " << name.toStdString();
    return *pane.findChild<ActionButton*>();
  }
  std::string current() { return pane.view().currentIndex().data().toString().toStdString(); }

  PayloadPane pane;
};

TEST_F(PayloadPaneTest, FoldsByKeyAndByMouse) {
  pane.show_text(QStringLiteral("attempt 1"), kOrder);
  PayloadView& view = pane.view();
  view.setFocus();
  QTest::keyClick(&view, Qt::Key_Down);
  QTest::keyClick(&view, Qt::Key_Down);
  EXPECT_EQ(current(), "\"items\": [");
  QTest::keyClick(&view, Qt::Key_Left);
  EXPECT_EQ(current(), "\"items\": [ … 2 inside");
  QTest::keyClick(&view, Qt::Key_Left);
  EXPECT_EQ(current(), "{") << "out of it";
  QTest::keyClick(&view, Qt::Key_Down);
  QTest::keyClick(&view, Qt::Key_Down);
  QTest::keyClick(&view, Qt::Key_Space);
  EXPECT_EQ(view.lines().rowCount(), 14);
  QTest::keyClick(&view, Qt::Key_Right);
  EXPECT_EQ(current(), "{") << "into it";

  const QRect items = view.visualRect(view.model()->index(2, 0));
  QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, QPoint(40, items.center().y()));
  EXPECT_EQ(view.lines().rowCount(), 5) << "the mark was clicked";
  QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, QPoint(200, items.center().y()));
  EXPECT_EQ(view.lines().rowCount(), 5) << "the text was clicked, which only selects";
  QTest::mouseClick(&button(QStringLiteral("Unfold everything")), Qt::LeftButton);
  EXPECT_EQ(view.lines().rowCount(), 14);
}

TEST_F(PayloadPaneTest, CopiesLinesAndWholeValues) {
  pane.show_text(QStringLiteral("attempt 1"), kOrder);
  PayloadView& view = pane.view();
  view.setFocus();
  view.setCurrentIndex(view.model()->index(2, 0));
  QTest::keyClick(&view, Qt::Key_C, Qt::ControlModifier);
  EXPECT_EQ(QApplication::clipboard()->text().toStdString(), R"([{"sku":"KR-TUM","n":2},{"sku":"KR-CUP","n":1}])");
  QTest::keyClick(&view, Qt::Key_Up, Qt::ShiftModifier);
  QTest::keyClick(&view, Qt::Key_C, Qt::ControlModifier);
  EXPECT_EQ(QApplication::clipboard()->text().toStdString(), "  \"orderId\": \"O-1\",\n  \"items\": [");
}

TEST_F(PayloadPaneTest, SearchCountsGoesRoundAndUnfolds) {
  pane.show_text(QStringLiteral("attempt 1"), kOrder);
  pane.view().fold_all(true);
  QTest::keyClick(&pane, Qt::Key_F, Qt::ControlModifier);
  auto* field = pane.findChild<QLineEdit*>();
  ASSERT_TRUE(field->isVisible());
  QTest::keyClicks(field, QStringLiteral("kr-"));
  EXPECT_EQ(pane.search_state().toStdString(), "line 1 of 2");
  EXPECT_EQ(current(), "\"sku\": \"KR-TUM\",") << "unfolded, and in either case";
  QTest::keyClick(field, Qt::Key_Return);
  EXPECT_EQ(pane.search_state().toStdString(), "line 2 of 2");
  QTest::mouseClick(&button(QStringLiteral("Next hit")), Qt::LeftButton);
  EXPECT_EQ(pane.search_state().toStdString(), "line 1 of 2") << "round";
  QTest::mouseClick(&button(QStringLiteral("Previous hit")), Qt::LeftButton);
  EXPECT_EQ(current(), "\"sku\": \"KR-CUP\",");
  QTest::keyClicks(field, QStringLiteral("zzz"));
  EXPECT_EQ(pane.search_state().toStdString(), "nothing found");
  QTest::keyClick(field, Qt::Key_Escape);
  EXPECT_FALSE(field->isVisible());
  EXPECT_TRUE(pane.view().hasFocus());
}

TEST_F(PayloadPaneTest, SaysWhatIsNotJsonAndWhatIsCut) {
  pane.show_text(QStringLiteral("attempt 1"), R"({"card":************5678})");
  EXPECT_TRUE(pane.notice().startsWith(QStringLiteral("This is not valid JSON, shown as text. byte 9")))
      << pane.notice().toStdString();
  EXPECT_EQ(dump(pane.view().lines()), "{\"card\":************5678}\n");
  pane.show_text(QStringLiteral("attempt 1"), "deadline of 3 s exceeded");
  EXPECT_EQ(pane.notice(), QString()) << "a text is no broken JSON";

  QSignalSpy wanted(&pane, &PayloadPane::rest_wanted);
  pane.show_text(QStringLiteral("attempt 1"), R"({"items":[1,2)", 9'999'986);
  EXPECT_EQ(pane.notice().toStdString(), "The first 13 bytes of about 10.0 MB");
  QTest::mouseClick(&button(QStringLiteral("Show all of it")), Qt::LeftButton);
  EXPECT_EQ(wanted.count(), 1);
  pane.tell_reading();
  EXPECT_EQ(pane.notice().toStdString(), "Reading the whole payload");
  pane.show_payload(QStringLiteral("attempt 1"), payload(R"({"items":[1,2,3]})"));
  EXPECT_EQ(pane.notice(), QString());
  pane.show_text(QStringLiteral("attempt 1"), R"({"items":[1,2)", 9'999'986);
  EXPECT_EQ(pane.view().lines().rowCount(), 7) << "a refresh with the same beginning does not fold it up again";
}

// Ten megabytes, made ready elsewhere: showing, folding, searching and painting never hold the window up for long.
TEST_F(PayloadPaneTest, TenMegabytesDoNotHoldUpTheWindow) {
  std::string large = R"({"items":[)";
  while (large.size() < 10 << 20) large += R"({"sku":"KR-TUM-0481","quantity":2},)";
  large += R"({"sku":"the last"}]})";
  const auto made = payload(large);
  ASSERT_TRUE(made->is_json());
  EXPECT_GT(made->left_out, 0U) << "it has more lines than are kept";
  qint64 longest = 0;
  const auto timed = [&](auto&& act) {
    QElapsedTimer timer;
    timer.start();
    act();
    longest = std::max(longest, timer.elapsed());
  };
  timed([&] { pane.show_payload(QStringLiteral("attempt 1"), made); });
  EXPECT_TRUE(pane.notice().startsWith(QStringLiteral("The first 500,000 lines"))) << pane.notice().toStdString();
  timed([&] { pane.grab(); });
  pane.open_search();
  auto* field = pane.findChild<QLineEdit*>();
  timed([&] { field->setText(QStringLiteral("TUM")); });
  for (int i = 0; i < 500 && pane.search_state().contains(QStringLiteral("so far")); ++i) {
    timed([] { QApplication::processEvents(); });
  }
  EXPECT_EQ(pane.search_state().toStdString(), "line 1 of 125,000");
  timed([&] { pane.view().go_to_line(499'990); });
  timed([&] { pane.grab(); });
  timed([&] { pane.view().fold_all(true); });
  EXPECT_LT(longest, 1500) << "ms, with sanitizers on a busy machine; a release build takes a twentieth";
}

}  // namespace
}  // namespace saga::ui
