// SPDX-License-Identifier: GPL-3.0-or-later
// What comes from outside is masked in every view, and shown only for a reason that is journalled: 007, 024.
#include <gtest/gtest.h>

#include "tests/postgres/new_delivery.h"
#include "tests/postgres/saga_database.h"

namespace saga::test {
namespace {

const std::string kCard = "4111 1111 1111 1111";
const std::string kMail = "buyer@example.com";
const std::string kToken = "tok-5f3a9";
const std::string kSecrets = R"({"card":")" + kCard + R"(","email":")" + kMail + R"(","token":")" + kToken + R"("})";

class MaskingTest : public testing::Test {
 protected:
  MaskingTest() {
    id = database.insert({.parked_reason = kSecrets});
    const auto run = [&](const std::string& sql) {
      const auto done = database.admin().query(sql, {kSecrets, id});
      EXPECT_TRUE(done) << sql << ": " << done.error().message;
    };
    run("update saga.saga_state set compensation_data = $1, resolution = $1 where saga_id = $2::uuid");
    run("insert into saga.saga_step_execution (saga_id, step_name, direction, attempt, status, input_data, "
        "output_data, "
        "error_message) values ($2::uuid, 'BalanceDeduction', 'FORWARD', 1, 'FAILED', $1, $1, $1)");
    run("insert into saga.saga_note (saga_id, author, body) values ($2::uuid, 'kim', $1)");
    run("insert into saga.saga_command (saga_id, action, expected_version, reason, evidence) values ($2::uuid, "
        "'RESOLVE', "
        "1, 'why', $1)");
    run("with j as (insert into saga.job (job_id, action, reason, evidence, set_hash, rate, ramped, failure_limit, "
        "patience, requested, waiting, stage) values ($2::uuid, 'RESOLVE', 'why', $1, 'x', 0, true, 10, '60 seconds', "
        "1, "
        "1, 0)) insert into saga.job_item (job_id, position, saga_id, expected_version, detail) values ($2::uuid, 1, "
        "$2::uuid, 1, $1)");
    run("insert into saga.external_target (target_system, instance, state, since, last_error) select 'crm', $2, "
        "'OPEN', "
        "now(), $1");
    run("with r as (insert into saga.verification_run (requested_by, started_at, finished_at, checked, unread, "
        "subjects, "
        "discrepant) values ($2, now(), now(), '{}', '[]', 1, 1) returning run_id) insert into "
        "saga.verification_finding "
        "(run_id, kind, subject_type, subject, detail, advice, first_seen) select run_id, 'k', 's', 's', $1, '', now() "
        "from r");
    (void)insert(database, {.error = kSecrets, .payload = kSecrets});
  }

  SagaDatabase database;
  SagaId id;
};

TEST_F(MaskingTest, NoViewShowsWhatIsSecret) {
  const auto views = database.admin().read(
      "select relname from pg_class where relnamespace = 'saga'::regnamespace and relkind = 'v' order by 1");
  ASSERT_TRUE(views) << views.error().message;
  const auto vera = database.session("vera", true);
  int shown = 0;
  (void)views->each([&](const pg::Row& row) {
    const std::string view = row.text(0);
    const auto rows = vera->read("select coalesce(string_agg(v::text, ' '), '') from saga." + view + " v");
    ASSERT_TRUE(rows) << view << ": " << rows.error().message;
    const auto text = rows->one([](const pg::Row& all) { return all.text(0); }).value();
    for (const auto& secret : {kCard, kMail, kToken})
      EXPECT_EQ(text.find(secret), std::string::npos) << view << ": " << text;
    if (text.find("***@***") != std::string::npos) ++shown;
  });
  EXPECT_GE(shown, 10) << "the masked text is there";
}

TEST_F(MaskingTest, ItIsRevealedToOperatorsForAReasonAndTheJournalKeepsIt) {
  const auto reveal = [&](const std::string& who, const std::string& saga, const std::string& reason) -> std::string {
    const auto rows = database.session(who)->query(
        "select string_agg(outcome || ' ' || detail || coalesce(step_name || ' ' || input_data || output_data || "
        "error_message, input_data || output_data || error_message, ''), ';' order by step_name nulls first) from "
        "saga.reveal($1::uuid, $2)",
        {saga, reason});
    if (!rows) return rows.error().code;
    return rows->one([](const pg::Row& row) { return row.text(0); }).value();
  };
  EXPECT_EQ(reveal("vera", id, "curious"), "42501");
  EXPECT_EQ(reveal("nobody", id, "curious"), "42501");
  EXPECT_EQ(reveal("kim", id, " "), "REFUSED a reason is required");
  EXPECT_EQ(reveal("kim", "00000000-0000-4000-8000-000000000000", "x"), "REFUSED there is no such saga");
  const std::string thrice = kSecrets + kSecrets + kSecrets;
  EXPECT_EQ(reveal("kim", id, "the bank asks"), "APPLIED " + thrice + ";APPLIED BalanceDeduction " + thrice);
  EXPECT_EQ(
      database.value("select string_agg(who || ' ' || what || ' ' || why || ' ' || (after::jsonb ->> 'outcome'), ', ' "
                     "order by seq) from saga.operator_journal where on_what = '" +
                     id + "'"),
      "kim REVEAL   REFUSED, kim REVEAL the bank asks APPLIED");
  EXPECT_EQ(database.value("select count(*) from saga.operator_journal where after like '%buyer@%'"), "0")
      << "the journal says that it was shown, not what";
}

}  // namespace
}  // namespace saga::test
