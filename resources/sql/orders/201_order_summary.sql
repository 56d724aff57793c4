-- A projection: each order with what happened to it, one row an order, as a reader wants it. It is made of the event
-- store alone, by payment-sagad's projector role, shortly after the events, and can be made again at any time.

-- By the transaction that wrote it an event is found once it is committed, however long that took: a reader keeps the
-- previous pg_snapshot and takes what was not visible in it and is now, as with saga.saga_change. Events that are there
-- already count as written by this migration.
alter table orders.event_store add column xid xid8 not null default pg_current_xact_id();
create index event_store_xid on orders.event_store (xid);

create table orders.order_summary (
  order_id      text        primary key,
  user_id       bigint,               -- null, and so are the others: nobody has seen its OrderCreated yet
  status        text        not null,
  amount        bigint,
  currency      text,
  coupon_id     text,
  coupon_used   boolean     not null,
  created_at    timestamptz,
  validated_at  timestamptz,
  completed_at  timestamptz,
  cancelled_at  timestamptz,          -- also when its validation failed
  last_sequence bigint      not null  -- of its events
) with (fillfactor = 70);
create index order_summary_user on orders.order_summary (user_id, created_at desc);

-- How far each projection has come: what is visible in `seen` is in it.
create table orders.projection (
  name       text        primary key,
  seen       pg_snapshot not null,
  updated_at timestamptz not null default now()
);
insert into orders.projection (name, seen) values ('order_summary', '1:1:');  -- nothing is

-- What the events of each order come to. Asked for some orders, it reads the events of those alone.
create view orders.order_fold as
select e.aggregate_id, substr(e.aggregate_id, 7) as order_id,
       max((e.event_data::json ->> 'userId')::bigint) filter (where e.event_type = 'OrderCreated') as user_id,
       (array_agg(case e.event_type when 'OrderCreated' then 'CREATED'
                                    when 'OrderValidated' then 'VALIDATED'
                                    when 'OrderValidationFailed' then 'VALIDATION_FAILED'
                                    when 'OrderCompleted' then 'COMPLETED'
                                    when 'OrderCancelled' then coalesce(e.event_data::json ->> 'status', 'UNKNOWN')
                                    else 'UNKNOWN' end order by e.sequence_number desc))[1] as status,
       max((e.event_data::json ->> 'amount')::bigint) filter (where e.event_type = 'OrderCreated') as amount,
       max(e.event_data::json ->> 'currency') filter (where e.event_type = 'OrderCreated') as currency,
       max(e.event_data::json ->> 'couponId') filter (where e.event_type = 'OrderCreated') as coupon_id,
       bool_or(e.event_type = 'OrderValidated' and e.event_data::json ->> 'couponId' is not null)
         and not bool_or(e.event_type = 'OrderCancelled' and e.event_data::json ->> 'couponReturned' is not null)
         as coupon_used,
       max(e.occurred_at) filter (where e.event_type = 'OrderCreated') as created_at,
       max(e.occurred_at) filter (where e.event_type = 'OrderValidated') as validated_at,
       max(e.occurred_at) filter (where e.event_type = 'OrderCompleted') as completed_at,
       max(e.occurred_at) filter (where e.event_type in ('OrderCancelled', 'OrderValidationFailed')) as cancelled_at,
       max(e.sequence_number) as last_sequence
  from orders.event_store e where e.aggregate_id like 'order/%' group by e.aggregate_id;

-- Brings the live projection up to date; how many orders it touched. What an order comes to is always made of all its
-- events, so doing it again changes nothing. Several who call it take turns.
create function orders.project_summaries() returns bigint
language plpgsql security definer set search_path = pg_catalog, pg_temp set enable_seqscan = off set jit = off as $$
declare
  v_seen  pg_snapshot;
  v_now   pg_snapshot;
  v_some  text[];
  v_count bigint;
