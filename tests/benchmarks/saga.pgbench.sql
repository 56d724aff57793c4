-- SPDX-License-Identifier: GPL-3.0-or-later
-- One completed payment saga by itself: the statements of payment-sagad, each message in a transaction of its own and
-- none of them batched. Ten commits: the claim with the start, for each of the four steps the participant's effect with
-- its inbox row and events and the orchestrator's state change, and the order's completion. It keeps nothing to recover
-- from and sends nothing.
--
-- Variables: i (0), prefix (of the saga ids, so that they fall on today), reply, request and data (texts
-- of a real length).
-- Order B-<n> exists, is reserved, and has n = client * 1,000,000 + i.
\set i :i + 1
\set n :client_id * 1000000 + :i
\set u 1001 + :n % 5000
\set p 1 + :n % 200

begin;
select t.name, t.value, t.version, now() from saga.feature_toggle t
 where t.name in ('payment.canary.percent', 'payment.event-driven.enabled', 'payment.emergency.rollback') order by t.name for share;
with claimed as (
  insert into saga.payment_route (order_id, route, reason, toggle_version, saga_id, requested_at)
  values ('B-' || :n::text, 'EVENT_DRIVEN', 'canary, 4 < 100', 1, (:prefix::text || lpad(:n::text, 12, '0'))::uuid, now())
  on conflict (order_id) do nothing returning saga_id, order_id
), started as (
  insert into saga.saga_state (saga_id, saga_type, current_step, status, order_id, user_id, amount, currency, trace_id,
                               attempts, attempt_limit, awaiting_reply, due_at, open_effects)
  select saga_id, 'PaymentSaga', 'OrderValidation', 'RUNNING', order_id, :u, 1000, 'KRW', repeat('a', 32), 1, 3, true,
         now() + interval '3 s', 1 from claimed
), execution as (
  insert into saga.saga_step_execution (saga_id, step_name, direction, attempt, input_data)
  select saga_id, 'OrderValidation', 'FORWARD', 1, :request::text from claimed)
insert into saga.saga_change (saga_id, kind) select saga_id, 'STARTED' from claimed;
end;

begin isolation level read committed;
select action_reply, compensation_reply from orders.inbox
 where saga_id = (:prefix::text || lpad(:n::text, 12, '0'))::uuid and step_name = 'OrderValidation' for update;
select user_id, status, amount, currency, coupon_id from orders.orders where order_id = 'B-' || :n::text for update;
update orders.orders set status = 'VALIDATED' where order_id = 'B-' || :n::text;
insert into orders.event_store (aggregate_id, sequence_number, event_type, event_data)
values ('order/B-' || :n::text, coalesce((select e.sequence_number from orders.event_store e where e.aggregate_id = 'order/B-' || :n::text
                       order by e.sequence_number desc limit 1), 0) + 1, 'OrderValidated', '{}');
insert into orders.inbox (saga_id, step_name, action_reply)
values ((:prefix::text || lpad(:n::text, 12, '0'))::uuid, 'OrderValidation', :reply::text) on conflict do nothing;
end;

begin;
select * from saga.saga_state where saga_id = (:prefix::text || lpad(:n::text, 12, '0'))::uuid for update;
with state as (
  update saga.saga_state set current_step = 'BalanceDeduction', version = version + 1, due_at = now() + interval '2 s',
         open_effects = 2, progress_at = now(), updated_at = now()
   where saga_id = (:prefix::text || lpad(:n::text, 12, '0'))::uuid
), started as (
  insert into saga.saga_step_execution (saga_id, step_name, direction, attempt, input_data)
  values ((:prefix::text || lpad(:n::text, 12, '0'))::uuid, 'BalanceDeduction', 'FORWARD', 1, :request::text)
), result as (
  update saga.saga_step_execution set status = 'SUCCESS', output_data = :reply::text, executed_at = now()
   where saga_id = (:prefix::text || lpad(:n::text, 12, '0'))::uuid and step_name = 'OrderValidation'
     and direction = 'FORWARD' and attempt = 1)
