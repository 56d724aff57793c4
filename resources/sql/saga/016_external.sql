-- What leaves the payment system: one row a delivery, that is an event and one target that is to hear of it. The
-- publisher takes events out of the domains' outboxes, writes their deliveries here, and sends them by HTTP.
--
--   PENDING      to be sent; also while its target's circuit breaker is open, which uses up no attempt
--   FAILED       the last attempt failed; the next is due at next_attempt_at
--   SENT         the target has answered 2xx
--   DEAD_LETTER  nobody tries it any more: the target refused it, all attempts failed, or the target was gone for too
--                long. `generation` counts these deaths, so that "this death" can be named and replayed at most once
--
-- The deliveries of one target and order_key are sent in the order of `position`: none is sent before the earlier ones
-- are SENT or DEAD_LETTER. What was replayed comes after what went on without it.
create sequence saga.external_position;

create table saga.external_event_log (
  event_id          uuid        not null,  -- of version 7, so a range of ids is a range of time
  target_system     text        not null,
  event_type        text        not null,
  event_data        text        not null,  -- the payload, a JSON object
  saga_id           uuid,
  traceparent       text,
  order_key         text        not null,  -- the aggregate: order/O-7, payment/…, user/7
  shard             smallint    not null,  -- a hash of order_key; publishers share the work of a target by it
  position          bigint      not null default nextval('saga.external_position'),
  status            text        not null default 'PENDING'
                    check (status in ('PENDING', 'SENT', 'FAILED', 'DEAD_LETTER')),
  retry_count       integer     not null default 0,  -- failed attempts since it is to be sent
  generation        integer     not null default 0,  -- how often it died
  -- The death that lies in the Redis list dead-letter:<topic>; 0: none; negative: one that may lie there already.
  listed_generation integer     not null default 0,
  occurred_at       timestamptz not null,            -- when the domain wrote the event
  created_at        timestamptz not null default now(),
  waiting_since     timestamptz not null default now(),  -- since when it is to be sent: since created_at, or the replay
  next_attempt_at   timestamptz,                         -- of FAILED
  last_attempt_at   timestamptz,
  sent_at           timestamptz,
  died_at           timestamptz,  -- the last time; kept when it is replayed, as error_message is
  error_message     text,
  primary key (event_id, target_system)
) partition by range (event_id);

create table saga.external_event_log_default partition of saga.external_event_log default;

-- The queues; a row leaves its index when it leaves the queue.
create index external_event_log_open on saga.external_event_log (target_system, shard, position)
  where status in ('PENDING', 'FAILED');
create index external_event_log_waiting on saga.external_event_log (target_system, shard, order_key)
  where status = 'FAILED';
create index external_event_log_dead on saga.external_event_log (died_at desc, event_id, target_system)
  where status = 'DEAD_LETTER';
-- What the list in Redis does not show as it is.
create index external_event_log_unlisted on saga.external_event_log (target_system, shard, position)
  where case when status = 'DEAD_LETTER' then listed_generation < generation else listed_generation <> 0 end;

-- Creates the daily partitions from p_from to p_to, both included. Safe to call again and again. A day whose rows
-- already lie in the default partition is left there.
create function saga.ensure_delivery_days(p_from date, p_to date) returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_day     date;
  v_name    text;
  v_low     uuid;
  v_high    uuid;
  v_created integer := 0;
begin
  perform pg_advisory_xact_lock(hashtext('saga.ensure_delivery_days'));
  for v_day in select d::date from generate_series(p_from, p_to, interval '1 day') d loop
    v_name := 'external_event_log_' || to_char(v_day, 'YYYYMMDD');
    v_low := saga.uuid_at(v_day::timestamp at time zone 'UTC');
    v_high := saga.uuid_at((v_day + 1)::timestamp at time zone 'UTC');
    continue when to_regclass('saga.' || v_name) is not null;
    continue when exists (select from saga.external_event_log_default where event_id >= v_low and event_id < v_high);
    execute format('create table saga.%I partition of saga.external_event_log for values from (%L) to (%L)',
                   v_name, v_low, v_high);
    v_created := v_created + 1;
  end loop;
  return v_created;
end $$;

select saga.ensure_delivery_days((now() at time zone 'UTC')::date - 1, (now() at time zone 'UTC')::date + 7);

-- Drops what was SENT of events of days before p_before, whole days at a time. What was not sent is kept, however old
-- it is: it moves to the default partition. Returns what it dropped; what is in use is left for the next time.
create function saga.drop_deliveries(p_before date) returns setof text
language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '500ms' as $$
declare
  v_name  text;
  v_count bigint;
