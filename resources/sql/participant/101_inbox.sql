-- The inbox of a participant: one row a saga and step. It holds the replies, so that a duplicate request is answered
-- with the first answer; and because action and compensation lock the same row, it is the barrier against a
-- compensation before its action and an action after its compensation.

create table @schema@.inbox (
  saga_id            uuid        not null,
  step_name          text        not null,
  action_reply       text,         -- the event that answered the action
  compensation_reply text,         -- the event that answered the compensation
  created_at         timestamptz not null default now(),
  primary key (saga_id, step_name)
) partition by range (saga_id);

create table @schema@.inbox_default partition of @schema@.inbox default with (fillfactor = 50);

create function @schema@.ensure_partitions(p_from date, p_to date) returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_day     date;
  v_name    text;
  v_low     uuid;
  v_high    uuid;
  v_created integer := 0;
begin
  perform pg_advisory_xact_lock(hashtext('@schema@.ensure_partitions'));
  for v_day in select d::date from generate_series(p_from, p_to, interval '1 day') d loop
    v_name := 'inbox_' || to_char(v_day, 'YYYYMMDD');
    v_low := (lpad(to_hex((extract(epoch from v_day::timestamp at time zone 'UTC') * 1000)::bigint), 12, '0')
              || '00000000000000000000')::uuid;
    v_high := (lpad(to_hex((extract(epoch from (v_day + 1)::timestamp at time zone 'UTC') * 1000)::bigint), 12, '0')
              || '00000000000000000000')::uuid;
    continue when to_regclass('@schema@.' || v_name) is not null;
    continue when exists (select from @schema@.inbox_default where saga_id >= v_low and saga_id < v_high);
    execute format('create table @schema@.%I partition of @schema@.inbox for values from (%L) to (%L) with (fillfactor = 50)',
                   v_name, v_low, v_high);
    v_created := v_created + 1;
  end loop;
  return v_created;
end $$;

select @schema@.ensure_partitions((now() at time zone 'UTC')::date - 1, (now() at time zone 'UTC')::date + 7);

-- Drops the daily partitions of days before p_before. Whoever calls it knows that every saga of those days has ended.
-- Returns the partitions dropped; one that is in use is left for the next time.
create function @schema@.drop_inbox(p_before date) returns setof text
language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '500ms' as $$
declare
  v_name text;
begin
  for v_name in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = '@schema@.inbox'::regclass and c.relname ~ '^inbox_[0-9]{8}$'
       and to_date(right(c.relname, 8), 'YYYYMMDD') < p_before order by 1
  loop
    begin
      execute format('drop table @schema@.%I', v_name);
      return next v_name;
    exception when lock_not_available then
      return;
    end;
  end loop;
end $$;
