-- As before (021); but who comes while another action waits to be applied is told whose it is and since when, as
-- everybody else who was too late.
create or replace function saga.request_action_by(p_who text, p_job_id uuid, p_action text, p_saga_ids uuid[], p_expected integer[],
                                       p_reason text, p_evidence text)
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
        insert into saga.saga_command (saga_id, action, expected_version, requested_by, reason, evidence)
        values (v_state.saga_id, p_action, p_expected[v_at], p_who, p_reason, p_evidence)
        on conflict do nothing
        returning command_id into v_out.command_id;
        if v_out.command_id is null then
          -- Nobody can have asked for more since: the saga is locked, so it is the newest one.
          select * into v_last from saga.saga_command c
           where c.saga_id = v_state.saga_id order by c.requested_at desc limit 1;
          v_out.outcome := 'CONFLICT';
          v_out.detail := format('%s requested %s at %s UTC, which waits to be applied, it is at version %s now',
                                 v_last.requested_by, v_last.action,
                                 to_char(v_last.requested_at at time zone 'UTC', 'HH24:MI:SS'), v_state.version);
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
      from saga.journal_append('sagas', 'REQUESTED', p_who, p_action, p_saga_ids[v_at]::text,
                               coalesce(p_reason, ''),
                               jsonb_build_object('status', v_state.status, 'version', v_state.version,
                                                  'expectedVersion', p_expected[v_at])::text,
                               (jsonb_build_object('outcome', v_out.outcome, 'detail', v_out.detail,
                                                   'commandId', v_out.command_id)
                                || case when p_action = 'RESOLVE'
                                     then jsonb_build_object('evidence', p_evidence) else '{}' end
                                || case when p_job_id is not null
                                     then jsonb_build_object('jobId', p_job_id) else '{}' end)::text) j;
    return next v_out;
  end loop;
end $$;
