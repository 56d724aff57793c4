-- The whole system in a few numbers. These views are asked every second or two while a million sagas lie in the tables
-- and thousands of changes a second arrive, so each reads only what an index bounds, and never what has ended.

-- What is in flight or in trouble, in groups. Cost: the open sagas alone, found by the partial indexes
-- saga_state_active and saga_state_attention, at most 20,001 rows of each, the oldest first, since trouble is old. How
-- many sagas have ended does not matter; the errors are folded when they are written. (Entries of sagas that have ended
-- since the last vacuum are passed over; each costs a look at its row once.)
--
-- One row for each condition, step, error, currency and slot of the trend (150 s, 0 is the oldest of the last hour's
-- 24; null: longer ago). Without error, currency and slot where nothing is wrong.
create view saga.trouble_view as
with active as materialized (
  select s.current_step, s.status, s.parked_reason, s.error, s.currency, s.amount, s.progress_at, s.updated_at,
         s.open_effects, s.resolution
    from saga.saga_state s where s.active order by s.created_at, s.saga_id limit 20001
), attention as materialized (
  select s.current_step, s.status, s.parked_reason, s.error, s.currency, s.amount, s.progress_at, s.updated_at,
         s.open_effects, s.resolution
    from saga.saga_state s where s.attention order by s.created_at, s.saga_id limit 20001
), open_saga as (
  select o.*, saga.condition(o.status, o.parked_reason, o.progress_at, o.open_effects, o.resolution, now()) as condition
    from (select * from active union all select * from attention) o
), trouble as (
  select o.condition, o.condition in ('stuck', 'needs-attention') as bad, o.current_step, o.error, o.currency, o.amount,
         -- Since when. Nothing but a person's action changes a saga that is parked or has failed; one that is
         -- merely silent is in trouble from the threshold on.
         case when o.condition = 'stuck' and o.parked_reason is null then o.progress_at + interval '30 seconds'
              else o.updated_at end as seen_at
    from open_saga o
), slotted as (
  select t.*, case when t.bad and t.seen_at > now() - interval '1 hour'
                   then least(23, 23 - floor(date_part('epoch', now() - t.seen_at) / 150))::integer end as slot
    from trouble t
)
select s.condition, s.current_step as step, case when s.bad then coalesce(s.error, '') end as error,
       case when s.bad then s.currency end as currency, s.slot, count(*) as sagas,
       least(sum(s.amount), 9223372036854775807)::bigint as amount, min(s.seen_at) as first_seen,
       max(s.seen_at) as last_seen
  from slotted s group by 1, 2, 3, 4, 5;

-- The payments of both routes, without anything that is secret about them; it is asked for the last minute again and
-- again, and once for the minutes before that. Cost: the rows that came in since then, which lie together and which
-- the block range index payment_route_claimed finds; so it is summarised as the table grows, not when it is vacuumed.
alter index saga.payment_route_claimed set (autosummarize = on);

create view saga.payment_flow_view as
select r.claimed_at, date_bin(interval '10 seconds', r.claimed_at, timestamptz 'epoch') as slot_at, r.route,
       case when r.outcome = 'COMPLETED' then 'completed' when r.outcome = 'FAILED' then 'failed'
            when r.outcome is not null then 'compensated' else 'open' end as ending,
       -- In eighths of an octave: class n begins at 2^(n/8) ms.
       case when r.latency is not null
            then floor(8 * ln(greatest(date_part('epoch', r.latency) * 1000, 1)) / ln(2::double precision))::integer
       end as latency_class
  from saga.payment_route r;

-- How the steps go: the newest 10,000 attempts forward, of sagas that began within the last quarter of an hour. Cost:
-- those rows, the newest first, by the primary key, which begins with the time; how many lie behind them does not
-- matter. With a thousand attempts a second that is what the last ten seconds brought, and `since` says so.
--
-- One row for each step and latency class, as above; attempts that are under way have none. `step_limit` is how long an
-- attempt that is out may take, where one is.
create view saga.step_flow_view as
with newest as materialized (
  select e.saga_id, e.step_name, e.attempt, e.status, e.started_at, e.executed_at
    from saga.saga_step_execution e
   where e.direction = 'FORWARD' and e.saga_id >= saga.uuid_at(now() - interval '15 minutes')
   order by e.saga_id desc limit 10000
), out as (
  -- What was put off once is due later than its limit.
  select n.step_name, min(s.due_at - n.started_at) as step_limit
    from newest n join saga.saga_state s on s.saga_id = n.saga_id
   where n.executed_at is null and s.active and s.awaiting_reply and s.current_step = n.step_name
     and s.attempts = n.attempt
   group by 1
)
select n.step_name as step,
       case when n.executed_at is not null
            then floor(8 * ln(greatest(date_part('epoch', n.executed_at - n.started_at) * 1000, 1))
                       / ln(2::double precision))::integer end as latency_class,
       count(*) as attempts, count(*) filter (where n.status = 'FAILED') as failed,
       count(*) filter (where n.attempt > 1) as retries, min(n.started_at) as since,
       round(extract(epoch from min(o.step_limit)) * 1000)::bigint as limit_ms
  from newest n left join out o on o.step_name = n.step_name
 group by 1, 2;

-- What operators did last. Cost: the newest 300 rows of each chain, by the journal's own key.
create view saga.latest_action_view as
select j.area, j.who, j.what, j.why, date_trunc('minute', j.at) as minute, count(*) as actions,
       count(*) filter (where j.outcome in ('ACCEPTED', 'APPLIED')) as accepted, max(j.at) as at,
       case when count(distinct j.on_what) = 1 then min(j.on_what) end as on_what,
       case when count(*) = 1 then min(j.value_before) end as value_before,
       case when count(*) = 1 then min(j.value_after) end as value_after
  from saga.journal_chain c
  cross join lateral (
    select l.area, l.kind, l.who, l.what, l.why, l.on_what, l.at,
           substring(l.after from '"outcome": ?"([A-Z]+)"') as outcome,
           substring(l.before from '"value": ?"([^"]*)"') as value_before,
           substring(l.after from '"value": ?"([^"]*)"') as value_after
      from saga.operator_journal l where l.area = c.area order by l.seq desc limit 300) j
 -- What a saga did in answer is no action of its own.
 where j.kind = 'REQUESTED' or j.area = 'routing'
 group by j.area, j.kind, j.who, j.what, j.why, minute;

grant select on saga.trouble_view, saga.payment_flow_view, saga.step_flow_view, saga.latest_action_view to saga_viewer;
grant execute on function saga.uuid_at to saga_viewer;  -- a view asks for it in the name of whoever reads it
