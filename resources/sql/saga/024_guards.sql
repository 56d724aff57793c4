-- The limits of 022 for what operators do directly, without a job; and what is masked, shown for a reason.

-- As before (021), within the limits of one person without a second one.
create or replace function saga.request_action(p_action text, p_saga_ids uuid[], p_expected integer[], p_reason text,
                                               p_evidence text default null)
returns setof saga.action_outcome
language plpgsql security definer set search_path = pg_catalog, saga, pg_temp as $$
declare
  v_out  saga.action_outcome;
  v_done bigint := 0;
  v_why  text;
begin
  if cardinality(p_saga_ids) > 200 then
    raise exception 'at most 200 sagas a call' using errcode = 'invalid_parameter_value';
  end if;
  v_why := saga.approval_needed(p_action, cardinality(p_saga_ids));
  if v_why is null then
    for v_out in select * from saga.request_action_by(session_user::text, null, p_action, p_saga_ids, p_expected,
                                                      p_reason, p_evidence) loop
      v_done := v_done + (v_out.outcome = 'ACCEPTED')::integer;
      return next v_out;
    end loop;
    perform saga.note_unapproved(p_action, v_done);
    return;
  end if;
  v_out.outcome := 'REFUSED';
  v_out.detail := v_why || '; ask for it as a job';
  foreach v_out.saga_id in array p_saga_ids loop
    v_out.version := (select s.version from saga.saga_state s where s.saga_id = v_out.saga_id);
    select j.seq, j.hash into v_out.seq, v_out.hash
      from saga.journal_append('sagas', 'REQUESTED', session_user::text, p_action, v_out.saga_id::text,
                               coalesce(p_reason, ''), jsonb_build_object('version', v_out.version)::text,
                               jsonb_build_object('outcome', v_out.outcome, 'detail', v_out.detail)::text) j;
    return next v_out;
  end loop;
end $$;

-- A delivery is named in either case, an order as it is written.
create function saga.target_name(p_kind text, p_target text) returns text
language sql immutable parallel safe
return case when p_kind = 'REFUND' then p_target else lower(left(p_target, 36)) || substr(p_target, 37) end;

-- Freezes what has no job for a second person, at most a hundred thousand targets: dead letters (REPLAY, DISCARD, RESTORE)
-- at their generations, orders (REFUND) at 0. p_id is the caller's, so that a lost answer can be looked up. Approved, who
-- asked may do p_kind to these, and to no others, for a quarter of an hour.
create function saga.ask_approval(p_id uuid, p_kind text, p_targets text[], p_generations integer[], p_reason text)
returns saga.approval_outcome
language plpgsql security definer set search_path = pg_catalog, saga, pg_temp as $$
declare
  c_most    constant integer := 100000;  -- compared with the hash again and again while they are worked off
  v_nothing saga.approval;
  v_out     saga.approval_outcome;
  v_count   bigint := coalesce(cardinality(p_targets), 0);
begin
  if p_id is null then
    raise exception 'an approval needs an id' using errcode = 'invalid_parameter_value';
  end if;
  if v_count <> coalesce(cardinality(p_generations), 0) then
    raise exception 'targets and generations differ in number' using errcode = 'invalid_parameter_value';
  end if;
  v_out.outcome := 'REFUSED';
  if p_kind is null or p_kind not in ('REPLAY', 'DISCARD', 'RESTORE', 'REFUND') then
    v_out.detail := 'there is no such action, or it is asked for as a job';
  elsif coalesce(btrim(p_reason, E' \t\r\n'), '') = '' then
    v_out.detail := 'a reason is required';
  elsif v_count = 0 or array_position(p_targets, null) is not null or array_position(p_generations, null) is not null then
    v_out.detail := 'nothing is meant by it';
  elsif v_count > c_most then
    v_out.detail := format('at most %s targets are approved at once', c_most);
  elsif exists (select from saga.job j where j.job_id = p_id)
        or exists (select from saga.approval a where a.subject_id = p_id) then
    v_out.outcome := 'CONFLICT';
    v_out.detail := 'this id is taken';
  else
    insert into saga.approval_target (subject_id, target, generation)
    select p_id, saga.target_name(p_kind, d.id), d.generation
      from unnest(p_targets, p_generations) as d (id, generation)
    on conflict do nothing;
    insert into saga.approval (kind, subject_id, is_job, set_hash, targets, reason, expires_at)
    select p_kind, p_id, false, saga.target_set_hash(array_agg(t.target), array_agg(t.generation)), count(*),
           p_reason, clock_timestamp() + saga.approval_lives()
      from saga.approval_target t where t.subject_id = p_id;
    v_out.outcome := 'ACCEPTED';
    v_out.detail := 'waits for a second person';
  end if;
  return saga.finish_approval('ASK', p_id, p_reason, v_nothing, v_out);
