-- SPDX-License-Identifier: GPL-3.0-or-later
-- What the domains would have noted while all that happened: their rows are what these events fold to.

insert into orders.event_store (aggregate_id, sequence_number, event_type, event_data, occurred_at)
select 'order/' || o.order_id, e.n, e.type, e.data, o.created_at + (e.n - 1) * interval '20 ms'
  from orders.orders o
  cross join lateral (
    select 1 as n, 'OrderCreated' as type,
           json_build_object('userId', o.user_id, 'amount', o.amount, 'currency', o.currency)::text as data
    union all
    select 2, case o.status when 'VALIDATION_FAILED' then 'OrderValidationFailed' else 'OrderValidated' end, '{}'
     where o.status <> 'CREATED'
    union all
    select 3, 'OrderCompleted', '{}' where o.status = 'COMPLETED'
    union all
    select 3, 'OrderCancelled', json_build_object('status', o.status)::text
     where o.status not in ('CREATED', 'VALIDATED', 'COMPLETED', 'VALIDATION_FAILED')) e;

insert into balances.event_store (aggregate_id, sequence_number, event_type, event_data, occurred_at)
select format('account/%s/%s', user_id, currency), row_number() over (partition by user_id, currency order by created_at, entry_id),
       case kind when 'DEPOSIT' then 'Deposited' when 'DEBIT' then 'Debited' else 'Refunded' end,
       json_strip_nulls(json_build_object('orderId', order_id, 'amount', abs(amount)))::text, created_at
  from balances.balance_entry;

insert into products.event_store (aggregate_id, sequence_number, event_type, event_data, occurred_at)
select format('product/%s', product_id), row_number() over (partition by product_id order by created_at, entry_id),
       'StockSupplied', json_build_object('quantity', quantity)::text, created_at
  from products.stock_entry where kind = 'SUPPLY';

insert into products.event_store (aggregate_id, sequence_number, event_type, event_data, occurred_at)
select 'reservation/' || order_id, row_number() over (partition by order_id order by min(entry_id)),
       case kind when 'RESERVE' then 'StockReserved' when 'CONFIRM' then 'StockConfirmed' else 'StockReleased' end,
       json_strip_nulls(json_build_object(
         'items', json_agg(json_build_object('productId', product_id, 'quantity', quantity) order by product_id),
         'confirmed', case when kind = 'RELEASE' then confirmed end))::text,
       min(created_at)
  from products.stock_entry where kind <> 'SUPPLY'
 group by order_id, kind, confirmed;

insert into payments.event_store (aggregate_id, sequence_number, event_type, event_data, occurred_at)
select 'payment/' || payment_id, 1, 'PaymentCompleted',
       json_build_object('orderId', order_id, 'userId', user_id, 'amount', amount, 'currency', currency, 'route', route)::text,
       created_at
  from payments.payment;

analyze orders.event_store, balances.event_store, products.event_store, payments.event_store;
