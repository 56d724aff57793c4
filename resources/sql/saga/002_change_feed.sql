-- The change feed. A reader keeps the previous pg_snapshot and takes, in one statement with the new one, the rows
-- that were not visible in the old one and are now: each change once, and no stall behind a long transaction.

create table saga.saga_change (
  xid     xid8        not null default pg_current_xact_id(),
  saga_id uuid        not null,
  kind    text        not null,  -- STARTED, STEP, PARKED, COMPLETED, FAILED, COMMAND
  at      timestamptz not null default now(),
  epoch   bigint      not null default 0  -- of the process that wrote it; 0: an operator's function
) partition by range (at);

create table saga.saga_change_default partition of saga.saga_change default;
create index saga_change_xid on saga.saga_change (xid);

-- Changes of transactions below this id were trimmed: a reader whose snapshot is older reads everything again.
create table saga.feed_horizon (
  one           boolean primary key default true check (one),
  trimmed_below xid8 not null default '0'::xid8
);
insert into saga.feed_horizon default values;

-- Removes changes older than p_keep and publishes the new horizon in the same transaction.
create function saga.trim_changes(p_keep interval) returns bigint
language plpgsql as $$
declare
  v_horizon xid8;
  v_count   bigint;
begin
  with gone as (delete from saga.saga_change where at < now() - p_keep returning xid)
  select count(*), max(xid) into v_count, v_horizon from gone;
  if v_count > 0 then
    update saga.feed_horizon
       set trimmed_below = greatest(trimmed_below, (v_horizon::text::bigint + 1)::text::xid8);
  end if;
  return v_count;
end $$;
