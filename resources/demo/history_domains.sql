-- SPDX-License-Identifier: GPL-3.0-or-later
-- What the participants wrote during the history. Sums and entries agree: anyone can check them.

-- What is ordered from now on goes on where the history ends.
select setval('orders.order_number', max(substr(order_id, 3)::bigint)) from demo_seed.payment having count(*) > 0;

insert into orders.orders (order_id, user_id, status, amount, currency, created_at)
select order_id, user_id, order_status, amount, currency, created_at - 2 * interval '1 second'
  from demo_seed.payment order by n;

insert into orders.order_item (order_id, product_id, quantity, unit_price)
select order_id, product_id, quantity, unit_price from demo_seed.payment order by n;

-- A step has effects if it was passed; a compensated saga has undone them.
insert into balances.balance_entry (user_id, currency, order_id, kind, amount, created_at)
select user_id, currency, order_id, 'DEBIT', -amount, created_at + (b2 + d2) * interval '1 ms'
  from demo_seed.payment where failed_step = 0 or failed_step > 2
 order by n;

insert into balances.balance_entry (user_id, currency, order_id, kind, amount, created_at)
select user_id, currency, order_id, 'REFUND', amount,
       created_at + (forward_ms + (failed_step - 2) * (d1 + gap)) * interval '1 ms'
  from demo_seed.payment where failed_step > 2
 order by n;

-- Everybody had enough before the day began, and has enough for what follows.
insert into balances.balance_entry (user_id, currency, kind, amount, created_at)
select u, case u % 16 when 5 then 'USD' else 'KRW' end, 'DEPOSIT',
       (400 + u * 31 % 200) * case u % 16 when 5 then 10000 else 100000 end, now() - interval '2 days'
  from generate_series(1001, 6000) u;

insert into balances.balance (user_id, currency, amount)
select user_id, currency, sum(amount) from balances.balance_entry group by user_id, currency;

insert into products.stock_entry (product_id, order_id, kind, quantity, created_at)
select product_id, order_id, 'RESERVE', quantity, created_at - interval '1 second' from demo_seed.payment order by n;

insert into products.stock_entry (product_id, order_id, kind, quantity, created_at)
select product_id, order_id, 'CONFIRM', quantity, created_at + (b3 + d3) * interval '1 ms'
  from demo_seed.payment where failed_step = 0 or failed_step > 3
 order by n;

insert into products.stock_entry (product_id, order_id, kind, quantity, confirmed, created_at)
select product_id, order_id, 'RELEASE', quantity, failed_step > 3, created_at + (forward_ms + gap + d1) * interval '1 ms'
  from demo_seed.payment where failed_step > 0
 order by n;

insert into products.stock_entry (product_id, kind, quantity, created_at)
select p.product_id, 'SUPPLY', 200000 + coalesce(s.sold, 0), now() - interval '2 days'
  from products.product p
  left join (select product_id, sum(quantity)::int as sold from demo_seed.payment where failed_step = 0 group by 1) s
    using (product_id);

update products.product p
   set available = e.supplied - e.reserved + e.released, reserved = e.reserved - e.confirmed - e.released_reserved,
       sold = e.confirmed - e.released_confirmed
  from (select product_id,
               coalesce(sum(quantity) filter (where kind = 'SUPPLY'), 0) as supplied,
               coalesce(sum(quantity) filter (where kind = 'RESERVE'), 0) as reserved,
               coalesce(sum(quantity) filter (where kind = 'CONFIRM'), 0) as confirmed,
               coalesce(sum(quantity) filter (where kind = 'RELEASE'), 0) as released,
               coalesce(sum(quantity) filter (where kind = 'RELEASE' and confirmed), 0) as released_confirmed,
               coalesce(sum(quantity) filter (where kind = 'RELEASE' and not confirmed), 0) as released_reserved
          from products.stock_entry group by product_id) e
 where e.product_id = p.product_id;

insert into payments.payment (payment_id, order_id, user_id, amount, currency, status, route, created_at)
select payment_id, order_id, user_id, amount, currency, 'COMPLETED', 'EVENT_DRIVEN',
       created_at + forward_ms * interval '1 ms'
  from demo_seed.payment where failed_step = 0
 order by n;

analyze orders.orders, orders.order_item, balances.balance_entry, balances.balance, products.stock_entry,
        products.product, payments.payment;
