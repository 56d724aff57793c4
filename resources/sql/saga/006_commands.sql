-- What operators ask for. The functions check version and rule, write command and journal in one transaction, and
-- return a typed outcome: a conflict is returned rather than raised, so that it is journalled too.

create table saga.saga_command (
  command_id       uuid        primary key default gen_random_uuid(),
  saga_id          uuid        not null,
  action           text        not null check (action in ('RETRY', 'COMPENSATE', 'RESOLVE')),
  expected_version integer     not null,
  requested_by     text        not null default session_user,
  reason           text        not null,
  evidence         text,       -- RESOLVE only: what shows that it was settled
  status           text        not null default 'PENDING' check (status in ('PENDING', 'APPLIED', 'REFUSED')),
  outcome          text,
  requested_at     timestamptz not null default clock_timestamp(),
  finished_at      timestamptz
);
create unique index saga_command_one_pending on saga.saga_command (saga_id) where status = 'PENDING';
create index saga_command_pending on saga.saga_command (requested_at) where status = 'PENDING';
create index saga_command_saga on saga.saga_command (saga_id, requested_at desc);

create type saga.action_outcome as (
  saga_id    uuid,
  outcome    text,     -- ACCEPTED, REFUSED, CONFLICT
  detail     text,
  command_id uuid,
  version    integer,  -- of the saga, now
  seq        bigint,   -- the journal's position, for the caller's anchor
  hash       text
);

create function saga.request_action(p_action text, p_saga_ids uuid[], p_expected integer[], p_reason text,
                                    p_evidence text default null)
returns setof saga.action_outcome
language plpgsql security definer set search_path = pg_catalog, saga, pg_temp as $$
declare
  v_state   saga.saga_state;
  v_last    saga.saga_command;
  v_out     saga.action_outcome;
  v_refusal text;
  v_at      integer;
begin
  if coalesce(array_length(p_saga_ids, 1), 0) <> coalesce(array_length(p_expected, 1), 0) then
    raise exception 'saga ids and expected versions differ in number' using errcode = 'invalid_parameter_value';
  end if;
  if array_length(p_saga_ids, 1) > 200 then
    raise exception 'at most 200 sagas a call' using errcode = 'invalid_parameter_value';
  end if;
  -- All rows first and in order, the journal's lock last: two callers cannot wait for each other.
  perform 1 from saga.saga_state s where s.saga_id = any (p_saga_ids) order by s.saga_id for update;

  for v_at in 1 .. coalesce(array_length(p_saga_ids, 1), 0) loop
    v_out := null;
    v_out.saga_id := p_saga_ids[v_at];
    select * into v_state from saga.saga_state s where s.saga_id = p_saga_ids[v_at];
    if not found then
      v_out.outcome := 'REFUSED';
      v_out.detail := 'there is no such saga';
    elsif coalesce(btrim(p_reason), '') = '' then
      v_out.outcome := 'REFUSED';
      v_out.detail := 'a reason is required';
    elsif p_action = 'RESOLVE' and coalesce(btrim(p_evidence), '') = '' then
      v_out.outcome := 'REFUSED';
      v_out.detail := 'evidence is required';
    elsif v_state.version <> p_expected[v_at] then
      select * into v_last from saga.saga_command c
       where c.saga_id = v_state.saga_id order by c.requested_at desc limit 1;
      v_out.outcome := 'CONFLICT';
      v_out.detail := case
        when found and v_last.expected_version >= p_expected[v_at]
          then format('%s requested %s at %s UTC', v_last.requested_by, v_last.action,
                      to_char(v_last.requested_at at time zone 'UTC', 'HH24:MI:SS'))
        else format('the saga moved on by itself at %s UTC',
                    to_char(v_state.updated_at at time zone 'UTC', 'HH24:MI:SS'))
      end || format(', it is at version %s now', v_state.version);
    else
      v_refusal := saga.action_refusal(p_action, v_state.status,
        saga.condition(v_state.status, v_state.parked_reason, v_state.progress_at, v_state.open_effects,
                       v_state.resolution, now()), v_state.saga_type);
      if v_refusal is not null then
        v_out.outcome := 'REFUSED';
        v_out.detail := v_refusal;
      else
        insert into saga.saga_command (saga_id, action, expected_version, reason, evidence)
        values (v_state.saga_id, p_action, p_expected[v_at], p_reason, p_evidence)
        on conflict do nothing
        returning command_id into v_out.command_id;
        if v_out.command_id is null then
          v_out.outcome := 'CONFLICT';
          v_out.detail := 'another action on this saga is waiting to be applied';
        else
          update saga.saga_state s set version = s.version + 1, updated_at = now()
           where s.saga_id = v_state.saga_id;
          insert into saga.saga_change (saga_id, kind) values (v_state.saga_id, 'COMMAND');
          v_out.outcome := 'ACCEPTED';
          v_out.detail := 'waits for the orchestrator';
        end if;
      end if;
    end if;
    v_out.version := case when v_out.outcome = 'ACCEPTED' then v_state.version + 1 else v_state.version end;
    select j.seq, j.hash into v_out.seq, v_out.hash
      from saga.journal_append('sagas', 'REQUESTED', session_user::text, p_action, p_saga_ids[v_at]::text,
                               coalesce(p_reason, ''),
                               jsonb_build_object('status', v_state.status, 'version', v_state.version,
                                                  'expectedVersion', p_expected[v_at])::text,
                               (jsonb_build_object('outcome', v_out.outcome, 'detail', v_out.detail,
                                                   'commandId', v_out.command_id)
                                || case when p_action = 'RESOLVE'
                                     then jsonb_build_object('evidence', p_evidence) else '{}' end)::text) j;
    return next v_out;
  end loop;
