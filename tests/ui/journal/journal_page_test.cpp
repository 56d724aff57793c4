// SPDX-License-Identifier: GPL-3.0-or-later
// The Journal page in the window: reading, filtering, following, opening and exporting, by mouse and by keyboard.
#include <QFile>
#include <QLineEdit>
#include <QTemporaryDir>
#include <gmock/gmock.h>

#include "tests/ui/journal/journal_fixture.h"
#include "ui/journal/chain_bar.h"
#include "ui/journal/journal_chips.h"
#include "ui/journal/journal_detail.h"
#include "ui/sagas/table_strip.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/payload_pane.h"
#include "ui/widgets/payload_view.h"
#include "ui/widgets/search_field.h"
#include "ui/widgets/state_view.h"

namespace saga::test {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;
using Content = ui::JournalController::Content;

class JournalPageTest : public JournalFixture {
 protected:
  void SetUp() override {
    JournalFixture::SetUp();
    fill_journal(*journal, sample_now());
  }
  ui::TableStrip& strip() { return *page->findChild<ui::TableStrip*>(); }
  ui::SearchField& field() { return *page->findChild<ui::SearchField*>(); }
  ui::Chip* chip(const QString& words) {
    for (auto* found : page->findChildren<ui::Chip*>()) {
      if (found->text() == words) return found;
    }
    return nullptr;
  }
  void note(const std::string& why, const std::string& area = "sagas", std::optional<TimePoint> at = {}) {
    journal->write(area, {.kind = "REQUESTED",
                          .who = "park.minho",
                          .what = "NOTE",
                          .on_what = kStuckId,
                          .why = why,
                          .after = R"({"outcome": "APPLIED"})",
                          .at = at.value_or(clock.now() + 1ms)});
  }
};

TEST_F(JournalPageTest, ItIsReadNewestFirstInWords) {
  open();
  connect_all();
  ASSERT_EQ(controller->model().rowCount(), 8);
  EXPECT_EQ(line(0), "dead letters 1 | lee.jiwon | Revealed | d-3e60aa07ca | done | =cmd|'/c calc'!A1");
  EXPECT_EQ(line(1),
            "jobs 2 | saga_engine | Paused the job, observed | 7d1f0f0a-4a3e-4b8e-9a54-0f6f3d1c2b11 |  | 3 of the last "
            "10 were in trouble again, the limit is 10 %");
  EXPECT_EQ(line(3), std::string("sagas 4 | lee.jiwon | Compensate | ") + kStuckId +
                         " | too late: kim.sujin requested RETRY at 02:32:31 UTC | the customer asked for the money");
  EXPECT_EQ(line(5),
            std::string("sagas 2 | kim.sujin | Retry | ") + kStuckId + " | accepted | stock was restarted, INC-2290");
  EXPECT_TRUE(reads(QStringLiteral("8 rows")));
}

TEST_F(JournalPageTest, ChipsSayHowManyRowsEachChainHas) {
  open();
  connect_all();
  ASSERT_NE(chip(QStringLiteral("sagas")), nullptr);
  EXPECT_EQ(chip(QStringLiteral("All"))->count(), QStringLiteral("8"));
  EXPECT_EQ(chip(QStringLiteral("sagas"))->count(), QStringLiteral("4"));
  QTest::mouseClick(chip(QStringLiteral("routing")), Qt::LeftButton);
  settle();
  EXPECT_EQ(controller->model().rowCount(), 1);
  EXPECT_EQ(field().text().toStdString(), "area:routing");
  QTest::mouseClick(chip(QStringLiteral("1 hour")), Qt::LeftButton);
  settle();
  EXPECT_EQ(controller->content(), Content::NothingMatches);
  EXPECT_TRUE(reads(QStringLiteral("No row matches")));
  click(QStringLiteral("Clear all"));
  EXPECT_EQ(controller->model().rowCount(), 8);
}

TEST_F(JournalPageTest, TheFilterIsWrittenAndIsPartOfALink) {
  open();
  connect_all();
  QTest::keyClick(&page->view(), Qt::Key_Slash);
  ASSERT_EQ(QApplication::focusWidget(), &field());
  QTest::keyClicks(&field(), QStringLiteral("who:kim.sujin what:retry"));
  QTest::keyClick(&field(), Qt::Key_Return);
  settle();
  EXPECT_EQ(controller->model().rowCount(), 2);
  EXPECT_EQ(page->place().filter.toStdString(), "who:kim.sujin what:RETRY");
  page->show_place({.page = ui::PageId::Journal, .filter = QStringLiteral("area:jobs")});
  settle();
  EXPECT_EQ(controller->model().rowCount(), 2);
  EXPECT_TRUE(chip(QStringLiteral("jobs"))->isChecked());
}

TEST_F(JournalPageTest, WhatOthersDoAppearsByItselfAndWaitsWhileARowIsHeld) {
  open();
  connect_all();
  note("from another console");
  ask_again();
  EXPECT_THAT(line(0), HasSubstr("from another console"));
  click_row(2);
  const auto looked = controller->looked_at();
  ASSERT_TRUE(looked);
  note("while somebody reads");
  ask_again();
  EXPECT_THAT(line(0), HasSubstr("from another console")) << "a row moved under the selection";
  EXPECT_EQ(strip().text().toStdString(), "1 newer");
  QTest::keyClick(&page->view(), Qt::Key_N);
  settle();
  EXPECT_THAT(line(0), HasSubstr("while somebody reads"));
  EXPECT_EQ(controller->looked_at(), looked);
  EXPECT_EQ(page->view().currentIndex().row(), 3) << "the selection stays with its row";
}

// Chains are written side by side: what a long transaction noted is seen after what was noted later. Seen red when only
// rows above the first one counted as new: the list was read anew under the pointer.
TEST_F(JournalPageTest, ARowThatIsSeenLateTakesItsPlaceAndMovesNothingThatIsHeld) {
  open();
  connect_all();
  note("noted second", "routing");
  ask_again();
  click_row(2);
  const std::string held = line(2);
  note("noted first", "jobs", sample_now());
  ask_again();
  EXPECT_EQ(line(2), held) << "a row moved under the selection";
  EXPECT_EQ(strip().text().toStdString(), "1 newer");
  QTest::keyClick(&page->view(), Qt::Key_N);
  settle();
  EXPECT_THAT(line(0), HasSubstr("noted second"));
  EXPECT_THAT(line(1), HasSubstr("noted first"));
  EXPECT_EQ(line(3), held);
  EXPECT_EQ(page->view().currentIndex().row(), 3) << "the selection stays with its row";
}

TEST_F(JournalPageTest, ItAsksOnlyWhileItIsSeen) {
  open();
  connect_all();
  window->hide();
  settle();
  const auto asked = journal->asked.size();
  clock.turn(30s);
  int ticks = 0;
  QObject::connect(controller.get(), &ui::JournalController::ticked, controller.get(), [&ticks] { ++ticks; });
  ASSERT_TRUE(QTest::qWaitFor([&] { return ticks >= 2; }));
  settle();
  EXPECT_THAT(journal->asked, SizeIs(asked));
}

TEST_F(JournalPageTest, ARowShowsWhatWasBeforeAndAfterAndLeadsToItsSaga) {
  open();
  connect_all();
  click_row(5);
  EXPECT_TRUE(reads(QStringLiteral("sagas 2 by kim.sujin at ")));
  EXPECT_TRUE(reads(QStringLiteral("stock was restarted, INC-2290")));
  EXPECT_TRUE(page->detail().before().isVisible());
  EXPECT_GT(page->detail().before().view().lines().rowCount(), 0);
  click(QStringLiteral("Open the saga"));
  ASSERT_THAT(gone_to, SizeIs(1));
  EXPECT_EQ(gone_to[0].saga, QString::fromLatin1(kStuckId));
  QTest::keyClick(&page->view(), Qt::Key_Down);
  QTest::keyClick(&page->view(), Qt::Key_Return);
  ASSERT_THAT(gone_to, SizeIs(2));
  click(QStringLiteral("Only lee.jiwon"));
  EXPECT_EQ(field().text().toStdString(), "who:lee.jiwon");
  click_row(0);
  EXPECT_EQ(action(QStringLiteral("Open the saga")), nullptr) << "a dead letter is no saga";
}

TEST_F(JournalPageTest, ARowAboutAJobLeadsToIt) {
  const std::string job = "7d1f0f0a-4a3e-4b8e-9a54-0f6f3d1c2b11";
  const std::string letters = "0d9c2b4e-4a3e-4b8e-9a54-0f6f3d1c2b11";
  const auto approval = [&](const std::string& on_what, const char* kind) {
    journal->write("approvals", {.kind = "OBSERVED",
                                 .who = "saga_engine",
                                 .what = "EXPIRE",
                                 .on_what = on_what,
                                 .before = std::string(R"({"kind": ")") + kind + R"("})",
                                 .after = R"({"status": "EXPIRED"})",
                                 .at = clock.now()});
    clock.turn(1ms);
  };
  approval(letters, "DISCARD");
  approval(job, "COMPENSATE");
  open();
  connect_all();
  std::vector<std::string> wanted;
  QObject::connect(controller.get(), &ui::JournalController::job_wanted,
                   [&](const std::string& id) { wanted.push_back(id); });
  click_row(0);
  click(QStringLiteral("Open the job"));
  EXPECT_THAT(wanted, ElementsAre(job));
  click_row(1);
  EXPECT_EQ(action(QStringLiteral("Open the job")), nullptr) << "it was about dead letters";
  click_row(3);
  EXPECT_EQ(action(QStringLiteral("Open the saga")), nullptr);
  QTest::keyClick(&page->view(), Qt::Key_Return);
  EXPECT_THAT(wanted, ElementsAre(job, job)) << "by keyboard";
  EXPECT_TRUE(gone_to.empty());
}

TEST_F(JournalPageTest, OlderRowsAreReadWhenSomebodyScrollsThere) {
  fill_journal(*journal, sample_now(), 450);
  open();
  connect_all();
  EXPECT_EQ(controller->model().rowCount(), ui::JournalController::kPage);
  EXPECT_TRUE(reads(QStringLiteral("200 rows read, more below")));
  for (int i = 0; i < 6; ++i) {
    page->view().scrollToBottom();
    settle();
  }
  EXPECT_EQ(controller->model().rowCount(), 466);
  EXPECT_TRUE(controller->model().complete());
}

TEST_F(JournalPageTest, ExportWritesWhatIsFilteredAndAFormulaIsOnlyText) {
  open();
  connect_all();
  page->show_place({.page = ui::PageId::Journal, .filter = QStringLiteral("area:dead-letters")});
  settle();
  const QTemporaryDir directory;
  const QString path = directory.filePath(QStringLiteral("journal.csv"));
  controller->export_to(path);
  settle();
  QFile file(path);
  ASSERT_TRUE(file.open(QIODevice::ReadOnly));
  const QByteArray written = file.readAll();
  EXPECT_EQ(written.count("\r\n"), 2);
  EXPECT_TRUE(written.contains("\"'=cmd|'/c calc'!A1\""));
  EXPECT_TRUE(reads(QStringLiteral("1 rows written to ")));
}

TEST_F(JournalPageTest, WhatCannotBeReadSaysWhy) {
  journal->error = Error{ErrorKind::Permission, "permission denied for view journal_view"};
  open();
  EXPECT_EQ(controller->content(), Content::Forbidden);
  EXPECT_TRUE(reads(QStringLiteral("This role may not read the journal")));
  journal->error.reset();
  ask_again();
  EXPECT_EQ(controller->content(), Content::Rows);
  system.error = Error{ErrorKind::Connection, "connection refused"};
  SourceState lost = connected(Source::Postgres, 0ms, clock.now());
  lost.health = SourceState::Health::Lost;
  lost.lost_since = clock.now();
  lost.error = system.error;
  system.tell(lost);
  ask_again();
  EXPECT_EQ(controller->content(), Content::Rows) << "what was read stays";
  EXPECT_EQ(strip().tone(), ui::TableStrip::Tone::Lost);
  ASSERT_NE(action(QStringLiteral("Verify")), nullptr);
  EXPECT_TRUE(action(QStringLiteral("Verify"))->refused());
}

}  // namespace
}  // namespace saga::test
