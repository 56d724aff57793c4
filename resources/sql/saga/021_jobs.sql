-- Bulk actions: a job is one decision of an operator on a frozen set of sagas, worked off by payment-sagad's jobs role.
--
-- An item goes WAITING → REQUESTED (its command is written, as for a single saga) → OBSERVED (the orchestrator has
-- applied it) → APPLIED (and the saga has come to an end, or is stuck again: ended_as), or ends as REFUSED, CONFLICTED
-- or UNVERIFIED. What a process does to a job is one transaction, in saga.advance_job: killed anywhere, an item was
-- asked for together with the note of it, or not at all.
--
-- A job that a second person has to approve will be one more status, held before RUNNING; set_hash names what was
-- approved.

create table saga.job (
  job_id        uuid        primary key,
  action        text        not null check (action in ('RETRY', 'COMPENSATE', 'RESOLVE')),
  reason        text        not null,
  evidence      text,                             -- RESOLVE only
  selection     text        not null default '',  -- how the sagas were chosen, in words; shown and never interpreted
  requested_by  text        not null default session_user,
  requested_at  timestamptz not null default clock_timestamp(),
  set_hash      text        not null,             -- of the frozen ids and versions
  rate          integer     not null check (rate >= 0),  -- sagas a second; 0: as fast as they are settled
  ramped        boolean     not null,                    -- 1, then 10, then 100, each settled before the next; then all
  failure_limit integer     not null check (failure_limit between 0 and 100),  -- per cent; beyond it the breaker pauses
  patience      interval    not null,             -- until an item that was asked for and has not settled is UNVERIFIED
  status        text        not null default 'RUNNING' check (status in ('RUNNING', 'PAUSED', 'CANCELLED', 'FINISHED')),
  status_by     text        not null default session_user,  -- 'breaker', 'payment-sagad' or who operates
  status_why    text        not null default '',
  status_at     timestamptz not null default clock_timestamp(),
  -- How many items are how; kept by a trigger of job_item in the statement that changes them, so that they cannot drift.
  requested     bigint      not null check (requested > 0),
  waiting       bigint      not null check (waiting >= 0),
  in_flight     bigint      not null default 0 check (in_flight >= 0),  -- REQUESTED, OBSERVED
  applied       bigint      not null default 0 check (applied >= 0),
  refused       bigint      not null default 0 check (refused >= 0),
  conflicted    bigint      not null default 0 check (conflicted >= 0),
  unverified    bigint      not null default 0 check (unverified >= 0),
  failed        bigint      not null default 0 check (failed between 0 and applied),  -- applied, and in trouble again
  -- Where whoever runs it is. All of it is here, so that a process that dies leaves nothing behind in its head.
  epoch         bigint      not null default 0,  -- whose job it is (saga.worker); 0: nobody's
  tokens        float8      not null default 0,  -- how many may be asked for at tokens_at
  tokens_at     timestamptz not null default clock_timestamp(),
  wave          integer     not null default 1,  -- a new one with each step of the ramp, and when it is resumed
  stage         integer     not null,            -- of the ramp: 0, 1, 2; 3: all
  wave_accepted integer     not null default 0,
  wave_settled  integer     not null default 0,
  wave_failed   integer     not null default 0,  -- of those settled: in trouble again, or unverified
  open          boolean     not null generated always as (status = 'RUNNING' or in_flight > 0) stored,
  constraint job_adds_up check (requested = waiting + in_flight + applied + refused + conflicted + unverified)
) with (fillfactor = 50);
create index job_open on saga.job (requested_at) where open;
create index job_newest on saga.job (requested_at desc, job_id desc);