begin
  for v_name in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'saga.external_event_log'::regclass and c.relname ~ '^external_event_log_[0-9]{8}$'
       and to_date(right(c.relname, 8), 'YYYYMMDD') < p_before order by 1
  loop
    begin
      -- Nobody changes a row between the look and the drop.
      lock table only saga.external_event_log in access exclusive mode;
      execute format('alter table saga.external_event_log detach partition saga.%I', v_name);
      execute format('insert into saga.external_event_log select * from saga.%I where status <> ''SENT''', v_name);
      execute format('drop table saga.%I', v_name);
      return next v_name;
    exception when lock_not_available then
      return;
    end;
  end loop;
  delete from saga.external_event_log_default
   where status = 'SENT' and created_at < p_before::timestamp at time zone 'UTC'
     and event_id < saga.uuid_at(p_before::timestamp at time zone 'UTC');
  get diagnostics v_count = row_count;
  if v_count > 0 then
    return next format('%s deliveries', v_count);
  end if;
end $$;

-- Who sends what: of each target, every shard belongs to the epoch of one publisher (see saga.worker), and is taken
-- from it only when it was fenced. So nobody else writes of these deliveries, and their order is one process's matter.
-- The outboxes are shared out in the same way, as the targets 'outbox/orders', 'outbox/payments' … with one shard.
create table saga.external_shard (
  target_system text     not null,
  shard         smallint not null,
  epoch         bigint   not null default 0,  -- 0: nobody's
  primary key (target_system, shard)
);

-- Takes shards that are nobody's, up to a fair part of them, and returns all that this epoch has now; `surplus` those
-- beyond the fair part, to be given back when nothing of them is under way.
create function saga.claim_shards(p_epoch bigint, p_target text, p_shards integer)
returns table (shard smallint, surplus boolean)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_publishers integer;
  v_fair       integer;
  v_mine       integer;
begin
  insert into saga.external_shard (target_system, shard)
  select p_target, s from generate_series(0, p_shards - 1) s
   where not exists (select from saga.external_shard e where e.target_system = p_target and e.shard = s)
  on conflict do nothing;
  select greatest(count(*), 1) into v_publishers from saga.worker w
   where w.fenced_at is null and w.lease_until > clock_timestamp() and 'publisher' = any (w.roles);
  v_fair := ceil(p_shards::numeric / v_publishers);
  select count(*) into v_mine from saga.external_shard e where e.target_system = p_target and e.epoch = p_epoch;
  -- Looked at first: holding the epoch is a write, and mostly there is nothing to take.
  if v_mine < v_fair and exists (
    select from saga.external_shard e
     where e.target_system = p_target and e.epoch <> p_epoch
       and not exists (select from saga.worker w where w.epoch = e.epoch and w.fenced_at is null)) then
    perform saga.hold_epoch(p_epoch);
    with free as (
      select e.shard from saga.external_shard e
       where e.target_system = p_target and e.epoch <> p_epoch
         and not exists (select from saga.worker w where w.epoch = e.epoch and w.fenced_at is null)
       order by e.shard for update skip locked limit v_fair - v_mine)
    update saga.external_shard e set epoch = p_epoch from free
     where e.target_system = p_target and e.shard = free.shard;
  end if;
  return query
    select e.shard, row_number() over (order by e.shard) > v_fair from saga.external_shard e
     where e.target_system = p_target and e.epoch = p_epoch;
end $$;

create function saga.release_shards(p_epoch bigint, p_target text, p_shards smallint[]) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  update saga.external_shard e set epoch = 0
   where e.target_system = p_target and e.epoch = p_epoch and e.shard = any (p_shards)
$$;

-- Writes the deliveries of events, one for each of p_routes, in the order given. An event that is here already is left
-- as it is: its outbox row was read again. Returns how many are new.
create function saga.log_deliveries(p_epoch bigint, p_event_ids uuid[], p_event_types text[], p_event_data text[],
                                    p_saga_ids uuid[], p_traceparents text[], p_order_keys text[], p_shards smallint[],
                                    p_occurred_at timestamptz[], p_route_types text[], p_route_targets text[])
