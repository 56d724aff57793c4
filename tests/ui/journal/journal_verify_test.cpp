// SPDX-License-Identifier: GPL-3.0-or-later
// The chains' verification in the window: its progress, a sound end, and each kind of tampering.
#include <gmock/gmock.h>

#include "tests/ui/journal/journal_fixture.h"
#include "ui/journal/chain_bar.h"

namespace saga::test {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using State = ui::JournalVerification::State;

class JournalVerifyTest : public JournalFixture {
 protected:
  void SetUp() override {
    JournalFixture::SetUp();
    fill_journal(*journal, sample_now(), 40);
  }
  std::string title() { return page->chain().title().toStdString(); }
  std::string detail() { return page->chain().detail().toStdString(); }
};

TEST_F(JournalVerifyTest, SoundChainsAreSaidToBeSoWithWhatWasCompared) {
  kept.anchors = {journal->anchor("sagas"), journal->anchor("jobs")};
  open();
  connect_all();
  EXPECT_EQ(title(), "The chains are not verified yet");
  click(QStringLiteral("Verify 48 rows"));
  EXPECT_EQ(controller->verification().state, State::Sound);
  EXPECT_EQ(title(), "Sound");
  EXPECT_THAT(detail(), HasSubstr("48 rows in 4 chains"));
  EXPECT_THAT(detail(), HasSubstr("2 positions kept on this machine agree"));
  journal->write("sagas", {.kind = "REQUESTED", .who = "kim.sujin", .what = "NOTE", .on_what = "x", .at = clock.now()});
  ask_again();
  EXPECT_THAT(detail(), HasSubstr("1 written since"));
}

TEST_F(JournalVerifyTest, WithoutPositionsOfItsOwnItSaysWhatItCannotNotice) {
  open();
  connect_all();
  QTest::keyClick(&page->view(), Qt::Key_V);
  settle();
  EXPECT_EQ(title(), "Sound");
  EXPECT_THAT(detail(), HasSubstr("no position was kept on this machine"));
}

TEST_F(JournalVerifyTest, ProgressIsShownAndItCanBeStopped) {
  fill_journal(*journal, sample_now(), 12'000);
  open();
  connect_all();
  system.hold = true;
  QTest::keyClick(&page->view(), Qt::Key_V);
  settle();
  EXPECT_EQ(title(), "Verifying");
  system.release();
  settle();
  EXPECT_EQ(controller->verification().state, State::Running);
  EXPECT_GT(controller->verification().rows, 0);
  EXPECT_LT(controller->verification().rows, controller->verification().of);
  click(QStringLiteral("Stop"));
  EXPECT_EQ(controller->verification().state, State::NotYet);
  system.hold = false;
  system.release();
  settle();
  EXPECT_EQ(controller->verification().state, State::NotYet) << "what was given up came back";
}

TEST_F(JournalVerifyTest, AChangedRowIsNamedMarkedAndShown) {
  journal->row("sagas", 42).why = "nothing of the kind";
  open();
  connect_all();
  click(QStringLiteral("Verify"));
  EXPECT_EQ(controller->verification().state, State::Broken);
  EXPECT_EQ(title(), "Broken at row 42 of sagas");
  EXPECT_EQ(controller->badge().text, QStringLiteral("1"));
  ASSERT_TRUE(controller->looked_at());
  EXPECT_EQ(controller->looked_at()->seq, 42);
  EXPECT_NE(controller->model().breach_of(*controller->looked_at()), nullptr);
  controller->look_away();
  QTest::keyClick(&page->view(), Qt::Key_B);
  settle();
  ASSERT_TRUE(controller->looked_at());
  EXPECT_EQ(controller->looked_at()->seq, 42);
}

// Seen red when a verification forgot at its beginning what the one before it had found.
TEST_F(JournalVerifyTest, LookingAgainDoesNotTakeBackWhatWasFound) {
  journal->row("sagas", 42).why = "nothing of the kind";
  open();
  connect_all();
  click(QStringLiteral("Verify"));
  ASSERT_EQ(controller->verification().state, State::Broken);
  system.hold = true;
  click(QStringLiteral("Verify again"));
  ASSERT_EQ(controller->verification().state, State::Running);
  EXPECT_EQ(controller->badge().text, QStringLiteral("1"));
  click(QStringLiteral("Stop"));
  system.hold = false;
  system.release();
  settle();
  EXPECT_EQ(title(), "Broken at row 42 of sagas");
  journal->error = Error{ErrorKind::Connection, "connection refused"};
  click(QStringLiteral("Verify again"));
  EXPECT_EQ(title(), "Broken at row 42 of sagas");
  EXPECT_THAT(detail(), HasSubstr("looking again failed: connection refused"));
  EXPECT_EQ(controller->badge().text, QStringLiteral("1"));
}

TEST_F(JournalVerifyTest, ARowThatIsGoneIsSaidToBeGone) {
  journal->remove("sagas", 41);
  open();
  connect_all();
  click(QStringLiteral("Verify"));
  EXPECT_EQ(title(), "Broken at row 41 of sagas");
  EXPECT_TRUE(reads(QStringLiteral("Row 41 of sagas is not there")));
}

TEST_F(JournalVerifyTest, ATailThatWasCutWithItsNoteIsFoundByWhatWasKept) {
  kept.anchors = {journal->anchor("sagas")};
  journal->cut_after("sagas", 30);
  open();
  connect_all();
  click(QStringLiteral("Verify"));
  EXPECT_EQ(title(), "Broken at row 31 of sagas");
}

TEST_F(JournalVerifyTest, AFailureIsNotTakenForASoundEnd) {
  open();
  connect_all();
  journal->error = Error{ErrorKind::Connection, "connection refused"};
  click(QStringLiteral("Verify"));
  EXPECT_EQ(controller->verification().state, State::Failed);
  EXPECT_THAT(detail(), HasSubstr("connection refused"));
}

}  // namespace
}  // namespace saga::test
