// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/services/jobs.h"

#include <set>

#include <gtest/gtest.h>

#include "backend/domain/uuid.h"
#include "tests/support/manual_clock.h"

namespace saga {
namespace {

using namespace std::chrono_literals;

const Error kLost{ErrorKind::InDoubt, "The connection was lost."};
const Error kAway{ErrorKind::Connection, "There is nobody."};

// A board that has what a test puts on it, after so many looks; it is away for some of them.
class FakeBoard final : public JobBoard {
 public:
  Result<JobPreview> preview(Action, const SagaFilter&, int) override { return JobPreview{}; }
  Result<FrozenPreview> freeze(Action, const SagaFilter&, int) override { return FrozenPreview{}; }
  Result<std::vector<Job>> list(int) override { return std::vector<Job>{}; }
  Result<std::optional<Job>> find(const JobId&) override {
    if (looks < static_cast<int>(answers.size())) return answers[static_cast<std::size_t>(looks++)];
    return answers.empty() ? Result<std::optional<Job>>(std::nullopt) : answers.back();
  }
  Result<JobItemPage> items(const JobId&, const std::vector<JobItemStatus>&, int after, int limit) override {
    JobItemPage page;
    for (int at = after + 1; at <= count && static_cast<int>(page.items.size()) < limit; ++at) {
      page.items.push_back({.position = at, .saga = "s", .status = JobItemStatus::Refused, .detail = "=1+1"});
    }
    if (static_cast<int>(page.items.size()) == limit) page.next = page.items.back().position;
    return page;
  }
  std::vector<Result<std::optional<Job>>> answers;
  int looks = 0;
  int count = 0;
};

class FakeOperator final : public JobOperator {
 public:
  ActionOutcome create(const JobOrder&) override {
    ++created;
    return outcome;
  }
  ActionOutcome change(JobChange, const JobId&, const std::string&) override { return outcome; }
  ActionOutcome outcome = OutcomeUnknown{kLost};
  int created = 0;
};

class JobServices : public testing::Test {
 protected:
  FakeBoard board;
  FakeOperator operations;
  test::ManualClock clock{WallTime{}};
  int renewed = 0;
  JobWorld world{.operations = [this](bool) -> Result<JobOperator*> { return &operations; },
                 .board = [this](bool anew) -> Result<JobBoard*> {
                   renewed += anew ? 1 : 0;
                   return &board;
                 },
                 .sleep = [this](std::chrono::milliseconds time) { clock.turn(time); },
                 .clock = clock};
  static Job job(JobStatus status, std::int64_t remaining, std::int64_t in_flight = 0) {
    return {.id = "j",
            .status = status,
            .counts = {.requested = 9, .applied = 9 - remaining, .remaining = remaining, .in_flight = in_flight}};
  }
};

// Seen red: with a create_job() that asked a second time instead of looking.
TEST_F(JobServices, AJobWhoseAnswerWasLostIsLookedForAndNotMadeTwice) {
  board.answers = {std::unexpected(kAway), std::optional<Job>{}, std::optional(job(JobStatus::Running, 9))};
  const auto outcome = create_job(world, {.id = "j"});
  ASSERT_TRUE(std::holds_alternative<Applied>(outcome));
  EXPECT_EQ(std::get<Applied>(outcome).command_id, "j");
  EXPECT_EQ(operations.created, 1);
  EXPECT_EQ(renewed, 1);
}

TEST_F(JobServices, ThatItCannotBeFoundIsUnknownAndNotNo) {
  EXPECT_TRUE(std::holds_alternative<OutcomeUnknown>(create_job(world, {.id = "j"})));
  EXPECT_EQ(operations.created, 1);
  operations.outcome = Refused{"a reason is required"};
  board.looks = 0;
  EXPECT_EQ(create_job(world, {.id = "j"}), operations.outcome);
  EXPECT_EQ(board.looks, 0);
}

TEST_F(JobServices, AJobIsFollowedUntilNothingHappensToItAnyMore) {
  board.answers = {std::optional(job(JobStatus::Running, 9)), std::unexpected(kAway),
                   std::optional(job(JobStatus::Paused, 4, 2)), std::optional(job(JobStatus::Paused, 4, 2)),
                   std::optional(job(JobStatus::Paused, 2))};
  std::vector<std::int64_t> told;
  const auto end =
      follow_job(world, "j", [&](const Job& now) { told.push_back(now.counts.remaining); }, [] { return false; });
  ASSERT_TRUE(end) << end.error().message;
  EXPECT_EQ(end->counts.in_flight, 0) << "paused, but what was asked for was on its way";
  EXPECT_EQ(told, (std::vector<std::int64_t>{9, 4, 2})) << "what has not changed is not told again";
  board.looks = 0;
  EXPECT_EQ(follow_job(world, "j", [](const Job&) {}, [] { return true; })->counts.remaining, 9);
  board.answers = {std::optional<Job>{}};
  board.looks = 0;
  EXPECT_EQ(follow_job(world, "j", [](const Job&) {}, [] { return true; }).error().kind, ErrorKind::Invalid);
}

TEST_F(JobServices, ItemsAreReadToTheLastAndSavedAsText) {
  board.count = 4'001;
  int last = 0;
  const auto count = for_each_item(board, "j", [&](const JobItem& item) -> Result<void> {
    last = item.position;
    return {};
  });
  EXPECT_EQ(count.value(), 4'001);
  EXPECT_EQ(last, 4'001);
  const auto line = job_item_csv_line({.position = 7, .saga = "s", .status = JobItemStatus::Refused, .detail = "=1+1"});
  EXPECT_EQ(line, "7,s,0,REFUSED,,\"'=1+1\",,,\r\n") << "no formula";
}

TEST(JobIds, AreUuidsAndDiffer) {
  std::set<JobId> ids;
  for (int i = 0; i < 100; ++i) {
    const JobId id = new_job_id();
    EXPECT_TRUE(is_uuid(id)) << id;
    EXPECT_EQ(id[14], '4');
    ids.insert(id);
  }
  EXPECT_EQ(ids.size(), 100U);
}

TEST(JobWords, SayWhatTheFilterMeans) {
  EXPECT_EQ(in_words({}), "");
  EXPECT_EQ(in_words({.conditions = {Condition::Stuck, Condition::NeedsAttention},
                      .step = "StockConfirmation",
                      .older_than = 300s,
                      .search = " ORD-7 ",
                      .amount = AmountRange{.currency = "KRW", .least = 5},
                      .except = {"a"}}),
            "stuck or needs-attention; step StockConfirmation; amount 5.. KRW; older than 300 s; search ORD-7; but 1");
}

}  // namespace
}  // namespace saga