returns bigint
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_count bigint;
begin
  perform saga.hold_epoch(p_epoch);
  insert into saga.external_event_log (event_id, target_system, event_type, event_data, saga_id, traceparent, order_key,
                                       shard, occurred_at)
  select e.id, r.target, e.type, e.data, e.saga_id, e.traceparent, e.order_key, e.shard, e.occurred_at
    from unnest(p_event_ids, p_event_types, p_event_data, p_saga_ids, p_traceparents, p_order_keys, p_shards,
                p_occurred_at) with ordinality as e (id, type, data, saga_id, traceparent, order_key, shard, occurred_at, n)
    join unnest(p_route_types, p_route_targets) as r (type, target) on r.type = e.type
   order by e.n
  on conflict do nothing;
  get diagnostics v_count = row_count;
  return v_count;
end $$;

-- What became of attempts: 'SENT', 'FAILED' (to be tried again in p_wait_ms), 'DEAD_LETTER'. One statement for hundreds
-- of deliveries, found by their key whatever the statistics say of a table that was empty a moment ago: coalesce, here and
-- below, keeps the planner from an index that knows the status and not the event.
create function saga.record_deliveries(p_epoch bigint, p_target text, p_event_ids uuid[], p_outcomes text[],
                                       p_errors text[], p_wait_ms bigint[]) returns bigint
language plpgsql security definer set search_path = pg_catalog, pg_temp
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set jit = off as $$
declare
  v_count bigint;
begin
  perform saga.hold_epoch(p_epoch);
  update saga.external_event_log l
     set status = o.outcome,
         retry_count = l.retry_count + case o.outcome when 'SENT' then 0 else 1 end,
         generation = l.generation + case o.outcome when 'DEAD_LETTER' then 1 else 0 end,
         next_attempt_at = case o.outcome when 'FAILED' then clock_timestamp() + o.wait_ms * interval '1 millisecond' end,
         last_attempt_at = clock_timestamp(),
         sent_at = case o.outcome when 'SENT' then clock_timestamp() end,
         died_at = case o.outcome when 'DEAD_LETTER' then clock_timestamp() else l.died_at end,
         error_message = case o.outcome when 'SENT' then null else o.error end
    from unnest(p_event_ids, p_outcomes, p_errors, p_wait_ms) as o (event_id, outcome, error, wait_ms)
   where l.event_id = o.event_id and l.target_system = p_target and coalesce(l.status, '') in ('PENDING', 'FAILED');
  get diagnostics v_count = row_count;
  return v_count;
end $$;

-- Deliveries that have waited longer than p_age for a target that does not answer die without another attempt, oldest
-- first, at most p_limit at a time; none of p_except, which are under way. Returns how many.
create function saga.expire_deliveries(p_epoch bigint, p_target text, p_shards smallint[], p_age interval, p_error text,
                                       p_except uuid[], p_limit integer) returns bigint
language plpgsql security definer set search_path = pg_catalog, pg_temp
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set jit = off as $$
declare
  v_count bigint;
begin
  perform saga.hold_epoch(p_epoch);
  with old as (
    select l.event_id from unnest(p_shards) s
      cross join lateral (select e.event_id, e.waiting_since, e.position from saga.external_event_log e
                           where e.target_system = p_target and e.shard = s and e.status in ('PENDING', 'FAILED')
                           order by e.position limit p_limit) l
     where l.waiting_since < clock_timestamp() - p_age and l.event_id <> all (p_except)
     order by l.position limit p_limit)
  update saga.external_event_log l
     set status = 'DEAD_LETTER', generation = l.generation + 1, died_at = clock_timestamp(), next_attempt_at = null,
         error_message = p_error
    from old
   where l.event_id = old.event_id and l.target_system = p_target and coalesce(l.status, '') in ('PENDING', 'FAILED');
  get diagnostics v_count = row_count;
  return v_count;
end $$;

-- The list in Redis shows these deaths now; generation 0: it shows the delivery no more; negative: it is about to show
-- it. That is written first, so that an entry is found again and taken out when what came after it is lost.
create function saga.note_listed(p_epoch bigint, p_target text, p_event_ids uuid[], p_generations integer[]) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set jit = off as $$
begin
  perform saga.hold_epoch(p_epoch);
  update saga.external_event_log l set listed_generation = o.generation
    from unnest(p_event_ids, p_generations) as o (event_id, generation)
   where l.event_id = o.event_id and l.target_system = p_target;
end $$;

-- Redis has lost its data: every dead letter is to be listed again. Returns how many.
create function saga.list_again() returns bigint
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_count bigint;
begin
  update saga.external_event_log l set listed_generation = 0
   where l.status = 'DEAD_LETTER' and l.listed_generation <> 0;
  get diagnostics v_count = row_count;
  return v_count;
