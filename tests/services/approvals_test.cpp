// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/services/approvals.h"

#include <gtest/gtest.h>

#include "tests/support/manual_clock.h"

namespace saga {
namespace {

const Error kLost{ErrorKind::InDoubt, "The connection was lost."};
const Error kAway{ErrorKind::Connection, "There is nobody."};

// A board that has what a test puts on it, after so many looks; it is away for some of them.
class FakeBoard final : public ApprovalBoard {
 public:
  Result<std::vector<Approval>> list(bool, int) override { return std::vector<Approval>{}; }
  Result<std::vector<ApprovalRule>> rules() override { return std::vector<ApprovalRule>{}; }
  Result<std::optional<Approval>> find(const std::string&) override {
    if (looks < answers.size()) return answers[looks++];
    return answers.empty() ? Result<std::optional<Approval>>(std::nullopt) : answers.back();
  }
  std::vector<Result<std::optional<Approval>>> answers;
  std::size_t looks = 0;
};

class FakeOperator final : public ApprovalOperator {
 public:
  ActionOutcome decide(ApprovalDecision, const std::string&, const std::string&, const std::string&) override {
    ++calls;
    return outcome;
  }
  ActionOutcome ask_again(const JobId&, const std::string&) override { return outcome; }
  ActionOutcome ask(const LetterSetOrder&) override {
    ++calls;
    return outcome;
  }
  ActionOutcome outcome = OutcomeUnknown{kLost};
  int calls = 0;
};

class ApprovalServices : public testing::Test {
 protected:
  static std::optional<Approval> approval(ApprovalStatus status, const std::string& decision = {}) {
    return Approval{.subject = "j", .status = status, .decision = decision};
  }

  FakeBoard board;
  FakeOperator operations;
  test::ManualClock clock{WallTime{}};
  int renewed = 0;
  ApprovalWorld world{.operations = [this](bool) -> Result<ApprovalOperator*> { return &operations; },
                      .board = [this](bool anew) -> Result<ApprovalBoard*> {
                        renewed += anew ? 1 : 0;
                        return &board;
                      },
                      .sleep = [this](std::chrono::milliseconds time) { clock.turn(time); },
                      .clock = clock};
};

TEST_F(ApprovalServices, ADecisionWhoseAnswerWasLostIsLookedForAndNotMadeTwice) {
  board.answers = {std::unexpected(kAway), approval(ApprovalStatus::Waiting), approval(ApprovalStatus::Approved, "x")};
  EXPECT_EQ(decide_approval(world, ApprovalDecision::Approve, "j", "h", "x"),
            ActionOutcome(Applied{.command_id = "j"}));
  EXPECT_EQ(operations.calls, 1);
  EXPECT_EQ(renewed, 1);
}

TEST_F(ApprovalServices, ThatOfSomebodyElseIsNotTakenForOnesOwn) {
  board.answers = {approval(ApprovalStatus::Approved, "another reason")};
  EXPECT_TRUE(std::holds_alternative<OutcomeUnknown>(decide_approval(world, ApprovalDecision::Approve, "j", "h", "x")));
  board.answers = {approval(ApprovalStatus::Approved, "x")};
  EXPECT_TRUE(std::holds_alternative<OutcomeUnknown>(decide_approval(world, ApprovalDecision::Refuse, "j", "", "x")));
  operations.outcome = Refused{"this is the hash of another set of targets"};
  EXPECT_EQ(decide_approval(world, ApprovalDecision::Approve, "j", "h", "x"), operations.outcome);
}

TEST_F(ApprovalServices, ASetThatWasAskedForIsFoundAndItsDecisionAwaited) {
  board.answers = {std::optional<Approval>{}, approval(ApprovalStatus::Waiting)};
  EXPECT_TRUE(std::holds_alternative<Applied>(ask_approval(world, {.id = "j"})));
  EXPECT_EQ(operations.calls, 1);
  board.looks = 0;
  board.answers = {approval(ApprovalStatus::Waiting), std::unexpected(kAway), approval(ApprovalStatus::Expired)};
  EXPECT_EQ(await_decision(world, "j", [] { return false; })->status, ApprovalStatus::Expired);
  board.looks = 0;
  EXPECT_EQ(await_decision(world, "j", [] { return true; })->status, ApprovalStatus::Waiting);
  board.looks = 0;
  board.answers = {std::optional<Approval>{}};
  EXPECT_EQ(await_decision(world, "j", [] { return false; }).error().kind, ErrorKind::Invalid);
}

TEST(Approvals, AreNeededBeyondTheLimitOfTheirAction) {
  const std::vector<ApprovalRule> rules{{.kind = "COMPENSATE", .above = 100}, {.kind = "RETRY"}};
  EXPECT_FALSE(needs_second_person(rules, "COMPENSATE", 100));
  EXPECT_TRUE(needs_second_person(rules, "COMPENSATE", 101));
  EXPECT_FALSE(needs_second_person(rules, "RETRY", 1'000'000));
  EXPECT_FALSE(needs_second_person(rules, "UNHEARD", 1'000'000)) << "the database knows, and says so";
}

TEST(Approvals, HaveTextsThatReadBack) {
  for (const auto status : {ApprovalStatus::Waiting, ApprovalStatus::Approved, ApprovalStatus::Refused,
                            ApprovalStatus::Expired, ApprovalStatus::Withdrawn}) {
    EXPECT_EQ(approval_status_from(to_text(status)), status);
  }
  EXPECT_EQ(approval_status_from("SOMETHING"), ApprovalStatus::Unknown);
  for (const auto status : {JobStatus::AwaitingApproval, JobStatus::Refused, JobStatus::Expired}) {
    EXPECT_EQ(job_status_from(to_text(status)), status);
  }
}

}  // namespace
}  // namespace saga
