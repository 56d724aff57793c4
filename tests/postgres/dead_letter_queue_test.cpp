// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/postgres/dead_letter_queue.h"

#include <set>
#include <thread>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/postgres/new_delivery.h"

// What an operator does with dead letters, in PostgreSQL: guard, journal, quarantine, masks.
//
// Planted and seen red:
//   - in saga.replay_deliveries (resources/sql/saga/016_external.sql) leave the generation out of the guard: a second
//     death is replayed in the name of the first (EachDeathIsReplayedOnce, WhatIsNotThatDeath…)
//   - in saga.act_on_dead_letters (020_dead_letters.sql) write no journal row (AReplayIsJournalled…, OfTwo…)
namespace saga::test {
namespace {

constexpr const char* kQueue = "dead-letter:payment.completed";

class S8DeadLetters : public testing::Test {
 protected:
  pg::PgDeadLetterOperator as(const std::string& user) {
    return pg::PgDeadLetterOperator(database.session(user),
                                    [this](const std::vector<JournalAnchor>& anchors) -> Result<void> {
                                      kept.insert(kept.end(), anchors.begin(), anchors.end());
                                      return disk;
                                    });
  }
  pg::PgDeadLetterQueue seen_by(const std::string& user) { return pg::PgDeadLetterQueue(database.session(user, true)); }
  std::string status_of(const DeliveryId& id) {
    return database.value(
        fmt::format("select status || ' ' || generation from saga.delivery_view where delivery_id = '{}'", id));
  }
  void die_again(const DeliveryId& id) {
    database.run(
        fmt::format("update saga.external_event_log set status = 'DEAD_LETTER', generation = generation + 1, "
                    "died_at = now() where saga.delivery_id(event_id, target_system) = '{}'",
                    id));
  }