end $$;

create function saga.lately_compared(p_approval saga.approval) returns boolean
language sql stable
return p_approval.begun_at is not null
       and coalesce(p_approval.looked_at >= statement_timestamp() - interval '10 seconds', false);

-- The approved set of the caller that all of these belong to, unchanged since it was asked for; null: there is none. Each
-- of them is looked for at its generation. The whole set is compared when its work begins and then every ten seconds, as
-- in saga.advance_job: a large one is worked off in thousands of calls. By the time of the statement, so that
-- saga.use_approved_set, which notes it, finds as this did.
create function saga.approved_set(p_kind text, p_targets text[], p_generations integer[]) returns uuid
language plpgsql security definer set search_path = pg_catalog, saga, pg_temp as $$
declare
  v_approval saga.approval;
begin
  if coalesce(cardinality(p_targets), 0) = 0 then
    return null;
  end if;
  for v_approval in
    select * from saga.approval a
     where not a.is_job and a.kind = p_kind and a.requested_by = session_user and a.status = 'APPROVED'
       and a.decided_by <> a.requested_by and a.expires_at > clock_timestamp() order by a.approval_id
  loop
    if not exists (
         select from unnest(p_targets, p_generations) as d (id, generation)
          where not exists (select from saga.approval_target t
                             where t.subject_id = v_approval.subject_id and t.generation = d.generation
                               and t.target = saga.target_name(p_kind, d.id)))
       and (saga.lately_compared(v_approval) or saga.frozen_hash(v_approval) = v_approval.set_hash) then
      return v_approval.subject_id;
    end if;
  end loop;
  return null;
end $$;

-- Why the caller needs a second person for this now; null: they do not, or have one already. For whoever would rather
-- ask before than be refused in the middle of many calls.
create function saga.why_second_person(p_kind text, p_targets text[], p_generations integer[]) returns text
language plpgsql security definer set search_path = pg_catalog, saga, pg_temp as $$
begin
  if saga.approved_set(p_kind, p_targets, p_generations) is not null then
    return null;
  end if;
  return saga.approval_needed(p_kind, coalesce(cardinality(p_targets), 0));
end $$;

-- What was done by an approval, that it has begun, and that its set was compared.
create function saga.use_approved_set(p_set uuid, p_kind text, p_targets text[]) returns void
language sql as $$
  update saga.approval_target t set used_at = clock_timestamp()
   where t.subject_id = p_set and t.used_at is null
     and t.target in (select saga.target_name(p_kind, d) from unnest(p_targets) d);
  update saga.approval a
     set begun_at = coalesce(a.begun_at, clock_timestamp()), looked_at = statement_timestamp()
   where a.subject_id = p_set and a.status = 'APPROVED' and not saga.lately_compared(a)
$$;

alter function saga.act_on_dead_letters(text, text[], integer[], text, integer) rename to change_dead_letters;

-- As saga.change_dead_letters (020), within the limits of one person or by what a second one has approved.
create function saga.act_on_dead_letters(p_action text, p_deliveries text[], p_generations integer[], p_reason text,
                                         p_keep_days integer default 30)
returns setof saga.delivery_outcome
language plpgsql security definer set search_path = pg_catalog, saga, pg_temp as $$
declare
  v_out  saga.delivery_outcome;
  v_done bigint := 0;
  v_set  uuid;
  v_why  text;
begin
  if cardinality(p_deliveries) > 200 then
    raise exception 'at most 200 deliveries a call' using errcode = 'invalid_parameter_value';
  end if;
  v_set := saga.approved_set(p_action, p_deliveries, p_generations);
  if v_set is null then
    v_why := saga.approval_needed(p_action, cardinality(p_deliveries));
  end if;
  if v_why is null then
    for v_out in select * from saga.change_dead_letters(p_action, p_deliveries, p_generations, p_reason, p_keep_days) loop
      v_done := v_done + (v_out.outcome = 'ACCEPTED')::integer;
      return next v_out;
    end loop;
    if v_set is null then
      perform saga.note_unapproved(p_action, v_done);
    else
      perform saga.use_approved_set(v_set, p_action, p_deliveries);
    end if;
    return;
  end if;
  select j.seq, j.hash into v_out.seq, v_out.hash
    from saga.journal_append('dead-letters', 'REQUESTED', session_user::text, p_action,
                             case when cardinality(p_deliveries) = 1 then p_deliveries[1]
                                  else format('%s deliveries', cardinality(p_deliveries)) end,
                             coalesce(p_reason, ''), null,
                             jsonb_build_object('outcome', 'REFUSED', 'detail', v_why)::text) j;
  v_out.outcome := 'REFUSED';
  v_out.detail := v_why;
  foreach v_out.delivery_id in array p_deliveries loop
    v_out.status := null;
    v_out.generation := null;
    select l.status, l.generation into v_out.status, v_out.generation from saga.delivery_view l
     where v_out.delivery_id ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}/.'
       and l.event_id = case when v_out.delivery_id ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}/.'
                             then left(v_out.delivery_id, 36)::uuid end
       and l.target_system = substr(v_out.delivery_id, 38);
    return next v_out;
  end loop;
