-- SPDX-License-Identifier: GPL-3.0-or-later
-- Sagas of earlier today that still wait for a person. What they did to the domains is real, down to the replies in
-- the inboxes, so retrying or compensating one works as it does for the sagas that run now.
--
--   lost           the step did its work, its reply was lost three times
--   failing        the step failed three times, and may be tried again
--   undoing        a later step refused, and the refund's reply was lost three times
--   refused        a later step refused, and the refund was refused for good
--   resolved       as refused, and settled by hand since

create table demo_seed.unfinished as
select c.*, o.saga_id, 'O-' || 4690000 + c.n as order_id, p.price * c.quantity as amount, p.price as unit_price,
       case when c.product_id > 180 then 'USD' else 'KRW' end as currency,
       replace(gen_random_uuid()::text, '-', '') as trace_id, o.created_at,
       c.kind in ('lost', 'failing') as forward,
       case c.kind when 'lost' then c.step when 'failing' then c.step - 1 else c.step end as done,  -- steps that stand
       s.name, s.deadline
  from (values (1, 'failing', 3, 1207, 31, 2, '9 hours 12 minutes', 'could not obtain lock on row in relation "product"'),
               (2, 'failing', 4, 3411, 64, 1, '6 hours 58 minutes', 'card network: 503 Service Unavailable'),
               (3, 'failing', 4, 5820, 12, 3, '6 hours 55 minutes', 'card network: 503 Service Unavailable'),
               (4, 'lost', 4, 2901, 187, 1, '6 hours 51 minutes', null),
               (5, 'lost', 2, 4488, 90, 1, '4 hours 20 minutes', null),
               (6, 'lost', 3, 1734, 45, 1, '2 hours 3 minutes', null),
               (7, 'undoing', 2, 3050, 77, 2, '3 hours 41 minutes', null),
               (8, 'refused', 2, 5119, 8, 1, '5 hours 9 minutes', 'the account is locked by a fraud check'),
               (9, 'refused', 2, 2266, 140, 2, '1 hour 17 minutes', 'the account is being closed'),
               (10, 'resolved', 2, 4102, 22, 1, '11 hours 30 minutes', 'the account is being closed'))
    as c(n, kind, step, user_id, product_id, quantity, age, error)
  join products.product p on p.product_id = c.product_id
  join (values (1, 'OrderValidation', '3 s'), (2, 'BalanceDeduction', '2 s'), (3, 'StockConfirmation', '2 s'),
               (4, 'PaymentCreation', '3 s')) s(no, name, deadline) on s.no = c.step
  cross join lateral (select saga.uuid_v7(t.at) as saga_id, t.at as created_at
                        from (select now() - c.age::interval as at) t) o;

insert into saga.saga_state
  (saga_id, saga_type, current_step, status, compensation_data, order_id, user_id, amount, currency, trace_id, version,
   attempts, attempt_limit, due_at, parked_reason, open_effects, progress_at, resolution, created_at, updated_at)
select u.saga_id, 'PaymentSaga', u.name,
       case when u.forward then 'RUNNING' when u.kind = 'undoing' then 'COMPENSATING' else 'FAILED' end,
       case when not u.forward then json_build_object('error', format('the reservation of product %s has expired', u.product_id),
                                                      'failedStep', 'StockConfirmation', 'reason', 'STOCK_INSUFFICIENT')::text end,
       u.order_id, u.user_id, u.amount, u.currency, u.trace_id,
       case when u.forward then u.step + 5 when u.kind = 'undoing' then 9 else 5 end,
       case when u.kind in ('refused', 'resolved') then 1 else 3 end, 3, t.parked,
       case u.kind when 'lost' then format('%s: no reply within %s, 3 attempts', u.name, u.deadline)
                   when 'failing' then format('%s: %s, 3 attempts', u.name, u.error)
                   when 'undoing' then format('%s (compensation): no reply within %s, 3 attempts', u.name, u.deadline)
                   else format('%s (compensation): %s, 1 attempts', u.name, u.error) end,
       u.step, u.created_at + interval '60 ms',
       case u.kind when 'resolved' then 'refunded by bank transfer, ticket PAY-4417' end, u.created_at, t.parked
  from demo_seed.unfinished u
  cross join lateral (select u.created_at + case when u.kind in ('refused', 'resolved') then interval '90 ms'
                                                 else interval '8 s' end as parked) t;

