// SPDX-License-Identifier: GPL-3.0-or-later
#include <chrono>
#include <cstdlib>
#include <random>
#include <set>
#include <string_view>
#include <thread>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "backend/postgres/journal_reader.h"
#include "backend/services/journal_verification.h"
#include "tests/fault/process_fixture.h"
#include "tests/fault/race_accounts.h"
#include "tests/fault/race_operators.h"
#include "tests/support/invariants.h"
#include "tests/support/servers.h"

// Two operators and two orchestrators on the same sagas: retry, compensate and resolve of each at the same moment,
// while the orchestrators retry by themselves, late replies arrive, and what was asked for before is still on its way.
// A slice of it runs with the other fault tests; SAGA_RACES=whole is 10,000 races (`ctest --preset campaign`). It
// prints its seed; SAGA_RACES_SEED lets the operators ask for the same once more.
//
// Seen red: with the version not looked at in saga.request_action_by ("… at version 6 has 2 winners"), and with a
// conflict that does not name who was first.

namespace saga::test {
namespace {

using namespace std::chrono_literals;

struct Size {
  int races = 200;
  double offered = 40;  // payments a second
  std::chrono::milliseconds patience{60'000};
};

Size size_of_run() {
  const char* name = std::getenv("SAGA_RACES");
  if (name == nullptr || std::string_view(name) != "whole") return {};
  return {.races = 10'000, .offered = 30, .patience = 300'000ms};
}

// Much goes wrong, for each saga in its own way: two attempts are made by the orchestrator, then a person is needed.
constexpr const char* kTrouble = R"(
[retry]
max_attempts = 2
backoff_ms = 40
backoff_cap_ms = 80
[deadlines_ms]
StockConfirmation = 500
[faults.StockConfirmation]
fail = [
  { permille = 600, attempts = 5, message = "stock service: connection reset" },
  { permille = 400, attempts = 3, direction = "compensation" },
]
slow = { permille = 300, attempts = 4, delay_ms = 900 }
[faults.PaymentCreation]
decline = { permille = 500, message = "card refused" }
[faults.BalanceDeduction]
lose_reply = { permille = 100, attempts = 2 }
refuse_compensation = { permille = 500, message = "the account is closed" }
)";

class Races : public ProcessTest {
 protected:
  Races() {
    more_toml_ = kTrouble;
    run("update saga.feature_toggle set value = '100', version = nextval('saga.toggle_version') "
        "where name = 'payment.canary.percent'");
    // What needs a second person is not the matter here, and two people would soon have done more than they may.
    run("update saga.approval_setting set environment = 'local'");
    run("do $$ begin create role kim login in role saga_operator; exception when duplicate_object then null; end $$");
    run("do $$ begin create role lee login in role saga_operator; exception when duplicate_object then null; end $$");
    const char* given = std::getenv("SAGA_RACES_SEED");
    seed_ = given != nullptr ? std::stoull(given) : std::random_device{}();
    fmt::print("seed {}\n", seed_);
  }

  // What an operator would find that needs one. The silence of a saga is made, since a real one takes half a minute: so
  // some are stuck of which the orchestrator is about to retry or to hear.
  std::vector<ActionTarget> in_need(int most) {
    run("update saga.saga_state set progress_at = progress_at - interval '1 hour' where saga_id in (select saga_id "
        "from "
        "saga.saga_state where scheduled and progress_at > now() - interval '30 seconds' order by saga_id limit 4 "
        "for update skip locked)");
    const auto rows = admin_->query(
        "select saga_id, version from saga.saga_state where (active or attention) and saga.condition(status, "
        "parked_reason, progress_at, open_effects, resolution, now()) in ('stuck', 'needs-attention') "
        "order by random() limit $1",
        {most});
    EXPECT_TRUE(rows) << rows.error().message;
    const auto found = rows->map([](const pg::Row& row) { return ActionTarget{row.text(0), row.int32(1)}; });
    return found.value_or(std::vector<ActionTarget>{});
  }

  // The chain holds, and all that was given to be kept outside lies on it.
  void expect_journal_sound(const std::vector<RaceCall>& calls) {
    std::vector<KeptAnchor> anchors;
    for (const RaceCall& call : calls) anchors.push_back({"sagas", call.anchor.seq, call.anchor.hash});
    pg::PgJournalReader reader(open_session(conninfo_, true));
    const auto report = verify_journal(reader, anchors);
    ASSERT_TRUE(report) << report.error().message;
    for (const JournalBreach& breach : report->breaches) {
      ADD_FAILURE() << fmt::format("{} {} {}: {}", breach.area, breach.seq, to_text(breach.kind), breach.detail);
    }
    EXPECT_EQ(report->anchors(), static_cast<std::int64_t>(calls.size()));
  }

  const Size size_ = size_of_run();
  std::uint64_t seed_ = 0;
};

TEST_F(Races, EachEffectHasItsRowAndEachLoserIsToldWhoWon) {
  const std::string roles = "gateway,orchestrator,orders,balances,products,payments";
  const auto one = start("one", roles);
  const auto other = start("other", roles);
  RaceOperators people(conninfo_, {"kim", "lee"}, seed_);
  keep_paying(size_.offered);
  auto raced = std::chrono::steady_clock::now();
  while (people.races() < size_.races) {
    const auto sagas = in_need(std::min(10, size_.races - people.races()));
    people.race(sagas);
    if (!sagas.empty()) raced = std::chrono::steady_clock::now();
    ASSERT_LT(std::chrono::steady_clock::now() - raced, size_.patience) << "nothing needs an operator";
    if (sagas.empty()) std::this_thread::sleep_for(20ms);
  }
  stop_paying(size_.patience);
  EXPECT_TRUE(becomes("select count(*) from saga.saga_command where status = 'PENDING'", "0", size_.patience));
  // The last late reply may move a saga that is parked.
  EXPECT_TRUE(
      becomes("select count(*) filter (where scheduled) = 0 and max(updated_at) < now() - interval '3 seconds' "
              "from saga.saga_state",
              "t", size_.patience));

  const auto calls = people.calls();
  const auto unaccounted = race_breaches(*admin_, calls);
  EXPECT_TRUE(unaccounted.empty()) << unaccounted.size() << " breaches\n" << listed(unaccounted);
  const auto in_domains = violations_at_rest(PaymentDatabases::one(*admin_), 15s);
  EXPECT_TRUE(in_domains.empty()) << listed(in_domains);
  EXPECT_EQ(value("select count(*) from saga.saga_change c join saga.worker w using (epoch) where c.at > w.fenced_at"),
            "0")
      << "written with a stale epoch";
  expect_journal_sound(calls);

  // Nobody wins by being asked first, and nothing of this was shown if nobody ever lost.
  const auto results = race_results(*admin_);
  ASSERT_TRUE(results) << results.error().message;
  std::set<std::string> seen;
  std::string text;
  for (const auto& [what, count] : *results) {
    seen.insert(what);
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", what, count);
  }
  for (const char* what : {"won by kim", "won by lee", "won by the orchestrator", "too late for a person",
                           "too late for what waits", "too late for the orchestrator", "calls refused by rule"}) {
    EXPECT_TRUE(seen.contains(what)) << what << ": never";
  }
  fmt::print("{} races of {} sagas, {} calls, seed {}: {}\n", people.races(),
             number("select count(distinct saga_id) from call"), calls.size(), seed_, text);
}

}  // namespace
}  // namespace saga::test
