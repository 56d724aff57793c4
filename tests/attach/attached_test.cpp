// SPDX-License-Identifier: GPL-3.0-or-later
// An attachment by a profile, to real servers.
#include <atomic>
#include <functional>
#include <mutex>
#include <thread>

#include <gtest/gtest.h>

#include "backend/attach/connect.h"
#include "backend/private_servers/private_postgres.h"
#include "backend/private_servers/private_redis.h"
#include "backend/redis/streams.h"
#include "backend/services/live_attachment.h"
#include "tests/attach/own_directories.h"
#include "tests/postgres/saga_database.h"
#include "tests/support/servers.h"

namespace saga::attach {
namespace {

using namespace std::chrono_literals;

bool eventually(const std::function<bool()>& condition) {
  const auto deadline = std::chrono::steady_clock::now() + 20s;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(2ms);
  }
  return true;
}

// Keeps what an attachment told last.
class Heard {
 public:
  AttachmentEvents events() {
    return {.source =
                [this](const SourceState& state) {
                  const std::lock_guard lock(mutex_);
                  states_[state.source] = state;
                },
            .platform =
                [this](const PlatformStatus& status) {
                  const std::lock_guard lock(mutex_);
                  platform_ = status;
                  ++platforms;
                },
            .feed =
                [this](const FeedBatch& batch) {
                  const std::lock_guard lock(mutex_);
                  changed_.insert(changed_.end(), batch.changed.begin(), batch.changed.end());
                  gaps += batch.gap ? 1 : 0;
                }};
  }
  bool is(Source source, SourceState::Health health) {
    const std::lock_guard lock(mutex_);
    return states_.contains(source) && states_[source].health == health;
  }
  PlatformStatus platform() {
    const std::lock_guard lock(mutex_);
    return platform_;
  }
  std::vector<SagaId> changed() {
    const std::lock_guard lock(mutex_);
    return changed_;
  }
  std::atomic<int> platforms{0};
  std::atomic<int> gaps{0};

 private:
  std::mutex mutex_;
  std::map<Source, SourceState> states_;
  PlatformStatus platform_;
  std::vector<SagaId> changed_;
};

class AttachedTest : public testing::Test {
 protected:
  AttachedTest() {
    profile.name = "here";
    profile.postgres.host = test::test_postgres().socket_directory().string();
    profile.postgres.dbname = database.name();
    profile.postgres.user = "kim";
    (void)test::fresh_redis();
    profile.redis = RedisPart{.socket = test::test_redis().socket_path().string()};
  }
  std::string reading_backends() {
    return database.value(
        "select coalesce(string_agg(pid::text, ',' order by pid), '') from pg_stat_activity "
        "where datname = current_database() and application_name = 'saga-console'");
  }

  test::OwnDirectories own;
  test::SagaDatabase database;
  Profile profile;
};

TEST_F(AttachedTest, TerminatingItsSessionsDoesNotLiftReadOnlyAndItComesBackByItself) {
  // The only way to see another session's setting from outside: it tells it itself, as the canary's percentage.
  database.run(
      "create or replace view saga.toggle_view as select name, "
      "case when name <> 'payment.canary.percent' then value "
      "when current_setting('transaction_read_only') = 'on' then '42' else '7' end as value, "
      "version, updated_by, reason, updated_at from saga.feature_toggle");
  const SagaId id = database.insert({.parked_reason = "no reply"});
  Heard heard;
  LiveAttachment attachment(connectors(profile));
  const auto subscription = attachment.subscribe(heard.events());
  ASSERT_TRUE(eventually([&] { return heard.platforms > 0; }));
  EXPECT_EQ(heard.platform().canary_percent, 42);
  const std::string before = reading_backends();

  database.run(
      "select pg_terminate_backend(pid) from pg_stat_activity "
      "where datname = current_database() and application_name = 'saga-console'");
  ASSERT_TRUE(eventually([&] { return heard.gaps == 1; }));
  const int told = heard.platforms;
  ASSERT_TRUE(eventually([&] { return heard.platforms > told + 1; }));
  EXPECT_EQ(heard.platform().canary_percent, 42);
  EXPECT_NE(reading_backends(), before);
  std::atomic<bool> read = false;
  attachment.by_id({id}, [&](const Result<SagaPage>& page) { read = page && page->sagas.size() == 1; });
  EXPECT_TRUE(eventually([&] { return read.load(); }));
  // The acting session was cut as well; it is another one that acts now.
  std::atomic<bool> acted = false;
  ASSERT_TRUE(eventually([&] {
    attachment.request(Action::Retry, {{id, 1}}, "again", [&](const std::vector<ActionOutcome>& outcomes) {
      if (std::holds_alternative<Applied>(outcomes.at(0))) acted = true;
    });
    std::this_thread::sleep_for(50ms);
    return acted.load();
  }));
  EXPECT_EQ(database.value("select count(*) from saga.saga_command"), "1");
}

TEST_F(AttachedTest, AChangeComesAtOnceWithAHintAndSoonWithoutRedis) {
  Heard heard;
  LiveAttachment attachment(connectors(profile));
  const auto subscription = attachment.subscribe(heard.events());
  ASSERT_TRUE(eventually([&] {
    return heard.is(Source::Redis, SourceState::Health::Connected) &&
           heard.is(Source::Feed, SourceState::Health::Connected);
  }));
  const SagaId first = database.insert({});
  database.change(first);
  const auto client = test::open_client(test::test_redis().endpoint());
  ASSERT_TRUE(client->call(redis::xadd_command("saga.changed", "saga", first)));
  EXPECT_TRUE(eventually([&] { return heard.changed() == std::vector{first}; }));

  ASSERT_TRUE(test::test_redis().stop());
  ASSERT_TRUE(eventually([&] { return heard.is(Source::Redis, SourceState::Health::Lost); }));
  const SagaId second = database.insert({});
  database.change(second);
  EXPECT_TRUE(eventually([&] { return heard.changed() == (std::vector{first, second}); }));
  ASSERT_TRUE(test::test_redis().start());
  EXPECT_TRUE(eventually([&] { return heard.is(Source::Redis, SourceState::Health::Connected); }));
}

TEST_F(AttachedTest, ASchemaThatDoesNotFitIsToldAsTheReason) {
  database.run("drop view saga.command_view");
  const auto side = connectors(profile).read();
  ASSERT_FALSE(side);
  EXPECT_EQ(side.error().kind, ErrorKind::Incompatible);
  EXPECT_NE(side.error().message.find("saga.command_view"), std::string::npos);
  EXPECT_NE(side.error().advice.find("sagactl install"), std::string::npos);
}

}  // namespace
}  // namespace saga::attach
