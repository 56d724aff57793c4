// SPDX-License-Identifier: GPL-3.0-or-later
// Jobs in the window: told in its bar, followed in the drawer, paused, resumed and cancelled by mouse and by keyboard.
#include <QFile>
#include <QLineEdit>
#include <QTemporaryDir>
#include <gmock/gmock.h>

#include "tests/ui/jobs/jobs_fixture.h"
#include "ui/jobs/counts_panel.h"
#include "ui/jobs/item_view.h"
#include "ui/jobs/job_words.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/reason_bar.h"

namespace saga::test {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using JobChanged = FakeAttachment::JobChanged;

class JobsDrawerTest : public JobsFixture {
 protected:
  void SetUp() override {
    JobsFixture::SetUp();
    fill_jobs(*board, sample_now());
  }
  void open_drawer() {
    open();
    connect_all();
    QTest::keyClick(window.get(), Qt::Key_J, Qt::ControlModifier);
    settle();
    ASSERT_TRUE(drawer().isVisible());
  }
  ui::ReasonBar& bar() { return *drawer().findChild<ui::ReasonBar*>(); }
  QLineEdit& reason() { return *bar().findChild<QLineEdit*>(); }
  ui::Chip* chip(const QString& words) {
    for (auto* found : drawer().findChildren<ui::Chip*>()) {
      if (found->text() == words) return found;
    }
    return nullptr;
  }
  // Asks for it and keeps the answer back: call what is returned once it may arrive.
  std::function<void()> act_held(ui::JobAct act, const char* why) {
    system.hold = true;
    jobs->act(act, QString::fromLatin1(why));
    system.hold = false;
    auto answer = std::move(system.held.back());
    system.held.pop_back();
    settle();
    return answer;
  }
  void act_in_doubt(ui::JobAct act) {
    system.job_outcome = OutcomeUnknown{Error{ErrorKind::InDoubt, "the connection was lost"}};
    jobs->act(act, QStringLiteral("look first"));
    settle();
    ASSERT_TRUE(reads(QStringLiteral("the outcome is unknown")));
  }
  // What the database writes down with an act of ours.
  void note(const char* what, const char* on_what, const char* after) {
    journal->write(
        "jobs",
        {.who = "kim.sujin", .what = what, .on_what = on_what, .why = "look first", .after = after, .at = clock.now()});
  }
  std::string listed(int row) { return drawer().list().model()->index(row, 0).data().toString().toStdString(); }
};

TEST_F(JobsDrawerTest, TheBarSaysWhatRunsAndLeadsToTheDrawer) {
  open();
  connect_all();
  EXPECT_EQ(button().text().toStdString(), "2 jobs") << "the one that runs, and the one that waits for a person";
  board->jobs.erase(board->jobs.begin() + 1);
  ask_again();
  EXPECT_EQ(button().text().toStdString(), "Retry 1,284 sagas");
  EXPECT_EQ(button().accessibleName().toStdString(), "Retry 1,284 sagas, 53 % settled");
  EXPECT_FALSE(drawer().isVisible());
  QTest::mouseClick(&button(), Qt::LeftButton);
  settle();
  EXPECT_TRUE(drawer().isVisible());
  QTest::keyClick(&drawer().list(), Qt::Key_Escape);
  settle();
  EXPECT_FALSE(drawer().isVisible());
}

TEST_F(JobsDrawerTest, ItsCountsAddUpToWhatWasRequested) {
  open_drawer();
  ASSERT_NE(jobs->selected(), nullptr);
  EXPECT_EQ(jobs->selected()->id, kRunningJob);
  EXPECT_EQ(chip(QStringLiteral("applied"))->count(), QStringLiteral("655"));
  EXPECT_EQ(chip(QStringLiteral("refused"))->count(), QStringLiteral("24"));
  EXPECT_EQ(chip(QStringLiteral("conflicted"))->count(), QStringLiteral("9"));
  EXPECT_EQ(chip(QStringLiteral("unverified"))->count(), QStringLiteral("2"));
  EXPECT_EQ(chip(QStringLiteral("remaining"))->count(), QStringLiteral("594"));
  EXPECT_EQ(drawer().panel().counts().sum().toStdString(), "sum 1,284 = requested");
  EXPECT_TRUE(reads(QStringLiteral("of 1,284 settled, 53 %")));
  EXPECT_TRUE(
      reads(QStringLiteral("12 of those applied are in trouble again · 41 of those remaining are on their way")));
  JobCounts wrong = board->job(kRunningJob).counts;
  wrong.applied -= 4;
  board->job(kRunningJob).counts = wrong;
  ask_again();
  EXPECT_EQ(drawer().panel().counts().sum().toStdString(), "does not add up: 1,280 of 1,284 requested");
}

TEST_F(JobsDrawerTest, AJobOfAnotherConsoleAppearsAndTheChosenOneStays) {
  open_drawer();
  Job other = board->job(kFinishedJob);
  other.id = "e0000000-0000-4000-8000-000000000001";
  other.requested_by = "sagactl-user";
  other.requested_at = clock.now();
  board->jobs.insert(board->jobs.begin(), other);
  ask_again();
  EXPECT_THAT(listed(0), HasSubstr("sagactl-user"));
  EXPECT_EQ(jobs->selected()->id, kRunningJob);
  EXPECT_EQ(drawer().list().currentIndex().row(), 1);
}

TEST_F(JobsDrawerTest, ItSaysWhatDrivesAndWhatStopsAJob) {
  open_drawer();
  EXPECT_TRUE(reads(QStringLiteral("at most 50/s")));
  EXPECT_TRUE(reads(QStringLiteral("Breaker pauses above 10 % in trouble again or unverified, now 2.1 %")));
  for (int i = 0; i < 4; ++i) {
    board->job(kRunningJob).counts.applied += 48;
    board->job(kRunningJob).counts.remaining -= 48;
    ask_again();
  }
  EXPECT_TRUE(reads(QStringLiteral("Rate 48/s, at most 50/s")));
  EXPECT_TRUE(reads(QStringLiteral("left at this rate")));
  jobs->select(kStoppedJob);
  settle();
  EXPECT_TRUE(reads(QStringLiteral("paused by the breaker")));
  EXPECT_TRUE(reads(QStringLiteral("by the breaker: 3 of the last 10 were in trouble again")));
  EXPECT_TRUE(reads(QStringLiteral("▸ 10")));
}

TEST_F(JobsDrawerTest, ItIsPausedByMouseWithAReason) {
  open_drawer();
  click(QStringLiteral("Pause…"));
  EXPECT_TRUE(bar().confirm().refused());
  EXPECT_TRUE(reads(QStringLiteral("Closed: a reason is needed")));
  reason().setText(QStringLiteral("  look at the bank first "));
  click(QStringLiteral("Pause"), &bar());
  EXPECT_THAT(system.job_changes, ElementsAre(JobChanged{JobChange::Pause, kRunningJob, "look at the bank first"}));
  EXPECT_FALSE(bar().isVisible());
}

TEST_F(JobsDrawerTest, TheSameByKeyboardAndEnterNeverConfirms) {
  open_drawer();
  QTest::keyClick(&drawer().list(), Qt::Key_X);
  ASSERT_EQ(QApplication::focusWidget(), &reason());
  QTest::keyClicks(&reason(), QStringLiteral("not these"));
  QTest::keyClick(&reason(), Qt::Key_Return);
  settle();
  EXPECT_THAT(system.job_changes, IsEmpty()) << "Enter in the field";
  while (QApplication::focusWidget() != &bar().confirm()) {
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
  }
  QTest::keyClick(&bar().confirm(), Qt::Key_Return);
  settle();
  EXPECT_THAT(system.job_changes, IsEmpty()) << "Enter on the button";
  QTest::keyClick(&bar().confirm(), Qt::Key_Space);
  settle();
  EXPECT_THAT(system.job_changes, ElementsAre(JobChanged{JobChange::Cancel, kRunningJob, "not these"}));
}

TEST_F(JobsDrawerTest, WhatThePausedJobNeedsIsResume) {
  open_drawer();
  jobs->select(kStoppedJob);
  settle();
  click(QStringLiteral("Resume…"));
  reason().setText(QStringLiteral("the bank is back"));
  click(QStringLiteral("Resume"), &bar());
  EXPECT_THAT(system.job_changes, ElementsAre(JobChanged{JobChange::Resume, kStoppedJob, "the bank is back"}));
}

TEST_F(JobsDrawerTest, AConflictNamesWhoWasFaster) {
  system.job_outcome = Conflict{"it is PAUSED since 02:44:20 UTC, by lee.jiwon"};
  open_drawer();
  click(QStringLiteral("Pause…"));
  reason().setText(QStringLiteral("look first"));
  click(QStringLiteral("Pause"), &bar());
  EXPECT_TRUE(reads(QStringLiteral("Someone acted first, nothing was changed")));
  EXPECT_TRUE(reads(QStringLiteral("by lee.jiwon")));
}

// What became of one is neither taken for the other nor lost while the other is looked at. Seen red: with an answer
// that was taken for the job that is looked at when it arrives.
TEST_F(JobsDrawerTest, EachJobHasTheOutcomeOfItsOwnAct) {
  open_drawer();
  const auto first = act_held(ui::JobAct::Pause, "look first");
  jobs->select(kStoppedJob);
  settle();
  const auto second = act_held(ui::JobAct::Resume, "the bank is back");
  system.job_outcome = Refused{"it has ended"};
  first();
  settle();
  EXPECT_TRUE(reads(QStringLiteral("Resume: waiting for the database")));
  EXPECT_FALSE(reads(QStringLiteral("it has ended")));
  system.job_outcome = Conflict{"it is RUNNING since 02:44:20 UTC, by lee.jiwon"};
  second();
  settle();
  EXPECT_TRUE(reads(QStringLiteral("by lee.jiwon")));
  jobs->select(kRunningJob);
  settle();
  EXPECT_TRUE(reads(QStringLiteral("Pause: refused, nothing was changed")));
  EXPECT_TRUE(reads(QStringLiteral("it has ended")));
  jobs->dismiss();
  settle();
  EXPECT_FALSE(reads(QStringLiteral("it has ended")));
  jobs->select(kStoppedJob);
  settle();
  EXPECT_TRUE(reads(QStringLiteral("Someone acted first, nothing was changed"))) << "it was not put away";
}

TEST_F(JobsDrawerTest, AnUnknownOutcomeClosesTheButtonsUntilItIsReadBack) {
  system.job_outcome = OutcomeUnknown{Error{ErrorKind::InDoubt, "the connection was lost"}};
  open_drawer();
  click(QStringLiteral("Pause…"));
  reason().setText(QStringLiteral("look first"));
  click(QStringLiteral("Pause"), &bar());
  EXPECT_TRUE(reads(QStringLiteral("Pause: the outcome is unknown")));
  ASSERT_NE(action(QStringLiteral("Cancel…")), nullptr);
  EXPECT_TRUE(action(QStringLiteral("Cancel…"))->refused());
  note("PAUSE", kRunningJob, R"({"outcome": "ACCEPTED", "status": "PAUSED"})");
  ask_again();
  EXPECT_FALSE(reads(QStringLiteral("the outcome is unknown")));
  EXPECT_FALSE(action(QStringLiteral("Cancel…"))->refused());
}

// The job went on and ended before anybody could look: the act was done nevertheless.
TEST_F(JobsDrawerTest, WhatWasDoneIsFoundAlthoughTheJobHasMovedOn) {
  open_drawer();
  jobs->select(kStoppedJob);
  settle();
  act_in_doubt(ui::JobAct::Resume);
  note("RESUME", kStoppedJob, R"({"outcome": "ACCEPTED", "status": "RUNNING"})");
  board->job(kStoppedJob).status = JobStatus::Finished;
  clock.turn(16s);
  ask_again();
  EXPECT_FALSE(reads(QStringLiteral("the outcome is unknown")));
  EXPECT_FALSE(reads(QStringLiteral("it never arrived")));
}

// It is paused, but by the breaker: what was asked for never arrived.
TEST_F(JobsDrawerTest, WhatSomebodyElseDidIsNotTakenForOurs) {
  open_drawer();
  act_in_doubt(ui::JobAct::Pause);
  board->job(kRunningJob).status = JobStatus::Paused;
  board->job(kRunningJob).status_by = "breaker";
  board->job(kRunningJob).status_at = clock.now() + 1ms;
  ask_again();
  EXPECT_TRUE(reads(QStringLiteral("Pause: the outcome is unknown")));
  clock.turn(16s);
  ask_again();
  EXPECT_TRUE(reads(QStringLiteral("Pause: it did not happen")));
  EXPECT_TRUE(reads(QStringLiteral("it never arrived")));
}

TEST_F(JobsDrawerTest, ARefusalWhoseAnswerWasLostIsReadBackAsOne) {
  open_drawer();
  act_in_doubt(ui::JobAct::Pause);
  jobs->select(kFinishedJob);
  settle();
  note("PAUSE", kRunningJob, R"({"outcome": "REFUSED", "detail": "it has ended: CANCELLED"})");
  ask_again();
  jobs->select(kRunningJob);
  settle();
  EXPECT_TRUE(reads(QStringLiteral("Pause: refused, nothing was changed")));
  EXPECT_TRUE(reads(QStringLiteral("it has ended: CANCELLED")));
}

// Such as from a row of the journal.
TEST_F(JobsDrawerTest, AJobThatIsNotAmongTheNewestIsShownToo) {
  for (int i = 0; i < ui::JobsController::kJobs; ++i) {
    Job newer = board->job(kFinishedJob);
    newer.id = "e0000000-0000-4000-8000-0000000000" + std::to_string(10 + i);
    board->jobs.insert(board->jobs.begin(), newer);
  }
  open_drawer();
  jobs->show(kStoppedJob);
  ASSERT_TRUE(turns([this] { return jobs->selected() != nullptr; }));
  EXPECT_TRUE(reads(QStringLiteral("3 of the last 10 were in trouble again")));
  EXPECT_GT(jobs->items().rowCount(), 0);
  EXPECT_FALSE(drawer().list().currentIndex().isValid());
  jobs->show("e9999999-0000-4000-8000-000000000000");
  EXPECT_TRUE(turns([this] { return reads(QStringLiteral("This job is not kept any more")); }));
}

// A window that comes back from the task bar shows everything in it once more. Seen red: with a drawer that takes the
// keyboard whenever it is shown.
TEST_F(JobsDrawerTest, WhoTypesAReasonKeepsTheKeyboardWhenTheWindowComesBack) {
  open_drawer();
  drawer().panel().ask(ui::JobAct::Pause);
  ASSERT_EQ(QApplication::focusWidget(), &reason());
  QShowEvent shown;
  QApplication::sendEvent(&drawer(), &shown);
  EXPECT_EQ(QApplication::focusWidget(), &reason());
}

TEST_F(JobsDrawerTest, OutcomesAreNarrowedByTheirCountsAndLeadToTheirSaga) {
  open_drawer();
  EXPECT_EQ(jobs->items().rowCount(), ui::JobsController::kItems);
  QTest::mouseClick(chip(QStringLiteral("conflicted")), Qt::LeftButton);
  settle();
  ASSERT_EQ(jobs->items().rowCount(), 9);
  EXPECT_THAT(jobs->items().index(0, 3).data().toString().toStdString(), HasSubstr("lee.jiwon requested COMPENSATE"));
  board->items_of[kRunningJob][36].saga = kStuckId;  // the first of those that another was faster at
  jobs->set_only({});
  settle();
  QTest::mouseClick(chip(QStringLiteral("conflicted")), Qt::LeftButton);
  settle();
  drawer().panel().items().selectRow(0);
  QTest::keyClick(&drawer().panel().items(), Qt::Key_Return);
  settle();
  EXPECT_EQ(sagas->selected(), kStuckId);
}

// While the job runs what remains becomes less several times a second: the line that somebody has chosen stays the one
// that Enter opens. Seen red: with rows that nobody can hold.
TEST_F(JobsDrawerTest, AChosenOutcomeStaysWhileOthersComeAndGo) {
  open_drawer();
  jobs->set_only({JobItemStatus::Waiting});
  settle();
  auto& items = drawer().panel().items();
  items.selectRow(3);
  const int chosen = jobs->items().item(3).position;
  for (JobItem& item : board->items_of[kRunningJob]) {
    if (item.position < chosen + 2 && item.status == JobItemStatus::Waiting) item.status = JobItemStatus::Requested;
    if (item.position == chosen + 4) item.detail = "soon";
  }
  ++board->job(kRunningJob).counts.in_flight;
  ask_again();
  ASSERT_EQ(items.currentIndex().row(), 3);
  EXPECT_EQ(jobs->items().item(3).position, chosen);
  EXPECT_EQ(jobs->items().item(7).detail, "soon") << "what is there says how it is now";
  EXPECT_TRUE(reads(QStringLiteral("they stay as they are while one is chosen or pointed at")));
  QTest::keyClick(&items, Qt::Key_Escape);
  settle();
  EXPECT_EQ(jobs->items().item(0).position, chosen + 2);
  EXPECT_FALSE(reads(QStringLiteral("they stay as they are")));
}

TEST_F(JobsDrawerTest, MoreOutcomesAreReadWhenSomebodyScrollsThere) {
  open_drawer();
  for (int i = 0; i < 6; ++i) {
    drawer().panel().items().scrollToBottom();
    settle();
  }
  EXPECT_EQ(jobs->items().rowCount(), 1284);
}

TEST_F(JobsDrawerTest, OutcomesAreExportedAsSagactlDoes) {
  open_drawer();
  const QTemporaryDir directory;
  const QString path = directory.filePath(QStringLiteral("job.csv"));
  jobs->export_to(path);
  settle();
  QFile file(path);
  ASSERT_TRUE(file.open(QIODevice::ReadOnly));
  EXPECT_EQ(file.readAll().count("\r\n"), 1285);
  EXPECT_TRUE(reads(QStringLiteral("1,284 rows written to ")));
}

TEST_F(JobsDrawerTest, AViewerAndALostConnectionAreToldWhy) {
  open_drawer();
  PlatformStatus viewer = operator_status(clock.now());
  viewer.role = "saga_viewer";
  viewer.may_retry = viewer.may_compensate = false;
  system.tell(viewer);
  settle();
  EXPECT_TRUE(action(QStringLiteral("Pause…"))->refused());
  EXPECT_TRUE(reads(QStringLiteral("Closed: it needs the role saga_operator, yours is saga_viewer")));
  SourceState lost = connected(Source::Postgres, 0ms, clock.now());
  lost.health = SourceState::Health::Lost;
  lost.error = Error{ErrorKind::Connection, "connection refused"};
  board->error = lost.error;
  system.tell(lost);
  ask_again();
  EXPECT_TRUE(reads(QStringLiteral("Closed: PostgreSQL is lost")));
  EXPECT_THAT(jobs->jobs(), SizeIs(4)) << "what was read stays";
}

TEST_F(JobsDrawerTest, WithoutJobsItSaysWhereTheyComeFrom) {
  board->jobs.clear();
  open_drawer();
  EXPECT_EQ(button().text().toStdString(), "Jobs 0");
  EXPECT_TRUE(reads(QStringLiteral("No jobs yet")));
}

}  // namespace
}  // namespace saga::test
