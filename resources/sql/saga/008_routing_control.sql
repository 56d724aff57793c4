-- Who decides which way payments take, and what came of it: the operator's functions over the toggles, what each
-- gateway says about itself, and the routes side by side.

create table saga.gateway_instance (
  instance       text        primary key,
  toggle_version bigint      not null,                -- the newest toggle that it has applied
  rollback       boolean     not null,                -- it sends everything to the monolith, because of the rollback
  unreadable     boolean     not null,                -- because it could not read the toggles
  legacy         bigint      not null,                -- payments it has sent each way since it started
  event_driven   bigint      not null,
  applied_at     timestamptz not null default now(),  -- when what it has applied last changed
  heartbeat_at   timestamptz not null default now()
) with (fillfactor = 50);  -- one row an instance, rewritten every second in its own page

-- The routes are compared over their latest payments; these lie together.
create index payment_route_claimed on saga.payment_route using brin (claimed_at) with (pages_per_range = 16);

-- A transaction that starts sagas takes this lock shared, one that changes a toggle takes it alone. It queues fairly,
-- which locks on rows do not: gateways that start sagas all the time could keep an operator waiting for ever.
create function saga.routing_lock_key() returns bigint
language sql immutable parallel safe
return 7205759403792794::bigint;

-- Called by gateways. Those that have not been heard of for a day are gone for good.
create function saga.report_gateway(p_instance text, p_version bigint, p_rollback boolean, p_unreadable boolean,
                                    p_legacy bigint, p_event_driven bigint) returns void
language plpgsql as $$
begin
  insert into saga.gateway_instance as g (instance, toggle_version, rollback, unreadable, legacy, event_driven)
  values (p_instance, p_version, p_rollback, p_unreadable, p_legacy, p_event_driven)
  on conflict (instance) do update
     set toggle_version = excluded.toggle_version, rollback = excluded.rollback, unreadable = excluded.unreadable,
         legacy = excluded.legacy, event_driven = excluded.event_driven, heartbeat_at = now(),
         applied_at = case when (g.toggle_version, g.rollback, g.unreadable)
                                is distinct from (excluded.toggle_version, excluded.rollback, excluded.unreadable)
                           then now() else g.applied_at end;
  delete from saga.gateway_instance where heartbeat_at < now() - interval '1 day';
end $$;

create type saga.toggle_outcome as (
  name    text,
  outcome text,    -- APPLIED, REFUSED, CONFLICT
  detail  text,
  value   text,    -- now
  version bigint,  -- now
  seq     bigint,  -- the journal's position, for the caller's anchor
  hash    text
);

-- Why a toggle cannot take this value; null if it can.
create function saga.toggle_refusal(p_name text, p_value text) returns text
language sql immutable parallel safe
return case
  when p_name in ('payment.event-driven.enabled', 'payment.emergency.rollback')
    then case when p_value in ('true', 'false') then null else 'its value is true or false' end
  when p_name = 'payment.canary.percent'
    then case when p_value ~ '^(0|[1-9][0-9]?|100)$' then null else 'its value is a whole number from 0 to 100' end
end;

-- The one place where a toggle changes. p_expected null: whatever its version is.
create function saga.change_toggle(p_what text, p_name text, p_value text, p_expected bigint, p_reason text)
returns saga.toggle_outcome
language plpgsql as $$
declare
  v_before  saga.feature_toggle;
  v_out     saga.toggle_outcome;
  v_refusal text;
