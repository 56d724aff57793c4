// SPDX-License-Identifier: GPL-3.0-or-later
// An operator at a running system: the console's page beside sagactl, real servers, real traffic, real outages.
#include <algorithm>
#include <map>
#include <mutex>

#include <gmock/gmock.h>

#include "backend/attach/connect.h"
#include "backend/payment/topics.h"
#include "backend/postgres/session.h"
#include "backend/services/live_attachment.h"
#include "tests/integration/live_system.h"
#include "tests/support/invariants.h"
#include "ui/async/gui_executor.h"
#include "ui/sagas/sagas_controller.h"

namespace saga::test {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::IsSupersetOf;

// The Sagas page without its widgets: what it shows is the controller's state.
struct OpenConsole {
  SystemClock clock;
  ui::GuiExecutor gui;
  LiveAttachment attachment;
  ui::SagasController sagas{attachment, gui, clock};

  explicit OpenConsole(const attach::Profile& profile)
      : attachment(attach::connectors(profile, "saga-console", payment::all_topics())) {
    sagas.start();
  }

  void show(Condition condition) {
    SagaFilter filter;
    filter.conditions = {condition};
    sagas.set_filter(filter);
  }
  const Saga* row(const std::string& id) {
    const int at = sagas.model().row_of(id);
    return at < 0 ? nullptr : sagas.model().row(at).saga.get();
  }
};

attach::Profile profile() {
  const auto loaded = attach::load_profile(live_system().profile());
  if (!loaded) throw std::runtime_error(loaded.error().message);
  return *loaded;
}

// A parked saga whose fault lasts three attempts, so that a fourth settles it.
nlohmann::json a_parked_saga() {
  nlohmann::json found;
  const bool any = eventually(
      [&] {
        const Ran listed = sagactl({"--profile", live_system().profile(), "--json", "sagas", "list", "--stuck"});
        if (!listed.json.is_object()) return false;
        for (const auto& saga : listed.json["sagas"]) {
          if (saga["parked_reason"].is_string() && saga["status"] == "RUNNING") found = saga;
        }
        return !found.is_null();
      },
      60s);
  if (!any) throw std::runtime_error("no saga was parked within a minute");
  return found;
}

TEST(ConsoleLive, ARetryBySagactlSettlesAParkedSagaAndTheOpenConsoleShowsItWithinASecond) {
  const auto parked = a_parked_saga();
  const std::string id = parked["id"];
  EXPECT_FALSE(parked["parked_reason"].get<std::string>().empty());

  OpenConsole console(profile());
  console.show(Condition::Stuck);
  ASSERT_TRUE(eventually([&] { return console.row(id) != nullptr; }, 10s)) << "the parked saga is not listed";
  const int seen = console.row(id)->version;

  const Ran retried = sagactl({"--profile", live_system().profile(), "--json", "sagas", "retry", id, "--reason",
                               "the service is back", "--expect-version", std::to_string(seen)});
  ASSERT_EQ(retried.exit_code, 0) << retried.output;
  const auto changed = [&] { return console.row(id) != nullptr && console.row(id)->version > seen; };
  EXPECT_TRUE(eventually(changed, 1s)) << "the row still shows version " << seen;

  const Ran again = sagactl({"--profile", live_system().profile(), "--json", "sagas", "retry", id, "--reason",
                             "once more", "--expect-version", std::to_string(seen)});
  EXPECT_EQ(again.exit_code, 4) << again.output;
  EXPECT_THAT(again.output, HasSubstr("kim.sujin requested RETRY"));
  EXPECT_TRUE(eventually(
      [&] {
        return console.row(id) == nullptr || !console.row(id)->parked_reason ||
               console.row(id)->status != SagaStatus::Running;
      },
      15s));
}

TEST(ConsoleLive, AViewerMayLookButNotAct) {
  const auto parked = a_parked_saga();
  const std::string viewer = live_system().profile() + "-viewer";
  const std::string id = parked["id"];

  const Ran refused = sagactl({"--profile", viewer, "--json", "sagas", "retry", id, "--reason", "I would like to"});
  EXPECT_EQ(refused.exit_code, 3) << refused.output;
  EXPECT_THAT(refused.output, HasSubstr("saga_operator"));

  const Ran shown = sagactl({"--profile", viewer, "--json", "sagas", "show", id});
  EXPECT_EQ(shown.exit_code, 0) << shown.output;
}

TEST(ConsoleLive, TheReadingSessionStaysReadOnlyWhenItsBackendIsTerminated) {
  OpenConsole console(profile());
  ASSERT_TRUE(eventually([&] { return console.sagas.counts().has_value(); }, 10s));
  const auto admin = pg::Session::open({.conninfo = live_system().conninfo("postgres")});
  ASSERT_TRUE(admin) << admin.error().message;
  const std::string sessions =
      "select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = 'saga-console read'";
  // Every session that reads must refuse to write, before and after: the server itself is asked.
  ASSERT_TRUE((*admin)->query(sessions));
  ASSERT_TRUE(eventually([&] { return !console.sagas.lost() && console.sagas.counts().has_value(); }, 10s));
  const auto reading = attach::open_session(profile(), true, "saga-console read");
  ASSERT_TRUE(reading) << reading.error().message;
  ASSERT_TRUE((*admin)->query(sessions));
  for (int attempt = 0; attempt < 3; ++attempt) {
    const auto written = (*reading)->query("create temporary table t (i int)");
    ASSERT_FALSE(written) << "a terminated session came back writable";
  }
}

// The limits, entries, events and notes of a saga that has just ended, each from where the running system keeps it.
// Seen red: with a console that was not told the names of the streams.
TEST(ConsoleLive, WhatStandsBesideASagaIsFoundInTheRunningSystem) {
  OpenConsole console(profile());
  console.show(Condition::Completed);
  ASSERT_TRUE(
      eventually([&] { return console.sagas.model().rowCount() > 0 && console.sagas.model().row(0).saga; }, 10s));
  console.sagas.show_newer();
  const SagaId id = console.sagas.model().row(0).saga->id;
  console.sagas.select(id);
  ASSERT_TRUE(eventually([&] { return console.sagas.detail().has_value(); }, 10s));
  const SagaDetail detail = *console.sagas.detail();
  EXPECT_EQ(detail.limits.size(), 8U) << "the steps of a payment and of a refund";

  ui::DetailContext& beside = console.sagas.context();
  // A request waits at a gateway before its saga begins, under load for longer than the first look reaches back: the
  // operator looks wider then.
  std::vector<std::string> types;
  for (const auto slack : {ui::DetailContext::kSlack, ui::DetailContext::kWide, 6 * ui::DetailContext::kWide}) {
    beside.search_streams(detail, slack);
    ASSERT_TRUE(eventually([&] { return !beside.streams().under_way; }, 10s));
    ASSERT_FALSE(beside.streams().error) << beside.streams().error->message;
    types.clear();
    for (const StreamHit& hit : beside.streams().value->hits.hits) types.push_back(hit.type);
    if (std::ranges::find(types, "PaymentRequested") != types.end()) break;
  }
  EXPECT_THAT(types, IsSupersetOf({"PaymentRequested", "OrderValidated", "BalanceDeducted", "StockConfirmed",
                                   "PaymentCompleted"}));

  beside.read_events(detail.saga);
  ASSERT_TRUE(eventually([&] { return !beside.events().under_way; }, 10s));
  ASSERT_FALSE(beside.events().error) << beside.events().error->message;
  std::vector<std::string> stored;
  for (const StoredEvent& event : beside.events().value->events) stored.push_back(event.domain + " " + event.type);
  EXPECT_THAT(stored, IsSupersetOf({"orders OrderValidated", "balances Debited", "products StockConfirmed",
                                    "payments PaymentCompleted"}));
  EXPECT_THAT(beside.events().value->elsewhere, IsEmpty());

  beside.send({NoteChange::Kind::Take, id});
  ASSERT_TRUE(eventually([&] { return beside.sent().has_value(); }, 10s));
  beside.send({NoteChange::Kind::Note, id, "looked at, nothing is wrong"});
  ASSERT_TRUE(eventually([&] { return beside.sent().has_value() && beside.notes().value.has_value(); }, 10s));
  EXPECT_TRUE(std::holds_alternative<Applied>(beside.sent()->outcome));
  EXPECT_TRUE(eventually([&] { return console.sagas.detail()->notes == 1 && console.sagas.detail()->claim; }, 5s));
  EXPECT_EQ(console.sagas.detail()->claim->who, "kim.sujin");
}

// Both sources away for ten seconds, one after the other, with traffic: said, aged, recovered, nothing lost.
TEST(ConsoleLive, AnOutageOfEachSourceIsSaidAndEndsByItself) {
  demo::Demo& system = live_system();
  OpenConsole console(profile());
  std::mutex mutex;
  std::map<Source, SourceState> states;
  const auto subscription = console.attachment.subscribe({.source = [&](const SourceState& state) {
    const std::lock_guard lock(mutex);
    states[state.source] = state;
  }});
  const auto health = [&](Source source) {
    const std::lock_guard lock(mutex);
    return states[source].health;
  };
  const auto connected = [&](Source source) { return health(source) == SourceState::Health::Connected; };
  const auto lost = [&](Source source) { return health(source) == SourceState::Health::Lost; };
  ASSERT_TRUE(eventually([&] { return connected(Source::Postgres) && connected(Source::Redis); }, 10s));
  ASSERT_TRUE(eventually([&] { return console.sagas.model().rowCount() > 0; }, 10s));

  ASSERT_TRUE(system.stop_redis());
  EXPECT_TRUE(eventually([&] { return lost(Source::Redis); }, 5s)) << "nobody says that Redis is lost";
  EXPECT_TRUE(connected(Source::Postgres)) << "without Redis the console works by polling";
  eventually([] { return false; }, 10s);
  ASSERT_TRUE(system.start_redis());
  EXPECT_TRUE(eventually([&] { return connected(Source::Redis); }, 10s)) << "Redis is back, the console is not";

  ASSERT_TRUE(system.stop_postgres());
  EXPECT_TRUE(eventually([&] { return console.sagas.lost(); }, 5s)) << "nobody says that PostgreSQL is lost";
  const int kept = console.sagas.model().rowCount();
  const auto last_read = console.sagas.last_read();
  eventually([] { return false; }, 10s);
  EXPECT_EQ(console.sagas.model().rowCount(), kept) << "what was known is gone";
  EXPECT_EQ(console.sagas.last_read(), last_read) << "the age of what is shown does not grow";
  ASSERT_TRUE(system.start_postgres());
  EXPECT_TRUE(eventually([&] { return !console.sagas.lost() && connected(Source::Postgres); }, 10s));
  EXPECT_TRUE(eventually([&] { return console.sagas.last_read() > last_read; }, 5s)) << "recovered, but reads nothing";
  EXPECT_THAT(system.take_failures(), IsEmpty()) << "payment-sagad did not live through it";
}

// Last: traffic stops, and every order and won must be accounted for.
TEST(ConsoleLive, AfterAllOfThisNothingIsLostOrDoubled) {
  demo::Demo& system = live_system();
  system.stop_load();
  auto session = pg::Session::open({.conninfo = system.conninfo("postgres"), .read_only = true});
  ASSERT_TRUE(session) << session.error().message;
  const auto found = violations_at_rest(PaymentDatabases::one(**session), 60s);
  EXPECT_THAT(found, IsEmpty()) << listed(found);
}

}  // namespace
}  // namespace saga::test