create table saga.job_item (
  job_id           uuid        not null,
  position         integer     not null,  -- the order of the work: oldest saga first
  saga_id          uuid        not null,
  expected_version integer     not null,  -- what it was at when the set was frozen
  status           text        not null default 'WAITING'
    check (status in ('WAITING', 'REQUESTED', 'OBSERVED', 'APPLIED', 'REFUSED', 'CONFLICTED', 'UNVERIFIED')),
  detail           text        not null default '',
  ended_as         text,                  -- APPLIED: the saga's condition when it had settled
  command_id       uuid,
  wave             integer     not null default 0,
  not_before       timestamptz not null default '-infinity',  -- when to look at it again: somebody holds its row
  requested_at     timestamptz,
  finished_at      timestamptz,
  primary key (job_id, position)
) with (fillfactor = 70);
create unique index job_item_saga on saga.job_item (saga_id, job_id);
create index job_item_waiting on saga.job_item (job_id, position) where status = 'WAITING';
create index job_item_in_flight on saga.job_item (job_id, position) where status in ('REQUESTED', 'OBSERVED');
create index job_item_unverified on saga.job_item (job_id, not_before) where status = 'UNVERIFIED';

create function saga.in_trouble(p_ended_as text) returns boolean
language sql immutable parallel safe
return coalesce(p_ended_as in ('stuck', 'needs-attention'), false);

create function saga.count_job_items() returns trigger
language plpgsql set search_path = pg_catalog, saga, pg_temp as $$
begin
  update saga.job j
     set waiting = j.waiting + d.waiting, in_flight = j.in_flight + d.in_flight, applied = j.applied + d.applied,
         refused = j.refused + d.refused, conflicted = j.conflicted + d.conflicted,
         unverified = j.unverified + d.unverified, failed = j.failed + d.failed
    from (select i.job_id,
                 coalesce(sum(i.n) filter (where i.status = 'WAITING'), 0) as waiting,
                 coalesce(sum(i.n) filter (where i.status in ('REQUESTED', 'OBSERVED')), 0) as in_flight,
                 coalesce(sum(i.n) filter (where i.status = 'APPLIED'), 0) as applied,
                 coalesce(sum(i.n) filter (where i.status = 'REFUSED'), 0) as refused,
                 coalesce(sum(i.n) filter (where i.status = 'CONFLICTED'), 0) as conflicted,
                 coalesce(sum(i.n) filter (where i.status = 'UNVERIFIED'), 0) as unverified,
                 coalesce(sum(i.n) filter (where i.status = 'APPLIED' and saga.in_trouble(i.ended_as)), 0) as failed
            from (select a.job_id, a.status, a.ended_as, 1 as n from items_now a
                  union all
                  select b.job_id, b.status, b.ended_as, -1 from items_before b) i
           group by i.job_id) d
   where j.job_id = d.job_id
     and (d.waiting <> 0 or d.in_flight <> 0 or d.applied <> 0 or d.refused <> 0 or d.conflicted <> 0
          or d.unverified <> 0 or d.failed <> 0);
  return null;
end $$;

create trigger counted after update on saga.job_item
  referencing old table as items_before new table as items_now
  for each statement execute function saga.count_job_items();

-- Names a set of sagas at their versions.
create function saga.set_hash(p_saga_ids uuid[], p_versions integer[]) returns text
language sql immutable parallel safe
return (select encode(sha256(convert_to(coalesce(string_agg(u.id::text || ':' || u.version::text, ',' order by u.id), ''), 'UTF8')),
                      'hex')
          from unnest(p_saga_ids, p_versions) as u (id, version));

