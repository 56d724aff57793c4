// SPDX-License-Identifier: GPL-3.0-or-later
// What one person may not do alone: the second person's part, in the drawer and in the dialog of a bulk action.
#include <QLineEdit>
#include <gmock/gmock.h>

#include "tests/ui/jobs/jobs_fixture.h"
#include "ui/widgets/reason_bar.h"

namespace saga::test {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using Decided = FakeAttachment::Decided;

class SecondPersonTest : public JobsFixture {
 protected:
  void SetUp() override {
    JobsFixture::SetUp();
    fill_jobs(*board, sample_now());
    fill_waiting_job(*board, *approvals, sample_now());
  }
  void open_as(const PlatformStatus& status) {
    open();
    connect_all();
    system.tell(status);
    jobs->show(kWaitingJob);
    settle();
  }
  ui::ReasonBar& bar() { return *drawer().findChild<ui::ReasonBar*>(); }
  QLineEdit& reason() { return *bar().findChild<QLineEdit*>(); }
  PlatformStatus approver() { return approver_status(clock.now()); }
  PlatformStatus asker() { return operator_status(clock.now()); }
  // The job was approved, begun and paused, and then its time ran out.
  void pause_until_it_ran_out() {
    Approval& approval = approvals->approvals.front();
    approval.status = ApprovalStatus::Approved;
    approval.decided_by = "park.minho";
    approval.decided_at = sample_now() - 20min;
    approval.decision = "as told";
    approval.expires_at = sample_now() - 5min;
    board->job(kWaitingJob).status = JobStatus::Paused;
    board->job(kWaitingJob).status_by = "kim.sujin";
  }
  std::string hash() { return approvals->approvals.front().set_hash; }
};

TEST_F(SecondPersonTest, LooksAtTheFrozenSetAndApprovesItByMouse) {
  open_as(approver());
  EXPECT_TRUE(reads(QStringLiteral("waits for a second person")));
  EXPECT_TRUE(reads(QStringLiteral("The 312 sagas below are frozen, set 91c0…3f2a")));
  EXPECT_TRUE(reads(QStringLiteral("for 12 min more")));
  EXPECT_EQ(jobs->items().rowCount(), 312);
  click(QStringLiteral("Approve…"));
  EXPECT_TRUE(bar().confirm().refused());
  EXPECT_TRUE(reads(QStringLiteral("Closed: a reason is needed")));
  reason().setText(QStringLiteral("the merchant has confirmed it"));
  click(QStringLiteral("Approve"), &bar());
  EXPECT_THAT(system.decisions,
              ElementsAre(Decided{ApprovalDecision::Approve, kWaitingJob, hash(), "the merchant has confirmed it"}));
}

TEST_F(SecondPersonTest, RefusesByKeyboardAndEnterNeverConfirms) {
  open_as(approver());
  QTest::keyClick(&drawer().list(), Qt::Key_N);
  ASSERT_EQ(QApplication::focusWidget(), &reason());
  QTest::keyClicks(&reason(), QStringLiteral("not these"));
  QTest::keyClick(&reason(), Qt::Key_Return);
  settle();
  EXPECT_THAT(system.decisions, IsEmpty());
  while (QApplication::focusWidget() != &bar().confirm()) {
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
  }
  QTest::keyClick(&bar().confirm(), Qt::Key_Return);
  settle();
  EXPECT_THAT(system.decisions, IsEmpty());
  QTest::keyClick(&bar().confirm(), Qt::Key_Space);
  settle();
  EXPECT_THAT(system.decisions, ElementsAre(Decided{ApprovalDecision::Refuse, kWaitingJob, hash(), "not these"}));
}

TEST_F(SecondPersonTest, IsNotWhoAskedForIt) {
  PlatformStatus both = asker();
  both.may_approve = true;
  open_as(both);
  EXPECT_TRUE(action(QStringLiteral("Approve…"))->refused());
  EXPECT_TRUE(action(QStringLiteral("Refuse…"))->refused());
  EXPECT_TRUE(reads(QStringLiteral("Closed: who asked for it cannot be the second person")));
  EXPECT_FALSE(action(QStringLiteral("Cancel…"))->refused()) << "it can be withdrawn";
}

TEST_F(SecondPersonTest, NeedsTheRole) {
  PlatformStatus other = asker();
  other.user = "lee.jiwon";
  open_as(other);
  EXPECT_TRUE(action(QStringLiteral("Approve…"))->refused());
  EXPECT_TRUE(reads(QStringLiteral("Closed: it needs the role saga_approver, yours is saga_operator")));
}

// The set that is approved is the one on the screen, even if the database has another by now.
TEST_F(SecondPersonTest, ApprovesWhatWasLookedAt) {
  open_as(approver());
  approvals->approvals.front().set_hash = "another";
  system.job_outcome = Refused{"the set has changed since it was looked at"};
  click(QStringLiteral("Approve…"));
  reason().setText(QStringLiteral("as told"));
  click(QStringLiteral("Approve"), &bar());
  ASSERT_EQ(system.decisions.size(), 1U);
  EXPECT_EQ(system.decisions.front().set_hash, board->job(kWaitingJob).set_hash);
  EXPECT_TRUE(reads(QStringLiteral("Approve: refused, nothing was changed")));
  EXPECT_TRUE(reads(QStringLiteral("the set has changed since it was looked at")));
}

TEST_F(SecondPersonTest, WhatTheySaidStaysWithTheJob) {
  open_as(asker());
  Approval& approval = approvals->approvals.front();
  approval.status = ApprovalStatus::Approved;
  approval.decided_by = "park.minho";
  approval.decided_at = sample_now();
  approval.decision = "the merchant has confirmed it";
  board->job(kWaitingJob).status = JobStatus::Running;
  ask_again();
  EXPECT_TRUE(reads(QStringLiteral("by park.minho: the merchant has confirmed it")));
  EXPECT_FALSE(action(QStringLiteral("Pause…"))->refused());
}

TEST_F(SecondPersonTest, WhoseTimeRanOutIsAskedAgain) {
  open_as(asker());
  board->job(kWaitingJob).status = JobStatus::Expired;
  approvals->approvals.front().status = ApprovalStatus::Expired;
  ask_again();
  EXPECT_TRUE(reads(QStringLiteral("not approved in time")));
  click(QStringLiteral("Ask again…"));
  reason().setText(QStringLiteral("it was lunch time"));
  click(QStringLiteral("Ask again"), &bar());
  EXPECT_THAT(system.asked_again, ElementsAre(kWaitingJob));
}

TEST_F(SecondPersonTest, IsNoOperatorBesides) {
  open_as(approver());
  EXPECT_FALSE(action(QStringLiteral("Approve…"))->refused());
  EXPECT_TRUE(action(QStringLiteral("Cancel…"))->refused()) << "the database would refuse it";
}

// Read back from the journal: another may have decided meanwhile. Seen red: with a row of anybody's.
TEST_F(SecondPersonTest, ALostAnswerIsReadBack) {
  system.job_outcome = OutcomeUnknown{Error{ErrorKind::InDoubt, "the connection was lost"}};
  open_as(approver());
  click(QStringLiteral("Approve…"));
  reason().setText(QStringLiteral("as told"));
  click(QStringLiteral("Approve"), &bar());
  EXPECT_TRUE(reads(QStringLiteral("Approve: the outcome is unknown")));
  Deed deed{.who = "choi.hana",
            .what = "APPROVE",
            .on_what = kWaitingJob,
            .why = "as told",
            .after = R"({"outcome": "ACCEPTED"})",
            .at = clock.now()};
  journal->write("approvals", deed);
  ask_again();
  EXPECT_TRUE(reads(QStringLiteral("Approve: the outcome is unknown")));
  deed.who = "park.minho";
  deed.after = R"({"outcome": "CONFLICT", "detail": "it is APPROVED since 02:44:20 UTC, by choi.hana"})";
  journal->write("approvals", deed);
  ask_again();
  EXPECT_FALSE(reads(QStringLiteral("Approve: the outcome is unknown")));
  EXPECT_TRUE(reads(QStringLiteral("Someone acted first, nothing was changed")));
  EXPECT_TRUE(reads(QStringLiteral("by choi.hana")));
}

// The database resumes nothing whose approval has run out: it has to be asked for again, and that has to be offered.
// Seen red: with Resume and Cancel as the only ways out.
TEST_F(SecondPersonTest, APausedJobWhoseApprovalRanOutIsAskedForAgain) {
  open_as(asker());
  pause_until_it_ran_out();
  ask_again();
  EXPECT_EQ(action(QStringLiteral("Resume…")), nullptr);
  EXPECT_FALSE(action(QStringLiteral("Cancel…"))->refused());
  EXPECT_EQ(jobs->closed_because(ui::JobAct::Resume).value_or(QString()).toStdString(),
            "its approval has run out, it can be asked for again");
  EXPECT_TRUE(reads(QStringLiteral("before the job goes on, it has to be asked for again")));
  click(QStringLiteral("Ask again…"));
  reason().setText(QStringLiteral("the bank took its time"));
  click(QStringLiteral("Ask again"), &bar());
  EXPECT_THAT(system.asked_again, ElementsAre(kWaitingJob));
}

TEST_F(SecondPersonTest, APausedJobWhoseApprovalHoldsIsResumed) {
  open_as(asker());
  pause_until_it_ran_out();
  approvals->approvals.front().expires_at = clock.now() + 5min;
  ask_again();
  EXPECT_NE(action(QStringLiteral("Resume…")), nullptr);
  EXPECT_EQ(jobs->closed_because(ui::JobAct::AskAgain).value_or(QString()).toStdString(),
            "nothing has to be asked again");
}

// Seen red: with Ask again as the only way out.
TEST_F(SecondPersonTest, WhatWasNotApprovedInTimeCanBeCancelled) {
  open_as(asker());
  board->job(kWaitingJob).status = JobStatus::Expired;
  approvals->approvals.front().status = ApprovalStatus::Expired;
  ask_again();
  EXPECT_EQ(jobs->closed_because(ui::JobAct::Resume).value_or(QString()).toStdString(),
            "it was not approved in time, it can be asked for again");
  click(QStringLiteral("Cancel…"));
  reason().setText(QStringLiteral("not any more"));
  click(QStringLiteral("Cancel the job"), &bar());
  EXPECT_THAT(system.job_changes,
              ElementsAre(FakeAttachment::JobChanged{JobChange::Cancel, kWaitingJob, "not any more"}));
}

TEST_F(SecondPersonTest, IsCountedApartFromWhatRuns) {
  open_as(asker());
  EXPECT_TRUE(reads(QStringLiteral("1 running · 1 waiting · 1 paused")));
}

TEST_F(SecondPersonTest, ThatOneIsWaitedForShowsInTheBar) {
  open();
  connect_all();
  board->jobs.resize(1);
  ask_again();
  EXPECT_EQ(button().text().toStdString(), "Compensate 312 sagas, waits for a second person");
}

TEST_F(SecondPersonTest, IsAnnouncedBeforeTheJobIsMade) {
  board->frozen.preview.parts = {{"", "PaymentSaga", "StockConfirmation", 312, {1'000, "KRW"}}};
  board->frozen.preview.sagas = 312;
  board->frozen.targets = std::make_shared<const std::string>(std::string(kStuckId) + ":7");
  open();
  connect_all();
  sagas->choose_all();
  settle();
  sagas->want_bulk(Action::Compensate);
  settle();
  EXPECT_TRUE(
      reads(QStringLiteral("One person alone may do at most 100. These will wait, at most 15 min, until a "
                           "second person approves them.")));
  bulk->close();
  sagas->want_bulk(Action::Retry);
  settle();
  EXPECT_FALSE(reads(QStringLiteral("One person alone"))) << "a retry has no limit";
}

}  // namespace
}  // namespace saga::test
