// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/services/act_on_saga.h"

#include <gtest/gtest.h>

#include "tests/services/fakes.h"
#include "tests/support/timed_executor.h"

namespace saga {
namespace {

using namespace std::chrono_literals;
using Stage = ActionProgress::Stage;

const Error kLost{ErrorKind::InDoubt, "the connection was lost", "", ""};

CommandRecord command(std::string status, std::string outcome = "", int version = 3) {
  return CommandRecord{.command_id = "command-1",
                       .action = Action::Retry,
                       .requested_by = "kim",
                       .reason = "why",
                       .status = std::move(status),
                       .outcome = std::move(outcome),
                       .expected_version = version};
}

ActionProgress fresh() { return ActionProgress{.target = {"a", 3}, .action = Action::Retry, .reason = "why"}; }

TEST(ActionProgress, AcceptedIsNotYetSettled) {
  auto progress = fresh();
  take_outcome(progress, Applied{"command-1", 4, {}, "disk full"});
  EXPECT_EQ(progress.stage, Stage::Accepted);
  EXPECT_FALSE(progress.settled());
  EXPECT_EQ(progress.warning, "disk full");
  take_observation(progress, command("PENDING"));
  EXPECT_EQ(progress.stage, Stage::Accepted);
  take_observation(progress, command("APPLIED", "step sent again"));
  EXPECT_EQ(progress.stage, Stage::Applied);
  EXPECT_EQ(progress.detail, "step sent again");
}

TEST(ActionProgress, TheOrchestratorMayRefuseWhatWasAccepted) {
  auto progress = fresh();
  take_outcome(progress, Applied{"command-1", 4, {}, ""});
  take_observation(progress, command("REFUSED", "the saga went on meanwhile"));
  EXPECT_EQ(progress.stage, Stage::Refused);
  EXPECT_EQ(progress.detail, "the saga went on meanwhile");
}

TEST(ActionProgress, RefusalConflictAndFailureSettleAtOnce) {
  const std::vector<std::pair<ActionOutcome, Stage>> cases{{Refused{"a rule"}, Stage::Refused},
                                                           {Conflict{"kim did", 5}, Stage::Conflict},
                                                           {Failed{test::kGone}, Stage::Failed}};
  for (const auto& [outcome, stage] : cases) {
    auto progress = fresh();
    take_outcome(progress, outcome);
    EXPECT_EQ(progress.stage, stage);
    EXPECT_TRUE(progress.settled());
    EXPECT_FALSE(progress.detail.empty());
  }
}

TEST(ActionProgress, ALostAnswerIsReadBack) {
  auto progress = fresh();
  take_outcome(progress, OutcomeUnknown{kLost});
  EXPECT_EQ(progress.stage, Stage::ReadingBack);
  take_observation(progress, std::unexpected(test::kGone));
  take_observation(progress, std::nullopt);
  EXPECT_EQ(progress.stage, Stage::ReadingBack);
  take_observation(progress, command("PENDING"));
  EXPECT_EQ(progress.stage, Stage::Accepted);
  EXPECT_EQ(progress.version, 4);
  EXPECT_EQ(progress.command_id, "command-1");
}

// Somebody retried the saga yesterday, with the same words. That is not what we asked for.
TEST(ActionProgress, AnEarlierCommandIsNotTakenForOurs) {
  auto progress = fresh();
  take_outcome(progress, OutcomeUnknown{kLost});
  take_observation(progress, command("APPLIED", "done", 2));
  auto other = command("APPLIED", "done");
  other.action = Action::Compensate;
  take_observation(progress, other);
  other = command("APPLIED", "done");
  other.reason = "something else";
  take_observation(progress, other);
  EXPECT_EQ(progress.stage, Stage::ReadingBack);
  give_up(progress);
  EXPECT_EQ(progress.stage, Stage::Unverified);
}

TEST(ActionProgress, GivingUpChangesNothingThatIsSettled) {
  auto progress = fresh();
  take_outcome(progress, Refused{"a rule"});
  give_up(progress);
  EXPECT_EQ(progress.stage, Stage::Refused);
}

class ActOnSagasTest : public testing::Test {
 protected:
  std::vector<ActionProgress> act(std::vector<ActionTarget> targets, bool wait = true) {
    return act_on_sagas(world, Action::Retry, targets, "why", wait, {.total = 2s, .interval = 100ms});
  }

  test::ManualClock clock{WallTime(std::chrono::years(50))};
  test::FakeServer server;
  test::FakeOperator operations{server};
  int opened_again = 0;
  std::function<void()> while_sleeping = [] {};
  ActingWorld world{.operations = [this](bool anew) -> Result<SagaOperator*> {
                      if (anew) {
                        ++opened_again;
                        if (!server.up) return std::unexpected(test::kGone);
                      }
                      return &operations;
                    },
                    .sleep =
                        [this](std::chrono::milliseconds time) {
                          clock.turn(time);
                          while_sleeping();
                        },
                    .clock = clock};
};

TEST_F(ActOnSagasTest, WaitsUntilItIsObserved) {
  server.commands["command-1"] = command("PENDING");
  int slept = 0;
  while_sleeping = [&] {
    if (++slept == 3) server.commands["command-1"] = command("APPLIED", "sent again");
  };
  const auto all = act({{"a", 3}});
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].stage, Stage::Applied);
  EXPECT_EQ(slept, 3);
}