-- What saga.request_action (006) was, with the operator on whose behalf it is done; that one calls it below, and so
-- does a job. Nobody else may.
create function saga.request_action_by(p_who text, p_job_id uuid, p_action text, p_saga_ids uuid[], p_expected integer[],
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

create or replace function saga.request_action(p_action text, p_saga_ids uuid[], p_expected integer[], p_reason text,
                                               p_evidence text default null)
returns setof saga.action_outcome
language sql security definer set search_path = pg_catalog, saga, pg_temp
as $$
  select * from saga.request_action_by(session_user::text, null, p_action, p_saga_ids, p_expected, p_reason, p_evidence)
$$;

create type saga.job_outcome as (
  job_id    uuid,
  outcome   text,    -- ACCEPTED, REFUSED, CONFLICT
  detail    text,
  status    text,    -- of the job, now; null: there is none
  requested bigint,
  set_hash  text,
  seq       bigint,  -- the journal's position, for the caller's anchor
  hash      text
);

-- The set is what the caller's own statement selects, in the database: `create_job(…, array_agg(saga_id), …)` over the
-- predicate of a list. p_job_id is the caller's, so that a lost answer can be looked up. p_expected_hash: create it only
-- if the set is still the one that was looked at; null: whatever it is.
create function saga.create_job(p_job_id uuid, p_action text, p_saga_ids uuid[], p_versions integer[], p_reason text,
                                p_evidence text default null, p_rate integer default 500, p_ramped boolean default true,
                                p_failure_limit integer default 10, p_patience interval default '60 seconds',
                                p_selection text default '', p_expected_hash text default null)
returns saga.job_outcome
language plpgsql security definer set search_path = pg_catalog, saga, pg_temp as $$
declare
  c_most  constant integer := 1000000;
  v_out   saga.job_outcome;
  v_count integer := coalesce(cardinality(p_saga_ids), 0);
  v_ids   uuid[];
begin
  if v_count <> coalesce(cardinality(p_versions), 0) then
    raise exception 'saga ids and versions differ in number' using errcode = 'invalid_parameter_value';
  end if;
  v_out.job_id := p_job_id;
  v_out.requested := v_count;
  v_out.set_hash := saga.set_hash(p_saga_ids, p_versions);
  if p_job_id is null then
    raise exception 'a job needs an id' using errcode = 'invalid_parameter_value';
  elsif p_action is null or p_action not in ('RETRY', 'COMPENSATE', 'RESOLVE') then
    v_out.outcome := 'REFUSED';
    v_out.detail := 'there is no such action';
  elsif coalesce(btrim(p_reason, E' \t\r\n'), '') = '' then
    v_out.outcome := 'REFUSED';
    v_out.detail := 'a reason is required';
  elsif p_action = 'RESOLVE' and coalesce(btrim(p_evidence, E' \t\r\n'), '') = '' then
    v_out.outcome := 'REFUSED';
    v_out.detail := 'evidence is required';
  elsif p_expected_hash is not null and p_expected_hash <> v_out.set_hash then
    v_out.outcome := 'CONFLICT';
    v_out.detail := format('the set has changed, %s sagas match now', v_count);
  elsif v_count = 0 then
    v_out.outcome := 'REFUSED';
    v_out.detail := 'no saga matches';
  elsif v_count > c_most then
    v_out.outcome := 'REFUSED';
    v_out.detail := format('%s sagas match, a job takes at most %s', v_count, c_most);
  else
    insert into saga.job (job_id, action, reason, evidence, selection, set_hash, rate, ramped, failure_limit, patience,
                          requested, waiting, stage)
    values (p_job_id, p_action, p_reason, case when p_action = 'RESOLVE' then p_evidence end, coalesce(p_selection, ''),
            v_out.set_hash, p_rate, p_ramped, p_failure_limit, p_patience, v_count, v_count,
            case when p_ramped then 0 else 3 end)
    on conflict do nothing;
    if not found then
      v_out.outcome := 'CONFLICT';
      select 'there is already a job of this id', j.status, j.requested, j.set_hash
        into v_out.detail, v_out.status, v_out.requested, v_out.set_hash from saga.job j where j.job_id = p_job_id;
    else
      insert into saga.job_item (job_id, position, saga_id, expected_version)
      select p_job_id, row_number() over (order by u.id), u.id, u.version
        from unnest(p_saga_ids, p_versions) as u (id, version);
      v_out.outcome := 'ACCEPTED';
      v_out.detail := 'waits for the jobs role';
      v_out.status := 'RUNNING';
    end if;
  end if;
  select a.seq, a.hash into v_out.seq, v_out.hash
    from saga.journal_append('jobs', 'REQUESTED', session_user::text, coalesce(p_action, ''), p_job_id::text,
                             coalesce(p_reason, ''), null,
                             jsonb_build_object('outcome', v_out.outcome, 'detail', v_out.detail,
                               'requested', v_out.requested, 'setHash', v_out.set_hash, 'rate', p_rate,
                               'ramped', p_ramped, 'failureLimit', p_failure_limit, 'selection', p_selection,
                               'evidence', p_evidence)::text) a;
  return v_out;
end $$;

create function saga.job_snapshot(p_job saga.job) returns text
language sql stable
return jsonb_build_object('status', p_job.status, 'requested', p_job.requested, 'applied', p_job.applied,
                          'refused', p_job.refused, 'conflicted', p_job.conflicted, 'unverified', p_job.unverified,
                          'remaining', p_job.waiting + p_job.in_flight, 'failed', p_job.failed)::text;

-- PAUSE, RESUME, CANCEL. What was asked for already goes on to its end and is counted.
create function saga.change_job(p_change text, p_job_id uuid, p_reason text) returns saga.job_outcome
language plpgsql security definer set search_path = pg_catalog, saga, pg_temp as $$
declare
  v_job saga.job;
  v_out saga.job_outcome;
  v_to  text := case p_change when 'PAUSE' then 'PAUSED' when 'RESUME' then 'RUNNING' when 'CANCEL' then 'CANCELLED' end;
begin
  if v_to is null then
    raise exception 'there is no such change' using errcode = 'invalid_parameter_value';
  end if;
  v_out.job_id := p_job_id;
  select * into v_job from saga.job j where j.job_id = p_job_id for update;
  if not found then
    v_out.outcome := 'REFUSED';
    v_out.detail := 'there is no such job';
  elsif v_job.status = v_to then
    v_out.outcome := 'CONFLICT';
    v_out.detail := format('it is %s since %s UTC, by %s', v_job.status,
                           to_char(v_job.status_at at time zone 'UTC', 'HH24:MI:SS'), v_job.status_by);
  elsif v_job.status in ('CANCELLED', 'FINISHED') then
    v_out.outcome := 'REFUSED';
    v_out.detail := format('it has ended: %s since %s UTC, by %s', v_job.status,
                           to_char(v_job.status_at at time zone 'UTC', 'HH24:MI:SS'), v_job.status_by);
  else
    update saga.job j
       set status = v_to, status_by = session_user, status_why = coalesce(p_reason, ''), status_at = clock_timestamp(),
           tokens = 0, tokens_at = clock_timestamp(),
           -- Resumed, it begins carefully again: what made it pause may still be so.
           wave = j.wave + case when v_to = 'RUNNING' then 1 else 0 end,
           stage = case when v_to = 'RUNNING' and j.ramped then 0 else j.stage end,
           wave_accepted = case when v_to = 'RUNNING' then 0 else j.wave_accepted end,
           wave_settled = case when v_to = 'RUNNING' then 0 else j.wave_settled end,
           wave_failed = case when v_to = 'RUNNING' then 0 else j.wave_failed end
     where j.job_id = p_job_id;
    v_out.outcome := 'ACCEPTED';
    v_out.detail := format('%s sagas wait, %s are on their way', v_job.waiting, v_job.in_flight);
  end if;
  v_out.status := case when v_out.outcome = 'ACCEPTED' then v_to else v_job.status end;
  v_out.requested := v_job.requested;
  v_out.set_hash := v_job.set_hash;
  select a.seq, a.hash into v_out.seq, v_out.hash
    from saga.journal_append('jobs', 'REQUESTED', session_user::text, p_change, coalesce(p_job_id::text, ''),
                             coalesce(p_reason, ''),
                             case when v_job.job_id is not null then saga.job_snapshot(v_job) end,
                             jsonb_build_object('outcome', v_out.outcome, 'detail', v_out.detail,
                                                'status', v_out.status)::text) a;
  return v_out;
end $$;

create function saga.pause_job(p_job_id uuid, p_reason text default '') returns saga.job_outcome
language sql security definer set search_path = pg_catalog, saga, pg_temp
as $$ select * from saga.change_job('PAUSE', p_job_id, p_reason) $$;

create function saga.resume_job(p_job_id uuid, p_reason text default '') returns saga.job_outcome
language sql security definer set search_path = pg_catalog, saga, pg_temp
as $$ select * from saga.change_job('RESUME', p_job_id, p_reason) $$;

create function saga.cancel_job(p_job_id uuid, p_reason text default '') returns saga.job_outcome
language sql security definer set search_path = pg_catalog, saga, pg_temp
as $$ select * from saga.change_job('CANCEL', p_job_id, p_reason) $$;

-- The jobs that are this epoch's to run. Those of nobody who lives are taken, up to a fair part of all that are open;
-- what is beyond it is given back, which costs nothing: a job keeps nothing in a process.
create function saga.claim_jobs(p_epoch bigint) returns setof uuid
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_workers integer;
  v_open    integer;
  v_mine    integer;
  v_fair    integer;
begin
  select count(*), count(*) filter (where j.epoch = p_epoch) into v_open, v_mine from saga.job j where j.open;
  if v_open = 0 then
    return;
  end if;
  select greatest(count(*), 1) into v_workers from saga.worker w
   where w.fenced_at is null and w.lease_until > clock_timestamp() and 'jobs' = any (w.roles);
  v_fair := ceil(v_open::numeric / v_workers);
  if v_mine > v_fair then
    perform saga.hold_epoch(p_epoch);
    update saga.job j set epoch = 0
      from (select m.job_id from saga.job m where m.open and m.epoch = p_epoch
             order by m.requested_at desc limit v_mine - v_fair for update) surplus
     where j.job_id = surplus.job_id;
  elsif v_mine < v_fair and exists (
    select from saga.job j where j.open and j.epoch <> p_epoch
       and not exists (select from saga.worker w where w.epoch = j.epoch and w.fenced_at is null)) then
    perform saga.hold_epoch(p_epoch);
    update saga.job j set epoch = p_epoch
      from (select f.job_id from saga.job f
             where f.open and f.epoch <> p_epoch
               and not exists (select from saga.worker w where w.epoch = f.epoch and w.fenced_at is null)
             order by f.requested_at limit v_fair - v_mine for update skip locked) free
     where j.job_id = free.job_id;
  end if;
  return query select j.job_id from saga.job j where j.open and j.epoch = p_epoch order by j.requested_at;
end $$;

-- What has become of items that were asked for: the command's outcome, then the saga's. Null: nothing that would end it.
create function saga.judge_item(p_command text, p_said text, p_status text, p_parked_reason text, p_open_effects integer,
                                p_resolution text, out status text, out ended_as text)
language sql immutable parallel safe
return (
  case
    when p_command = 'REFUSED' and p_said like 'the saga moved on by itself%' then 'CONFLICTED'
    when p_command = 'REFUSED' then 'REFUSED'
    when p_command = 'APPLIED' and (p_status in ('COMPLETED', 'FAILED') or p_parked_reason is not null) then 'APPLIED'
  end,
  case
    when p_command is distinct from 'APPLIED' then null
    when p_status = 'COMPLETED' then 'completed'
    when p_status = 'FAILED' and p_open_effects = 0 then 'compensated'
    when p_status = 'FAILED' and p_resolution is null then 'needs-attention'
    when p_status = 'FAILED' then 'failed'
    when p_parked_reason is not null then 'stuck'
  end);

create type saga.job_progress as (
  asked_for integer,  -- just now
  settled   integer,  -- likewise
  status    text
);

-- One step of a job, in one transaction: notes what has settled, lets the breaker look at it, asks for the next items as
-- ramp, rate and what is on its way allow, and ends the job when nothing is left. Only for the epoch whose job it is.
--
-- A saga whose row somebody else holds is passed over and looked at again later: it stops neither the others nor who
-- wants to pause the job.
create function saga.advance_job(p_epoch bigint, p_job_id uuid) returns saga.job_progress
language plpgsql security definer set search_path = pg_catalog, saga, pg_temp
set lock_timeout = '1s' set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set jit = off as $$
declare
  c_batch     constant integer := 200;
  c_in_flight constant integer := 1000;  -- at most so many on their way, also without a rate
  c_window    constant integer := 100;   -- of the settled items that the breaker looks at once all are let go
  c_again     constant interval := '500 milliseconds';
  v_job       saga.job;
  v_out       saga.job_progress;
  v_settled   integer;
  v_failed    integer;
  v_size      integer;
  v_ended     boolean;
  v_count     integer;
  v_items     integer[];
  v_ids       uuid[];
  v_versions  integer[];
  v_free      uuid[];
  v_why       text;
begin
  perform saga.hold_epoch(p_epoch);
  v_out.asked_for := 0;
  v_out.settled := 0;
  select * into v_job from saga.job j where j.job_id = p_job_id and j.epoch = p_epoch for update;
  if not found then
    return v_out;
  end if;

  if v_job.in_flight > 0 then
    with seen as materialized (
      select i.position, i.status as was, i.requested_at, c.status as command, c.outcome as said, v.status, v.ended_as
        from saga.job_item i
        left join saga.saga_command c on c.command_id = i.command_id
        left join saga.saga_state s on s.saga_id = i.saga_id
       cross join lateral saga.judge_item(c.status, c.outcome, s.status, s.parked_reason, s.open_effects, s.resolution) v
       where i.job_id = p_job_id and i.status in ('REQUESTED', 'OBSERVED')
    ), judged as (
      select n.position, n.was, n.command, n.said, n.ended_as,
             coalesce(n.status, case when n.command is null or n.requested_at < clock_timestamp() - v_job.patience
                                       then 'UNVERIFIED'
                                     when n.command = 'APPLIED' then 'OBSERVED' else 'REQUESTED' end) as status
        from seen n
    ), noted as (
      update saga.job_item i
         set status = j.status, ended_as = j.ended_as,
             finished_at = case when j.status <> 'OBSERVED' then clock_timestamp() end,
             detail = case when j.status = 'UNVERIFIED' and j.command is null then 'its command cannot be found'
                           when j.status = 'UNVERIFIED' and j.command = 'PENDING'
                             then 'accepted, but the orchestrator has not applied it yet'
                           when j.status = 'UNVERIFIED' then 'applied, but the saga has not come to an end yet'
                           else coalesce(j.said, '') end
        from judged j
       where i.job_id = p_job_id and i.position = j.position and j.status <> j.was
      returning i.status, i.ended_as, i.wave
    )
    select count(*) filter (where n.status <> 'OBSERVED'),
           count(*) filter (where n.status <> 'OBSERVED' and n.wave = v_job.wave),
           count(*) filter (where n.wave = v_job.wave and (n.status = 'UNVERIFIED' or saga.in_trouble(n.ended_as)))
      into v_out.settled, v_settled, v_failed from noted n;
    if v_settled > 0 then
      update saga.job j set wave_settled = j.wave_settled + v_settled, wave_failed = j.wave_failed + v_failed
       where j.job_id = p_job_id;
    end if;
    select * into v_job from saga.job j where j.job_id = p_job_id;
  end if;

  if v_job.status = 'RUNNING' and v_job.waiting > 0 then
    v_size := case v_job.stage when 0 then 1 when 1 then 10 when 2 then 100 end;
    v_ended := v_size is not null and v_job.wave_accepted >= v_size and v_job.wave_settled >= v_job.wave_accepted;
    if v_job.wave_failed * 100 > v_job.failure_limit
         * (case when v_ended then v_job.wave_settled else greatest(v_job.wave_settled, coalesce(v_size, c_window)) end)
    then
      v_why := format('%s of the last %s were in trouble again or are not verified, the limit is %s %%',
                      v_job.wave_failed, v_job.wave_settled, v_job.failure_limit);
      perform saga.journal_append('jobs', 'OBSERVED', session_user::text, 'PAUSE', p_job_id::text, v_why,
                                  saga.job_snapshot(v_job), jsonb_build_object('status', 'PAUSED', 'by', 'breaker')::text);
      update saga.job j set status = 'PAUSED', status_by = 'breaker', status_why = v_why, status_at = clock_timestamp()
       where j.job_id = p_job_id;
    elsif v_ended then
      update saga.job j set stage = j.stage + 1, wave = j.wave + 1, wave_accepted = 0, wave_settled = 0, wave_failed = 0
       where j.job_id = p_job_id;
    elsif v_size is null and v_job.wave_settled >= c_window then
      update saga.job j set wave_settled = 0, wave_failed = 0 where j.job_id = p_job_id;
    end if;
    select * into v_job from saga.job j where j.job_id = p_job_id;
  end if;

  if v_job.status = 'RUNNING' and v_job.waiting > 0 then
    v_size := case v_job.stage when 0 then 1 when 1 then 10 when 2 then 100 end;
    v_count := least(c_batch, c_in_flight - v_job.in_flight, coalesce(v_size - v_job.wave_accepted, c_batch));
    if v_job.rate > 0 then
      -- What half a second brings is the most that is saved up: nothing bursts after a pause or a restart.
      v_job.tokens := least(greatest(v_job.rate * 0.5, 1), v_job.tokens + v_job.rate
        * extract(epoch from greatest(clock_timestamp() - v_job.tokens_at, interval '0')));
      v_job.tokens_at := clock_timestamp();
      v_count := least(v_count, floor(v_job.tokens)::integer);
    end if;
    if v_count > 0 then
      select array_agg(w.position order by w.saga_id), array_agg(w.saga_id order by w.saga_id),
             array_agg(w.expected_version order by w.saga_id)
        into v_items, v_ids, v_versions
        from (select i.position, i.saga_id, i.expected_version from saga.job_item i
               where i.job_id = p_job_id and i.status = 'WAITING' and i.not_before <= clock_timestamp()
               order by i.position limit v_count) w;
    end if;
    if v_items is not null then
      select coalesce(array_agg(l.saga_id), '{}') into v_free
        from (select s.saga_id from saga.saga_state s where s.saga_id = any (v_ids) order by s.saga_id
                 for update skip locked) l;
      -- What is not there at all is asked for, and refused.
      select coalesce(array_agg(u.item), '{}') into v_items
        from unnest(v_items, v_ids) as u (item, id)
       where u.id <> all (v_free) and exists (select from saga.saga_state s where s.saga_id = u.id);
      update saga.job_item i set not_before = clock_timestamp() + c_again
       where i.job_id = p_job_id and i.position = any (v_items);
      select array_agg(i.saga_id order by i.saga_id), array_agg(i.expected_version order by i.saga_id),
             array_agg(i.position order by i.saga_id)
        into v_ids, v_versions, v_items
        from (select t.saga_id, t.expected_version, t.position from saga.job_item t
               where t.job_id = p_job_id and t.saga_id = any (v_ids) and t.position <> all (v_items)) i;
      v_out.asked_for := coalesce(cardinality(v_ids), 0);
    end if;
    if v_out.asked_for > 0 then
      with answered as (
        update saga.job_item i
           set status = case o.outcome when 'ACCEPTED' then 'REQUESTED' when 'CONFLICT' then 'CONFLICTED' else 'REFUSED' end,
               detail = o.detail, command_id = o.command_id, wave = v_job.wave, requested_at = clock_timestamp(),
               finished_at = case when o.outcome <> 'ACCEPTED' then clock_timestamp() end
          from saga.request_action_by(v_job.requested_by, p_job_id, v_job.action, v_ids, v_versions, v_job.reason,
                                      v_job.evidence) with ordinality
                 as o (saga_id, outcome, detail, command_id, version, seq, hash, n)
         where i.job_id = p_job_id and i.position = v_items[o.n]
        returning i.status)
      select count(*) filter (where a.status = 'REQUESTED') into v_count from answered a;
      update saga.job j set wave_accepted = j.wave_accepted + v_count, tokens = v_job.tokens - v_out.asked_for,
                            tokens_at = v_job.tokens_at
       where j.job_id = p_job_id;
      select * into v_job from saga.job j where j.job_id = p_job_id;
    end if;
  end if;

  if v_job.status = 'RUNNING' and v_job.waiting = 0 and v_job.in_flight = 0 then
    update saga.job j set status = 'FINISHED', status_by = 'payment-sagad', status_why = '', status_at = clock_timestamp()
     where j.job_id = p_job_id returning * into v_job;
    perform saga.journal_append('jobs', 'OBSERVED', session_user::text, 'FINISH', p_job_id::text, v_job.reason, null,
                                saga.job_snapshot(v_job));
  end if;
  v_out.status := v_job.status;
  return v_out;
end $$;

-- What was unverified may become known later, also when the job has ended: then it is what it is. Returns how many.
create function saga.reconcile_jobs(p_epoch bigint, p_limit integer) returns bigint
language plpgsql security definer set search_path = pg_catalog, saga, pg_temp
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set jit = off as $$
declare
  v_job   uuid;
  v_some  bigint;
  v_count bigint := 0;
begin
  -- Looked at first: holding the epoch is a write, and mostly there is nothing to do.
  if not exists (select from saga.job j where j.unverified > 0 and j.requested_at > now() - interval '7 days') then
    return 0;
  end if;
  perform saga.hold_epoch(p_epoch);
  for v_job in
    select j.job_id from saga.job j where j.unverified > 0 and j.requested_at > now() - interval '7 days'
       for update skip locked
  loop
    with seen as materialized (
      select i.position, c.outcome as said, v.status, v.ended_as
        from (select t.position, t.saga_id, t.command_id from saga.job_item t
               where t.job_id = v_job and t.status = 'UNVERIFIED' and t.not_before <= clock_timestamp()
               order by t.not_before limit p_limit) i
        left join saga.saga_command c on c.command_id = i.command_id
        left join saga.saga_state s on s.saga_id = i.saga_id
       cross join lateral saga.judge_item(c.status, c.outcome, s.status, s.parked_reason, s.open_effects, s.resolution) v
    ), noted as (
      update saga.job_item i
         set status = coalesce(n.status, i.status), ended_as = n.ended_as,
             detail = case when n.status is not null then coalesce(n.said, '') else i.detail end,
             finished_at = case when n.status is not null then clock_timestamp() else i.finished_at end,
             not_before = clock_timestamp() + interval '5 seconds'
        from seen n where i.job_id = v_job and i.position = n.position
      returning n.status)
    select count(*) into v_some from noted o where o.status is not null;
    v_count := v_count + v_some;
  end loop;
  return v_count;
end $$;

-- Jobs that ended before p_before, one a call; the journal keeps them.
create function saga.drop_job(p_before timestamptz) returns bigint
language plpgsql security definer set search_path = pg_catalog, saga, pg_temp as $$
declare
  v_job   uuid;
  v_count bigint;
begin
  delete from saga.job j
   where j.job_id = (select d.job_id from saga.job d where d.status in ('CANCELLED', 'FINISHED') and not d.open
                        and d.status_at < p_before order by d.status_at limit 1 for update skip locked)
  returning j.job_id into v_job;
  delete from saga.job_item i where i.job_id = v_job;
  get diagnostics v_count = row_count;
  return v_count;
end $$;

create view saga.job_view as
select j.job_id, j.action, j.reason, saga.mask(j.evidence) as evidence, j.selection, j.requested_by, j.requested_at,
       j.set_hash, j.rate, j.ramped, j.failure_limit, j.status, j.status_by, j.status_why, j.status_at, j.requested,
       j.applied, j.refused, j.conflicted, j.unverified, j.waiting + j.in_flight as remaining, j.in_flight, j.failed,
       j.stage, j.epoch, j.open
  from saga.job j;

create view saga.job_item_view as
select i.job_id, i.position, i.saga_id, i.expected_version, i.status, saga.mask(i.detail) as detail, i.ended_as,
       i.command_id, i.requested_at, i.finished_at
  from saga.job_item i;

grant select on saga.job_view, saga.job_item_view to saga_viewer;
grant select on saga.job, saga.job_item to saga_engine;
revoke all on function saga.in_trouble, saga.count_job_items, saga.set_hash, saga.request_action_by, saga.create_job,
  saga.job_snapshot, saga.change_job, saga.pause_job, saga.resume_job, saga.cancel_job, saga.claim_jobs, saga.judge_item,
  saga.advance_job, saga.reconcile_jobs, saga.drop_job from public;
grant execute on function saga.set_hash to saga_viewer;
grant execute on function saga.create_job, saga.pause_job, saga.resume_job, saga.cancel_job to saga_operator;
grant execute on function saga.claim_jobs, saga.advance_job, saga.reconcile_jobs, saga.drop_job to saga_engine;