end $$;

alter function saga.refund(text[], text) rename to request_refunds;

-- As saga.request_refunds (006), likewise: refunds are money that is given back.
create function saga.refund(p_order_ids text[], p_reason text) returns setof saga.refund_outcome
language plpgsql security definer set search_path = pg_catalog, saga, pg_temp as $$
declare
  v_out  saga.refund_outcome;
  v_done bigint := 0;
  v_set  uuid;
  v_why  text;
begin
  if cardinality(p_order_ids) > 200 then
    raise exception 'at most 200 orders a call' using errcode = 'invalid_parameter_value';
  end if;
  v_set := saga.approved_set('REFUND', p_order_ids, array_fill(0, array[coalesce(cardinality(p_order_ids), 0)]));
  if v_set is null then
    v_why := saga.approval_needed('REFUND', cardinality(p_order_ids));
  end if;
  if v_why is null then
    for v_out in select * from saga.request_refunds(p_order_ids, p_reason) loop
      v_done := v_done + (v_out.outcome = 'ACCEPTED')::integer;
      return next v_out;
    end loop;
    if v_set is null then
      perform saga.note_unapproved('REFUND', v_done);
    else
      perform saga.use_approved_set(v_set, 'REFUND', p_order_ids);
    end if;
    return;
  end if;
  v_out.outcome := 'REFUSED';
  v_out.detail := v_why;
  foreach v_out.order_id in array p_order_ids loop
    select j.seq, j.hash into v_out.seq, v_out.hash
      from saga.journal_append('sagas', 'REQUESTED', session_user::text, 'REFUND', coalesce(v_out.order_id, ''),
                               coalesce(p_reason, ''), null,
                               jsonb_build_object('outcome', v_out.outcome, 'detail', v_out.detail)::text) j;
    return next v_out;
  end loop;
end $$;

-- What the views mask, of one saga or one delivery, for a reason that is journalled. It takes two transactions: the first
-- asks for it and journals that, the second is shown it. So nobody can look and then roll back what says that they did.
create table saga.reveal_request (
  request_id uuid        primary key default gen_random_uuid(),
  who        text        not null default session_user,
  at         timestamptz not null default clock_timestamp(),
  xid        xid8        not null default pg_current_xact_id(),
  area       text        not null check (area in ('sagas', 'dead-letters')),  -- of the journal
  on_what    text        not null
);

create type saga.reveal_answer as (
  request_id uuid,    -- null: it is refused
  outcome    text,    -- ACCEPTED, REFUSED
  detail     text,
  seq        bigint,  -- the journal's position, for the caller's anchor
  hash       text
);

-- p_on_what: a saga's id (p_area sagas), a delivery's (dead-letters).
create function saga.ask_reveal(p_area text, p_on_what text, p_reason text) returns saga.reveal_answer
language plpgsql security definer set search_path = pg_catalog, saga, pg_temp as $$
declare
  c_uuid  constant text := '[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}';
  v_there boolean := false;
  v_out   saga.reveal_answer;