insert into saga.saga_change (saga_id, kind) values ((:prefix::text || lpad(:n::text, 12, '0'))::uuid, 'STEP');
end;

begin isolation level serializable;
select action_reply, compensation_reply from balances.inbox
 where saga_id = (:prefix::text || lpad(:n::text, 12, '0'))::uuid and step_name = 'BalanceDeduction' for update;
select amount from balances.balance where user_id = :u and currency = 'KRW' for update;
update balances.balance set amount = amount - 1000 where user_id = :u and currency = 'KRW';
insert into balances.balance_entry (user_id, currency, order_id, kind, amount)
values (:u, 'KRW', 'B-' || :n::text, 'DEBIT', -1000);
insert into balances.event_store (aggregate_id, sequence_number, event_type, event_data)
values ('account/' || (:u)::text || '/KRW', coalesce((select e.sequence_number from balances.event_store e where e.aggregate_id = 'account/' || (:u)::text || '/KRW'
                       order by e.sequence_number desc limit 1), 0) + 1, 'Debited', '{"amount":1000,"orderId":"B-' || :n::text || '"}');
insert into balances.inbox (saga_id, step_name, action_reply)
values ((:prefix::text || lpad(:n::text, 12, '0'))::uuid, 'BalanceDeduction', :reply::text) on conflict do nothing;
end;

begin;
select * from saga.saga_state where saga_id = (:prefix::text || lpad(:n::text, 12, '0'))::uuid for update;
with state as (
  update saga.saga_state set current_step = 'StockConfirmation', version = version + 1, due_at = now() + interval '2 s',
         open_effects = 3, progress_at = now(), updated_at = now()
   where saga_id = (:prefix::text || lpad(:n::text, 12, '0'))::uuid
), started as (
  insert into saga.saga_step_execution (saga_id, step_name, direction, attempt, input_data)
  values ((:prefix::text || lpad(:n::text, 12, '0'))::uuid, 'StockConfirmation', 'FORWARD', 1, :request::text)
), result as (
  update saga.saga_step_execution set status = 'SUCCESS', output_data = :reply::text, executed_at = now()
   where saga_id = (:prefix::text || lpad(:n::text, 12, '0'))::uuid and step_name = 'BalanceDeduction'
     and direction = 'FORWARD' and attempt = 1)
insert into saga.saga_change (saga_id, kind) values ((:prefix::text || lpad(:n::text, 12, '0'))::uuid, 'STEP');
end;

begin isolation level repeatable read;
select action_reply, compensation_reply from products.inbox
 where saga_id = (:prefix::text || lpad(:n::text, 12, '0'))::uuid and step_name = 'StockConfirmation' for update;
select product_id, kind, quantity from products.stock_entry where order_id = 'B-' || :n::text and kind <> 'SUPPLY';
select product_id from products.product where product_id = :p for update;
update products.product set reserved = reserved - 1, sold = sold + 1 where product_id = :p;
insert into products.stock_entry (product_id, order_id, kind, quantity) values (:p, 'B-' || :n::text, 'CONFIRM', 1);
insert into products.event_store (aggregate_id, sequence_number, event_type, event_data)
values ('reservation/B-' || :n::text, coalesce((select e.sequence_number from products.event_store e where e.aggregate_id = 'reservation/B-' || :n::text
                       order by e.sequence_number desc limit 1), 0) + 1, 'StockConfirmed', '{"items":[{"productId":' || (:p)::text || ',"quantity":1}]}');
insert into products.inbox (saga_id, step_name, action_reply)
values ((:prefix::text || lpad(:n::text, 12, '0'))::uuid, 'StockConfirmation', :reply::text) on conflict do nothing;
end;

