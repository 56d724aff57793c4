-- SPDX-License-Identifier: GPL-3.0-or-later
-- The finished sagas of the last day, one row each, from which the tables of saga and of the domains are filled.
-- demo.sagas says how many. Each table is filled in one statement, two or three sessions at a time.

create schema demo_seed;

create unlogged table demo_seed.payment as
with curve as (  -- payments an hour in Korea, from midnight; linear in between, and never quite smooth
  select m, now() - interval '1441.2 minutes' + m * interval '1 minute' as at, l.hour, l.rest
    from generate_series(1, 1440) m
    cross join lateral (select (now() at time zone 'UTC') + interval '9 hours' - interval '1441.2 minutes'
                               + m * interval '1 minute' as local) t
    cross join lateral (select extract(hour from t.local)::int as hour, extract(minute from t.local) / 60 as rest) l
), weight as (
  select m, at,
         (w[1 + hour] * (1 - rest) + w[1 + (hour + 1) % 24] * rest)::float8 * (0.85 + 0.3 * random()) as w,
         -- A sale began a quarter of an hour ago, at about the rate with which the live traffic goes on.
         case when m > 1425 then least(1, (m - 1425) / 3.0) * (0.95 + 0.1 * random()) else 0 end as sale
    from curve, (select array[34,20,12,8,6,7,13,29,55,78,86,92,100,90,80,78,80,86,95,108,118,110,86,56] as w) a
), share as (
  select m, at, 0.45 * sum(w) over (order by m) / sum(w) over ()
                + 0.55 * sum(sale) over (order by m) / sum(sale) over () as upto
    from weight
), minute as (
  select m, at, floor(n * upto) - floor(n * coalesce(lag(upto) over (order by m), 0)) as payments
    from share, (select current_setting('demo.sagas')::int as n) n
), moment as (
  -- For twelve minutes, seven hours ago, the card network answered badly.
  select at + random() * interval '1 minute' as created_at, m between 1020 and 1031 as outage
    from minute cross join lateral generate_series(1, payments::int) g
), drawn as (
  select created_at, outage,
         random() as fate, random() as luck, floor(1 + 4 * random())::int as weak_step,
         u.user_id,
         case when u.user_id % 16 = 5 then 181 + floor(20 * random())
              else 1 + floor(180 * power(random(), 1.6)) end::bigint as product_id,  -- who pays in dollars, imports
         1 + floor(3.4 * power(random(), 3))::int as quantity,
         -- milliseconds of the four steps, with a long tail
         round((9 * exp(2.2 * power(random(), 3)) + 3 * random())::numeric, 3) as d1,
         round((18 * exp(2.4 * power(random(), 3)) + 5 * random())::numeric, 3) as d2,
         round((14 * exp(2.6 * power(random(), 3)) + 4 * random())::numeric, 3) as d3,
         round((12 * exp(2.2 * power(random(), 3)) + 4 * random())::numeric, 3) as d4,
         round((3 + 5 * random())::numeric, 3) as gap
    from (select m.*, 1001 + floor(5000 * random())::bigint as user_id from moment m offset 0) u
), decided as (
  -- What became of it: 0 completed, else the step that refused it for good.
  select d.*, row_number() over (order by created_at) as n,
         case when outage and fate < 0.35 then 4
              when fate < 0.008 then 1 when fate < 0.030 then 2 when fate < 0.040 then 3 when fate < 0.048 then 4
              else 0 end as failed_step
    from drawn d
), retried as (
  -- One payment in thirty needed a second attempt at one of its steps, those of the outage all their attempts.
  select d.*,
         case when failed_step = 4 and outage then 4 when failed_step = 0 and luck < 0.033 then weak_step else 0 end
           as retried_step,
         case when failed_step = 4 and outage then 3 when failed_step = 0 and luck < 0.033 then 2 else 1 end as attempts,
         case when failed_step = 4 and outage then 900 when failed_step = 0 and luck < 0.033 then 160 + 3000 * luck
              else 0 end::numeric as pause
    from decided d
), timed as (
  -- When each step began, in milliseconds since the saga's creation.
  select r.*, gap as b1, b2, b3, b4
    from retried r
    cross join lateral (select 2 * gap + d1 + case retried_step when 1 then pause else 0 end as b2) x
    cross join lateral (select b2 + gap + d2 + case retried_step when 2 then pause else 0 end as b3) y
    cross join lateral (select b3 + gap + d3 + case retried_step when 3 then pause else 0 end as b4) z
)
select t.n, t.created_at, t.user_id, t.product_id, t.quantity, t.failed_step, t.outage, t.luck, t.gap,
       t.d1, t.d2, t.d3, t.d4, t.b1, t.b2, t.b3, t.b4, t.retried_step, t.attempts, t.pause,
       saga.uuid_v7(t.created_at) as saga_id,
       'O-' || 4700000 + t.n as order_id,
       p.price * t.quantity as amount,
       p.price as unit_price,
       case when t.product_id > 180 then 'USD' else 'KRW' end as currency,
       replace(gen_random_uuid()::text, '-', '') as trace_id,
       gen_random_uuid() as payment_id,
       case t.failed_step when 0 then 4 else t.failed_step end as last_step,
       (array['COMPLETED', 'VALIDATION_FAILED', 'BALANCE_INSUFFICIENT', 'STOCK_INSUFFICIENT', 'PAYMENT_FAILED'])
         [1 + t.failed_step] as order_status,
       case t.failed_step
         when 1 then (array['the order is CANCELLED, not CREATED', 'coupon SPRING-118 belongs to another user',
                            'the order was changed after the request'])[1 + t.n % 3]
         when 2 then format('the balance is %s %s, the order costs %s', floor(p.price * t.quantity * t.luck),
                            case when t.product_id > 180 then 'USD' else 'KRW' end, p.price * t.quantity)
         when 3 then format('the reservation of product %s has expired', t.product_id)
         when 4 then case when t.outage then 'card network: no answer from the issuer'
                          else (array['card declined by the issuer: 51 insufficient funds',
                                      'card declined by the issuer: 05 do not honour',
                                      'payment limit of the day exceeded'])[1 + t.n % 3] end
       end as error,
       -- Until the last step had answered, and until everything before it was undone.
       (array[b1 + d1, b2 + d2, b3 + d3, b4 + d4])[case t.failed_step when 0 then 4 else t.failed_step end]
         + case when t.failed_step in (0, 4) and t.retried_step = 4 then t.pause else 0 end as forward_ms
  from timed t
  join products.product p using (product_id)
 order by t.created_at;
