-- What operators ask for. The functions check version and rule, write command and journal in one transaction, and
-- return a typed outcome: a conflict is returned rather than raised, so that it is journalled too.

create table saga.saga_command (
  command_id       uuid        primary key default gen_random_uuid(),
  saga_id          uuid        not null,
  action           text        not null check (action in ('RETRY', 'COMPENSATE', 'RESOLVE')),
  expected_version integer     not null,
  requested_by     text        not null default session_user,
  reason           text        not null,
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

create function saga.request_action(p_action text, p_saga_ids uuid[], p_expected integer[], p_reason text)
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
                       v_state.resolution, now()));
      if v_refusal is not null then
        v_out.outcome := 'REFUSED';
        v_out.detail := v_refusal;
      else
        insert into saga.saga_command (saga_id, action, expected_version, reason)
        values (v_state.saga_id, p_action, p_expected[v_at], p_reason)
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
                               jsonb_build_object('outcome', v_out.outcome, 'detail', v_out.detail,
                                                  'commandId', v_out.command_id)::text) j;
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