begin
  select p.seen into v_seen from orders.projection p where p.name = 'order_summary' for update;
  -- One statement, one snapshot: what it finds is what `seen` will say.
  select pg_current_snapshot(), array_agg(distinct e.aggregate_id) into v_now, v_some
    from orders.event_store e
   where e.xid >= pg_snapshot_xmin(v_seen) and not pg_visible_in_snapshot(e.xid, v_seen);
  if v_some is null then
    return 0;
  end if;
  insert into orders.order_summary as s
  select f.order_id, f.user_id, f.status, f.amount, f.currency, f.coupon_id, f.coupon_used, f.created_at, f.validated_at,
         f.completed_at, f.cancelled_at, f.last_sequence
    from orders.order_fold f where f.aggregate_id = any (v_some)
  on conflict (order_id) do update
     set user_id = excluded.user_id, status = excluded.status, amount = excluded.amount,
         currency = excluded.currency, coupon_id = excluded.coupon_id, coupon_used = excluded.coupon_used,
         created_at = excluded.created_at, validated_at = excluded.validated_at,
         completed_at = excluded.completed_at, cancelled_at = excluded.cancelled_at,
         last_sequence = excluded.last_sequence
   where s.last_sequence <= excluded.last_sequence;
  get diagnostics v_count = row_count;
  update orders.projection p set seen = v_now, updated_at = clock_timestamp() where p.name = 'order_summary';
  return v_count;
end $$;

-- Makes the projection anew, beside the live one, which goes on meanwhile; then brings both to the same point and puts
-- right what differs. All or nothing: killed anywhere, it leaves the live one as it was.
create function orders.rebuild_summaries(out folded bigint, out missing bigint, out different bigint, out surplus bigint)
language plpgsql security definer set search_path = pg_catalog, pg_temp set jit = off as $$
declare
  v_from pg_snapshot;
  v_now  pg_snapshot;
  v_some text[];
begin
  drop table if exists pg_temp.order_summary_anew;
  create temp table order_summary_anew (like orders.order_summary including defaults, primary key (order_id))
    on commit drop;
  select pg_current_snapshot() into v_from;
  insert into pg_temp.order_summary_anew
  select f.order_id, f.user_id, f.status, f.amount, f.currency, f.coupon_id, f.coupon_used, f.created_at, f.validated_at,
         f.completed_at, f.cancelled_at, f.last_sequence
    from orders.order_fold f;
  -- From here on the projector waits. What was committed since is in neither, or in the live one alone.
  perform 1 from orders.projection p where p.name = 'order_summary' for update;
  select pg_current_snapshot(), array_agg(distinct e.aggregate_id) into v_now, v_some
    from orders.event_store e
   where e.xid >= pg_snapshot_xmin(v_from) and not pg_visible_in_snapshot(e.xid, v_from);
  delete from pg_temp.order_summary_anew a using unnest(v_some) u where a.order_id = substr(u, 7);
  insert into pg_temp.order_summary_anew
  select f.order_id, f.user_id, f.status, f.amount, f.currency, f.coupon_id, f.coupon_used, f.created_at, f.validated_at,
         f.completed_at, f.cancelled_at, f.last_sequence
    from orders.order_fold f where f.aggregate_id = any (v_some);
  perform orders.project_summaries();
  -- Events that came in between the last two statements are in the live one only: they are no difference.
  select pg_current_snapshot(), array_agg(distinct e.aggregate_id) into v_now, v_some
    from orders.event_store e
   where e.xid >= pg_snapshot_xmin(v_now) and not pg_visible_in_snapshot(e.xid, v_now);
  delete from pg_temp.order_summary_anew a using unnest(v_some) u where a.order_id = substr(u, 7);
  insert into pg_temp.order_summary_anew
  select s.* from orders.order_summary s join unnest(v_some) u on s.order_id = substr(u, 7);

  select count(*), count(*) filter (where s.order_id is null),
         count(*) filter (where s.order_id is not null and s is distinct from a)
    into folded, missing, different
    from pg_temp.order_summary_anew a left join orders.order_summary s on s.order_id = a.order_id;
  delete from orders.order_summary s
   where not exists (select from pg_temp.order_summary_anew a where a.order_id = s.order_id);
  get diagnostics surplus = row_count;
  delete from orders.order_summary s using pg_temp.order_summary_anew a
   where a.order_id = s.order_id and s is distinct from a;
  insert into orders.order_summary select a.* from pg_temp.order_summary_anew a on conflict do nothing;
end $$;

grant select on orders.order_summary, orders.projection, orders.order_fold to saga_engine;
revoke all on function orders.project_summaries, orders.rebuild_summaries from public;
grant execute on function orders.project_summaries, orders.rebuild_summaries to saga_engine;

-- For people, where they connect.
do $$
begin
  if to_regrole('saga_viewer') is not null and to_regprocedure('saga.mask(text)') is not null then
    execute 'grant select on orders.order_summary to saga_viewer';
  end if;
end $$;
