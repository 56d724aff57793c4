-- Saga state and step executions, partitioned by day.
--
-- Saga ids are UUIDs of version 7: they begin with the millisecond of their creation, so a range of ids is a range
-- of time. Finished days can be dropped as a whole, and the primary key stays the saga id alone.

create function saga.uuid_at(at timestamptz) returns uuid
language sql immutable strict parallel safe
return (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '00000000000000000000')::uuid;

create function saga.uuid_v7(at timestamptz) returns uuid
language sql volatile strict parallel safe
return (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0')
        || '7' || substr(replace(gen_random_uuid()::text, '-', ''), 14, 3)
        || substr(replace(gen_random_uuid()::text, '-', ''), 17, 16))::uuid;

create table saga.saga_state (
  saga_id           uuid        not null primary key,
  saga_type         text        not null,
  current_step      text        not null,
  status            text        not null check (status in ('RUNNING', 'COMPLETED', 'COMPENSATING', 'FAILED')),
  compensation_data text,
  order_id          text        not null,
  user_id           bigint      not null,
  amount            bigint      not null,
  currency          text        not null,
  trace_id          text        not null,
  version           integer     not null default 1,
  epoch             bigint      not null default 0,
  attempts          integer     not null default 0,      -- of the current step in the current direction
  attempt_limit     integer     not null default 3,      -- parked when `attempts` reaches it; a retry raises it
  awaiting_reply    boolean     not null default false,  -- an attempt is out; else the next one starts at due_at
  due_at            timestamptz not null default now(),  -- deadline of the attempt, or start of the next
  parked_reason     text,
  open_effects      integer     not null default 0 check (open_effects >= 0),
  progress_at       timestamptz not null default now(),
  resolution        text,
  created_at        timestamptz not null default now(),
  updated_at        timestamptz not null default now(),
  -- Generated, so that partial indexes need no changing column in their predicate: an update that leaves them
  -- as they are stays heap-only.
  active    boolean generated always as (status in ('RUNNING', 'COMPENSATING')) stored,
  scheduled boolean generated always as (status in ('RUNNING', 'COMPENSATING') and parked_reason is null) stored,
  attention boolean generated always as (status = 'FAILED' and open_effects > 0 and resolution is null) stored
) partition by range (saga_id);

-- The fill factors leave room for a batch of updates, which cannot reuse what the batch itself made dead: with less,
-- the rows move to other pages and each of the indexes gets a new entry. The pages end no emptier than they would by
-- what moved away.
create table saga.saga_state_default partition of saga.saga_state default with (fillfactor = 45);

create index saga_state_created on saga.saga_state (created_at desc, saga_id desc);
create index saga_state_status on saga.saga_state (status, created_at desc, saga_id desc);
create index saga_state_active on saga.saga_state (created_at desc, saga_id desc) where active;
create index saga_state_scheduled on saga.saga_state (saga_id) where scheduled;
create index saga_state_attention on saga.saga_state (created_at desc, saga_id desc) where attention;
create index saga_state_resolved on saga.saga_state (created_at desc, saga_id desc) where resolution is not null;
create index saga_state_order on saga.saga_state (order_id text_pattern_ops);  -- serves a beginning too
create index saga_state_user on saga.saga_state (user_id, created_at desc);

create sequence saga.step_execution_id;

create table saga.saga_step_execution (
  id            bigint      not null default nextval('saga.step_execution_id'),
  saga_id       uuid        not null,
  step_name     text        not null,
  direction     text        not null check (direction in ('FORWARD', 'COMPENSATION')),
  attempt       integer     not null check (attempt > 0),
  status        text        check (status in ('SUCCESS', 'FAILED', 'COMPENSATED')),  -- null: no result yet
  input_data    text        not null,
  output_data   text,
  error_message text,
  started_at    timestamptz not null default now(),
  executed_at   timestamptz,
  primary key (saga_id, step_name, direction, attempt)
) partition by range (saga_id);

