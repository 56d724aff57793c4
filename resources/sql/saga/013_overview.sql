-- The whole system in a few numbers. These views are asked every second or two while a million sagas lie in the tables
-- and thousands of changes a second arrive, so each reads only what an index bounds, and never what has ended.

-- What is in flight or in trouble, in groups. Cost: the open sagas alone, found by the partial indexes
-- saga_state_active and saga_state_attention, at most 20,001 rows of each, the oldest first, since trouble is old. How
-- many sagas have ended does not matter. The expensive part, folding the errors, is done once for each distinct
-- text: sagas that an outage has parked share theirs. (Entries of sagas that have ended since the last vacuum are passed
-- over; each costs a look at its row once.)
--
-- One row for each condition, step, error, currency and slot of the trend (150 s, 0 is the oldest of the last hour's
-- 24; null: longer ago). Without step, error, currency and slot where nothing is wrong.
create view saga.trouble_view as
with active as materialized (
  select s.current_step, s.status, s.parked_reason, s.currency, s.amount, s.progress_at, s.updated_at, s.open_effects,
         s.resolution
    from saga.saga_state s where s.active order by s.created_at, s.saga_id limit 20001
), attention as materialized (
  select s.current_step, s.status, s.parked_reason, s.currency, s.amount, s.progress_at, s.updated_at, s.open_effects,
         s.resolution
    from saga.saga_state s where s.attention order by s.created_at, s.saga_id limit 20001
), open_saga as (
  select o.*, saga.condition(o.status, o.parked_reason, o.progress_at, o.open_effects, o.resolution, now()) as condition
    from (select * from active union all select * from attention) o
), trouble as (
  select o.condition, o.condition in ('stuck', 'needs-attention') as bad, o.current_step, o.parked_reason, o.currency,
         o.amount,
         -- Since when. Nothing but a person's action changes a saga that is parked or has failed; one that is
         -- merely silent is in trouble from the threshold on.
         case when o.condition = 'stuck' and o.parked_reason is null then o.progress_at + interval '30 seconds'
              else o.updated_at end as seen_at
    from open_saga o
), slotted as (
  select t.*, case when t.bad and t.seen_at > now() - interval '1 hour'
                   then least(23, 23 - floor(date_part('epoch', now() - t.seen_at) / 150))::integer end as slot
    from trouble t
), gathered as (
  select s.condition, case when s.bad then s.current_step end as step, case when s.bad then s.parked_reason end as reason,
         case when s.bad then s.currency end as currency, s.slot, s.bad, count(*) as sagas, sum(s.amount) as amount,
         min(s.seen_at) as first_seen, max(s.seen_at) as last_seen
    from slotted s group by 1, 2, 3, 4, 5, 6
)
select g.condition, g.step,
       case when g.bad then coalesce(saga.normalised_error(saga.mask(g.reason)), '') end as error,
       g.currency, g.slot, sum(g.sagas)::bigint as sagas, least(sum(g.amount), 9223372036854775807)::bigint as amount,
       min(g.first_seen) as first_seen, max(g.last_seen) as last_seen
  from gathered g group by 1, 2, 3, 4, 5;

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

grant select on saga.trouble_view, saga.payment_flow_view, saga.latest_action_view to saga_viewer;