-- The steps that were passed; the one that refused; the attempts at the one where it stands.
create table demo_seed.unfinished_step as
select u.*, e.no, e.step_name, e.direction, e.attempt, e.status, e.reply, e.why, u.created_at + e.begins as started_at,
       case when e.status is not null then u.created_at + e.begins + interval '14 ms' end as executed_at
  from demo_seed.unfinished u
  cross join lateral (
    select s.no, s.step_name, 'FORWARD' as direction, 1 as attempt, 'SUCCESS' as status, true as reply, null as why,
           s.no * interval '17 ms' as begins
      from (values (1, 'OrderValidation'), (2, 'BalanceDeduction'), (3, 'StockConfirmation')) s(no, step_name)
     where s.no < u.step or (s.no = u.step and not u.forward)
    union all
    select 3, 'StockConfirmation', 'FORWARD', 1, 'FAILED', false,
           format('the reservation of product %s has expired', u.product_id), interval '51 ms'
     where not u.forward
    union all
    select u.step, u.name, case when u.forward then 'FORWARD' else 'COMPENSATION' end, a,
           case when u.kind in ('lost', 'undoing') then null else 'FAILED' end, false,
           coalesce(u.error, format('no reply within %s', u.deadline)), interval '70 ms' + (a - 1) * interval '2.4 s'
      from generate_series(1, case when u.kind in ('refused', 'resolved') then 1 else 3 end) a) e;

insert into saga.saga_step_execution
  (saga_id, step_name, direction, attempt, status, input_data, output_data, error_message, started_at, executed_at)
select saga_id, step_name, direction, attempt, status,
       format('{"amount":%s,"attempt":%s,"currency":"%s","orderId":"%s",%s"step":"%s","userId":%s}', amount, attempt,
              currency, order_id, case direction when 'COMPENSATION' then '"reason":"STOCK_INSUFFICIENT",' else '' end,
              step_name, user_id),
       case when status = 'SUCCESS' then format('{"amount":%s,"currency":"%s"}', amount, currency) end, why, started_at,
       executed_at
  from demo_seed.unfinished_step
 order by saga_id, started_at;

insert into saga.payment_route
  (order_id, route, reason, toggle_version, saga_id, outcome, requested_at, claimed_at, finished_at)
select order_id, 'EVENT_DRIVEN',
       case when user_id % 100 = 0 then 'first users, id % 100 = 0' else format('canary, %s < 100', user_id % 100) end,
       v.version, saga_id,
       case when kind in ('refused', 'resolved') then 'FAILED' end, created_at, created_at,
       case when kind in ('refused', 'resolved') then created_at + interval '90 ms' end
  from demo_seed.unfinished, (select version from saga.feature_toggle where name = 'payment.canary.percent') v;

-- The domains.
insert into orders.orders (order_id, user_id, status, amount, currency, created_at)
select order_id, user_id, 'VALIDATED', amount, currency, created_at - interval '2 s' from demo_seed.unfinished;
insert into orders.order_item (order_id, product_id, quantity, unit_price)
select order_id, product_id, quantity, unit_price from demo_seed.unfinished;

insert into balances.balance_entry (user_id, currency, order_id, kind, amount, created_at)
select user_id, currency, order_id, 'DEBIT', -amount, created_at + interval '40 ms' from demo_seed.unfinished where done >= 2;
update balances.balance b set amount = b.amount - u.amount
  from demo_seed.unfinished u where u.done >= 2 and b.user_id = u.user_id and b.currency = u.currency;