end $$;

create function saga.retry(p_saga_ids uuid[], p_expected integer[], p_reason text)
returns setof saga.action_outcome
language sql security definer set search_path = pg_catalog, saga, pg_temp
as $$ select * from saga.request_action('RETRY', p_saga_ids, p_expected, p_reason) $$;

create function saga.compensate(p_saga_ids uuid[], p_expected integer[], p_reason text)
returns setof saga.action_outcome
language sql security definer set search_path = pg_catalog, saga, pg_temp
as $$ select * from saga.request_action('COMPENSATE', p_saga_ids, p_expected, p_reason) $$;

-- Closes by hand what was settled outside the system.
create function saga.resolve(p_saga_ids uuid[], p_expected integer[], p_reason text, p_evidence text)
returns setof saga.action_outcome
language sql security definer set search_path = pg_catalog, saga, pg_temp
as $$ select * from saga.request_action('RESOLVE', p_saga_ids, p_expected, p_reason, p_evidence) $$;

-- Refunds of completed payments. One row an order, so that an order is refunded at most once; one that was refused
-- may be asked for again.
create table saga.refund_request (
  order_id     text        primary key,
  saga_id      uuid        not null unique,  -- that the refund will have
  requested_by text        not null default session_user,
  reason       text        not null,
  status       text        not null default 'PENDING' check (status in ('PENDING', 'APPLIED', 'REFUSED')),
  outcome      text,
  requested_at timestamptz not null default clock_timestamp(),
  finished_at  timestamptz
);
create index refund_request_pending on saga.refund_request (requested_at) where status = 'PENDING';

create type saga.refund_outcome as (
  order_id text,
  saga_id  uuid,    -- of the refund: the new one, or the one that was there before
  outcome  text,    -- ACCEPTED, REFUSED, CONFLICT
  detail   text,
  seq      bigint,  -- the journal's position, for the caller's anchor
  hash     text
);

create function saga.refund(p_order_ids text[], p_reason text) returns setof saga.refund_outcome
language plpgsql security definer set search_path = pg_catalog, saga, pg_temp as $$
declare
  v_order text;
  v_route saga.payment_route;
  v_last  saga.refund_request;
  v_out   saga.refund_outcome;
begin
  if array_length(p_order_ids, 1) > 200 then
    raise exception 'at most 200 orders a call' using errcode = 'invalid_parameter_value';
  end if;
  -- Two calls for the same orders wait here, in the same order, rather than at the journal.
  perform 1 from saga.payment_route r where r.order_id = any (p_order_ids) order by r.order_id for update;

  foreach v_order in array coalesce(p_order_ids, '{}') loop
    v_out := null;
    v_out.order_id := v_order;
    v_last := null;
    select * into v_route from saga.payment_route r where r.order_id = v_order;
    if not found then
      v_out.outcome := 'REFUSED';
      v_out.detail := 'no payment of this order is known';
    elsif coalesce(btrim(p_reason), '') = '' then
      v_out.outcome := 'REFUSED';
      v_out.detail := 'a reason is required';
    elsif v_route.outcome is distinct from 'COMPLETED' then
      v_out.outcome := 'REFUSED';
      v_out.detail := format('the payment of this order is not completed, it is %s',
                             coalesce(v_route.outcome, 'under way'));
    else
      select * into v_last from saga.refund_request f where f.order_id = v_order;
      if found and v_last.status <> 'REFUSED' then
        v_out.outcome := 'CONFLICT';
        v_out.saga_id := v_last.saga_id;
        v_out.detail := format('%s requested its refund at %s UTC', v_last.requested_by,
                               to_char(v_last.requested_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS'));
      else
        insert into saga.refund_request as f (order_id, saga_id, reason)
        values (v_order, saga.uuid_v7(clock_timestamp()), p_reason)
        on conflict (order_id) do update
          set saga_id = excluded.saga_id, reason = excluded.reason, requested_by = session_user, status = 'PENDING',
              outcome = null, requested_at = clock_timestamp(), finished_at = null
        returning f.saga_id into v_out.saga_id;
        v_out.outcome := 'ACCEPTED';
        v_out.detail := 'waits for the orchestrator';
      end if;
    end if;
    select j.seq, j.hash into v_out.seq, v_out.hash
      from saga.journal_append('sagas', 'REQUESTED', session_user::text, 'REFUND', coalesce(v_order, ''),
                               coalesce(p_reason, ''),
                               jsonb_build_object('payment', v_route.outcome, 'route', v_route.route)::text,
                               jsonb_build_object('outcome', v_out.outcome, 'detail', v_out.detail,
                                                  'sagaId', v_out.saga_id)::text) j;
    return next v_out;
  end loop;
end $$;
