// SPDX-License-Identifier: GPL-3.0-or-later
// Eight writers whose commits interleave, and a prepared transaction that nobody resolves: the feed brings each change
// once. Beside it the two pollers that one would write first: by the highest id, which misses what commits late, and
// up to the oldest transaction that is still open, which stalls.
// Seen red: with `xid >= pg_snapshot_xmax` in the feed's query (misses), and with the snapshot of the poll before the
// last (comes twice). SAGA_CHANGES is 20,000 in the ordinary run and 1,000,000 in the long one.
#include <algorithm>
#include <atomic>
#include <charconv>
#include <random>
#include <thread>

#include <gtest/gtest.h>

#include "backend/postgres/change_feed.h"
#include "tests/postgres/saga_database.h"

namespace saga {
namespace {

constexpr int kChanges = SAGA_CHANGES;
constexpr int kWriters = 8;
constexpr int kMostAhead = 6'000;  // of the reader: above ten thousand a poll the feed says to read everything again

// Change number 4711 is of the saga 00000000-0000-7000-8000-000000004711. naive_change numbers them by a sequence.
constexpr const char* kWrite =
    "with changes as (select ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid as id "
    "from generate_series($1::int, $2::int) n), "
    "fed as (insert into saga.saga_change (saga_id, kind) select id, 'STEP' from changes) "
    "insert into naive_change (saga_id) select id from changes";

int number_of(const std::string& id) {
  int number = -1;
  std::from_chars(id.data() + id.size() - 12, id.data() + id.size(), number);
  return number;
}

// What a reader has seen, and how often.
struct Seen {
  std::vector<int> times = std::vector<int>(kChanges, 0);
  std::atomic<int> total{0};
  void take(const std::string& id) {
    const int number = number_of(id);
    ASSERT_TRUE(number >= 0 && number < kChanges) << id;
    ++times[static_cast<std::size_t>(number)];
    ++total;
  }
  [[nodiscard]] int missed() const { return static_cast<int>(std::ranges::count(times, 0)); }
  [[nodiscard]] int repeated() const {
    return static_cast<int>(std::ranges::count_if(times, [](int n) { return n > 1; }));
  }
};

class FeedRace : public testing::Test {
 protected:
  void SetUp() override {
    database.run("create table naive_change (id bigserial primary key, saga_id uuid not null)");
    feed.emplace(database.session("vera", true));
    ASSERT_TRUE(feed->poll());
  }

  // Writes until all numbers are taken: transactions of up to 40 changes, in two parts with a pause, so that many are
  // open at once and end in another order than they began.
  void write(unsigned seed) {
    std::mt19937 random(seed);
    const auto session = database.session();
    for (;;) {
      while (reading && written - seen.total > kMostAhead) std::this_thread::sleep_for(std::chrono::milliseconds(1));
      const int count = std::uniform_int_distribution(2, 40)(random);
      const int first = next.fetch_add(count);
      if (first >= kChanges) return;
      const int last = std::min(first + count, kChanges) - 1;
      const int middle = first + (last - first) / 2;
      if (random() % 16 == 0) roll_back(*session, first, last);
      auto transaction = session->begin();
      ASSERT_TRUE(transaction);
      ASSERT_TRUE(transaction->execute(kWrite, {first, middle}));
      std::this_thread::sleep_for(std::chrono::microseconds(random() % 800));
      ASSERT_TRUE(transaction->execute(kWrite, {middle + 1, last}));
      ASSERT_TRUE(transaction->commit());
      written += last - first + 1;
    }
  }
  // A change that never happened, with the numbers of those that do afterwards.
  static void roll_back(pg::Session& session, int first, int last) {
    auto transaction = session.begin();
    ASSERT_TRUE(transaction);
    ASSERT_TRUE(transaction->execute(kWrite, {first, last}));
  }

  void poll_feed() {
    const auto batch = feed->poll();
    ASSERT_TRUE(batch) << batch.error().message;
    ASSERT_FALSE(batch->gap);
    for (const SagaId& id : batch->changed) seen.take(id);
  }
  void poll_naive(pg::Session& session) {
    const auto rows = session.read("select id, saga_id from naive_change where id > $1 order by id", {naive_last});
    ASSERT_TRUE(rows) << rows.error().message;
    ASSERT_TRUE(rows->each([&](const pg::Row& row) {
      naive_last = row.int64("id");
      naive.take(row.text("saga_id"));
    }));
  }
  // How many changes a reader has that goes no further than the oldest open transaction.
  int below_xmin() {
    return std::stoi(
        database.value("select count(*) from saga.saga_change where xid < pg_snapshot_xmin(pg_current_snapshot())"));
  }

  test::SagaDatabase database;
  std::optional<pg::PgChangeFeed> feed;
  std::atomic<int> next{1};  // 0 is the prepared one
  std::atomic<int> written{0};
  std::atomic<bool> reading{true};
  Seen seen;
  Seen naive;
  std::int64_t naive_last = 0;
};

TEST_F(FeedRace, NoneOfManyChangesIsMissedWhileAPreparedTransactionStaysOpen) {
  {
    const auto session = database.session();
    auto left_open = session->begin();
    ASSERT_TRUE(left_open);
    ASSERT_TRUE(left_open->execute(kWrite, {0, 0}));
    ASSERT_TRUE(left_open->prepare("forgotten"));
  }
  {
    const auto reader = database.session();
    std::atomic<int> running{kWriters};
    std::vector<std::jthread> writers;
    for (unsigned i = 0; i < kWriters; ++i) {
      writers.emplace_back([this, i, &running] {
        write(20'261'120 + i);
        --running;
      });
    }
    while (running > 0 && !HasFatalFailure()) {
      poll_feed();
      poll_naive(*reader);
    }
    reading = false;  // whatever happened: nobody waits for a reader any more
    writers.clear();
    ASSERT_FALSE(HasFatalFailure());
    poll_feed();
    poll_naive(*reader);
  }
  EXPECT_EQ(seen.missed(), 1) << "only the one that is not committed";
  EXPECT_EQ(seen.times[0], 0);
  EXPECT_GT(naive.missed(), 1) << "a poller by id would have done";
  EXPECT_EQ(below_xmin(), 0) << "a reader up to the oldest transaction has nothing yet";

  database.run("commit prepared 'forgotten'");
  poll_feed();
  EXPECT_EQ(seen.missed(), 0);
  EXPECT_EQ(seen.repeated(), 0) << "each comes once";
  EXPECT_EQ(below_xmin(), kChanges) << "and only now the rest";
  RecordProperty("missed_by_id", naive.missed());
  std::printf("%d changes, %d writers: the feed missed 0, a poller by id %d\n", kChanges, kWriters, naive.missed());
}

}  // namespace
}  // namespace saga
