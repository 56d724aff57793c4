// SPDX-License-Identifier: GPL-3.0-or-later
#include <QLineEdit>

#include "tests/ui/console_fixture.h"
#include "ui/sagas/request_panel.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/step_list.h"

namespace saga::test {
namespace {

using namespace std::chrono_literals;
using Stage = ui::ActionProgress::Stage;

class ActionFlow : public ConsoleFixture {
 protected:
  void SetUp() override {
    ConsoleFixture::SetUp();
    fill_sample(system, 50);
    open();
    connect_all();
    page->select(kStuckId);
    settle();
    panel = window->findChild<ui::RequestPanel*>();
  }
  ui::ActionButton* button(const QString& text) {
    for (ui::ActionButton* found : panel->findChildren<ui::ActionButton*>()) {
      if (found->text() == text && found->isVisible()) return found;
    }
    return nullptr;
  }
  void write_reason(const QString& reason) {
    auto* field = panel->findChild<QLineEdit*>();
    ASSERT_TRUE(field->hasFocus()) << "the focus is where one has to type";
    QTest::keyClicks(field, reason);
  }
  void retry() {
    page->open_request(Action::Retry);
    settle();
    write_reason(QStringLiteral("INC-2291"));
    button(QStringLiteral("Retry 1 saga"))->click();
  }
  std::string stages() {
    std::string out;
    for (const ui::StepLine& line : panel->findChild<ui::StepList*>()->lines()) {
      static const char* const kMarks[] = {"ahead", "now", "done", "bad", "unclear"};
      out += std::string(kMarks[static_cast<int>(line.state)]) + ": " + line.title.toStdString() + "\n";
    }
    return out;
  }
  ui::RequestPanel* panel = nullptr;
};

TEST_F(ActionFlow, AReasonIsNeededAndEnterNeverConfirms) {
  page->open_request(Action::Retry);
  settle();
  ui::ActionButton* confirm = button(QStringLiteral("Retry 1 saga"));
  ASSERT_NE(confirm, nullptr);
  EXPECT_TRUE(confirm->refused());
  EXPECT_EQ(confirm->refusal_reason(), QStringLiteral("a reason is needed"));
  write_reason(QStringLiteral("INC-2291"));
  EXPECT_FALSE(confirm->refused());
  QTest::keyClick(panel->findChild<QLineEdit*>(), Qt::Key_Return);
  QTest::keyClick(confirm, Qt::Key_Enter);
  EXPECT_TRUE(system.requests.empty());
  confirm->click();
  ASSERT_EQ(system.requests.size(), 1u);
  EXPECT_EQ(system.requests[0].reason, "INC-2291");
  EXPECT_EQ(system.requests[0].targets, (std::vector{ActionTarget{kStuckId, 7}}));
}

TEST_F(ActionFlow, GoesFromRequestedToObserved) {
  system.hold = true;
  retry();
  EXPECT_EQ(stages(), "done: Requested\nnow: Waiting for the database\nahead: Observed\n");
  EXPECT_EQ(controller->closed_because(Action::Retry), QStringLiteral("a request is under way"));
  system.hold = false;
  system.release();
  settle();
  EXPECT_EQ(stages(), "done: Requested\ndone: Accepted\nnow: Waiting for the orchestrator\n");
  system.record =
      CommandRecord{"c-1", Action::Retry, "kim.sujin", "INC-2291", "APPLIED", "continued from StockConfirmation"};
  QTest::qWait(1100);
  settle();
  EXPECT_EQ(stages(), "done: Requested\ndone: Accepted\ndone: Observed: the orchestrator applied it\n");
}

TEST_F(ActionFlow, AConflictSaysWhoWasFirst) {
  system.outcomes = {Conflict{"kim.sujin requested RETRY at 14:05:11", 8}};
  retry();
  settle();
  EXPECT_EQ(controller->action_on(kStuckId)->stage, Stage::Conflict);
  bool said = false;
  for (ui::Banner* banner : panel->findChildren<ui::Banner*>())
    said = said || banner->detail() == QStringLiteral("kim.sujin requested RETRY at 14:05:11");
  EXPECT_TRUE(said);
}

TEST_F(ActionFlow, AnUnknownOutcomeStaysClosedUntilItIsReadBack) {
  system.outcomes = {OutcomeUnknown{{ErrorKind::InDoubt, "the connection was lost"}}};
  retry();
  settle();
  EXPECT_EQ(controller->action_on(kStuckId)->stage, Stage::Unknown);
  EXPECT_EQ(stages(), "done: Requested\nunclear: Outcome unknown\nahead: Observed\n");
  EXPECT_TRUE(controller->closed_because(Action::Retry).has_value());
  EXPECT_TRUE(controller->closed_because(Action::Compensate).has_value());
  system.record = CommandRecord{"c-9", Action::Retry, "kim.sujin", "INC-2291", "APPLIED", "done"};
  system.record->requested_at = sample_now();
  QTest::qWait(1100);
  settle();
  EXPECT_EQ(controller->action_on(kStuckId)->stage, Stage::Observed) << "it had arrived after all";
}

TEST_F(ActionFlow, AnUnknownOutcomeThatNeverArrivedOpensAgainOnlyAfterAWhile) {
  system.outcomes = {OutcomeUnknown{{ErrorKind::InDoubt, "the connection was lost"}}};
  retry();
  settle();
  QTest::qWait(1100);
  settle();
  EXPECT_EQ(controller->action_on(kStuckId)->stage, Stage::Unknown) << "the commit may still be on its way";
  clock.turn(16s);
  system.server_now += 16s;
  QTest::qWait(1100);
  settle();
  EXPECT_EQ(controller->action_on(kStuckId)->stage, Stage::NotSent);
}

TEST_F(ActionFlow, AChangeMeanwhileHasToBeLookedAt) {
  page->open_request(Action::Retry);
  settle();
  write_reason(QStringLiteral("INC-2291"));
  system.details.at(kStuckId).saga.version = 8;
  controller->refresh();
  settle();
  ui::ActionButton* confirm = button(QStringLiteral("Retry 1 saga"));
  EXPECT_TRUE(confirm->refused());
  EXPECT_EQ(confirm->refusal_reason(), QStringLiteral("the saga has changed, look at it first"));
  Q_EMIT panel->findChild<ui::Banner*>()->pressed();
  EXPECT_FALSE(confirm->refused());
  confirm->click();
  ASSERT_EQ(system.requests.size(), 1u);
  EXPECT_EQ(system.requests[0].targets[0].expected_version, 8);
}

TEST_F(ActionFlow, RefusalsComeFromTheRulesAndTheRole) {
  page->select(kRunningId);
  settle();
  EXPECT_EQ(controller->closed_because(Action::Retry), QStringLiteral("the saga is not stuck, it goes on by itself"));
  page->select(kNeedsAttentionId);
  settle();
  EXPECT_EQ(controller->closed_because(Action::Retry),
            QStringLiteral("the saga has failed for good, only its compensation is open"));
  EXPECT_EQ(controller->closed_because(Action::Compensate), std::nullopt);
  PlatformStatus viewer = operator_status(system.server_now);
  viewer.role = "saga_viewer";
  viewer.may_retry = viewer.may_compensate = false;
  system.tell(viewer);
  settle();
  EXPECT_EQ(controller->closed_because(Action::Compensate),
            QStringLiteral("it needs the role saga_operator, yours is saga_viewer"));
}

TEST_F(ActionFlow, AnOldReadingClosesTheActions) {
  EXPECT_EQ(controller->closed_because(Action::Retry), std::nullopt);
  clock.turn(11s);
  EXPECT_EQ(controller->closed_because(Action::Retry), QStringLiteral("needs a fresh read of this saga"));
}

}  // namespace
}  // namespace saga::test
