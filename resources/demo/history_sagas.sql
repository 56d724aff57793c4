-- SPDX-License-Identifier: GPL-3.0-or-later
-- What payment-sagad wrote about the history: sagas, step executions, routes.

insert into saga.saga_state
  (saga_id, saga_type, current_step, status, compensation_data, order_id, user_id, amount, currency, trace_id, version,
   attempts, due_at, open_effects, progress_at, created_at, updated_at)
select h.saga_id, 'PaymentSaga',
       case h.failed_step when 0 then 'PaymentCreation' else 'OrderValidation' end,
       case h.failed_step when 0 then 'COMPLETED' else 'FAILED' end,
       case when h.failed_step > 0 then json_build_object('error', h.error, 'failedStep',
         (array['OrderValidation', 'BalanceDeduction', 'StockConfirmation', 'PaymentCreation'])[h.failed_step],
         'reason', h.order_status)::text end,
       h.order_id, h.user_id, h.amount, h.currency, h.trace_id,
       case h.failed_step when 0 then 5 else 2 * h.failed_step end + 2 * (h.attempts - 1),
       case when h.failed_step = 0 and h.retried_step = 4 then h.attempts else 1 end,
       t.ended, 0, t.ended, h.created_at, t.ended
  from demo_seed.payment h
  cross join lateral (select h.created_at + (h.forward_ms + h.gap + greatest(h.failed_step - 1, 0) * (h.d1 + h.gap))
                                            * interval '1 ms' as ended) t
 order by h.saga_id;

-- Forward: the last attempt of each step that was reached.
insert into saga.saga_step_execution
  (saga_id, step_name, direction, attempt, status, input_data, output_data, error_message, started_at, executed_at)
select h.saga_id, s.name, 'FORWARD', t.attempt, case when t.refused then 'FAILED' else 'SUCCESS' end,
       format('{"amount":%s,"attempt":%s,"currency":"%s","orderId":"%s","step":"%s","userId":%s}', h.amount, t.attempt,
              h.currency, h.order_id, s.name, h.user_id),
       case when not t.refused then case s.no
         when 1 then format('{"amount":%s,"currency":"%s","orderStatus":"VALIDATED"}', h.amount, h.currency)
         when 2 then format('{"currency":"%s","debited":%s,"userId":%s}', h.currency, h.amount, h.user_id)
         when 3 then format('{"confirmed":[{"productId":%s,"quantity":%s}]}', h.product_id, h.quantity)
         else format('{"amount":%s,"currency":"%s","paymentId":"%s","status":"COMPLETED"}', h.amount, h.currency,
                     h.payment_id) end end,
       case when t.refused then h.error end,
       h.created_at + t.begins * interval '1 ms', h.created_at + (t.begins + s.took) * interval '1 ms'
  from demo_seed.payment h
  cross join lateral (values (1, 'OrderValidation', h.b1, h.d1), (2, 'BalanceDeduction', h.b2, h.d2),
                             (3, 'StockConfirmation', h.b3, h.d3), (4, 'PaymentCreation', h.b4, h.d4))
    s(no, name, begins, took)
  cross join lateral (select s.no = h.failed_step as refused,
                             case s.no when h.retried_step then h.attempts else 1 end as attempt,
                             s.begins + case s.no when h.retried_step then h.pause else 0 end as begins) t
 where s.no <= h.last_step
 order by h.saga_id, s.no;

-- The attempts before the last one.
insert into saga.saga_step_execution
  (saga_id, step_name, direction, attempt, status, input_data, error_message, started_at, executed_at)
select h.saga_id, s.name, 'FORWARD', a, 'FAILED',
       format('{"amount":%s,"attempt":%s,"currency":"%s","orderId":"%s","step":"%s","userId":%s}', h.amount, a,
              h.currency, h.order_id, s.name, h.user_id),
       case when h.outage then 'card network: 503 Service Unavailable' else s.error end,
       h.created_at + t.begins * interval '1 ms', h.created_at + (t.begins + s.took) * interval '1 ms'
  from demo_seed.payment h
  cross join lateral (values
    (1, 'OrderValidation', h.b1, h.d1, 'canceling statement due to statement timeout'),
    (2, 'BalanceDeduction', h.b2, h.d2, 'could not serialize access due to read/write dependencies among transactions'),
    (3, 'StockConfirmation', h.b3, h.d3, 'could not serialize access due to concurrent update'),
    (4, 'PaymentCreation', h.b4, h.d4, 'card network: 502 Bad Gateway')) s(no, name, begins, took, error)
  cross join lateral generate_series(1, h.attempts - 1) a
  cross join lateral (select s.begins + (a - 1) * h.pause / greatest(h.attempts - 1, 1) as begins) t
 where s.no = h.retried_step;

-- Compensation, in reverse order, of what stood when a step refused.
insert into saga.saga_step_execution
  (saga_id, step_name, direction, attempt, status, input_data, output_data, started_at, executed_at)
select h.saga_id, s.name, 'COMPENSATION', 1, 'COMPENSATED',
       format('{"amount":%s,"attempt":1,"currency":"%s","orderId":"%s","reason":"%s","step":"%s","userId":%s}', h.amount,
              h.currency, h.order_id, h.order_status, s.name, h.user_id),
       case s.no
         when 1 then format('{"orderStatus":"%s","stood":true}', h.order_status)
         when 2 then format('{"currency":"%s","refunded":%s,"stood":true,"userId":%s}', h.currency, h.amount, h.user_id)
         else format('{"released":[{"productId":%s,"quantity":%s}],"stood":true}', h.product_id, h.quantity) end,
       h.created_at + t.begins * interval '1 ms', h.created_at + (t.begins + h.d1) * interval '1 ms'
  from demo_seed.payment h
  cross join lateral (values (1, 'OrderValidation'), (2, 'BalanceDeduction'), (3, 'StockConfirmation')) s(no, name)
  cross join lateral (select h.forward_ms + h.gap + (h.failed_step - 1 - s.no) * (h.d1 + h.gap) as begins) t
 where s.no < h.failed_step;

insert into saga.payment_route
  (order_id, route, reason, toggle_version, saga_id, outcome, latency, requested_at, claimed_at, finished_at)
select h.order_id, 'EVENT_DRIVEN',
       case when h.user_id % 100 = 0 then 'first users, id % 100 = 0' else format('canary, %s < 100', h.user_id % 100) end,
       v.version, h.saga_id, s.outcome, t.ended - t.requested, t.requested,
       h.created_at, t.ended
  from demo_seed.payment h
  cross join lateral (select case when h.failed_step = 0 then 'COMPLETED' else h.order_status end as outcome) s
  cross join lateral (select h.created_at - h.gap * interval '1 ms' as requested,
                             h.created_at + (h.forward_ms + h.gap + greatest(h.failed_step - 1, 0) * (h.d1 + h.gap))
                                            * interval '1 ms' as ended) t
  cross join (select version from saga.feature_toggle where name = 'payment.canary.percent') v
 order by h.n;

analyze saga.saga_state, saga.saga_step_execution, saga.payment_route;
