// SPDX-License-Identifier: GPL-3.0-or-later
// Row S2: a batch is one transaction of one domain at its isolation level and deadline, and is halved when it fails.
//
// Planted defects, each seen red: StockConfirmation at READ COMMITTED; halve() gives the second half up with the first.
#include <thread>

#include <fmt/format.h>

#include "backend/payment/topics.h"
#include "tests/payment/participant_fixture.h"
#include "tests/support/servers.h"

namespace saga::test {
namespace {

using payment::Delivery;
using payment::Role;

constexpr int kOrders = 64;

class S2_MicroTransactions : public ParticipantTest, public testing::WithParamInterface<int> {
 protected:
  // 64 users buy the same product. Whoever writes into an inbox leaves a note of the transaction it does so in.
  void SetUp() override {
    run(R"(
insert into balances.balance select u, 'KRW', 1000 from generate_series(1, 64) u;
insert into orders.orders (order_id, user_id, status, amount, currency)
select 'O-' || u, u, 'CREATED', 100, 'KRW' from generate_series(1, 64) u;
insert into products.product values (1, 'books', 100, 936, 64, 0);
insert into products.stock_entry (product_id, order_id, kind, quantity)
select 1, 'O-' || u, 'RESERVE', 1 from generate_series(1, 64) u;
create table public.seen (domain text, isolation text, budget interval, transaction xid8);
create function public.note() returns trigger language plpgsql as $$
begin
  insert into public.seen values (tg_argv[0], current_setting('transaction_isolation'),
                                  current_setting('lock_timeout')::interval, pg_current_xact_id());
  return new;
end $$;
create trigger note before insert on orders.inbox for each row execute function public.note('orders');
create trigger note before insert on balances.inbox for each row execute function public.note('balances');
create trigger note before insert on products.inbox for each row execute function public.note('products');
create trigger note before insert on payments.inbox for each row execute function public.note('payments');
)");
  }
  std::vector<Delivery> requests(const char* step) {
    std::vector<Delivery> all;
    for (int u = 1; u <= kOrders; ++u) all.push_back(forward(step, fmt::format("O-{}", u), u, 100));
    return all;
  }
  // In batches of the parameter's size; how many were done.
  int done(Role role, const char* step) {
    const auto handler = participant(role);
    const auto all = requests(step);
    int done = 0;
    for (std::size_t at = 0; at < all.size(); at += static_cast<std::size_t>(GetParam())) {
      const auto first = all.begin() + static_cast<std::ptrdiff_t>(at);
      for (const auto& reply : handle(*handler, {first, first + GetParam()})) {
        done += reply.topic == payment::find_step(step)->forward.done ? 1 : 0;
      }
    }
    return done;
  }
};

INSTANTIATE_TEST_SUITE_P(Batch, S2_MicroTransactions, testing::Values(1, 64));

TEST_P(S2_MicroTransactions, EachDomainHasItsOwnIsolationAndDeadline) {
  EXPECT_EQ(done(Role::Orders, "OrderValidation"), kOrders);
  EXPECT_EQ(done(Role::Balances, "BalanceDeduction"), kOrders);
  EXPECT_EQ(done(Role::Products, "StockConfirmation"), kOrders);
  EXPECT_EQ(done(Role::Payments, "PaymentCreation"), kOrders);
  const int transactions = kOrders / GetParam();
  // The server is told what is left of the budget: a little less than all of it by the time of the note.
  EXPECT_EQ(value("select string_agg(format('%s %s %ss %s', domain, isolation, budget, n), ', ' order by domain) from "
                  "(select domain, isolation, ceil(extract(epoch from max(budget))) as budget, "
                  "count(distinct transaction::text) as n from public.seen group by 1, 2) s"),
            fmt::format("balances serializable 2s {0}, orders read committed 3s {0}, payments read committed 3s {0}, "
                        "products repeatable read 2s {0}",
                        transactions));
  EXPECT_EQ(value("select format('%s %s %s', available, reserved, sold) from products.product"), "936 0 64");
  EXPECT_EQ(value("select format('%s %s', count(*), max(sequence_number)) from products.event_store"), "64 1");
}

// The hot row moves after the batch has taken its snapshot: 40001. Both halves then see what is there now.
TEST_P(S2_MicroTransactions, AConflictOnAHotProductHalvesTheBatch) {
  auto other_session = open_session(conninfo_);
  auto other = other_session->begin();
  ASSERT_TRUE(other);
  ASSERT_TRUE(other->execute("update products.product set available = available - 1, sold = sold + 1"));
  std::thread finish([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    EXPECT_TRUE(other->commit());
  });
  EXPECT_EQ(done(Role::Products, "StockConfirmation"), kOrders);
  finish.join();
  EXPECT_EQ(value("select format('%s %s %s', available, reserved, sold) from products.product"), "935 0 65");
  // A single message is tried again as it is.
  EXPECT_EQ(value("select count(distinct transaction::text) from public.seen"), GetParam() == 1 ? "64" : "2");
}

TEST_P(S2_MicroTransactions, ConsumersOfOneHotProductLoseNothing) {
  const auto all = requests("StockConfirmation");
  std::vector<std::thread> consumers;
  for (int c = 0; c < 2; ++c) {
    consumers.emplace_back([&, c] {
      const auto handler = payment::make_participant(Role::Products, config_, clock_);
      for (std::size_t at = static_cast<std::size_t>(c) * kOrders / 2;
           at < static_cast<std::size_t>(c + 1) * kOrders / 2;) {
        const std::size_t size = std::min<std::size_t>(static_cast<std::size_t>(GetParam()), kOrders / 2);
        std::vector<Delivery> batch(all.begin() + static_cast<std::ptrdiff_t>(at),
                                    all.begin() + static_cast<std::ptrdiff_t>(at + size));
        at += size;
        // A failure that may pass is what the orchestrator sends again.
        for (int tried = 0; tried < 50 && !batch.empty(); ++tried) {
          const auto handled = handler->handle(batch);
          ASSERT_TRUE(handled) << handled.error().message;
          std::vector<Delivery> again;
          for (const auto& sent : handled->send) {
            if (!sent.event.payload.value("retryable", false)) continue;
            for (const auto& delivery : batch) {
              if (delivery.event.saga_id == sent.event.saga_id) again.push_back(delivery);
            }
          }
          batch = std::move(again);
        }
        EXPECT_TRUE(batch.empty());
      }
    });
  }
  for (auto& consumer : consumers) consumer.join();
  EXPECT_EQ(value("select format('%s %s %s', available, reserved, sold) from products.product"), "936 0 64");
}

}  // namespace
}  // namespace saga::test
