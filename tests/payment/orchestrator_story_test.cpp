// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "backend/payment/orchestrator/backlog.h"
#include "backend/payment/orchestrator/effects.h"
#include "tests/payment/saga_script.h"

namespace saga::test {
namespace {

using namespace saga::payment;

// A saga over several inputs.
class Story {
 public:
  explicit Story(SagaRecord saga) : saga_(std::move(saga)) {}

  Transition then(const std::string& input) {
    Transition transition = advance(test_policy(), saga_, input_from(input, saga_), now);
    effects.add(saga_, transition, now);
    saga_ = transition.after;
    return transition;
  }
  const SagaRecord& saga() const { return saga_; }

  TimePoint now = test_now();
  Effects effects;

 private:
  SagaRecord saga_;
};

SagaRecord new_order() {
  SagaRecord saga = saga_from("RUNNING OrderValidation 0/3 idle effects=0");
  saga.version = 0;
  return saga;
}

TEST(OrchestratorStory, ANewSagaSendsItsFirstRequest) {
  const Transition start = begin(test_policy(), new_order(), test_now());
  EXPECT_EQ(text_of(start), "RUNNING OrderValidation 1/3 waiting effects=1 | sends order.validation.requested | STEP");
  EXPECT_EQ(start.after.version, 1);
  EXPECT_EQ(start.after.due_at, test_now() + std::chrono::seconds(3));
  ASSERT_TRUE(start.started);
  const auto input = nlohmann::json::parse(start.started->input);
  EXPECT_EQ(input, (nlohmann::json{{"orderId", "order-1"},
                                   {"userId", 42},
                                   {"amount", 15000},
                                   {"currency", "KRW"},
                                   {"step", "OrderValidation"},
                                   {"attempt", 1}}));
}

TEST(OrchestratorStory, FourStepsToTheEnd) {
  Story story(begin(test_policy(), new_order(), test_now()).after);
  for (const StepTopics& step : kPaymentSteps) story.then(std::string(step.step) + " done 1");
  EXPECT_EQ(text_of(story.saga()), "COMPLETED PaymentCreation 1/3 ended effects=0");
  EXPECT_EQ(story.saga().version, 5);
}

TEST(OrchestratorStory, EveryEffectIsUndoneInReverseOrder) {
  Story story(begin(test_policy(), new_order(), test_now()).after);
  story.then("OrderValidation done 1");
  story.then("BalanceDeduction done 1");
  story.then("StockConfirmation done 1");
  EXPECT_EQ(request_topic(story.then("PaymentCreation declined 1 card refused").after), "stock.release.requested");
  EXPECT_EQ(request_topic(story.then("undo StockConfirmation done 1").after), "balance.refund.requested");
  EXPECT_EQ(request_topic(story.then("undo BalanceDeduction done 1").after), "order.cancellation.requested");
  EXPECT_EQ(request_payload(story.saga())["reason"], "PAYMENT_FAILED");
  story.then("undo OrderValidation done 1");
  EXPECT_EQ(text_of(story.saga()), "FAILED PaymentCreation 1/3 ended effects=0 reason=PAYMENT_FAILED");
  EXPECT_EQ(story.saga().compensation->failed_step, "PaymentCreation");
  EXPECT_EQ(story.saga().compensation->error, "card refused");
}

TEST(OrchestratorStory, ProgressMovesWithResultsOnly) {
  Story story(saga_from("RUNNING StockConfirmation 1/3 waiting effects=3"));
  const TimePoint before = story.saga().progress_at;
  story.then("due");
  story.now += std::chrono::seconds(1);
  story.then("due");
  EXPECT_EQ(story.saga().attempts, 2);
  EXPECT_EQ(story.saga().progress_at, before);
  story.then("StockConfirmation done 2");
  EXPECT_EQ(story.saga().progress_at, story.now);
}

TEST(OrchestratorStory, NothingHappensBeforeItIsDue) {
  SagaRecord saga = saga_from("RUNNING StockConfirmation 1/3 waiting effects=3");
  saga.due_at = test_now() + std::chrono::milliseconds(1);
  EXPECT_EQ(text_of(advance(test_policy(), saga, Due{}, test_now())), "stays");
}

TEST(OrchestratorStory, ACommandForAnOlderVersionIsRefused) {
  const SagaRecord saga = saga_from("RUNNING StockConfirmation 3/3 parked effects=3");
  payment::Command command{"c0ffee00-0000-4000-8000-000000000001", "RETRY", saga.version - 2, "kim.sujin", "again"};
  EXPECT_EQ(text_of(advance(test_policy(), saga, command, test_now())),
            "stays | refused: the saga moved on by itself, it is at version 7 now | COMMAND");
}

TEST(OrchestratorStory, BackoffDoublesUpToItsCapAndJitterTakesAtMostHalf) {
  const RetryPolicy retry{
      .max_attempts = 9, .backoff = std::chrono::milliseconds(200), .backoff_cap = std::chrono::milliseconds(1000)};
  for (int attempt = 1; attempt < 60; ++attempt) {
    const auto full = std::min<std::int64_t>(1000, attempt < 4 ? 200LL << (attempt - 1) : 1000);
    const auto wait = backoff_of(retry, kSagaId, attempt).count();
    EXPECT_LE(wait, full) << attempt;
    EXPECT_GE(wait, full / 2) << attempt;
    EXPECT_EQ(wait, backoff_of(retry, kSagaId, attempt).count());
  }
  EXPECT_NE(backoff_of(retry, "a", 3), backoff_of(retry, "b", 3));
}

TEST(OrchestratorBacklog, HidesRepliesOnlyWhileAQueueIsBeingWorkedOff) {
  using namespace std::chrono_literals;
  const SagaRecord saga = saga_from("RUNNING StockConfirmation 1/3 waiting effects=3");
  const TimePoint sent = test_now();
  const TimePoint due = sent + 2s;
  const auto ms = [](TimePoint time) {
    return static_cast<std::uint64_t>(time.time_since_epoch() / std::chrono::milliseconds(1));
  };
  const MonoTime start = MonoTime{} + 1h;

  Backlog backlog("orchestrator");
  EXPECT_FALSE(backlog.hides(saga, sent, due)) << "nothing is known of the queues";
  backlog.note("stock.confirmation.requested", ms(sent - 5s), true, start);
  EXPECT_TRUE(backlog.hides(saga, sent, due)) << "the participant has not been given the request";
  backlog.note("stock.confirmation.requested", ms(sent - 5s), true, start + 900ms);
  EXPECT_TRUE(backlog.hides(saga, sent, due));
  backlog.note("stock.confirmation.requested", ms(sent - 5s), true, start + 1s);
  EXPECT_FALSE(backlog.hides(saga, sent, due)) << "the participant stands still";
  backlog.note("stock.confirmation.requested", ms(sent - 4s), true, start + 2s);
  EXPECT_TRUE(backlog.hides(saga, sent, due)) << "it goes on";
  backlog.note("stock.confirmation.requested", ms(sent + 1ms), true, start + 3s);
  EXPECT_FALSE(backlog.hides(saga, sent, due)) << "it has been given the request";
  backlog.note("stock.confirmed", ms(due), true, start + 3s);
  EXPECT_TRUE(backlog.hides(saga, sent, due)) << "replies of that time are unread";
  backlog.note("stock.confirmed", ms(due), false, start + 3s);
  EXPECT_FALSE(backlog.hides(saga, sent, due)) << "all replies are read";
}

TEST(OrchestratorStory, ABatchSendsOnlyTheLastRequestOfASaga) {
  Story story(saga_from("RUNNING OrderValidation 1/3 waiting effects=1"));
  story.then("OrderValidation done 1");
  story.then("OrderValidation done 1");  // a duplicate in the same batch
  story.then("BalanceDeduction done 1");
  const auto events = story.effects.outgoing(test_now());
  ASSERT_EQ(events.size(), 2U);  // and the hint
  EXPECT_EQ(events[0].topic, "stock.confirmation.requested");
  EXPECT_EQ(events[0].event.correlation_id, "event-9");
  EXPECT_EQ(events[1].topic, "saga.changed");
  EXPECT_EQ(events[1].event.payload["sagas"].size(), 2U);
}

TEST(OrchestratorStory, AResultOfAnAttemptStartedInTheSameBatchGoesIntoItsRow) {
  Story story(saga_from("RUNNING OrderValidation 1/3 waiting effects=1"));
  story.then("OrderValidation done 1");
  story.then("BalanceDeduction done 1");
  const Writes& writes = story.effects.writes();
  ASSERT_EQ(writes.started().size(), 2U);
  EXPECT_EQ(writes.started()[0].step, "BalanceDeduction");
  EXPECT_EQ(writes.started()[0].status, StepStatus::Success);
  ASSERT_EQ(writes.results().size(), 1U);
  EXPECT_EQ(writes.states().size(), 1U);
  EXPECT_EQ(writes.states().begin()->second.current_step, "StockConfirmation");
}

}  // namespace
}  // namespace saga::test
