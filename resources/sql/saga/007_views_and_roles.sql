-- What each role may see and do. Nobody who operates writes a table.

-- Card numbers, e-mail addresses and secrets, as they appear in payloads. The last four digits of a card stay.
create function saga.mask(p_text text) returns text
language sql immutable parallel safe strict
return regexp_replace(regexp_replace(regexp_replace(p_text,
    '\m\d{4}[ -]?\d{4}[ -]?\d{4}[ -]?(\d{1,4})\M', '************\1', 'g'),
    '[[:alnum:]._%+-]+@[[:alnum:].-]+\.[[:alpha:]]{2,}', '***@***', 'g'),
    '("(?:token|password|secret|authorization|apiKey|cvc)"\s*:\s*")[^"]*"', '\1***"', 'gi');

create view saga.saga_view as
select s.saga_id, s.saga_type, s.current_step, s.status, s.order_id, s.user_id, s.amount, s.currency, s.trace_id,
       s.version, s.epoch, s.attempts, saga.mask(s.parked_reason) as parked_reason, s.open_effects, s.progress_at,
       saga.mask(s.resolution) as resolution, s.created_at, s.updated_at, s.active, s.attention,
       s.parked_reason is not null as parked, s.resolution is not null as resolved,
       -- Not a join: what is not asked for must cost nothing, or counting could not stay inside an index.
       (select r.route from saga.payment_route r where r.order_id = s.order_id) as route,
       (select r.reason from saga.payment_route r where r.order_id = s.order_id) as route_reason
  from saga.saga_state s;

create view saga.step_view as
select e.id, e.saga_id, e.step_name, e.direction, e.attempt, e.status, saga.mask(e.input_data) as input_data,
       saga.mask(e.output_data) as output_data, saga.mask(e.error_message) as error_message, e.started_at,
       e.executed_at
  from saga.saga_step_execution e;

create view saga.change_view as select xid, saga_id, kind, at from saga.saga_change;
create view saga.feed_horizon_view as select trimmed_below from saga.feed_horizon;
create view saga.command_view as
select command_id, saga_id, action, expected_version, requested_by, reason, status, outcome, requested_at, finished_at,
       saga.mask(evidence) as evidence
  from saga.saga_command;
create view saga.refund_view as
select order_id, saga_id, requested_by, reason, status, outcome, requested_at, finished_at from saga.refund_request;
create view saga.journal_view as
select area, seq, kind, who, what, on_what, why, before, after, at, prev_hash, hash from saga.operator_journal;
create view saga.toggle_view as
select name, value, version, updated_by, reason, updated_at from saga.feature_toggle;
create view saga.schema_view as
select max(version) as version from saga.schema_migration;

-- Roles belong to the whole server. Where a second database of it is installed at the same moment, one of the two
-- comes late, and finds that what it wanted is there.
do $$
declare
  v_role text;
begin
  foreach v_role in array array['saga_viewer', 'saga_operator', 'saga_approver', 'saga_engine'] loop
    begin
      if not exists (select from pg_roles where rolname = v_role) then
        execute format('create role %I nologin', v_role);
      end if;
    exception when duplicate_object or unique_violation then
      null;
    end;
  end loop;
  begin
    grant pg_read_all_stats to saga_viewer;
  exception
    when unique_violation then null;
    when insufficient_privilege then
      raise notice 'saga_viewer lacks pg_read_all_stats: a superuser may grant it';
  end;
  begin
    grant saga_viewer to saga_operator, saga_approver;
  exception when unique_violation then
    grant saga_viewer to saga_operator, saga_approver;  -- the part that the other had not granted yet
  end;
end $$;

revoke all on schema saga from public;
grant usage on schema saga to saga_viewer, saga_engine;
grant select on saga.saga_view, saga.step_view, saga.change_view, saga.feed_horizon_view, saga.command_view,
                saga.refund_view, saga.journal_view, saga.toggle_view, saga.schema_view to saga_viewer;

revoke all on all functions in schema saga from public;
grant execute on function saga.condition, saga.action_refusal, saga.mask to saga_viewer;
grant execute on function saga.retry, saga.compensate, saga.resolve, saga.refund to saga_operator;

-- payment-sagad: writes state, never history.
grant select, insert, update, delete on all tables in schema saga to saga_engine;
revoke update, delete on saga.operator_journal from saga_engine;
grant usage on all sequences in schema saga to saga_engine;
grant execute on all functions in schema saga to saga_engine;
revoke execute on function saga.retry, saga.compensate, saga.resolve, saga.refund, saga.request_action from saga_engine;