begin
  if p_area is null or p_area not in ('sagas', 'dead-letters') then
    raise exception 'there is no such area' using errcode = 'invalid_parameter_value';
  elsif p_area = 'sagas' and p_on_what ~ ('^' || c_uuid || '$') then
    v_there := exists (select from saga.saga_state s where s.saga_id = p_on_what::uuid);
  elsif p_area = 'dead-letters' and p_on_what ~ ('^' || c_uuid || '/.') then
    v_there := exists (select from saga.external_event_log l
                        where l.event_id = left(p_on_what, 36)::uuid and l.target_system = substr(p_on_what, 38));
  end if;
  v_out.outcome := 'REFUSED';
  if not v_there then
    v_out.detail := case p_area when 'sagas' then 'there is no such saga' else 'there is no such delivery' end;
  elsif coalesce(btrim(p_reason, E' \t\r\n'), '') = '' then
    v_out.detail := 'a reason is required';
  else
    delete from saga.reveal_request r
     where r.request_id in (select o.request_id from saga.reveal_request o
                             where o.at < clock_timestamp() - interval '1 minute' for update skip locked);
    insert into saga.reveal_request (area, on_what) values (p_area, p_on_what) returning request_id into v_out.request_id;
    v_out.outcome := 'ACCEPTED';
    v_out.detail := '';
  end if;
  select j.seq, j.hash into v_out.seq, v_out.hash
    from saga.journal_append(p_area, 'REQUESTED', session_user::text, 'REVEAL',
                             case p_area when 'sagas' then lower(coalesce(p_on_what, '')) else coalesce(p_on_what, '') end,
                             coalesce(p_reason, ''), null,
                             jsonb_build_object('outcome', v_out.outcome, 'detail', v_out.detail)::text) j;
  return v_out;
end $$;

-- What was asked for. A row that is seen here and is not of this transaction has been committed, with the journal's.
create function saga.asked_to_reveal(p_request uuid, p_area text) returns text
language plpgsql as $$
declare
  v_on_what text;
begin
  select r.on_what into v_on_what from saga.reveal_request r
   where r.request_id = p_request and r.area = p_area and r.who = session_user
     and r.at > clock_timestamp() - interval '1 minute' and r.xid is distinct from pg_current_xact_id_if_assigned();
  if not found then
    raise exception 'it is shown for a request of one''s own, in another transaction and not older than a minute'
      using errcode = 'object_not_in_prerequisite_state', hint = 'Call saga.ask_reveal, commit, and ask for its request_id.';
  end if;
  return v_on_what;
end $$;

-- The first row is of the saga itself: what is kept for compensation, its resolution, why it is parked. Then an attempt a
-- row.
create function saga.reveal(p_request uuid)
returns table (step_name text, direction text, attempt integer, input_data text, output_data text, error_message text)
language plpgsql security definer set search_path = pg_catalog, saga, pg_temp as $$
declare
  v_saga uuid := saga.asked_to_reveal(p_request, 'sagas')::uuid;
begin
  return query select null::text, null::text, null::integer, s.compensation_data, s.resolution, s.parked_reason
                 from saga.saga_state s where s.saga_id = v_saga;
  return query select e.step_name, e.direction, e.attempt, e.input_data, e.output_data, e.error_message
                 from saga.saga_step_execution e where e.saga_id = v_saga order by e.id;
end $$;

-- That of 020 showed and journalled in one.
drop function saga.reveal_delivery(text, text);
drop type saga.revealed_delivery;

create function saga.reveal_delivery(p_request uuid) returns table (event_data text, error_message text)
language plpgsql security definer set search_path = pg_catalog, saga, pg_temp as $$
declare
  v_delivery text := saga.asked_to_reveal(p_request, 'dead-letters');
begin
  return query select l.event_data, l.error_message from saga.external_event_log l
                where l.event_id = left(v_delivery, 36)::uuid and l.target_system = substr(v_delivery, 38);
end $$;

-- What is installed is the owner's matter, here as in the domain schemas (102). What payment-sagad writes it writes into
-- the tables: 007 gave it, with "all tables", also the views, through which one writes as their owner, and the partitions
-- of that day, which those of later days do not have.
revoke insert, update, delete on saga.schema_migration from saga_engine;
do $$
declare
  v_class record;
begin
  for v_class in select c.oid::regclass as name, c.relkind from pg_class c
                  where c.relnamespace = 'saga'::regnamespace and (c.relkind = 'v' or (c.relkind = 'r' and c.relispartition)) loop
    if v_class.relkind = 'v' then
      execute format('revoke insert, update, delete on %s from saga_engine', v_class.name);
    else
      execute format('revoke all on %s from saga_engine', v_class.name);
    end if;
  end loop;
end $$;

revoke all on function saga.request_action, saga.target_name, saga.ask_approval, saga.lately_compared, saga.approved_set,
  saga.why_second_person, saga.use_approved_set, saga.act_on_dead_letters, saga.refund, saga.ask_reveal,
  saga.asked_to_reveal, saga.reveal, saga.reveal_delivery from public;
-- A renamed function keeps its grants.
revoke all on function saga.change_dead_letters, saga.request_refunds from public, saga_operator, saga_engine;
grant execute on function saga.ask_approval, saga.why_second_person, saga.refund, saga.ask_reveal, saga.reveal,
  saga.reveal_delivery to saga_operator;
