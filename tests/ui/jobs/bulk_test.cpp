// SPDX-License-Identifier: GPL-3.0-or-later
// A bulk action from the selection to the job, by mouse and by keyboard.
#include <QCheckBox>
#include <QLineEdit>
#include <QSpinBox>
#include <gmock/gmock.h>

#include "backend/ports/saga_selection.h"
#include "tests/ui/jobs/jobs_fixture.h"
#include "ui/jobs/bulk_figures.h"
#include "ui/sagas/selection_strip.h"

namespace saga::test {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using Stage = ui::BulkController::Stage;

// The frozen set of the pictures: 1,284 sagas, 29 of them refused.
FrozenPreview sample_frozen() {
  FrozenPreview frozen;
  frozen.preview.parts = {
      {"", "PaymentSaga", "StockConfirmation", 1200, {186'402'300, "KRW"}},
      {"", "PaymentSaga", "PaymentCreation", 55, {411'820, "USD"}},
      {"the saga has ended, nothing is left to do", "PaymentSaga", "PaymentCreation", 24, {0, "KRW"}},
      {"compensation is under way, retry continues it", "PaymentSaga", "StockConfirmation", 5, {0, "KRW"}}};
  frozen.preview.sagas = 1284;
  frozen.preview.set_hash = "7f3a0000000000000000000000000000000000000000000000000000000c91e";
  frozen.preview.sample = {kStuckId};
  frozen.preview.server_now = sample_now();
  frozen.targets = std::make_shared<const std::string>(std::string(kStuckId) + ":7," + kNeedsAttentionId + ":12");
  frozen.examples = {kStuckId, kCompensatedId};
  return frozen;
}

class BulkTest : public JobsFixture {
 protected:
  void SetUp() override {
    JobsFixture::SetUp();
    board->frozen = sample_frozen();
  }
  void ask(Action action) {
    open();
    connect_all();
    sagas->choose_all();
    settle();
    sagas->want_bulk(action);
    settle();
    ASSERT_TRUE(dialog().isVisible());
  }
};

TEST_F(BulkTest, TheButtonSaysVerbAndCountAndWhatWouldBecomeOfThem) {
  ask(Action::Retry);
  EXPECT_EQ(dialog().confirm().text().toStdString(), "Retry 1,284 sagas");
  EXPECT_TRUE(reads(QStringLiteral("Retry 1,284 sagas in PRODUCTION")));
  EXPECT_TRUE(reads(QStringLiteral("ids and versions, set 7f3a…c91e")));
  const auto& figures = dialog().findChild<ui::BulkFigures*>()->figures();
  ASSERT_THAT(figures, SizeIs(4));
  EXPECT_EQ(figures[0].number.toStdString(), "1,255");
  EXPECT_EQ(figures[1].number.toStdString(), "29");
  EXPECT_EQ(figures[2].number.toStdString(), "186,402,300");
  EXPECT_EQ(figures[3].number.toStdString(), "4,118.20");
  EXPECT_TRUE(reads(QStringLiteral("24 refused: the saga has ended, nothing is left to do")));
  EXPECT_TRUE(reads(QStringLiteral("5 refused: compensation is under way, retry continues it")));
  EXPECT_TRUE(reads(QStringLiteral("It is not taken back, only compensated later.")));
  ASSERT_EQ(dialog().sample().rowCount(), 2);
  const ui::BulkLine& first = dialog().sample().line(0);
  EXPECT_EQ(first.saga, kStuckId);
  EXPECT_THAT(first.what.toStdString(), HasSubstr("StockConfirmation"));
  EXPECT_EQ(first.amount.toStdString(), "128,000");
  EXPECT_TRUE(dialog().sample().line(1).refused);
}

TEST_F(BulkTest, TheJobTakesTheVeryIdsAndVersionsThatWereFrozen) {
  ask(Action::Retry);
  dialog().reason().setText(QStringLiteral(" INC-2291 "));
  dialog().rate().setValue(50);
  dialog().limit().setValue(2);
  Job created{.id = "x",
              .action = Action::Retry,
              .status = JobStatus::Running,
              .counts = {.requested = 1284, .remaining = 1284}};
  QTest::mouseClick(&dialog().confirm(), Qt::LeftButton);
  ASSERT_THAT(system.job_orders, SizeIs(1));
  const JobOrder& order = system.job_orders[0];
  EXPECT_EQ(order.action, Action::Retry);
  EXPECT_EQ(order.reason, "INC-2291");
  EXPECT_EQ(order.expected_hash, board->frozen.preview.set_hash);
  ASSERT_TRUE(order.targets);
  EXPECT_EQ(*order.targets, *board->frozen.targets);
  EXPECT_EQ(order.rate, 50);
  EXPECT_TRUE(order.ramped);
  EXPECT_EQ(order.failure_limit, 2);
  created.id = order.id;
  board->jobs = {created};
  settle();
  EXPECT_EQ(bulk->stage(), Stage::Closed);
  EXPECT_FALSE(dialog().isVisible());
  EXPECT_TRUE(drawer().isVisible()) << "progress is shown where one looks next";
  ASSERT_NE(jobs->selected(), nullptr);
  EXPECT_EQ(jobs->selected()->id, order.id);
}

TEST_F(BulkTest, WhatComesLaterIsCountedAndNotTouched) {
  ask(Action::Retry);
  // Of the sagas of the sample only two were frozen.
  ASSERT_TRUE(turns([this] { return bulk->newer().has_value(); }));
  EXPECT_EQ(*bulk->newer(), static_cast<std::int64_t>(system.sagas.size()) - 2);
  EXPECT_TRUE(reads(QStringLiteral("since you opened this, not touched")));
  EXPECT_EQ(dialog().confirm().text().toStdString(), "Retry 1,284 sagas") << "the count is frozen";
  board->frozen.preview.sagas = 1342;
  click(QStringLiteral("Look again"), &dialog());
  EXPECT_EQ(dialog().confirm().text().toStdString(), "Retry 1,342 sagas");
  ASSERT_THAT(board->frozen_of, SizeIs(2));
  EXPECT_TRUE(board->frozen_of[0].to) << "as it was chosen";
  EXPECT_FALSE(board->frozen_of[1].to) << "as it is now";
}

TEST_F(BulkTest, RowsThatWereChosenOneByOneAreMeantAndNothingElse) {
  open();
  connect_all();
  sagas->choose_rows(0, 2);
  settle();
  QTest::keyClick(&table(), Qt::Key_R, Qt::ShiftModifier);
  settle();
  ASSERT_TRUE(dialog().isVisible());
  ASSERT_THAT(board->frozen_of, SizeIs(1));
  ASSERT_TRUE(board->frozen_of[0].among);
  EXPECT_THAT(*board->frozen_of[0].among, SizeIs(3));
  EXPECT_TRUE(reads(QStringLiteral("3 chosen one by one")));
  EXPECT_FALSE(sagas->chosen_now()) << "nothing can come to what was named";
}

TEST_F(BulkTest, TheStripAsksByMouse) {
  open();
  connect_all();
  sagas->choose_all();
  sagas->model().choose(2, false);
  settle();
  click(QStringLiteral("Compensate…"), window->findChild<ui::SelectionStrip*>());
  ASSERT_TRUE(dialog().isVisible());
  EXPECT_EQ(bulk->action(), Action::Compensate);
  EXPECT_THAT(board->frozen_of[0].except, SizeIs(1));
}

TEST_F(BulkTest, EnterNeverConfirmsAndTheKeyboardStaysInside) {
  ask(Action::Retry);
  ASSERT_EQ(QApplication::focusWidget(), &dialog().reason()) << "no button is the default";
  QTest::keyClicks(&dialog().reason(), QStringLiteral("INC-2291"));
  QTest::keyClick(&dialog().reason(), Qt::Key_Return);
  settle();
  EXPECT_THAT(system.job_orders, IsEmpty()) << "Enter in the field";
  bool on_confirm = false;
  for (int i = 0; i < 20; ++i) {
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    ASSERT_TRUE(dialog().isAncestorOf(QApplication::focusWidget())) << "Tab left the dialog";
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    settle();
    EXPECT_THAT(system.job_orders, IsEmpty()) << "Enter";
    on_confirm = on_confirm || QApplication::focusWidget() == &dialog().confirm();
  }
  EXPECT_TRUE(on_confirm) << "the button cannot be reached by keyboard";
  while (QApplication::focusWidget() != &dialog().confirm()) QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
  QTest::keyClick(&dialog().confirm(), Qt::Key_Space);
  settle();
  EXPECT_THAT(system.job_orders, SizeIs(1));
}

TEST_F(BulkTest, InProductionACompensationOfManyIsTyped) {
  ask(Action::Compensate);
  dialog().reason().setText(QStringLiteral("INC-2291"));
  EXPECT_TRUE(reads(QStringLiteral("Type compensate 1284 production")));
  EXPECT_TRUE(dialog().confirm().refused());
  EXPECT_TRUE(reads(QStringLiteral("Closed: the text is not typed yet")));
  for (const char* wrong : {"compensate 1284", "Compensate 1284 production", "compensate 1284 production ",
                            "retry 1284 production", "compensate 1283 production"}) {
    dialog().typed().setText(QString::fromLatin1(wrong));
    EXPECT_TRUE(dialog().confirm().refused()) << wrong;
  }
  QTest::mouseClick(&dialog().confirm(), Qt::LeftButton);
  settle();
  EXPECT_THAT(system.job_orders, IsEmpty());
  dialog().typed().setText(QStringLiteral("compensate 1284 production"));
  EXPECT_FALSE(dialog().confirm().refused()) << dialog().confirm().refusal_reason().toStdString();
  EXPECT_TRUE(reads(QStringLiteral("3 of 3 met")));
  QTest::mouseClick(&dialog().confirm(), Qt::LeftButton);
  settle();
  EXPECT_THAT(system.job_orders, SizeIs(1));
}

TEST_F(BulkTest, WhatWasTypedForOneSetIsNotTakenForAnother) {
  ask(Action::Compensate);
  dialog().reason().setText(QStringLiteral("INC-2291"));
  dialog().typed().setText(QStringLiteral("compensate 1284 production"));
  bulk->freeze_again();
  settle();
  EXPECT_TRUE(dialog().typed().text().isEmpty());
  EXPECT_EQ(dialog().reason().text().toStdString(), "INC-2291") << "the reason stays";
}

TEST_F(BulkTest, ElsewhereItIsNotTyped) {
  open(ui::Environment::Staging);
  connect_all();
  sagas->choose_all();
  sagas->want_bulk(Action::Compensate);
  settle();
  dialog().reason().setText(QStringLiteral("a try"));
  EXPECT_FALSE(dialog().typed().isVisible());
  EXPECT_FALSE(dialog().confirm().refused());
}

TEST_F(BulkTest, ResolveNeedsEvidence) {
  ask(Action::Resolve);
  dialog().reason().setText(QStringLiteral("settled by the bank"));
  EXPECT_TRUE(dialog().confirm().refused());
  EXPECT_TRUE(reads(QStringLiteral("Closed: evidence is needed")));
  dialog().evidence().setText(QStringLiteral("bank statement 2026-03-11"));
  QTest::mouseClick(&dialog().confirm(), Qt::LeftButton);
  settle();
  ASSERT_THAT(system.job_orders, SizeIs(1));
  EXPECT_EQ(system.job_orders[0].evidence, "bank statement 2026-03-11");
}

TEST_F(BulkTest, WhereAllAreRefusedItSaysSoAndStaysClosed) {
  board->frozen.preview.parts.erase(board->frozen.preview.parts.begin(), board->frozen.preview.parts.begin() + 2);
  board->frozen.preview.sagas = 29;
  ask(Action::Retry);
  dialog().reason().setText(QStringLiteral("INC-2291"));
  EXPECT_TRUE(dialog().confirm().refused());
  EXPECT_TRUE(reads(QStringLiteral("Closed: it is refused for every one of them")));
}

TEST_F(BulkTest, EscapeLeavesEverythingAsItIs) {
  ask(Action::Retry);
  QTest::keyClick(&dialog().reason(), Qt::Key_Escape);
  settle();
  EXPECT_FALSE(dialog().isVisible());
  EXPECT_THAT(system.job_orders, IsEmpty());
  EXPECT_FALSE(sagas->selection().empty()) << "the selection stays";
}

TEST_F(BulkTest, ARefusalIsShownAndThePreviewIsReadAgain) {
  system.job_outcome = Refused{"above the threshold a second person is needed"};
  ask(Action::Retry);
  dialog().reason().setText(QStringLiteral("INC-2291"));
  QTest::mouseClick(&dialog().confirm(), Qt::LeftButton);
  settle();
  EXPECT_TRUE(reads(QStringLiteral("No job was created")));
  EXPECT_TRUE(reads(QStringLiteral("above the threshold a second person is needed")));
  EXPECT_TRUE(dialog().confirm().refused());
  bulk->freeze_again();
  settle();
  EXPECT_FALSE(dialog().confirm().refused());
}

// Seen red: with a dialog that keeps the keyboard in its fields while it is hidden.
TEST_F(BulkTest, TheKeyboardGoesBackToWhereItWas) {
  open();
  connect_all();
  sagas->choose_rows(0, 2);
  table().setFocus();
  settle();
  for (int time = 0; time < 2; ++time) {
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_R, Qt::ShiftModifier);
    settle();
    ASSERT_TRUE(dialog().isVisible()) << time;
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    settle();
    ASSERT_FALSE(dialog().isVisible()) << time;
    ASSERT_EQ(QApplication::focusWidget(), &table()) << time;
  }
}

// Seen red: with a dialog that keeps nothing but Tab inside.
TEST_F(BulkTest, NoKeyOfTheWindowReachesWhatIsShaded) {
  ask(Action::Retry);
  bool unlocked = false;
  window->set_lock([&](bool unlock) { unlocked = unlock; });
  PlatformStatus locked = operator_status(clock.now());
  locked.writing = Writing::Locked;
  system.tell(locked);
  settle();
  QTest::keyClick(&dialog().reason(), Qt::Key_J, Qt::ControlModifier);
  QTest::keyClick(&dialog().confirm(), Qt::Key_J, Qt::ControlModifier);
  settle();
  EXPECT_FALSE(drawer().isVisible());
  QTest::keyClick(&dialog().reason(), Qt::Key_K, Qt::ControlModifier);
  settle();
  EXPECT_TRUE(dialog().isAncestorOf(QApplication::focusWidget())) << "the palette has the keyboard";
  for (const auto& [key, held] : {std::pair(Qt::Key_F12, Qt::NoModifier), std::pair(Qt::Key_U, Qt::ControlModifier)}) {
    QKeyEvent event(QEvent::ShortcutOverride, key, held);
    event.ignore();
    QApplication::sendEvent(&dialog(), &event);
    EXPECT_FALSE(event.isAccepted()) << key << ": the rollback and the lock are in reach";
  }
  QTest::keyClick(&dialog().reason(), Qt::Key_U, Qt::ControlModifier);
  settle();
  EXPECT_TRUE(unlocked);
}

// Seen red: with another action that takes the place of the one that is open, and its reason.
TEST_F(BulkTest, OneActionAtATimeAndEachBeginsWithEmptyFields) {
  ask(Action::Retry);
  dialog().reason().setText(QStringLiteral("INC-2291"));
  sagas->want_bulk(Action::Compensate);
  settle();
  EXPECT_EQ(bulk->action(), Action::Retry);
  EXPECT_THAT(board->frozen_of, SizeIs(1));
  EXPECT_EQ(dialog().reason().text().toStdString(), "INC-2291");
  bulk->close();
  sagas->want_bulk(Action::Compensate);
  settle();
  EXPECT_EQ(bulk->action(), Action::Compensate);
  EXPECT_EQ(dialog().reason().text().toStdString(), "");
}

TEST_F(BulkTest, TheLockOverWritingShowsAtOnce) {
  ask(Action::Retry);
  dialog().reason().setText(QStringLiteral("INC-2291"));
  ASSERT_FALSE(dialog().confirm().refused());
  PlatformStatus locked = operator_status(clock.now());
  locked.writing = Writing::Locked;
  system.tell(locked);
  settle();
  EXPECT_TRUE(dialog().confirm().refused());
}

// Seen red: with a dialog that stays for as long as the outage does.
TEST_F(BulkTest, AnUnknownOutcomeIsReadBackAlsoWhenItIsPutAway) {
  system.job_outcome = OutcomeUnknown{Error{ErrorKind::InDoubt, "the connection was lost"}};
  ask(Action::Retry);
  dialog().reason().setText(QStringLiteral("INC-2291"));
  QTest::mouseClick(&dialog().confirm(), Qt::LeftButton);
  settle();
  EXPECT_EQ(bulk->stage(), Stage::Unknown);
  EXPECT_TRUE(dialog().confirm().refused());
  EXPECT_TRUE(reads(QStringLiteral("It is read back, also when this is put away")));
  click(QStringLiteral("Put away"), &dialog());
  EXPECT_FALSE(dialog().isVisible()) << "the outage may last, and the pages are needed";
  EXPECT_EQ(bulk->stage(), Stage::Unknown);
  sagas->want_bulk(Action::Retry);
  settle();
  EXPECT_TRUE(dialog().isVisible()) << "no other before this one is known";
  EXPECT_THAT(system.job_orders, SizeIs(1));
  QTest::keyClick(&dialog(), Qt::Key_Escape);
  settle();
  EXPECT_FALSE(dialog().isVisible());
  board->jobs = {Job{.id = system.job_orders[0].id, .status = JobStatus::Running}};
  EXPECT_TRUE(turns([this] { return bulk->stage() == Stage::Closed; }));
  EXPECT_TRUE(drawer().isVisible()) << "what became of it is shown";
  EXPECT_THAT(system.job_orders, SizeIs(1)) << "nothing was sent twice";
}

TEST_F(BulkTest, WhatWasPutAwayComesBackWithWhatBecameOfIt) {
  system.job_outcome = OutcomeUnknown{Error{ErrorKind::InDoubt, "the connection was lost"}};
  ask(Action::Retry);
  dialog().reason().setText(QStringLiteral("INC-2291"));
  QTest::mouseClick(&dialog().confirm(), Qt::LeftButton);
  settle();
  bulk->close();
  settle();
  ASSERT_FALSE(dialog().isVisible());
  QWidget armed(window.get());  // over the pages, as the rollback's panel is
  armed.show();
  armed.raise();
  clock.turn(31s);
  EXPECT_TRUE(turns([this] { return dialog().isVisible(); }));
  EXPECT_TRUE(reads(QStringLiteral("the request never arrived, no job was created")));
  window->resize(1300, 800);
  settle();
  EXPECT_EQ(window->children().last(), &armed) << "it is covered";
}

TEST_F(BulkTest, ARequestThatNeverArrivedIsSaidToBeSo) {
  system.job_outcome = OutcomeUnknown{Error{ErrorKind::InDoubt, "the connection was lost"}};
  ask(Action::Retry);
  dialog().reason().setText(QStringLiteral("INC-2291"));
  QTest::mouseClick(&dialog().confirm(), Qt::LeftButton);
  settle();
  clock.turn(31s);
  EXPECT_TRUE(turns([this] { return bulk->stage() == Stage::Refused; }));
  EXPECT_TRUE(reads(QStringLiteral("the request never arrived, no job was created")));
}

TEST_F(BulkTest, AViewerCannotAskAndIsToldWhy) {
  open();
  connect_all();
  PlatformStatus viewer = operator_status(clock.now());
  viewer.role = "saga_viewer";
  viewer.may_retry = viewer.may_compensate = false;
  system.tell(viewer);
  sagas->choose_all();
  settle();
  ASSERT_NE(action(QStringLiteral("Retry…"), window->findChild<ui::SelectionStrip*>()), nullptr);
  EXPECT_TRUE(action(QStringLiteral("Retry…"), window->findChild<ui::SelectionStrip*>())->refused());
  EXPECT_THAT(window->findChild<ui::SelectionStrip*>()->detail().toStdString(),
              HasSubstr("Closed: it needs the role saga_operator, yours is saga_viewer"));
  QTest::keyClick(&table(), Qt::Key_R, Qt::ShiftModifier);
  settle();
  EXPECT_FALSE(dialog().isVisible());
}

}  // namespace
}  // namespace saga::test