TEST_F(ActOnSagasTest, WithoutAnOrchestratorItEndsUnverified) {
  server.commands["command-1"] = command("PENDING");
  const auto all = act({{"a", 3}});
  EXPECT_EQ(all[0].stage, Stage::Unverified);
  EXPECT_EQ(all[0].observed->status, "PENDING");
}

TEST_F(ActOnSagasTest, WithoutWaitingAcceptedIsTheEnd) { EXPECT_EQ(act({{"a", 3}}, false)[0].stage, Stage::Accepted); }

TEST_F(ActOnSagasTest, ALostConnectionIsOpenedAnewAndTheOutcomeReadBack) {
  server.outcomes = {OutcomeUnknown{kLost}};
  server.up = false;
  int slept = 0;
  while_sleeping = [&] {
    if (++slept == 5) {
      server.up = true;
      server.commands["a"] = command("APPLIED", "sent again");
    }
  };
  const auto all = act({{"a", 3}}, false);
  EXPECT_EQ(all[0].stage, Stage::Applied);
  EXPECT_GE(opened_again, 5);
}

TEST_F(ActOnSagasTest, MoreThanOneCallTakesAreSentInSeveral) {
  std::vector<ActionTarget> targets;
  for (int i = 0; i < 450; ++i) targets.push_back({"saga-" + std::to_string(i), i + 1});
  const auto all = act(targets, false);
  ASSERT_EQ(all.size(), 450U);
  for (std::size_t i = 0; i < all.size(); ++i) {
    EXPECT_EQ(all[i].stage, Stage::Accepted);
    EXPECT_EQ(all[i].target, targets[i]);
    EXPECT_EQ(all[i].version, targets[i].expected_version + 1);
  }
}

// An attachment that answers when the test lets it.
class SlowAttachment final : public Attachment {
 public:
  SlowAttachment(Executor& executor, test::FakeServer& server) : executor_(executor), operations_(server) {}
  void page(SagaFilter, std::optional<SagaCursor>, int, Reply<Result<SagaPage>>) override {}
  void by_id(std::vector<SagaId>, Reply<Result<SagaPage>>) override {}
  void detail(SagaId, Reply<Result<std::optional<SagaDetail>>>) override {}
  void counts(Reply<Result<ConditionCounts>>) override {}
  void with_readers(Lane, Work) override {}
  void request(Action action, std::vector<ActionTarget> targets, std::string reason,
               Reply<std::vector<ActionOutcome>> reply) override {
    executor_.post([this, action, targets, reason, reply] { reply(operations_.request(action, targets, reason)); });
  }
  void observe(std::string id, Reply<Result<std::optional<CommandRecord>>> reply) override {
    ++looks;
    executor_.post([this, id, reply] { reply(operations_.observe(id)); });
  }
  void latest_command(SagaId id, Reply<Result<std::optional<CommandRecord>>> reply) override {
    executor_.post([this, id, reply] { reply(operations_.latest(id)); });
  }
  void reconnect() override {}
  [[nodiscard]] Subscription subscribe(AttachmentEvents) override { return Subscription(); }
  int looks = 0;

 private:
  Executor& executor_;
  test::FakeOperator operations_;
};

class ActOnSagaTest : public testing::Test {
 protected:
  Subscription act(Patience patience = {.total = 2s, .interval = 100ms}) {
    return act_on_saga(
        attachment, executor, clock, Action::Retry, {"a", 3}, "why",
        [this](const ActionProgress& progress) { stages.push_back(progress.stage); }, patience);
  }

  test::ManualClock clock{WallTime(std::chrono::years(50))};
  test::TimedExecutor executor{clock};
  test::FakeServer server;
  SlowAttachment attachment{executor, server};
  std::vector<Stage> stages;
};

TEST_F(ActOnSagaTest, TellsEveryStageOnce) {
  server.commands["command-1"] = command("PENDING");
  const auto following = act();
  executor.run_for(500ms);
  EXPECT_EQ(stages, (std::vector{Stage::Requested, Stage::Accepted}));
  server.commands["command-1"] = command("APPLIED", "sent again");
  executor.run_for(500ms);
  EXPECT_EQ(stages, (std::vector{Stage::Requested, Stage::Accepted, Stage::Applied}));
  EXPECT_EQ(executor.waiting(), 0U);
}

TEST_F(ActOnSagaTest, ALostAnswerIsReadBackBeforeItIsCalledUnknown) {
  server.outcomes = {OutcomeUnknown{kLost}};
  const auto following = act();
  executor.run_for(500ms);
  EXPECT_EQ(stages, (std::vector{Stage::Requested, Stage::ReadingBack}));
  server.commands["a"] = command("APPLIED", "sent again");
  executor.run_for(500ms);
  EXPECT_EQ(stages.back(), Stage::Applied);
}

TEST_F(ActOnSagaTest, PatienceEndsUnverified) {
  const auto following = act();
  executor.run_for(5000ms);
  EXPECT_EQ(stages.back(), Stage::Unverified);
  EXPECT_EQ(executor.waiting(), 0U);
}

TEST_F(ActOnSagaTest, NothingIsToldOnceFollowingHasEnded) {
  {
    const auto following = act();
    executor.run_for(300ms);
  }
  const int looks = attachment.looks;
  server.commands["command-1"] = command("APPLIED");
  executor.run_for(1000ms);
  EXPECT_EQ(stages, (std::vector{Stage::Requested, Stage::Accepted}));
  EXPECT_EQ(attachment.looks, looks);
}

}  // namespace
}  // namespace saga