  SagaDatabase database;
  std::vector<JournalAnchor> kept;
  Result<void> disk;
};

TEST_F(S8DeadLetters, AReplayIsJournalledWithItsEffectAndCanBeObserved) {
  const auto id = insert(database, {});
  auto kim = as("kim");
  const auto outcomes = kim.act(DeadLetterAction::Replay, {{id, 1}}, "crm is back");
  ASSERT_EQ(outcomes.size(), 1U);
  const auto* applied = std::get_if<Applied>(&outcomes[0]);
  ASSERT_NE(applied, nullptr);
  EXPECT_EQ(applied->version, 1) << "the generation";
  EXPECT_EQ(status_of(id), "PENDING 1");
  EXPECT_EQ(kept, std::vector<JournalAnchor>{applied->anchor});
  EXPECT_EQ(database.value("select area || ' ' || who || ' ' || what || ' ' || on_what || ' ' || why || ' ' || hash "
                           "from saga.operator_journal"),
            fmt::format("dead-letters kim REPLAY {} crm is back {}", id, applied->anchor.hash));
  const auto records = seen_by("vera").records({id});
  ASSERT_TRUE(records) << records.error().message;
  ASSERT_EQ(records->size(), 1U);
  EXPECT_EQ(records->front().status, DeliveryStatus::Pending);
  EXPECT_EQ(records->front().action, "REPLAY");
  EXPECT_EQ(records->front().requested_by, "kim");
  EXPECT_EQ(records->front().reason, "crm is back");
}

TEST_F(S8DeadLetters, WhatIsNotThatDeathIsRefusedAndStaysAsItIs) {
  const auto pending = insert(database, {.status = "PENDING"});
  const auto failed = insert(database, {.status = "FAILED"});
  const auto sent = insert(database, {.status = "SENT"});
  const auto again = insert(database, {.generation = 2});
  const auto outcomes =
      as("kim").act(DeadLetterAction::Replay,
                    {{pending, 1}, {failed, 1}, {sent, 1}, {again, 1}, {again, 2}, {again, 3}, {"no id", 1}}, "all");
  ASSERT_EQ(outcomes.size(), 7U);
  EXPECT_EQ(outcomes[0], ActionOutcome(Refused{"it is on its way"}));
  EXPECT_EQ(outcomes[1], ActionOutcome(Refused{"it is on its way"}));
  ASSERT_TRUE(std::holds_alternative<Refused>(outcomes[2]));
  EXPECT_TRUE(std::get<Refused>(outcomes[2]).reason.starts_with("it arrived at "));
  ASSERT_TRUE(std::holds_alternative<Conflict>(outcomes[3]));
  EXPECT_NE(std::get<Conflict>(outcomes[3]).reason.find("died again"), std::string::npos);
  EXPECT_EQ(outcomes[4], ActionOutcome(Refused{"it is named twice"})) << "the first one counts";
  EXPECT_EQ(outcomes[6], ActionOutcome(Refused{"there is no such delivery"}));
  EXPECT_EQ(status_of(pending), "PENDING 1");
  EXPECT_EQ(status_of(failed), "FAILED 1");
  EXPECT_EQ(status_of(sent), "SENT 1");
  EXPECT_EQ(status_of(again), "DEAD_LETTER 2");
  EXPECT_EQ(database.value("select count(*) from saga.dead_letter_request"), "0");
  EXPECT_EQ(database.value("select count(*) from saga.operator_journal"), "1") << "a refusal is journalled, too";
}

TEST_F(S8DeadLetters, EachDeathIsReplayedOnce) {
  const auto id = insert(database, {});
  auto kim = as("kim");
  EXPECT_TRUE(std::holds_alternative<Applied>(kim.act(DeadLetterAction::Replay, {{id, 1}}, "one")[0]));
  const auto second = kim.act(DeadLetterAction::Replay, {{id, 1}}, "two")[0];
  ASSERT_TRUE(std::holds_alternative<Conflict>(second));
  EXPECT_TRUE(std::get<Conflict>(second).reason.starts_with("kim requested REPLAY at "));
  die_again(id);
  EXPECT_TRUE(std::holds_alternative<Conflict>(kim.act(DeadLetterAction::Replay, {{id, 1}}, "old")[0]));
  EXPECT_EQ(status_of(id), "DEAD_LETTER 2");
  EXPECT_TRUE(std::holds_alternative<Applied>(kim.act(DeadLetterAction::Replay, {{id, 2}}, "three")[0]));
  EXPECT_EQ(status_of(id), "PENDING 2");
}

// They name them in opposite order, so that locks taken as they come would meet.
TEST_F(S8DeadLetters, OfTwoWhoReplayTheSameAtOnceOneDoes) {
  constexpr int kLetters = 200;
  constexpr int kRounds = 5;
  for (int round = 0; round < kRounds; ++round) {
    std::vector<LetterTarget> forth;
    for (int i = 0; i < kLetters; ++i) forth.push_back({insert(database, {}), 1});
    std::vector<LetterTarget> back(forth.rbegin(), forth.rend());
    std::vector<ActionOutcome> first, second;
    auto kim = as("kim");
    pg::PgDeadLetterOperator lee(database.session("kim"));
    {
      const std::jthread one([&] { first = kim.act(DeadLetterAction::Replay, forth, "one"); });
      const std::jthread two([&] { second = lee.act(DeadLetterAction::Replay, back, "two"); });
    }
    int applied = 0;
    for (const auto* outcomes : {&first, &second}) {
      ASSERT_EQ(outcomes->size(), static_cast<std::size_t>(kLetters));
      for (const ActionOutcome& outcome : *outcomes) {
        if (std::holds_alternative<Applied>(outcome)) {
          ++applied;
        } else {
          EXPECT_TRUE(std::holds_alternative<Conflict>(outcome)) << outcome.index();
        }
      }
    }
    EXPECT_EQ(applied, kLetters);
  }
  EXPECT_EQ(database.value("select count(*) from saga.dead_letter_request"), std::to_string(kLetters * kRounds));
  EXPECT_EQ(database.value("select sum((after::jsonb ->> 'accepted')::int) from saga.operator_journal"),
            std::to_string(kLetters * kRounds));
}

TEST_F(S8DeadLetters, WhatIsDiscardedIsKeptAndCanBeRestoredUntilItExpires) {
  const auto id = insert(database, {});
  const auto gone = insert(database, {});
  auto kim = as("kim");
  const auto discarded = kim.act(DeadLetterAction::Discard, {{id, 1}, {gone, 1}}, "test data");
  EXPECT_TRUE(std::holds_alternative<Applied>(discarded[0]));
  EXPECT_EQ(status_of(id), "DISCARDED 1");
  EXPECT_EQ(kim.act(DeadLetterAction::Replay, {{id, 1}}, "x")[0].index(), ActionOutcome(Refused{}).index());
  auto queue = seen_by("vera");
  EXPECT_EQ(queue.page({.queue = kQueue}, {}, 10)->letters.size(), 0U);
  EXPECT_EQ(queue.page({.queue = kQueue, .discarded = true}, {}, 10)->letters.size(), 2U);
  EXPECT_TRUE(std::holds_alternative<Applied>(kim.act(DeadLetterAction::Restore, {{id, 1}}, "it was not")[0]));
  EXPECT_EQ(status_of(id), "DEAD_LETTER 1");
  EXPECT_EQ(kim.act(DeadLetterAction::Restore, {{id, 1}}, "x")[0].index(), ActionOutcome(Conflict{}).index())
      << "it was restored a moment ago";

  EXPECT_EQ(database.value("select saga.expire_quarantine(10)"), "0") << "its time is not over";
  database.run(
      "update saga.quarantine set expires_at = now(); update saga.external_event_log set listed_generation = 0");
  EXPECT_EQ(database.value("select saga.expire_quarantine(10)"), "1");
  EXPECT_EQ(status_of(id), "DEAD_LETTER 1");
  EXPECT_EQ(database.value(fmt::format("select count(*) from saga.delivery_view where delivery_id = '{}'", gone)), "0");
  EXPECT_EQ(database.value("select count(*) from saga.quarantine"), "0");
}

TEST_F(S8DeadLetters, WithoutTheRightOrAReasonNothingIsDone) {
  const auto id = insert(database, {});
  for (const auto action : {DeadLetterAction::Replay, DeadLetterAction::Discard, DeadLetterAction::Restore}) {
    const auto refused = as("vera").act(action, {{id, 1}}, "let me")[0];
    ASSERT_TRUE(std::holds_alternative<Refused>(refused));
    EXPECT_NE(std::get<Refused>(refused).reason.find("saga_operator"), std::string::npos);
  }
  EXPECT_EQ(as("kim").act(DeadLetterAction::Replay, {{id, 1}}, " \n")[0],
            ActionOutcome(Refused{"a reason is required"}));
  EXPECT_EQ(status_of(id), "DEAD_LETTER 1");
  EXPECT_TRUE(std::holds_alternative<Failed>(
      as("kim").act(DeadLetterAction::Replay, std::vector<LetterTarget>(201, {id, 1}), "many")[200]));
  for (const char* denied : {"select * from saga.external_event_log", "select * from saga.dead_letter_request",
                             "select saga.act_on_dead_letters('REPLAY', '{}', '{}', 'x')",
                             "select saga.replay_deliveries('{}', '{}', '{}')"}) {
    const auto rows = database.session("kim")->read(denied);
    ASSERT_FALSE(rows) << denied;
    EXPECT_EQ(rows.error().kind, ErrorKind::Permission) << denied;
  }
}

TEST_F(S8DeadLetters, PayloadsAreMaskedUntilTheyAreRevealedAndThatIsJournalled) {
  const auto id = insert(database, {.error = "HTTP 422: bob@example.com is unknown",
                                    .payload = R"({"card":"4111 1111 1111 1234","token":"abc"})"});
  const auto letters = seen_by("vera").find({id});
  ASSERT_TRUE(letters) << letters.error().message;
  ASSERT_EQ(letters->size(), 1U);
  EXPECT_EQ(letters->front().payload, R"({"card":"************1234","token":"***"})");
  EXPECT_EQ(letters->front().error, "HTTP 422: ***@*** is unknown");
  EXPECT_FALSE(as("vera").reveal(id, "curious"));
  EXPECT_EQ(database.value("select count(*) from saga.operator_journal"), "0");
  auto kim = as("kim");
  EXPECT_FALSE(kim.reveal(id, " ")->has_value()) << "no reason";
  const auto revealed = kim.reveal(id, "ticket 12");
  ASSERT_TRUE(revealed) << revealed.error().message;
  ASSERT_TRUE(*revealed);
  EXPECT_EQ((*revealed)->payload, R"({"card":"4111 1111 1111 1234","token":"abc"})");
  EXPECT_EQ(database.value("select what || ' ' || why from saga.operator_journal order by seq desc limit 1"),
            "REVEAL ticket 12");
}

TEST_F(S8DeadLetters, AQueueIsReadByKeyNewestDeathFirst) {
  std::vector<DeliveryId> ids;
  for (int i = 0; i < 25; ++i) ids.push_back(insert(database, {.age_seconds = i / 5}));
  insert(database, {.event_type = "OrderCreated"});
  insert(database, {.status = "SENT"});
  auto queue = seen_by("vera");
  std::vector<DeliveryId> read;
  std::optional<LetterCursor> after;
  do {
    const auto page = queue.page({.queue = kQueue}, after, 4);
    ASSERT_TRUE(page) << page.error().message;
    for (const DeadLetter& letter : page->letters) {
      EXPECT_EQ(letter.queue, kQueue);
      read.push_back(letter.id);
    }
    after = page->next;
    insert(database, {.age_seconds = 0, .event = {}});  // dies in front of what is read
  } while (after && read.size() < 100);
  EXPECT_EQ(read.size(), 25U);
  EXPECT_EQ(std::set<DeliveryId>(read.begin(), read.end()), std::set<DeliveryId>(ids.begin(), ids.end()));
  const auto queues = queue.queues();
  ASSERT_TRUE(queues) << queues.error().message;
  ASSERT_EQ(queues->size(), 2U);
  EXPECT_EQ(queues->front().queue, "dead-letter:order.created");
  EXPECT_EQ(queues->back().target, "crm");
}

TEST_F(S8DeadLetters, ErrorsThatSayTheSameAreOneGroup) {
  for (int i = 0; i < 3; ++i) insert(database, {.error = fmt::format("HTTP 503: order O-47530{} is locked", i)});
  insert(database, {.error = "HTTP 422: no such customer"});
  insert(database, {.target = "warehouse", .error = "HTTP 422: no such customer"});
  auto queue = seen_by("vera");
  const auto groups = queue.groups(kQueue);
  ASSERT_TRUE(groups) << groups.error().message;
  ASSERT_EQ(groups->size(), 3U) << "a group is of one target";
  EXPECT_EQ(groups->front().letters, 3);
  EXPECT_EQ(groups->front().error, "HTTP …: order … is locked");
  const auto page = queue.page({.queue = kQueue, .signature = groups->front().signature}, {}, 10);
  ASSERT_TRUE(page) << page.error().message;
  EXPECT_EQ(page->letters.size(), 3U);
}

// The server process dies while the call waits for a lock: nobody can know whether it was done.
TEST_F(S8DeadLetters, AConnectionLostDuringTheCallLeavesTheOutcomeUnknown) {
  const auto id = insert(database, {});
  auto holder_session = database.session();
  auto holder = holder_session->begin();
  ASSERT_TRUE(holder->query("select from saga.external_event_log for update"));
  auto session = database.session("kim");
  const int pid = session->backend_pid();
  pg::PgDeadLetterOperator kim(session);
  std::vector<ActionOutcome> outcomes;
  std::thread call([&] { outcomes = kim.act(DeadLetterAction::Replay, {{id, 1}}, "crm is back"); });
  const std::string waiting =
      fmt::format("select count(*) from pg_stat_activity where pid = {} and wait_event_type = 'Lock'", pid);
  while (database.value(waiting) != "1") std::this_thread::sleep_for(std::chrono::milliseconds(10));
  database.run(fmt::format("select pg_terminate_backend({})", pid));
  call.join();
  ASSERT_EQ(outcomes.size(), 1U);
  EXPECT_TRUE(std::holds_alternative<OutcomeUnknown>(outcomes[0])) << outcomes[0].index();
  holder->rollback();
  EXPECT_EQ(status_of(id), "DEAD_LETTER 1");
}

}  // namespace
}  // namespace saga::test