begin
  perform pg_advisory_xact_lock(saga.routing_lock_key());
  select * into v_before from saga.feature_toggle t where t.name = p_name for update;
  v_out.name := p_name;
  v_out.value := v_before.value;
  v_out.version := v_before.version;
  v_refusal := saga.toggle_refusal(p_name, p_value);
  if v_before.name is null then
    v_out.outcome := 'REFUSED';
    v_out.detail := 'there is no such toggle';
  elsif coalesce(btrim(p_reason), '') = '' then
    v_out.outcome := 'REFUSED';
    v_out.detail := 'a reason is required';
  elsif v_refusal is not null then
    v_out.outcome := 'REFUSED';
    v_out.detail := v_refusal;
  elsif v_before.version <> p_expected then
    v_out.outcome := 'CONFLICT';
    v_out.detail := format('%s set it to %s at %s UTC, it is at version %s now', v_before.updated_by, v_before.value,
                           to_char(v_before.updated_at at time zone 'UTC', 'HH24:MI:SS'), v_before.version);
  elsif v_before.value = p_value then
    v_out.outcome := 'APPLIED';
    v_out.detail := format('it has been %s since %s UTC, set by %s', v_before.value,
                           to_char(v_before.updated_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS'),
                           v_before.updated_by);
  else
    update saga.feature_toggle t
       set value = p_value, version = nextval('saga.toggle_version'), updated_by = session_user, reason = p_reason,
           updated_at = clock_timestamp()
     where t.name = p_name
    returning t.value, t.version into v_out.value, v_out.version;
    v_out.outcome := 'APPLIED';
    v_out.detail := format('it was %s', v_before.value);
  end if;
  select j.seq, j.hash into v_out.seq, v_out.hash
    from saga.journal_append('routing', 'REQUESTED', session_user::text, p_what, p_name, coalesce(p_reason, ''),
                             jsonb_build_object('value', v_before.value, 'version', v_before.version,
                                                'expectedVersion', p_expected)::text,
                             jsonb_build_object('value', v_out.value, 'version', v_out.version, 'asked', p_value,
                                                'outcome', v_out.outcome, 'detail', v_out.detail)::text) j;
  return v_out;
end $$;

create function saga.set_toggle(p_name text, p_value text, p_expected bigint, p_reason text)
returns saga.toggle_outcome
language plpgsql security definer set search_path = pg_catalog, saga, pg_temp as $$
declare
  v_out saga.toggle_outcome;
begin
  if p_name = 'payment.emergency.rollback' then
    -- It has a second path, which a plain change would forget.
    select t.name, 'REFUSED', 'the rollback is engaged and released, not set', t.value, t.version
      into v_out.name, v_out.outcome, v_out.detail, v_out.value, v_out.version
      from saga.feature_toggle t where t.name = p_name;
    select j.seq, j.hash into v_out.seq, v_out.hash
      from saga.journal_append('routing', 'REQUESTED', session_user::text, 'SET_TOGGLE', p_name,
                               coalesce(p_reason, ''),
                               jsonb_build_object('value', v_out.value, 'version', v_out.version,
                                                  'expectedVersion', p_expected)::text,
                               jsonb_build_object('value', v_out.value, 'version', v_out.version, 'asked', p_value,
                                                  'outcome', v_out.outcome, 'detail', v_out.detail)::text) j;
    return v_out;
  end if;
  return saga.change_toggle('SET_TOGGLE', p_name, p_value, p_expected, p_reason);
end $$;

-- Needs no version: nothing that happened meanwhile would speak against it.
create function saga.engage_rollback(p_reason text) returns saga.toggle_outcome
language sql security definer set search_path = pg_catalog, saga, pg_temp
as $$ select saga.change_toggle('ENGAGE_ROLLBACK', 'payment.emergency.rollback', 'true', null, p_reason) $$;

create function saga.release_rollback(p_expected bigint, p_reason text) returns saga.toggle_outcome
language sql security definer set search_path = pg_catalog, saga, pg_temp
as $$ select saga.change_toggle('RELEASE_ROLLBACK', 'payment.emergency.rollback', 'false', p_expected, p_reason) $$;

-- An engagement by the second path, told later because this database could not be reached then. It changes nothing.
create function saga.note_rollback(p_engaged_at timestamptz, p_reason text) returns saga.toggle_outcome
language plpgsql security definer set search_path = pg_catalog, saga, pg_temp as $$
declare
  v_out saga.toggle_outcome;
begin
  select t.name, 'APPLIED', 'it is in the journal now', t.value, t.version
    into v_out.name, v_out.outcome, v_out.detail, v_out.value, v_out.version
    from saga.feature_toggle t where t.name = 'payment.emergency.rollback';
  select j.seq, j.hash into v_out.seq, v_out.hash
    from saga.journal_append('routing', 'OBSERVED', session_user::text, 'ENGAGE_ROLLBACK',
                             'payment.emergency.rollback', coalesce(p_reason, ''), null,
                             jsonb_build_object('engagedAt', to_char(p_engaged_at at time zone 'UTC',
                                                                     'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                                                'by', 'Redis, while the database could not be reached')::text) j;
  return v_out;
end $$;

create view saga.toggle_history_view as
select name, value, version, updated_by, reason, updated_at from saga.feature_toggle_history;

create view saga.gateway_view as
select instance, toggle_version, rollback, unreadable, legacy, event_driven, applied_at, heartbeat_at, now() as server_now
  from saga.gateway_instance;

-- The routes side by side, over the payments that were claimed within p_window.
create function saga.route_statistics(p_window interval)
returns table (route text, payments bigint, completed bigint, failed bigint, unfinished bigint,
               p50_ms double precision, p95_ms double precision, p99_ms double precision)
language sql stable security definer set search_path = pg_catalog, saga, pg_temp
as $$
  select w.route, count(r.order_id), count(*) filter (where r.outcome = 'COMPLETED'),
         count(*) filter (where r.outcome <> 'COMPLETED'), count(r.order_id) filter (where r.outcome is null),
         percentile_cont(0.5) within group (order by extract(epoch from r.latency) * 1000.0),
         percentile_cont(0.95) within group (order by extract(epoch from r.latency) * 1000.0),
         percentile_cont(0.99) within group (order by extract(epoch from r.latency) * 1000.0)
    from (values ('EVENT_DRIVEN'), ('LEGACY')) as w (route)
    left join saga.payment_route r on r.route = w.route and r.claimed_at >= now() - p_window
   group by w.route
$$;

create view saga.route_view as select * from saga.route_statistics(interval '15 minutes');

grant select on saga.toggle_history_view, saga.gateway_view, saga.route_view to saga_viewer;
revoke all on function saga.routing_lock_key, saga.report_gateway, saga.toggle_refusal, saga.change_toggle,
                       saga.set_toggle, saga.engage_rollback, saga.release_rollback, saga.note_rollback,
                       saga.route_statistics from public;
grant execute on function saga.toggle_refusal, saga.route_statistics to saga_viewer;
grant execute on function saga.set_toggle, saga.engage_rollback, saga.release_rollback, saga.note_rollback
   to saga_operator;
grant select, insert, update, delete on saga.gateway_instance to saga_engine;
grant execute on function saga.routing_lock_key, saga.report_gateway, saga.route_statistics to saga_engine;
