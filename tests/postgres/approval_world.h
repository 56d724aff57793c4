// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "backend/postgres/approvals.h"
#include "backend/postgres/job_board.h"
#include "backend/services/jobs.h"
#include "tests/postgres/saga_database.h"

namespace saga::test {

// A production in which three compensations or discards need a second person. kim and lee operate, park and choi
// approve, duo does both, vera looks.
class ApprovalWorld : public testing::Test {
 protected:
  ApprovalWorld() {
    for (const auto& [name, roles] : {std::pair{"lee", "saga_operator"},
                                      {"park", "saga_approver"},
                                      {"choi", "saga_approver"},
                                      {"duo", "saga_operator, saga_approver"}}) {
      database.run(
          fmt::format("do $$ begin create role {} login in role {}; exception when duplicate_object then null; end $$",
                      name, roles));
    }
    database.run(
        "update saga.approval_rule set above = 2 where environment = 'production' and kind in ('COMPENSATE', "
        "'DISCARD')");
  }

  std::vector<SagaId> insert_stuck(int count) {
    std::vector<SagaId> ids;
    for (int i = 0; i < count; ++i)
      ids.push_back(database.insert({.parked_reason = "no reply", .age_seconds = 900 - i}));
    return ids;
  }
  [[nodiscard]] static JobOrder compensate_stuck() {
    return {.id = new_job_id(),
            .action = Action::Compensate,
            .filter = {.conditions = {Condition::Stuck}},
            .reason = "the bank is gone",
            .selection = "stuck",
            .rate = 0};
  }
  // A job that waits for a second person.
  JobId waiting(const std::string& who = "kim") {
    const JobOrder order = compensate_stuck();
    const auto outcome = pg::PgJobOperator(database.session(who)).create(order);
    EXPECT_TRUE(std::holds_alternative<Applied>(outcome));
    EXPECT_EQ(status(order.id), "AWAITING_APPROVAL by " + who);
    return order.id;
  }
  ActionOutcome decide(ApprovalDecision decision, const std::string& who, const std::string& subject,
                       const std::string& hash) {
    return pg::PgApprovalOperator(database.session(who)).decide(decision, subject, hash, "it is right");
  }
  ActionOutcome approve(const std::string& who, const std::string& subject, std::string hash = {}) {
    if (hash.empty()) hash = hash_of(subject);
    return decide(ApprovalDecision::Approve, who, subject, hash);
  }
  ActionOutcome change(JobChange change, const JobId& id, const std::string& who = "kim") {
    return pg::PgJobOperator(database.session(who)).change(change, id, "because");
  }
  ActionOutcome ask_again(const JobId& id, const std::string& who = "kim") {
    return pg::PgApprovalOperator(database.session(who)).ask_again(id, "it is needed still");
  }
  std::string hash_of(const std::string& subject) {
    const auto approval = board.find(subject);
    EXPECT_TRUE(approval && *approval);
    return approval && *approval ? (*approval)->set_hash : "";
  }
  std::string status(const JobId& id) {
    return database.value("select status || ' by ' || status_by from saga.job_view where job_id = '" + id + "'");
  }
  std::string approval_status(const std::string& subject) {
    const auto approval = board.find(subject);
    return approval && *approval ? std::string(to_text((*approval)->status)) : "none";
  }
  // Sagas that were asked for, by any job or person.
  std::string commands() { return database.value("select count(*) from saga.saga_command"); }
  // What payment-sagad does once: "1 asked for, RUNNING", or "not claimed".
  std::string step(const JobId& id) {
    if (epoch_.empty()) {
      epoch_ = database.value("select saga.register_worker('engine', array['jobs'], interval '1 hour')");
    }
    const std::string mine =
        database.value("select count(*) from saga.claim_jobs(" + epoch_ + ") j where j = '" + id + "'");
    if (mine == "0") return "not claimed";
    return database.value("select asked_for || ' asked for, ' || status from saga.advance_job(" + epoch_ + ", '" + id +
                          "')");
  }
  // As if so much time had passed for what was asked and approved.
  void pass(const std::string& time) {
    database.run("update saga.approval set requested_at = requested_at - interval '" + time +
                 "', decided_at = decided_at - interval '" + time + "', expires_at = expires_at - interval '" + time +
                 "'");
    database.run("update saga.unapproved_action set at = at - interval '" + time + "'");
  }
  std::string journal(const std::string& area = "approvals") {
    return database.value(
        "select string_agg(who || ' ' || what || coalesce(' ' || (after::jsonb ->> 'outcome'), ''), ', ' "
        "order by seq) from saga.operator_journal where what <> 'CHANGE_LIMIT' and area = '" +
        area + "'");
  }
  void expect_sound_journal() {
    EXPECT_EQ(database.value("select count(*) from saga.operator_journal j where hash <> saga.journal_hash(j)"), "0");
    EXPECT_EQ(
        database.value("select count(*) from saga.operator_journal j join saga.operator_journal p on p.area = j.area "
                       "and p.seq = j.seq - 1 where j.prev_hash <> p.hash"),
        "0");
  }

  SagaDatabase database;
  pg::PgApprovalBoard board{database.session("vera", true)};

 private:
  std::string epoch_;
};

inline std::string refusal(const ActionOutcome& outcome) {
  const auto* refused = std::get_if<Refused>(&outcome);
  return refused != nullptr ? refused->reason : "not refused";
}
inline std::string conflict(const ActionOutcome& outcome) {
  const auto* lost = std::get_if<Conflict>(&outcome);
  return lost != nullptr ? lost->reason : "no conflict";
}
inline bool applied(const ActionOutcome& outcome) { return std::holds_alternative<Applied>(outcome); }

}  // namespace saga::test