insert into products.stock_entry (product_id, order_id, kind, quantity, created_at)
select product_id, order_id, 'RESERVE', quantity, created_at - interval '1 s' from demo_seed.unfinished;
insert into products.stock_entry (product_id, order_id, kind, quantity, created_at)
select product_id, order_id, 'CONFIRM', quantity, created_at + interval '60 ms' from demo_seed.unfinished where done >= 3;
insert into products.stock_entry (product_id, order_id, kind, quantity, created_at)
select product_id, order_id, 'RELEASE', quantity, created_at from demo_seed.unfinished where not forward;
update products.product p
   set available = p.available - case when u.forward then u.quantity else 0 end,
       reserved = p.reserved + case when u.forward and u.done < 3 then u.quantity else 0 end,
       sold = p.sold + case when u.done >= 3 then u.quantity else 0 end
  from demo_seed.unfinished u where u.product_id = p.product_id;

create table demo_seed.unfinished_payment as
select *, saga.uuid_v7(created_at) as payment_id from demo_seed.unfinished where done >= 4;
insert into payments.payment (payment_id, order_id, user_id, amount, currency, status, route, created_at)
select payment_id, order_id, user_id, amount, currency, 'COMPLETED', 'EVENT_DRIVEN', created_at + interval '80 ms'
  from demo_seed.unfinished_payment;

-- The replies that the participants kept.
create table demo_seed.unfinished_reply as
select u.saga_id, s.no, s.step_name,
       json_build_object(
         'eventId', saga.uuid_v7(u.created_at), 'eventType', case when s.no <= u.done then s.done_type else s.failed_type end,
         'sagaId', u.saga_id, 'correlationId', saga.uuid_v7(u.created_at),
         'traceparent', format('00-%s-%s-01', u.trace_id, substr(u.trace_id, 1, 16)),
         'occurredAt', to_char(u.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
         'payload', json_build_object('orderId', u.order_id, 'step', s.step_name, 'attempt', 1)::jsonb
           || case when s.no > u.done then jsonb_build_object('code', 'STOCK_INSUFFICIENT', 'retryable', false, 'error',
                                             format('the reservation of product %s has expired', u.product_id))
              else jsonb_build_object('result', case s.no
                when 1 then jsonb_build_object('orderStatus', 'VALIDATED', 'amount', u.amount, 'currency', u.currency)
                when 2 then jsonb_build_object('userId', u.user_id, 'debited', u.amount, 'currency', u.currency)
                when 3 then jsonb_build_object('confirmed', jsonb_build_array(
                              jsonb_build_object('productId', u.product_id, 'quantity', u.quantity)))
                else jsonb_build_object('paymentId', (select payment_id from demo_seed.unfinished_payment p
                                                       where p.saga_id = u.saga_id),
                                        'amount', u.amount, 'currency', u.currency, 'status', 'COMPLETED') end) end
       )::text as reply
  from demo_seed.unfinished u
  cross join (values (1, 'OrderValidation', 'OrderValidated', 'OrderValidationFailed'),
                     (2, 'BalanceDeduction', 'BalanceDeducted', 'BalanceDeductionFailed'),
                     (3, 'StockConfirmation', 'StockConfirmed', 'StockConfirmationFailed'),
                     (4, 'PaymentCreation', 'PaymentCompleted', 'PaymentFailed')) s(no, step_name, done_type, failed_type)
 where s.no <= u.done or (s.no = 3 and not u.forward);

insert into orders.inbox (saga_id, step_name, action_reply)
select saga_id, step_name, reply from demo_seed.unfinished_reply where no = 1;
insert into balances.inbox (saga_id, step_name, action_reply)
select saga_id, step_name, reply from demo_seed.unfinished_reply where no = 2;
insert into products.inbox (saga_id, step_name, action_reply)
select saga_id, step_name, reply from demo_seed.unfinished_reply where no = 3;
insert into payments.inbox (saga_id, step_name, action_reply)
select saga_id, step_name, reply from demo_seed.unfinished_reply where no = 4;
