-- Who may write saga state. Every process that does so registers and gets an epoch and a lease. Each of its
-- transactions first holds the epoch; whoever takes over its work fences it first. Holding and fencing lock the same
-- row in ways that exclude each other, so that no write of an epoch can come after its fenced_at, however long the
-- process was paused in between.

create sequence saga.worker_epoch;

create table saga.worker (
  epoch         bigint      primary key default nextval('saga.worker_epoch'),
  instance      text        not null,
  roles         text[]      not null,
  registered_at timestamptz not null default clock_timestamp(),
  lease_until   timestamptz not null,
  fenced_at     timestamptz               -- nothing of this epoch was written after it
) with (fillfactor = 50);
create index worker_open on saga.worker (instance) where fenced_at is null;

-- Called in each transaction before it writes: raises SG001 unless the epoch is valid, and keeps it so until the
-- transaction ends. KEY SHARE, so that it neither waits for the renewal of the lease nor makes it wait; fencing
-- takes the row FOR UPDATE, which excludes it.
create function saga.hold_epoch(p_epoch bigint) returns boolean
language plpgsql as $$
begin
  perform 1 from saga.worker w
    where w.epoch = p_epoch and w.fenced_at is null and w.lease_until > clock_timestamp() for key share;
  if found then
    return true;
  end if;
  raise exception 'epoch % is over, this process was fenced', p_epoch using errcode = 'SG001';
end $$;

-- A new epoch. An earlier one of the same instance and role is a process that died, or was taken for dead.
create function saga.register_worker(p_instance text, p_roles text[], p_lease interval) returns bigint
language plpgsql as $$
declare
  v_epoch bigint;
begin
  perform 1 from saga.worker w
    where w.fenced_at is null and w.instance = p_instance and w.roles && p_roles order by w.epoch for update;
  update saga.worker w set fenced_at = clock_timestamp()
   where w.fenced_at is null and w.instance = p_instance and w.roles && p_roles;
  insert into saga.worker (instance, roles, lease_until) values (p_instance, p_roles, clock_timestamp() + p_lease)
  returning epoch into v_epoch;
  return v_epoch;
end $$;

-- False: the lease ran out, or somebody has fenced the worker. Then only a new epoch helps.
create function saga.renew_worker(p_epoch bigint, p_lease interval) returns boolean
language plpgsql as $$
begin
  update saga.worker w set lease_until = clock_timestamp() + p_lease
   where w.epoch = p_epoch and w.fenced_at is null and w.lease_until > clock_timestamp();
  return found;
end $$;

-- Fences every worker whose lease ran out; one that is in the middle of a transaction is left for the next time.
-- Returns the epochs.
create function saga.fence_expired() returns setof bigint
language sql as $$
  with expired as (
    select w.epoch from saga.worker w
     where w.fenced_at is null and w.lease_until <= clock_timestamp() order by w.epoch for update skip locked
  )
  update saga.worker w set fenced_at = clock_timestamp() from expired e where w.epoch = e.epoch returning w.epoch
$$;

-- For a process that ends in order.
create function saga.end_worker(p_epoch bigint) returns void
language plpgsql as $$
begin
  perform 1 from saga.worker w where w.epoch = p_epoch for update;
  update saga.worker w set fenced_at = coalesce(w.fenced_at, clock_timestamp()) where w.epoch = p_epoch;
end $$;

create view saga.worker_view as
select epoch, instance, roles, registered_at, lease_until, fenced_at from saga.worker;

grant select on saga.worker_view to saga_viewer;
grant select, insert, update, delete on saga.worker to saga_engine;
grant usage on sequence saga.worker_epoch to saga_engine;
revoke all on function saga.hold_epoch, saga.register_worker, saga.renew_worker, saga.fence_expired, saga.end_worker
  from public;
grant execute on function saga.hold_epoch, saga.register_worker, saga.renew_worker, saga.fence_expired,
  saga.end_worker to saga_engine;
