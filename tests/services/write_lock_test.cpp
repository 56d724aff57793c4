// SPDX-License-Identifier: GPL-3.0-or-later
// Nothing is written in production until a person unlocks it, and no longer than that person is at it.
//
// Seen red: with activity that began the time anew after it had run out, and with the monotonic clock alone.
#include "backend/services/write_lock.h"

#include <gmock/gmock.h>

#include "tests/support/fake_attachment.h"
#include "tests/support/manual_clock.h"

namespace saga::test {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

// The clock of a machine that was suspended: its monotonic time stood still.
class SuspendedClock final : public Clock {
 public:
  [[nodiscard]] WallTime now() const override { return wall; }
  [[nodiscard]] MonoTime monotonic() const override { return MonoTime{} + 1h; }
  WallTime wall{};
};

class WriteLockTest : public ::testing::Test {
 protected:
  FakeAttachment system;
  ManualClock clock{WallTime{} + 400'000h};
  WriteLock lock{system, clock, true};

  // Every kind of write once: what became of each, "locked" or "sent".
  static std::vector<std::string> write_all(Attachment& to) {
    std::vector<std::string> all;
    const Reply<ActionOutcome> note = [&](const ActionOutcome& outcome) {
      const auto* failed = std::get_if<Failed>(&outcome);
      all.emplace_back(failed != nullptr && failed->error.message == "Writing is locked." ? "locked" : "sent");
    };
    to.request(Action::Retry, {{"a", 1}, {"b", 2}}, "why", [&](const std::vector<ActionOutcome>& outcomes) {
      for (const ActionOutcome& outcome : outcomes) note(outcome);
    });
    to.change_notes({}, note);
    to.create_job({}, note);
    to.change_job(JobChange::Cancel, "job", "why", note);
    to.decide_approval(ApprovalDecision::Approve, "job", "hash", "why", note);
    to.ask_approval_again("job", "why", note);
    to.change_toggle({}, [&](const ToggleOutcome& outcome) { note(outcome.outcome); });
    return all;
  }
};

TEST_F(WriteLockTest, RefusesEveryWriteUntilItIsUnlocked) {
  system.outcomes = {Applied{}, Applied{}};
  EXPECT_TRUE(lock.locked());
  const auto refused = write_all(lock);
  EXPECT_THAT(refused, SizeIs(8));
  EXPECT_THAT(refused, testing::Each("locked"));
  EXPECT_THAT(system.requests, IsEmpty());
  EXPECT_THAT(system.note_changes, IsEmpty());
  EXPECT_THAT(system.job_orders, IsEmpty());
  EXPECT_THAT(system.job_changes, IsEmpty());
  EXPECT_THAT(system.decisions, IsEmpty());
  EXPECT_THAT(system.asked_again, IsEmpty());
  EXPECT_THAT(system.toggle_requests, IsEmpty());
  lock.unlock();
  const auto sent = write_all(lock);
  EXPECT_THAT(sent, SizeIs(8));
  EXPECT_THAT(sent, testing::Each("sent"));
}

TEST_F(WriteLockTest, ReadsGoThroughAndSoDoesFindingOutWhatHappened) {
  bool read = false;
  lock.counts([&](const Result<ConditionCounts>& counts) { read = counts.has_value(); });
  EXPECT_TRUE(read);
  bool observed = false;
  lock.observe("command", [&](const Result<std::optional<CommandRecord>>&) { observed = true; });
  EXPECT_TRUE(observed);
}

TEST_F(WriteLockTest, LocksItselfWhenNobodyTouchesItForAQuarterOfAnHour) {
  lock.unlock();
  clock.turn(14min + 59s);
  EXPECT_FALSE(lock.locked());
  clock.turn(1s);
  EXPECT_TRUE(lock.locked());
  lock.note_activity();
  EXPECT_TRUE(lock.locked()) << "whoever comes back finds it locked";
}

TEST_F(WriteLockTest, StaysUnlockedWhileSomebodyIsAtIt) {
  lock.unlock();
  for (int i = 0; i < 10; ++i) {
    clock.turn(14min);
    lock.note_activity();
  }
  EXPECT_FALSE(lock.locked());
  lock.lock();
  EXPECT_TRUE(lock.locked());
}

TEST(WriteLock, ASuspendedMachineWakesUpLocked) {
  FakeAttachment system;
  SuspendedClock clock;
  WriteLock lock(system, clock, true);
  lock.unlock();
  clock.wall += 8h;
  EXPECT_TRUE(lock.locked());
}

TEST_F(WriteLockTest, SubscribersAreToldAtOnce) {
  std::vector<std::pair<Writing, std::chrono::seconds>> told;
  const auto subscription = lock.subscribe(
      {.platform = [&](const PlatformStatus& status) { told.emplace_back(status.writing, status.locks_in); }});
  EXPECT_THAT(told, IsEmpty()) << "nothing is known yet";
  system.tell(PlatformStatus{});
  lock.unlock();
  clock.turn(5min);
  system.tell(PlatformStatus{});
  lock.lock();
  EXPECT_THAT(told, ElementsAre(std::pair(Writing::Locked, 0s), std::pair(Writing::Unlocked, 900s),
                                std::pair(Writing::Unlocked, 600s), std::pair(Writing::Locked, 0s)));
}

TEST_F(WriteLockTest, ElsewhereThereIsNone) {
  WriteLock open(system, clock, false);
  EXPECT_FALSE(open.locked());
  Writing writing = Writing::Locked;
  system.tell(PlatformStatus{});
  const auto subscription =
      open.subscribe({.platform = [&](const PlatformStatus& status) { writing = status.writing; }});
  EXPECT_EQ(writing, Writing::Open);
  open.lock();
  EXPECT_FALSE(open.locked());
}

}  // namespace
}  // namespace saga::test
