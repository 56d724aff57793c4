// SPDX-License-Identifier: GPL-3.0-or-later
// The lock over writing, as a person sees it: in the band, by key, and in what is closed because of it.
#include <gmock/gmock.h>

#include "backend/services/write_lock.h"
#include "tests/ui/console_fixture.h"
#include "ui/shell/activity_watch.h"
#include "ui/shell/environment_band.h"
#include "ui/shell/lock_button.h"

namespace saga::test {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

class LockTest : public ConsoleFixture {
 protected:
  void SetUp() override {
    ConsoleFixture::SetUp();
    fill_sample(system, 50);
  }
  // The window acts through the lock.
  void open_locked() {
    lock = std::make_unique<WriteLock>(system, clock, true);
    controller = std::make_unique<ui::SagasController>(*lock, gui, clock);
    rollback = std::make_unique<ui::RollbackController>(paths, *lock, gui, clock);
    window = std::make_unique<ui::MainWindow>(
        ui::AttachedTo{ui::Environment::Production, QStringLiteral("payments-kr")}, pages(), *lock, gui, clock);
    window->set_lock([this](bool unlock) { unlock ? lock->unlock() : lock->lock(); });
    page = window->findChild<ui::SagasPage*>();
    window->resize(1440, 900);
    window->show();
    window->activateWindow();
    controller->start();
    rollback->start();
    connect_all();
    page->select(kStuckId);
    settle();
  }
  void TearDown() override {
    ConsoleFixture::TearDown();
    lock.reset();
  }
  ui::LockButton& button() { return window->findChild<ui::EnvironmentBand*>()->lock_button(); }
  std::string why_closed() { return controller->closed_because(Action::Retry).value_or("open").toStdString(); }

  std::unique_ptr<WriteLock> lock;
};

TEST_F(LockTest, EveryActionIsClosedUntilItIsUnlockedInTheBand) {
  open_locked();
  ASSERT_TRUE(button().isVisible());
  EXPECT_EQ(button().accessibleName().toStdString(), "Unlock writing");
  EXPECT_EQ(button().accessibleDescription().toStdString(), "Read-only until unlocked");
  EXPECT_EQ(why_closed(), "writing is locked, unlock it first (Ctrl+U)");
  EXPECT_EQ(controller->notes_closed_because(), QStringLiteral("writing is locked, unlock it first (Ctrl+U)"));
  QTest::mouseClick(&button(), Qt::LeftButton);
  settle();
  EXPECT_EQ(why_closed(), "open");
  EXPECT_EQ(button().accessibleDescription().toStdString(), "Writing unlocked, locks in 15 min");
}

TEST_F(LockTest, TheSameByKey) {
  open_locked();
  QTest::keyClick(window.get(), Qt::Key_U, Qt::ControlModifier);
  settle();
  EXPECT_EQ(why_closed(), "open");
  QTest::keyClick(window.get(), Qt::Key_U, Qt::ControlModifier);
  settle();
  EXPECT_THAT(why_closed(), HasSubstr("writing is locked"));
}

TEST_F(LockTest, AfterAQuarterOfAnHourItIsLockedAgain) {
  open_locked();
  lock->unlock();
  settle();
  clock.turn(15min);
  system.tell(operator_status(clock.now()));
  settle();
  EXPECT_THAT(controller->notes_closed_because().value_or("").toStdString(), HasSubstr("writing is locked"));
  EXPECT_EQ(button().accessibleDescription().toStdString(), "Read-only until unlocked");
}

TEST_F(LockTest, TheEmergencyRollbackIsNeverLocked) {
  open_locked();
  ASSERT_TRUE(lock->locked());
  EXPECT_EQ(rollback->closed_because(), std::nullopt);
}

// Seen red when only those who retry and compensate had a lock in the band.
TEST_F(LockTest, WhoOnlyApprovesHasTheLockAsWell) {
  open_locked();
  PlatformStatus second = operator_status(clock.now());
  second.role = "saga_approver";
  second.degree = Degree::Watch;
  second.may_retry = second.may_compensate = second.may_note = second.may_route = false;
  second.may_approve = true;
  system.tell(second);
  settle();
  EXPECT_TRUE(button().isVisible());
  EXPECT_EQ(why_closed(), "it needs the role saga_operator, yours is saga_approver");
}

TEST_F(LockTest, EnterAloneUnlocksNothing) {
  open_locked();
  button().setFocus();
  QTest::keyClick(&button(), Qt::Key_Return);
  settle();
  EXPECT_TRUE(lock->locked());
  QTest::keyClick(&button(), Qt::Key_Space);
  settle();
  EXPECT_FALSE(lock->locked());
}

TEST_F(LockTest, WhoMayOnlyLookIsToldOfTheRoleAndHasNoLock) {
  open_locked();
  PlatformStatus viewer = operator_status(clock.now());
  viewer.role = "saga_viewer";
  viewer.may_retry = viewer.may_compensate = viewer.may_note = viewer.may_route = false;
  system.tell(viewer);
  settle();
  EXPECT_FALSE(button().isVisible());
  EXPECT_EQ(why_closed(), "it needs the role saga_operator, yours is saga_viewer");
}

TEST_F(LockTest, OutsideProductionThereIsNothingToUnlock) {
  open(ui::Environment::Staging);
  connect_all();
  EXPECT_FALSE(button().isVisible());
}

TEST(ActivityWatch, NoticesAHandAndNotTheProgramItself) {
  int noticed = 0;
  const ui::ActivityWatch watch([&] { ++noticed; });
  QWidget widget;
  widget.show();
  QTest::keyClick(&widget, Qt::Key_A);
  EXPECT_EQ(noticed, 1);
  QTest::mouseClick(&widget, Qt::LeftButton);
  EXPECT_EQ(noticed, 2);
  QKeyEvent own(QEvent::KeyPress, Qt::Key_A, Qt::NoModifier);
  QApplication::sendEvent(&widget, &own);
  EXPECT_EQ(noticed, 2);
}

}  // namespace
}  // namespace saga::test
