-- What stands beside a saga: the notes of people, who has taken it, how long its steps may take, and the beginnings of
-- payloads that are too large to be read with every look.

-- Notes are appended and stay, like the journal, also when the saga is dropped with its day.
create table saga.saga_note (
  note_id bigint      primary key generated always as identity,
  saga_id uuid        not null,
  author  text        not null default session_user,
  body    text        not null,
  at      timestamptz not null default clock_timestamp()
);
create index saga_note_saga on saga.saga_note (saga_id, note_id desc);

create function saga.refuse_note_change() returns trigger
language plpgsql as $$
begin
  raise exception 'notes are append-only' using errcode = 'insufficient_privilege';
end $$;

create trigger append_only before update or delete or truncate on saga.saga_note
  for each statement execute function saga.refuse_note_change();

-- Who has taken a saga, so that two people do not work on it unknowingly. It forbids nothing: the guard of every action
-- is the saga's version.
create table saga.saga_assignee (
  saga_id  uuid        primary key,
  assignee text        not null,
  since    timestamptz not null default clock_timestamp()
);

create type saga.note_outcome as (
  outcome  text,         -- APPLIED, REFUSED, CONFLICT
  detail   text,
  note_id  bigint,
  assignee text,         -- of the saga, now; null: nobody
  since    timestamptz,
  version  integer,      -- of the saga, which none of this changes
  seq      bigint,       -- the journal's position, for the caller's anchor
  hash     text
);

-- The end of each function below: the row of the journal, whose lock is taken last, and a hint in the change feed for
-- those who look at the saga.
create function saga.finish_note(p_what text, p_saga_id uuid, p_why text, p_before saga.saga_assignee,
                                 p_out saga.note_outcome) returns saga.note_outcome
language plpgsql as $$
begin
  select s.version into p_out.version from saga.saga_state s where s.saga_id = p_saga_id;
  if p_out.outcome = 'APPLIED' then
    insert into saga.saga_change (saga_id, kind) values (p_saga_id, 'NOTE');
  end if;
  select j.seq, j.hash into p_out.seq, p_out.hash
    from saga.journal_append('sagas', 'REQUESTED', session_user::text, p_what, coalesce(p_saga_id::text, ''),
                             coalesce(saga.mask(p_why), ''),
                             jsonb_build_object('assignee', p_before.assignee)::text,
                             jsonb_build_object('outcome', p_out.outcome, 'detail', p_out.detail,
                                                'assignee', p_out.assignee, 'noteId', p_out.note_id)::text) j;
  return p_out;
end $$;

-- "kim took it at 14:05:11 UTC"
create function saga.claim_text(p_claim saga.saga_assignee) returns text
language sql stable
return format('%s took it at %s UTC', p_claim.assignee, to_char(p_claim.since at time zone 'UTC', 'HH24:MI:SS'));

create function saga.add_note(p_saga_id uuid, p_body text) returns saga.note_outcome
language plpgsql security definer set search_path = pg_catalog, saga, pg_temp as $$
declare
  v_now saga.saga_assignee;
  v_out saga.note_outcome;
begin
  select * into v_now from saga.saga_assignee a where a.saga_id = p_saga_id;
  v_out.assignee := v_now.assignee;
  v_out.since := v_now.since;
  v_out.outcome := 'REFUSED';
  if not exists (select from saga.saga_state s where s.saga_id = p_saga_id) then
    v_out.detail := 'there is no such saga';
  elsif coalesce(btrim(p_body, E' \t\r\n'), '') = '' then
    v_out.detail := 'a note needs a text';
  elsif length(p_body) > 4000 then
    v_out.detail := 'a note has at most 4000 characters';
  else
    insert into saga.saga_note (saga_id, body) values (p_saga_id, btrim(p_body, E' \t\r\n'))
    returning note_id into v_out.note_id;
    v_out.outcome := 'APPLIED';
    v_out.detail := 'the note was added';
  end if;
  return saga.finish_note('NOTE', p_saga_id, case when v_out.outcome = 'APPLIED' then btrim(p_body, E' \t\r\n') else '' end, v_now, v_out);
end $$;

-- Two who take a saga at the same moment meet at its row: one has it, the other is told who and since when. p_from:
-- whose claim the caller knows of and takes over; null: nobody's.
create function saga.take_saga(p_saga_id uuid, p_from text default null) returns saga.note_outcome
language plpgsql security definer set search_path = pg_catalog, saga, pg_temp as $$
declare
  v_now saga.saga_assignee;
  v_out saga.note_outcome;
