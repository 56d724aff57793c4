-- The emergency rollback, rehearsed: everything that an engagement takes but the value. It waits for the same lock, writes
-- the same row under a new version, and every gateway that has that version would have obeyed. Nothing is switched. It
-- does not wait long for the lock: while it does, every gateway that asks for it stands behind it.
create function saga.drill_rollback(p_reason text) returns saga.toggle_outcome
language plpgsql security definer set search_path = pg_catalog, saga, pg_temp set lock_timeout = '1s' as $$
declare
  c_name   constant text := 'payment.emergency.rollback';
  v_before saga.feature_toggle;
  v_out    saga.toggle_outcome;
begin
  perform pg_advisory_xact_lock(saga.routing_lock_key());
  select * into v_before from saga.feature_toggle t where t.name = c_name for update;
  v_out.name := c_name;
  v_out.value := v_before.value;
  v_out.version := v_before.version;
  if coalesce(btrim(p_reason), '') = '' then
    v_out.outcome := 'REFUSED';
    v_out.detail := 'a reason is required';
  elsif v_before.value <> 'false' then
    v_out.outcome := 'REFUSED';
    v_out.detail := format('the rollback is engaged since %s UTC by %s, this is no drill',
                           to_char(v_before.updated_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS'), v_before.updated_by);
  else
    update saga.feature_toggle t
       set version = nextval('saga.toggle_version'), updated_by = session_user, reason = 'drill: ' || p_reason,
           updated_at = clock_timestamp()
     where t.name = c_name
    returning t.version into v_out.version;
    v_out.outcome := 'APPLIED';
    v_out.detail := 'a drill, nothing was switched';
  end if;
  select j.seq, j.hash into v_out.seq, v_out.hash
    from saga.journal_append('routing', 'REQUESTED', session_user::text, 'DRILL_ROLLBACK', c_name, coalesce(p_reason, ''),
                             jsonb_build_object('value', v_before.value, 'version', v_before.version)::text,
                             jsonb_build_object('value', v_out.value, 'version', v_out.version,
                                                'outcome', v_out.outcome, 'detail', v_out.detail)::text) j;
  return v_out;
end $$;

revoke all on function saga.drill_rollback from public;
grant execute on function saga.drill_rollback to saga_operator;
