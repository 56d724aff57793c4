// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sagas/action_progress.h"

#include <gtest/gtest.h>

#include "tests/ui/sample.h"

namespace saga::test {
namespace {

using namespace std::chrono_literals;
using ui::ActionProgress;
using Stage = ActionProgress::Stage;

ActionProgress requested() {
  ActionProgress progress{Action::Retry, "s", "INC-1"};
  progress.requested_at = sample_now();
  return progress;
}

CommandRecord record(const std::string& status) {
  CommandRecord out{"c-1", Action::Retry, "kim.sujin", "INC-1", status, ""};
  out.requested_at = sample_now();
  return out;
}

TEST(ActionProgress, AcceptedIsNotDone) {
  ActionProgress progress = requested();
  take_outcome(progress, Applied{"c-1", 8, {5, ""}});
  EXPECT_EQ(progress.stage, Stage::Accepted);
  EXPECT_FALSE(progress.settled());
  take_record(progress, record("PENDING"));
  EXPECT_EQ(progress.stage, Stage::Accepted);
  take_record(progress, record("APPLIED"));
  EXPECT_EQ(progress.stage, Stage::Observed);
  EXPECT_TRUE(progress.settled());
}

TEST(ActionProgress, ARecordOfAnotherRequestIsNotTaken) {
  ActionProgress progress = requested();
  take_outcome(progress, Applied{"c-2", 8, {}});
  take_record(progress, record("APPLIED"));
  EXPECT_EQ(progress.stage, Stage::Accepted);
}

TEST(ActionProgress, AnUnknownOutcomeIsReadBack) {
  ActionProgress progress = requested();
  take_outcome(progress, OutcomeUnknown{{ErrorKind::InDoubt, "lost"}});
  EXPECT_FALSE(progress.settled()) << "closed until it is known";
  CommandRecord other = record("APPLIED");
  other.reason = "someone else's reason";
  take_record(progress, other);
  EXPECT_EQ(progress.stage, Stage::Unknown);
  CommandRecord old = record("APPLIED");
  old.requested_at = sample_now() - 1h;
  take_record(progress, old);
  EXPECT_EQ(progress.stage, Stage::Unknown) << "yesterday's request with the same words";
  take_record(progress, record("PENDING"));
  EXPECT_EQ(progress.stage, Stage::Accepted);
  EXPECT_EQ(progress.command_id, "c-1");
}

TEST(ActionProgress, RefusedConflictedAndFailedAreSettled) {
  for (const ActionOutcome& outcome :
       std::vector<ActionOutcome>{Refused{"no"}, Conflict{"kim was first", 9}, Failed{{ErrorKind::Timeout, "late"}}}) {
    ActionProgress progress = requested();
    take_outcome(progress, outcome);
    EXPECT_TRUE(progress.settled());
    EXPECT_FALSE(progress.text.empty());
  }
}

}  // namespace
}  // namespace saga::test