begin;
select * from saga.saga_state where saga_id = (:prefix::text || lpad(:n::text, 12, '0'))::uuid for update;
with state as (
  update saga.saga_state set current_step = 'PaymentCreation', version = version + 1, due_at = now() + interval '3 s',
         open_effects = 4, progress_at = now(), updated_at = now()
   where saga_id = (:prefix::text || lpad(:n::text, 12, '0'))::uuid
), started as (
  insert into saga.saga_step_execution (saga_id, step_name, direction, attempt, input_data)
  values ((:prefix::text || lpad(:n::text, 12, '0'))::uuid, 'PaymentCreation', 'FORWARD', 1, :request::text)
), result as (
  update saga.saga_step_execution set status = 'SUCCESS', output_data = :reply::text, executed_at = now()
   where saga_id = (:prefix::text || lpad(:n::text, 12, '0'))::uuid and step_name = 'StockConfirmation'
     and direction = 'FORWARD' and attempt = 1)
insert into saga.saga_change (saga_id, kind) values ((:prefix::text || lpad(:n::text, 12, '0'))::uuid, 'STEP');
end;

begin isolation level read committed;
select action_reply, compensation_reply from payments.inbox
 where saga_id = (:prefix::text || lpad(:n::text, 12, '0'))::uuid and step_name = 'PaymentCreation' for update;
insert into payments.payment (order_id, user_id, amount, currency, status, route)
values ('B-' || :n::text, :u, 1000, 'KRW', 'COMPLETED', 'EVENT_DRIVEN')
on conflict (order_id) where status = 'COMPLETED' do nothing returning payment_id;
insert into payments.event_store (aggregate_id, sequence_number, event_type, event_data)
values ('payment/' || gen_random_uuid(), 1, 'PaymentCompleted', :data::text);
insert into payments.outbox (event_type, event_data, saga_id) values
  ('PaymentCompleted', :data::text, (:prefix::text || lpad(:n::text, 12, '0'))::uuid);
insert into payments.inbox (saga_id, step_name, action_reply)
values ((:prefix::text || lpad(:n::text, 12, '0'))::uuid, 'PaymentCreation', :reply::text) on conflict do nothing;
end;

begin;
select * from saga.saga_state where saga_id = (:prefix::text || lpad(:n::text, 12, '0'))::uuid for update;
with state as (
  update saga.saga_state set status = 'COMPLETED', version = version + 1, awaiting_reply = false, open_effects = 0,
         progress_at = now(), updated_at = now()
   where saga_id = (:prefix::text || lpad(:n::text, 12, '0'))::uuid
), result as (
  update saga.saga_step_execution set status = 'SUCCESS', output_data = :reply::text, executed_at = now()
   where saga_id = (:prefix::text || lpad(:n::text, 12, '0'))::uuid and step_name = 'PaymentCreation'
     and direction = 'FORWARD' and attempt = 1
), route as (
  update saga.payment_route set outcome = 'COMPLETED', finished_at = now(), latency = now() - requested_at
   where order_id = 'B-' || :n::text)
insert into saga.saga_change (saga_id, kind) values ((:prefix::text || lpad(:n::text, 12, '0'))::uuid, 'COMPLETED');
end;

begin;
update orders.orders set status = 'COMPLETED' where order_id = 'B-' || :n::text and status = 'VALIDATED';
insert into orders.event_store (aggregate_id, sequence_number, event_type, event_data)
values ('order/B-' || :n::text, coalesce((select e.sequence_number from orders.event_store e where e.aggregate_id = 'order/B-' || :n::text
                       order by e.sequence_number desc limit 1), 0) + 1, 'OrderCompleted', '{}');
insert into orders.outbox (event_type, event_data, saga_id)
select t, :data::text, (:prefix::text || lpad(:n::text, 12, '0'))::uuid
  from unnest(array['OrderCompleted', 'ProductPurchased', 'UserActivity']) t;
end;