create table saga.saga_step_execution_default partition of saga.saga_step_execution default with (fillfactor = 50);

-- Creates the daily partitions from p_from to p_to, both included. Safe to call again and again. A day whose rows
-- already lie in the default partition is left there.
create function saga.ensure_partitions(p_from date, p_to date) returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_day     date;
  v_table   text;
  v_fill    integer;
  v_name    text;
  v_low     uuid;
  v_high    uuid;
  v_taken   boolean;
  v_created integer := 0;
begin
  perform pg_advisory_xact_lock(hashtext('saga.ensure_partitions'));
  for v_day in select d::date from generate_series(p_from, p_to, interval '1 day') d loop
    v_low := saga.uuid_at(v_day::timestamp at time zone 'UTC');
    v_high := saga.uuid_at((v_day + 1)::timestamp at time zone 'UTC');
    for v_table, v_fill in values ('saga_state', 45), ('saga_step_execution', 50) loop
      v_name := v_table || '_' || to_char(v_day, 'YYYYMMDD');
      continue when to_regclass('saga.' || v_name) is not null;
      execute format('select exists (select from saga.%I where saga_id >= %L and saga_id < %L)',
                     v_table || '_default', v_low, v_high) into v_taken;
      continue when v_taken;
      execute format('create table saga.%I partition of saga.%I for values from (%L) to (%L) with (fillfactor = %s)',
                     v_name, v_table, v_low, v_high, v_fill);
      v_created := v_created + 1;
    end loop;
  end loop;
  return v_created;
end $$;

select saga.ensure_partitions((now() at time zone 'UTC')::date - 1, (now() at time zone 'UTC')::date + 7);

-- Retention. A saga has ended when it is neither active nor waits for a person.

-- The first day (UTC) with a saga that has not ended; null: all have.
create function saga.first_open_day() returns date
language sql stable security definer set search_path = pg_catalog, saga, pg_temp
return (select (to_timestamp(('x' || substr(replace(least_id::text, '-', ''), 1, 12))::bit(48)::bigint / 1000.0)
                at time zone 'UTC')::date
          from (select min(id::text)::uuid as least_id
                  from (select (select s.saga_id from saga.saga_state s where s.active order by s.saga_id limit 1)
                        union all
                        select (select s.saga_id from saga.saga_state s where s.attention order by s.saga_id limit 1))
                       as open (id)) as least);

-- Drops the daily partitions, sagas and steps together, of days before p_before on which every saga has ended, and
-- deletes the ended sagas of such days that lie in the default partition. Returns what it dropped; what is in use is
-- left for the next time.
create function saga.drop_ended(p_before date) returns setof text
language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '500ms' as $$
declare
  v_name  text;
  v_day   text;
  v_open  boolean;
  v_count bigint;
begin
  for v_name in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'saga.saga_state'::regclass and c.relname ~ '^saga_state_[0-9]{8}$'
       and to_date(right(c.relname, 8), 'YYYYMMDD') < p_before order by 1
  loop
    v_day := right(v_name, 8);
    execute format('select exists (select from saga.%I where active or attention)', v_name) into v_open;
    continue when v_open;
    begin
      -- The parents first, as every query does. Between the look and the lock nothing can have become active again:
      -- an ended saga stays ended.
      lock table only saga.saga_state, only saga.saga_step_execution in access exclusive mode;
      execute format('drop table saga.%I', v_name);
      execute format('drop table if exists saga.%I', 'saga_step_execution_' || v_day);
      return next v_name;
    exception when lock_not_available then
      return;
    end;
  end loop;
  with gone as (
    delete from saga.saga_state_default
     where saga_id < saga.uuid_at(p_before::timestamp at time zone 'UTC') and not active and not attention
    returning saga_id
  ), steps as (
    delete from saga.saga_step_execution_default e using gone g where e.saga_id = g.saga_id
  )
  select count(*) into v_count from gone;
  if v_count > 0 then
    return next format('%s of saga_state_default', v_count);
  end if;
end $$;