end $$;

-- saga.replay_deliveries(p_event_ids uuid[], p_targets text[], p_generations integer[])
--   returns table (event_id uuid, target_system text, outcome text), one row an element, in their order
-- Turns dead letters into deliveries that are to be sent, each guarded by the death that is meant:
--   REPLAYED  it was a DEAD_LETTER of that generation, and is PENDING now, with all its attempts
--   PENDING   refused: it is to be sent already, or on its way
--   SENT      refused: it has arrived
--   CONFLICT  refused: it died again meanwhile, or someone else replays it at this moment
--   MISSING   there is no such delivery
-- The publisher finds what is PENDING by itself, and takes it out of the list in Redis. `error_message` and `died_at` stay as they were, until it is sent or
-- fails again. Not for people: an operator's function checks who asks and writes the journal, and calls this.
create function saga.replay_deliveries(p_event_ids uuid[], p_targets text[], p_generations integer[])
returns table (event_id uuid, target_system text, outcome text)
language sql security definer set search_path = pg_catalog, pg_temp
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set jit = off as $$
  with wanted as materialized (
    select w.event_id, w.target_system, w.generation, w.n
      from unnest(p_event_ids, p_targets, p_generations) with ordinality as w (event_id, target_system, generation, n)
  ), changed as (
    update saga.external_event_log l
       set status = 'PENDING', retry_count = 0, next_attempt_at = null, waiting_since = clock_timestamp()
      from wanted w
     where l.event_id = w.event_id and l.target_system = w.target_system
       and coalesce(l.status, '') = 'DEAD_LETTER' and l.generation = w.generation
    returning l.event_id, l.target_system
  )
  select w.event_id, w.target_system,
         case when c.event_id is not null then 'REPLAYED'
              when l.status in ('PENDING', 'FAILED') then 'PENDING'
              when l.status = 'SENT' then 'SENT'
              when l.status is null then 'MISSING'
              else 'CONFLICT' end
    from wanted w
    left join changed c on c.event_id = w.event_id and c.target_system = w.target_system
    left join saga.external_event_log l on l.event_id = w.event_id and l.target_system = w.target_system
   order by w.n
$$;

-- Each publisher's view of each target. The circuit breaker is CLOSED while the target answers, OPEN while nothing is
-- sent, HALF_OPEN while a single delivery finds out whether it is back. The counts are those since the publisher began.
create table saga.external_target (
  target_system        text        not null,
  instance             text        not null,
  state                text        not null check (state in ('CLOSED', 'OPEN', 'HALF_OPEN', 'NO_URL')),
  since                timestamptz not null,
  consecutive_failures integer     not null default 0,
  times_opened         bigint      not null default 0,
  sent                 bigint      not null default 0,
  failed               bigint      not null default 0,  -- attempts
  died                 bigint      not null default 0,
  next_probe_at        timestamptz,                     -- while OPEN
  last_error           text,
  last_error_at        timestamptz,
  updated_at           timestamptz not null default now(),
  primary key (target_system, instance)
) with (fillfactor = 50);

create view saga.external_event_view as
select event_id, target_system, event_type, saga.mask(event_data) as event_data, saga_id, traceparent, order_key, shard,
       position, status, retry_count, generation, listed_generation, occurred_at, created_at, waiting_since,
       next_attempt_at, last_attempt_at, sent_at, died_at, saga.mask(error_message) as error_message
  from saga.external_event_log;
create view saga.external_target_view as
select target_system, instance, state, since, consecutive_failures, times_opened, sent, failed, died, next_probe_at,
       saga.mask(last_error) as last_error, last_error_at, updated_at
  from saga.external_target;

grant select on saga.external_event_view, saga.external_target_view to saga_viewer;
grant select, insert, update, delete on saga.external_event_log, saga.external_target, saga.external_shard to saga_engine;
grant usage on sequence saga.external_position to saga_engine;
revoke all on function saga.ensure_delivery_days, saga.drop_deliveries, saga.claim_shards, saga.release_shards,
  saga.log_deliveries, saga.record_deliveries, saga.expire_deliveries, saga.note_listed, saga.list_again,
  saga.replay_deliveries from public;
grant execute on function saga.ensure_delivery_days, saga.drop_deliveries, saga.claim_shards, saga.release_shards,
  saga.log_deliveries, saga.record_deliveries, saga.expire_deliveries, saga.note_listed, saga.list_again,
  saga.replay_deliveries to saga_engine;
