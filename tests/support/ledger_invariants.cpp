// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/ledger_invariants.h"

#include <string_view>

namespace saga::test {
namespace {

// Each gives one sentence a breach.
constexpr std::string_view kBalances[] = {
    R"(select format('user %s has %s %s, but the entries sum to %s',
                     coalesce(b.user_id, e.user_id), coalesce(b.amount, 0), coalesce(b.currency, e.currency),
                     coalesce(e.amount, 0))
         from balances.balance b
         full join (select user_id, currency, sum(amount) as amount from balances.balance_entry
                     group by user_id, currency) e using (user_id, currency)
        where coalesce(b.amount, 0) <> coalesce(e.amount, 0))",
    R"(select format('all balances in %s sum to %s, but deposits less standing debits are %s', b.currency, b.amount, e.amount)
         from (select currency, sum(amount) as amount from balances.balance group by currency) b
         join (select currency, sum(amount) as amount
                 from (select currency, amount from balances.balance_entry where kind = 'DEPOSIT'
                       union all
                       select d.currency, d.amount from balances.balance_entry d
                        where d.kind = 'DEBIT' and not exists (select from balances.balance_entry r
                                                                where r.order_id = d.order_id and r.kind = 'REFUND')) t
                group by currency) e using (currency)
        where b.amount <> e.amount)",
    R"(select format('order %s has %s entries of kind %s', order_id, count(*), kind)
         from balances.balance_entry where kind <> 'DEPOSIT' group by order_id, kind having count(*) > 1)",
    R"(select format('order %s was refunded %s %s, but its debit is %s', r.order_id, r.amount, r.currency,
                     coalesce((-d.amount)::text || ' ' || d.currency || ' of user ' || d.user_id, 'missing'))
         from balances.balance_entry r
         left join balances.balance_entry d on d.order_id = r.order_id and d.kind = 'DEBIT'
        where r.kind = 'REFUND'
          and (d.entry_id is null or -d.amount <> r.amount or d.currency <> r.currency or d.user_id <> r.user_id))"};

constexpr std::string_view kProducts[] = {
    R"(with explained as (
         select product_id,
                coalesce(sum(quantity) filter (where kind = 'SUPPLY'), 0)
                  - coalesce(sum(quantity) filter (where kind = 'RESERVE'), 0)
                  + coalesce(sum(quantity) filter (where kind = 'RELEASE'), 0) as available,
                coalesce(sum(quantity) filter (where kind = 'RESERVE'), 0)
                  - coalesce(sum(quantity) filter (where kind = 'CONFIRM'), 0)
                  - coalesce(sum(quantity) filter (where kind = 'RELEASE' and not confirmed), 0) as reserved,
                coalesce(sum(quantity) filter (where kind = 'CONFIRM'), 0)
                  - coalesce(sum(quantity) filter (where kind = 'RELEASE' and confirmed), 0) as sold
           from products.stock_entry group by product_id)
       select format('product %s counts %s available, %s reserved, %s sold; its entries explain %s, %s, %s', p.product_id,
                     p.available, p.reserved, p.sold, coalesce(e.available, 0), coalesce(e.reserved, 0), coalesce(e.sold, 0))
         from products.product p left join explained e using (product_id)
        where (p.available, p.reserved, p.sold) is distinct from
              (coalesce(e.available, 0), coalesce(e.reserved, 0), coalesce(e.sold, 0)))",
    R"(select format('order %s has %s of product %s without a reservation of that many', e.order_id, e.kind, e.product_id)
         from products.stock_entry e
        where e.kind in ('CONFIRM', 'RELEASE')
          and not exists (select from products.stock_entry r
                           where r.order_id = e.order_id and r.product_id = e.product_id and r.kind = 'RESERVE'
                             and r.quantity = e.quantity))",
    R"(select format('order %s: the release of product %s does not say what it released', e.order_id, e.product_id)
         from products.stock_entry e
        where e.kind = 'RELEASE'
          and e.confirmed <> exists (select from products.stock_entry c
                                      where c.order_id = e.order_id and c.product_id = e.product_id and c.kind = 'CONFIRM'))"};

constexpr std::string_view kPayments[] = {
    R"(select format('order %s has %s completed payments', order_id, count(*))
         from payments.payment where status = 'COMPLETED' group by order_id having count(*) > 1)"};

void run(pg::Session& session, std::string_view sql, std::vector<std::string>& found) {
  const auto rows = session.read(sql);
  if (!rows) {
    found.push_back("cannot be checked: " + rows.error().message);
    return;
  }
  if (auto read = rows->each([&](const pg::Row& row) { found.push_back(row.text(0)); }); !read) {
    found.push_back("cannot be checked: " + read.error().message);
  }
}

}  // namespace

void check_ledgers(const PaymentDatabases& databases, std::vector<std::string>& found) {
  for (const auto sql : kBalances) run(databases.balances, sql, found);
  for (const auto sql : kProducts) run(databases.products, sql, found);
  for (const auto sql : kPayments) run(databases.payments, sql, found);
}

}  // namespace saga::test