begin
  if not exists (select from saga.saga_state s where s.saga_id = p_saga_id) then
    v_out.outcome := 'REFUSED';
    v_out.detail := 'there is no such saga';
    return saga.finish_note('TAKE', p_saga_id, '', v_now, v_out);
  end if;
  loop
    insert into saga.saga_assignee as a (saga_id, assignee) values (p_saga_id, session_user)
    on conflict do nothing returning a.assignee, a.since into v_out.assignee, v_out.since;
    exit when found;
    select * into v_now from saga.saga_assignee a where a.saga_id = p_saga_id for update;
    exit when found;  -- else it was given back in between
  end loop;
  v_out.outcome := 'APPLIED';
  v_out.detail := 'the saga was taken';
  if v_now.assignee = p_from and v_now.assignee <> session_user then
    update saga.saga_assignee a set assignee = session_user, since = clock_timestamp()
     where a.saga_id = p_saga_id returning a.assignee, a.since into v_out.assignee, v_out.since;
    v_out.detail := format('the saga was taken over from %s', p_from);
  elsif v_now.assignee is not null then
    v_out.assignee := v_now.assignee;
    v_out.since := v_now.since;
    if v_now.assignee <> session_user then
      v_out.outcome := 'CONFLICT';
      v_out.detail := saga.claim_text(v_now);
    end if;
  end if;
  return saga.finish_note('TAKE', p_saga_id, '', v_now, v_out);
end $$;

create function saga.release_saga(p_saga_id uuid) returns saga.note_outcome
language plpgsql security definer set search_path = pg_catalog, saga, pg_temp as $$
declare
  v_now saga.saga_assignee;
  v_out saga.note_outcome;
begin
  select * into v_now from saga.saga_assignee a where a.saga_id = p_saga_id for update;
  if not found then
    v_out.outcome := 'REFUSED';
    v_out.detail := 'nobody has taken this saga';
  elsif v_now.assignee <> session_user then
    v_out.outcome := 'CONFLICT';
    v_out.detail := saga.claim_text(v_now);
    v_out.assignee := v_now.assignee;
    v_out.since := v_now.since;
  else
    delete from saga.saga_assignee a where a.saga_id = p_saga_id;
    v_out.outcome := 'APPLIED';
    v_out.detail := 'the saga was given back';
  end if;
  return saga.finish_note('RELEASE', p_saga_id, '', v_now, v_out);
end $$;

-- How long an attempt of each step may take before it counts as failed: what the orchestrators are configured with,
-- published by each of them when it connects.
create table saga.step_limit (
  step_name    text        primary key,
  limit_ms     bigint      not null check (limit_ms > 0),
  published_at timestamptz not null default clock_timestamp()
);

create function saga.publish_step_limits(p_steps text[], p_limits_ms bigint[]) returns void
language sql
begin atomic
  insert into saga.step_limit as l (step_name, limit_ms)
  select u.step_name, u.limit_ms from unnest(p_steps, p_limits_ms) as u (step_name, limit_ms) order by u.step_name
  on conflict (step_name) do update set limit_ms = excluded.limit_ms, published_at = clock_timestamp()
    where l.limit_ms is distinct from excluded.limit_ms;
end;

-- The beginning of a payload, masked. What a cut could uncover is dropped: a secret whose closing quote lies behind it,
-- and the last characters, which may be the beginning of a card number or an address.
create function saga.mask_head(p_text text) returns text
language sql immutable parallel safe strict
return case when length(p_text) <= 66048 then saga.mask(p_text)
            else left(regexp_replace(saga.mask(left(p_text, 66560)),
                        '("(?:token|password|secret|authorization|apiKey|cvc)"\s*:\s*")[^"]*$', '\1***', 'i'), -512)
       end;

-- Like saga.step_view, with the beginnings of the payloads and how many characters each has in all.
create view saga.step_head_view as
select e.id, e.saga_id, e.step_name, e.direction, e.attempt, e.status, saga.mask_head(e.input_data) as input_data,
       saga.mask_head(e.output_data) as output_data, saga.mask_head(e.error_message) as error_message,
       length(e.input_data) as input_length, length(e.output_data) as output_length,
       length(e.error_message) as error_length, e.started_at, e.executed_at
  from saga.saga_step_execution e;

create view saga.note_view as
select note_id, saga_id, author, saga.mask(body) as body, at from saga.saga_note;
create view saga.assignee_view as
select saga_id, assignee, since from saga.saga_assignee;
create view saga.step_limit_view as
select step_name, limit_ms, published_at from saga.step_limit;
-- Until when the attempt that is out has time; null: none is out.
create view saga.attempt_view as
select saga_id, case when active and parked_reason is null and awaiting_reply then due_at end as due_at
  from saga.saga_state;

grant select on saga.step_head_view, saga.note_view, saga.assignee_view, saga.step_limit_view, saga.attempt_view
  to saga_viewer;
revoke all on function saga.refuse_note_change, saga.finish_note, saga.claim_text, saga.add_note, saga.take_saga,
  saga.release_saga, saga.publish_step_limits, saga.mask_head from public;
grant execute on function saga.mask_head to saga_viewer;
grant execute on function saga.add_note, saga.take_saga, saga.release_saga to saga_operator;
grant select, insert, update on saga.step_limit to saga_engine;
grant execute on function saga.publish_step_limits to saga_engine;
