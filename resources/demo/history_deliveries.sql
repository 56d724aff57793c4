-- SPDX-License-Identifier: GPL-3.0-or-later
-- What the targets outside heard of the day's payments. Nearly everything arrived at once. Five hours ago the CRM was
-- away for eighteen minutes: what had waited for a quarter of an hour by then died, the rest arrived when it was back;
-- and now and then it refuses an event for good. What is dead is listed in Redis once a publisher runs.

insert into saga.external_event_log
  (event_id, target_system, event_type, event_data, saga_id, traceparent, order_key, shard, status, retry_count,
   generation, occurred_at, created_at, waiting_since, last_attempt_at, sent_at, died_at, error_message)
with paid as materialized (
  select saga.uuid_v7(p.created_at) as event_id, s.saga_id, p.created_at as at,
         row_number() over (order by p.created_at) % 900 = 450 as refused,
         format('00-%s-%s-01', s.trace_id, substr(s.trace_id, 9, 16)) as traceparent,
         'payment/' || p.payment_id as order_key,
         format('{"amount":%s,"currency":"%s","orderId":"%s","paymentId":"%s","route":"%s","userId":%s}', p.amount,
                p.currency, p.order_id, p.payment_id, p.route, p.user_id) as data
    from payments.payment p
    join saga.saga_state s on s.order_id = p.order_id and s.saga_type = 'PaymentSaga'
), delivery as (
  select p.*, t.target, p.at + (8 + 60 * random()) * interval '1 ms' as written, random() as luck,
         (6 + 5 * exp(3 * random())) * interval '1 ms' as took,
         case when t.target = 'crm' and p.at >= o.began and p.at < o.ended then o.ended end as back_at
    from paid p
    cross join unnest(array['analytics', 'warehouse', 'crm']) as t(target)
    cross join (select now() - interval '5 hours' as began, now() - interval '4 hours 42 minutes' as ended) o
), ended as (
  select d.*,
         case when d.back_at > d.written + interval '15 minutes' then 'expired'
              when d.back_at is not null then 'late'
              when d.target = 'crm' and d.refused then 'refused'
              when d.luck > 0.997 then 'tried again'
              else 'at once' end as fate
    from delivery d
), told as (
  select e.*, e.fate in ('expired', 'refused') as died,
         case e.fate when 'expired' then e.written + interval '15 minutes' + e.took
                     when 'late' then e.back_at + 4000 * e.luck * interval '1 ms' + e.took
                     when 'tried again' then e.written + interval '640 ms' + e.took
                     else e.written + e.took end as over
    from ended e
)
select event_id, target, 'PaymentCompleted', data, saga_id, traceparent, order_key, abs(hashtext(order_key)) % 8,
       case when died then 'DEAD_LETTER' else 'SENT' end,
       case when fate in ('refused', 'tried again') then 1 else 0 end, died::int, at, written, written,
       case when fate <> 'expired' then over end, case when not died then over end, case when died then over end,
       case fate when 'expired' then 'crm has taken nothing for 900 s: HTTP 503: {"error":"service unavailable"}'
                 when 'refused' then 'HTTP 422: {"error":"the customer is closed"}' end
  from told
 order by at, target;

analyze saga.external_event_log;
