-- A second person for what is dangerous. What an operator asks for beyond a limit is frozen, waits for somebody with
-- the role saga_approver, and does not run until then. An approval holds for one set of targets, named by its hash, of
-- one job, and for a quarter of an hour; it is given by another session_user than the one that asked. All of this is
-- looked at here: by whoever asks, by whoever approves, and again by whoever runs the job.

-- What the limits are. Nobody but the owner changes them, and the journal says so.
create table saga.approval_setting (
  only_one    boolean  primary key default true check (only_one),
  environment text     not null default 'production' check (environment in ('production', 'staging', 'local')),
  -- How long an approval may be waited for, and then how long it may take until the work begins or is resumed.
  lives       interval not null default interval '15 minutes'
    check (lives between interval '1 second' and interval '15 minutes'),
  -- The limits count what one person does within this time, so that many small actions are no way around them.
  within      interval not null default interval '15 minutes' check (within > interval '0')
);

create table saga.approval_rule (
  environment text    not null check (environment in ('production', 'staging', 'local')),
  kind        text    not null check (kind in ('RETRY', 'COMPENSATE', 'RESOLVE', 'REFUND', 'REPLAY', 'DISCARD', 'RESTORE')),
  above       integer check (above >= 0),  -- so many targets need no second person; null: none ever does
  primary key (environment, kind)
);

create function saga.note_rule_change() returns trigger
language plpgsql set search_path = pg_catalog, saga, pg_temp as $$
begin
  if tg_op = 'TRUNCATE' then
    raise exception 'the limits of approvals are changed row by row' using errcode = 'insufficient_privilege';
  end if;
  perform saga.journal_append('approvals', 'OBSERVED', session_user::text, 'CHANGE_LIMIT', tg_table_name::text, '',
                              case when tg_op <> 'INSERT' then to_jsonb(old)::text end,
                              case when tg_op <> 'DELETE' then to_jsonb(new)::text end);
  return null;
end $$;

insert into saga.approval_setting default values;
insert into saga.approval_rule (environment, kind, above)
select e, k, case when e = 'production' and k in ('COMPENSATE', 'RESOLVE', 'REFUND', 'DISCARD') then 100 end
  from unnest(array['production', 'staging', 'local']) e,
       unnest(array['RETRY', 'COMPENSATE', 'RESOLVE', 'REFUND', 'REPLAY', 'DISCARD', 'RESTORE']) k;

create trigger journalled after insert or update or delete on saga.approval_setting
  for each row execute function saga.note_rule_change();
create trigger journalled after insert or update or delete on saga.approval_rule
  for each row execute function saga.note_rule_change();
create trigger never_emptied before truncate on saga.approval_setting
  for each statement execute function saga.note_rule_change();
create trigger never_emptied before truncate on saga.approval_rule
  for each statement execute function saga.note_rule_change();

-- What is done without a second person, as far as it counts: a row an action, of the last minutes only.
create table saga.unapproved_action (
  who     text        not null default session_user,
  kind    text        not null,
  at      timestamptz not null default clock_timestamp(),
  targets integer     not null
);
create index unapproved_action_who on saga.unapproved_action (who, kind, at);

create table saga.approval (
  approval_id  bigint      primary key generated always as identity,
  kind         text        not null,
  subject_id   uuid        not null,  -- the job; or, of what has no job, the set in saga.approval_target
  is_job       boolean     not null,
  set_hash     text        not null,
  targets      bigint      not null check (targets > 0),
  requested_by text        not null default session_user,
  reason       text        not null,
  requested_at timestamptz not null default clock_timestamp(),
  expires_at   timestamptz not null,  -- WAITING: unless it is approved; APPROVED: unless the work has begun
  status       text        not null default 'WAITING'
    check (status in ('WAITING', 'APPROVED', 'REFUSED', 'EXPIRED', 'WITHDRAWN')),
  decided_by   text,
  decided_at   timestamptz,
  decision     text,                  -- why it was decided so
  begun_at     timestamptz,           -- APPROVED: the work has begun
  looked_for   text,                  -- the epoch and wave of the job for which the set was compared last
  looked_at    timestamptz            -- and when
);
create index approval_subject on saga.approval (subject_id, approval_id desc);
create index approval_newest on saga.approval (requested_at desc, approval_id desc);
create index approval_waiting on saga.approval (expires_at) where status = 'WAITING';
create unique index approval_one_waiting on saga.approval (subject_id) where status = 'WAITING';

-- The frozen targets of an approval that is no job's: dead letters at their generation, or orders to be refunded.
create table saga.approval_target (
  subject_id uuid        not null,
  target     text        not null,  -- delivery id, order id
  generation integer     not null,  -- of an order: 0
  used_at    timestamptz,
  primary key (subject_id, target)
);

alter table saga.job add column approval_id bigint;  -- the one that it waits for or runs by; null: it needs none
alter table saga.job drop constraint job_status_check;
alter table saga.job add constraint job_status_check check (status in
  ('AWAITING_APPROVAL', 'RUNNING', 'PAUSED', 'CANCELLED', 'FINISHED', 'REFUSED', 'EXPIRED'));

-- As saga.set_hash, of targets that are no sagas.
create function saga.target_set_hash(p_targets text[], p_generations integer[]) returns text
language sql immutable parallel safe
return (select encode(sha256(convert_to(coalesce(string_agg(u.id || ':' || u.generation::text, ','
                                                            order by u.id collate "C"), ''), 'UTF8')), 'hex')
          from unnest(p_targets, p_generations) as u (id, generation));

-- Why so many more need a second person; null: they do not. Somebody's actions of one kind are counted one after the
-- other: two that are asked for at the same moment count both. That takes a look at what was committed while the other
-- one was waited for, which a transaction with a snapshot of its own does not have. A limit that was deleted is a limit
-- of 0.
create function saga.approval_needed(p_kind text, p_targets bigint) returns text
language plpgsql security definer set search_path = pg_catalog, saga, pg_temp as $$
declare
  v_setting saga.approval_setting;
  v_above   integer;
  v_before  bigint;
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'what needs a second person is counted under READ COMMITTED only, this transaction is %',
                    upper(current_setting('transaction_isolation'))
      using errcode = 'invalid_transaction_state',
            hint = 'BEGIN ISOLATION LEVEL READ COMMITTED, or set default_transaction_isolation to it';
  end if;
  select * into v_setting from saga.approval_setting;
  v_setting.environment := coalesce(v_setting.environment, 'production');
  select r.above into v_above from saga.approval_rule r
   where r.environment = v_setting.environment and r.kind = p_kind;
  if not found then
    v_above := 0;
  elsif v_above is null then
    return null;
  end if;
  perform pg_advisory_xact_lock(hashtextextended('saga.unapproved_action ' || session_user || ' ' || p_kind, 0));
  select coalesce(sum(u.targets), 0) into v_before from saga.unapproved_action u
   where u.who = session_user and u.kind = p_kind
     and u.at > clock_timestamp() - coalesce(v_setting.within, interval '15 minutes');
  if v_before + coalesce(p_targets, 0) <= v_above then
    return null;
  end if;
  return format('%s of %s in %s needs a second person; without one it is at most %s within %s minutes%s', p_kind,
                p_targets, v_setting.environment, v_above,
                ceil(extract(epoch from coalesce(v_setting.within, interval '15 minutes')) / 60),
                case when v_before > 0 then format(', and %s are done', v_before) else '' end);
end $$;

create function saga.note_unapproved(p_kind text, p_targets bigint) returns void
language plpgsql security definer set search_path = pg_catalog, saga, pg_temp as $$
begin
  if p_targets > 0 and not exists (select from saga.approval_rule r, saga.approval_setting s
                                    where r.environment = s.environment and r.kind = p_kind and r.above is null) then
    delete from saga.unapproved_action u
     where u.who = session_user and u.kind = p_kind
       and u.at <= clock_timestamp() - (select s.within from saga.approval_setting s);
    insert into saga.unapproved_action (kind, targets) values (p_kind, p_targets);
  end if;
end $$;

create function saga.approval_lives() returns interval
language sql stable security definer set search_path = pg_catalog, saga, pg_temp
return coalesce((select s.lives from saga.approval_setting s), interval '15 minutes');

-- What is frozen now.
create function saga.frozen_hash(p_approval saga.approval) returns text
language sql stable
return case when p_approval.is_job
         then (select saga.set_hash(array_agg(i.saga_id), array_agg(i.expected_version))
                 from saga.job_item i where i.job_id = p_approval.subject_id)
         else (select saga.target_set_hash(array_agg(t.target), array_agg(t.generation))
                 from saga.approval_target t where t.subject_id = p_approval.subject_id) end;

create function saga.approval_snapshot(p_approval saga.approval) returns text
language sql stable
return jsonb_build_object('kind', p_approval.kind, 'status', p_approval.status, 'targets', p_approval.targets,
                          'setHash', p_approval.set_hash, 'requestedBy', p_approval.requested_by,
                          'expiresAt', to_char(p_approval.expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))::text;

create type saga.approval_outcome as (
  subject_id uuid,         -- the job, or the set
  outcome    text,         -- ACCEPTED, REFUSED, CONFLICT
  detail     text,
  status     text,         -- of the approval, now; null: there is none
  set_hash   text,
  targets    bigint,
  expires_at timestamptz,
  seq        bigint,       -- the position in the journal's area approvals, for the caller's anchor
  hash       text
);

-- The end of each function below that a person calls: the journal's row, whose lock is taken last.
create function saga.finish_approval(p_what text, p_subject_id uuid, p_why text, p_before saga.approval,
                                     p_out saga.approval_outcome) returns saga.approval_outcome
language plpgsql as $$
declare
  v_now saga.approval;
begin
  select * into v_now from saga.approval a where a.subject_id = p_subject_id order by a.approval_id desc limit 1;
  p_out.subject_id := p_subject_id;
  p_out.status := v_now.status;
  p_out.set_hash := v_now.set_hash;
  p_out.targets := v_now.targets;
  p_out.expires_at := v_now.expires_at;
  select j.seq, j.hash into p_out.seq, p_out.hash
    from saga.journal_append('approvals', 'REQUESTED', session_user::text, p_what, coalesce(p_subject_id::text, ''),
                             coalesce(p_why, ''),
                             case when p_before.approval_id is not null then saga.approval_snapshot(p_before) end,
                             jsonb_build_object('outcome', p_out.outcome, 'detail', p_out.detail, 'status', p_out.status,
                                                'kind', v_now.kind, 'targets', v_now.targets,
                                                'setHash', v_now.set_hash)::text) j;
  return p_out;
end $$;

-- Ends an approval, and with it a job that waited for it or ran by it. What of the job is on its way goes on to its end.
create function saga.close_approval(p_approval_id bigint, p_to text, p_who text, p_why text) returns void
language plpgsql as $$
declare
  v_approval saga.approval;
begin
  update saga.approval a set status = p_to, decided_by = p_who, decided_at = clock_timestamp(), decision = p_why
   where a.approval_id = p_approval_id returning * into v_approval;
  update saga.job j set status = p_to, status_by = p_who, status_why = p_why, status_at = clock_timestamp()
   where v_approval.is_job and j.job_id = v_approval.subject_id and j.status in ('AWAITING_APPROVAL', 'RUNNING')
     and p_to in ('REFUSED', 'EXPIRED');
end $$;

-- What nobody approved in time, or was approved and not begun.
create function saga.expire_approval(p_approval saga.approval) returns void
language plpgsql as $$
begin
  perform saga.close_approval(p_approval.approval_id, 'EXPIRED', 'payment-sagad',
    format(case p_approval.status when 'WAITING' then 'nobody approved it until %s UTC'
                                  else 'it was approved and had not begun until %s UTC' end,
           to_char(p_approval.expires_at at time zone 'UTC', 'HH24:MI:SS')));
  perform saga.journal_append('approvals', 'OBSERVED', session_user::text, 'EXPIRE', p_approval.subject_id::text,
                              p_approval.reason, saga.approval_snapshot(p_approval),
                              jsonb_build_object('status', 'EXPIRED')::text);
end $$;

-- Called by whoever looks for work, again and again. Returns how many.
create function saga.expire_approvals() returns bigint
language plpgsql security definer set search_path = pg_catalog, saga, pg_temp as $$
declare
  v_old      saga.approval;
  v_approval saga.approval;
  v_count    bigint := 0;
begin
  for v_old in select * from saga.approval a
                where a.status = 'WAITING' and a.expires_at <= clock_timestamp() order by a.approval_id limit 100 loop
    -- The job before its approval, as everybody does; what somebody else holds is left for the next time.
    perform from saga.job j where j.job_id = v_old.subject_id for update skip locked;
    continue when v_old.is_job and not found;
    select * into v_approval from saga.approval a
     where a.approval_id = v_old.approval_id and a.status = 'WAITING' and a.expires_at <= clock_timestamp()
       for update skip locked;
    continue when not found;
    perform saga.expire_approval(v_approval);
    v_count := v_count + 1;
  end loop;
  return v_count;
end $$;

-- p_id: of the job, or of the set of dead letters or orders. p_set_hash: of what was looked at.
create function saga.decide_approval(p_decision text, p_id uuid, p_set_hash text, p_reason text)
returns saga.approval_outcome
language plpgsql security definer set search_path = pg_catalog, saga, pg_temp as $$
declare
  v_me       constant text := session_user;
  v_job      saga.job;
  v_approval saga.approval;
  v_out      saga.approval_outcome;
begin
  if p_decision is null or p_decision not in ('APPROVE', 'REFUSE') then
    raise exception 'there is no such decision' using errcode = 'invalid_parameter_value';
  end if;
  select * into v_job from saga.job j where j.job_id = p_id for update;
  select * into v_approval from saga.approval a where a.subject_id = p_id order by a.approval_id desc limit 1 for update;
  v_out.outcome := 'REFUSED';
  if v_approval.approval_id is null then
    v_out.detail := case when v_job.job_id is null then 'there is no such job' else 'this job needs no second person' end;
  elsif coalesce(btrim(p_reason, E' \t\r\n'), '') = '' then
    v_out.detail := 'a reason is required';
  elsif not pg_has_role(v_me, 'saga_approver', 'member') then
    v_out.detail := 'it needs the role saga_approver';
  elsif v_me = v_approval.requested_by or v_me = coalesce(v_job.requested_by, '') then
    v_out.detail := format('it takes a second person: %s asked for it at %s UTC', v_me,
                           to_char(case when v_me = v_approval.requested_by then v_approval.requested_at
                                        else v_job.requested_at end at time zone 'UTC', 'HH24:MI:SS'));
  elsif v_approval.status <> 'WAITING' then
    v_out.outcome := 'CONFLICT';
    v_out.detail := format('it is %s since %s UTC, by %s', v_approval.status,
                           to_char(v_approval.decided_at at time zone 'UTC', 'HH24:MI:SS'), v_approval.decided_by);
  elsif v_approval.expires_at <= clock_timestamp() then
    perform saga.expire_approval(v_approval);
    v_out.detail := format('it could be approved until %s UTC; it can be asked for again',
                           to_char(v_approval.expires_at at time zone 'UTC', 'HH24:MI:SS'));
  elsif p_decision = 'REFUSE' then
    perform saga.close_approval(v_approval.approval_id, 'REFUSED', v_me, p_reason);
    v_out.outcome := 'ACCEPTED';
    v_out.detail := 'it will not be done';
  elsif p_set_hash is distinct from v_approval.set_hash then
    v_out.detail := 'this is the hash of another set of targets';
  elsif saga.frozen_hash(v_approval) is distinct from v_approval.set_hash then
    v_out.detail := 'its targets have changed since it was asked for';
  else
    update saga.approval a
       set status = 'APPROVED', decided_by = v_me, decided_at = clock_timestamp(), decision = p_reason,
           expires_at = clock_timestamp() + saga.approval_lives()
     where a.approval_id = v_approval.approval_id;
    -- As a job that is resumed: it begins carefully.
    update saga.job j
       set status = 'RUNNING', status_by = v_me, status_why = 'approved: ' || p_reason, status_at = clock_timestamp(),
           tokens = 0, tokens_at = clock_timestamp(), wave = j.wave + 1, wave_accepted = 0, wave_settled = 0,
           wave_failed = 0, stage = case when j.ramped then 0 else j.stage end
     where j.job_id = v_job.job_id;
    v_out.outcome := 'ACCEPTED';
    v_out.detail := case when v_approval.is_job then 'waits for the jobs role'
                         else format('%s can go on', v_approval.requested_by) end;
  end if;
  return saga.finish_approval(p_decision, p_id, p_reason, v_approval, v_out);
end $$;

create function saga.approve_job(p_id uuid, p_set_hash text, p_reason text) returns saga.approval_outcome
language sql security definer set search_path = pg_catalog, saga, pg_temp
as $$ select * from saga.decide_approval('APPROVE', p_id, p_set_hash, p_reason) $$;

create function saga.refuse_job(p_id uuid, p_reason text) returns saga.approval_outcome
language sql security definer set search_path = pg_catalog, saga, pg_temp
as $$ select * from saga.decide_approval('REFUSE', p_id, null, p_reason) $$;

-- Lets a job wait for a second person. The caller holds its row.
create function saga.await_approval(p_job_id uuid, p_reason text, p_why text) returns bigint
language plpgsql as $$
declare
  v_id bigint;
begin
  insert into saga.approval (kind, subject_id, is_job, set_hash, targets, reason, expires_at)
  select j.action, j.job_id, true, j.set_hash, j.requested, p_reason, clock_timestamp() + saga.approval_lives()
    from saga.job j where j.job_id = p_job_id
  returning approval_id into v_id;
  update saga.job j
     set status = 'AWAITING_APPROVAL', status_by = session_user, status_why = p_why, status_at = clock_timestamp(),
         approval_id = v_id
   where j.job_id = p_job_id;
  return v_id;
end $$;

-- What is done to a job can be two rows of the journal: that of the job, and one in the area approvals.
alter type saga.job_outcome add attribute approval_seq bigint, add attribute approval_hash text;

alter function saga.create_job(uuid, text, uuid[], integer[], text, text, integer, boolean, integer, interval, text, text)
  rename to freeze_job;

-- As saga.freeze_job (021), which writes the job and its items; beyond the limit it waits for a second person.
create function saga.create_job(p_job_id uuid, p_action text, p_saga_ids uuid[], p_versions integer[], p_reason text,
                                p_evidence text default null, p_rate integer default 500, p_ramped boolean default true,
                                p_failure_limit integer default 10, p_patience interval default '60 seconds',
                                p_selection text default '', p_expected_hash text default null)
returns saga.job_outcome
language plpgsql security definer set search_path = pg_catalog, saga, pg_temp as $$
declare
  v_out     saga.job_outcome;
  v_asked   saga.approval_outcome;
  v_nothing saga.approval;
  v_why     text := saga.approval_needed(p_action, cardinality(p_saga_ids));
begin
  v_out := saga.freeze_job(p_job_id, p_action, p_saga_ids, p_versions, p_reason, p_evidence, p_rate, p_ramped,
                           p_failure_limit, p_patience, p_selection, p_expected_hash);
  if v_out.outcome <> 'ACCEPTED' then
    return v_out;
  elsif v_why is null then
    perform saga.note_unapproved(p_action, v_out.requested);
    return v_out;
  end if;
  perform saga.await_approval(p_job_id, p_reason, v_why);
  v_asked.outcome := 'ACCEPTED';
  v_asked.detail := v_why;
  v_asked := saga.finish_approval('ASK', p_job_id, p_reason, v_nothing, v_asked);
  v_out.status := 'AWAITING_APPROVAL';
  v_out.detail := v_why;
  v_out.approval_seq := v_asked.seq;
  v_out.approval_hash := v_asked.hash;
  return v_out;
end $$;

-- Once more, for a job whose time ran out: before it was approved, before it began, or while it was paused.
create function saga.ask_again(p_job_id uuid, p_reason text) returns saga.approval_outcome
language plpgsql security definer set search_path = pg_catalog, saga, pg_temp as $$
declare
  v_job      saga.job;
  v_approval saga.approval;
  v_out      saga.approval_outcome;
  v_late     boolean;
begin
  select * into v_job from saga.job j where j.job_id = p_job_id for update;
  select * into v_approval from saga.approval a where a.approval_id = v_job.approval_id for update;
  v_late := v_approval.expires_at <= clock_timestamp();
  if v_approval.status = 'WAITING' and v_late then
    perform saga.expire_approval(v_approval);
    v_job.status := 'EXPIRED';
  end if;
  v_out.outcome := 'REFUSED';
  if v_job.job_id is null then
    v_out.detail := 'there is no such job';
  elsif v_approval.approval_id is null then
    v_out.detail := 'this job needs no second person';
  elsif coalesce(btrim(p_reason, E' \t\r\n'), '') = '' then
    v_out.detail := 'a reason is required';
  elsif v_job.status = 'AWAITING_APPROVAL' then
    v_out.outcome := 'CONFLICT';
    v_out.detail := format('%s asked for it at %s UTC, it waits until %s UTC', v_approval.requested_by,
                           to_char(v_approval.requested_at at time zone 'UTC', 'HH24:MI:SS'),
                           to_char(v_approval.expires_at at time zone 'UTC', 'HH24:MI:SS'));
  elsif v_job.status = 'PAUSED' and not v_late then
    v_out.detail := format('%s approved it, it can be resumed', v_approval.decided_by);
  elsif v_job.status not in ('EXPIRED', 'PAUSED') then
    v_out.detail := format('it is %s since %s UTC, by %s', v_job.status,
                           to_char(v_job.status_at at time zone 'UTC', 'HH24:MI:SS'), v_job.status_by);
  else
    perform saga.await_approval(p_job_id, p_reason, 'asked for again: ' || p_reason);
    v_out.outcome := 'ACCEPTED';
    v_out.detail := 'waits for a second person';
  end if;
  return saga.finish_approval('ASK', p_job_id, p_reason, v_approval, v_out);
end $$;

alter function saga.change_job(text, uuid, text) rename to set_job_status;

-- As saga.set_job_status (021), but neither pause nor resume leads around the second person.
create function saga.change_job(p_change text, p_job_id uuid, p_reason text) returns saga.job_outcome
language plpgsql security definer set search_path = pg_catalog, saga, pg_temp as $$
declare
  v_job      saga.job;
  v_approval saga.approval;
  v_out      saga.job_outcome;
  v_why      text;
begin
  select * into v_job from saga.job j where j.job_id = p_job_id for update;
  select * into v_approval from saga.approval a where a.approval_id = v_job.approval_id for update;
  v_why := case
    when v_job.status = 'AWAITING_APPROVAL' and p_change <> 'CANCEL' then
      format('it waits for a second person until %s UTC', to_char(v_approval.expires_at at time zone 'UTC', 'HH24:MI:SS'))
    when v_job.status = 'REFUSED' or (v_job.status = 'EXPIRED' and p_change <> 'CANCEL') then
      format('it is %s since %s UTC, by %s: %s', v_job.status,
             to_char(v_job.status_at at time zone 'UTC', 'HH24:MI:SS'), v_job.status_by, v_job.status_why)
    when v_job.status = 'PAUSED' and p_change = 'RESUME' and v_approval.expires_at <= clock_timestamp() then
      format('its approval held until %s UTC; it can be asked for again',
             to_char(v_approval.expires_at at time zone 'UTC', 'HH24:MI:SS')) end;
  if v_why is not null then
    v_out.job_id := p_job_id;
    v_out.outcome := 'REFUSED';
    v_out.detail := v_why;
    v_out.status := v_job.status;
    v_out.requested := v_job.requested;
    v_out.set_hash := v_job.set_hash;
    select a.seq, a.hash into v_out.seq, v_out.hash
      from saga.journal_append('jobs', 'REQUESTED', session_user::text, p_change, p_job_id::text, coalesce(p_reason, ''),
                               saga.job_snapshot(v_job),
                               jsonb_build_object('outcome', v_out.outcome, 'detail', v_out.detail,
                                                  'status', v_out.status)::text) a;
    return v_out;
  end if;
  v_out := saga.set_job_status(p_change, p_job_id, p_reason);
  if v_out.outcome = 'ACCEPTED' and p_change = 'CANCEL' and v_approval.status = 'WAITING' then
    perform saga.close_approval(v_approval.approval_id, 'WITHDRAWN', session_user, coalesce(p_reason, ''));
    select a.seq, a.hash into v_out.approval_seq, v_out.approval_hash
      from saga.journal_append('approvals', 'REQUESTED', session_user::text, 'WITHDRAW', p_job_id::text,
                               coalesce(p_reason, ''), saga.approval_snapshot(v_approval),
                               jsonb_build_object('status', 'WITHDRAWN')::text) a;
  end if;
  return v_out;
end $$;

-- What speaks against running a job by the approval that it has; null: nothing.
create function saga.approval_fault(p_job saga.job, p_approval saga.approval) returns text
language sql stable
return case
  when p_approval.approval_id is null or not p_approval.is_job or p_approval.subject_id <> p_job.job_id
    then 'the approval is another job''s'
  when p_approval.kind <> p_job.action then 'the approval is for another action'
  when p_approval.status <> 'APPROVED' then 'nobody has approved it'
  when p_approval.decided_by in (p_approval.requested_by, p_job.requested_by) then 'no second person has approved it'
  when saga.frozen_hash(p_approval) is distinct from p_approval.set_hash or p_job.set_hash <> p_approval.set_hash
    then 'its targets have changed since it was approved'
end;

alter function saga.advance_job(bigint, uuid) rename to step_job;

-- As saga.step_job (021). A job that needs a second person is looked at while it has something to ask for: however it
-- came to be RUNNING, it is the approved one. With each step; a long one, whose set takes a while to compare, when it
-- begins, with each wave of its ramp, when another process goes on with it, and every ten seconds.
create function saga.advance_job(p_epoch bigint, p_job_id uuid) returns saga.job_progress
language plpgsql security definer set search_path = pg_catalog, saga, pg_temp set lock_timeout = '1s' as $$
declare
  v_job      saga.job;
  v_approval saga.approval;
  v_why      text;
begin
  if exists (select from saga.job j left join saga.approval a using (approval_id)
              where j.job_id = p_job_id and j.epoch = p_epoch and j.status = 'RUNNING' and j.approval_id is not null
                and j.waiting > 0
                and (j.requested <= 10000 or a.looked_for is distinct from format('%s/%s/%s', j.job_id, j.epoch, j.wave)
                     or a.looked_at < clock_timestamp() - interval '10 seconds')) then
    perform saga.hold_epoch(p_epoch);
    select * into v_job from saga.job j where j.job_id = p_job_id and j.epoch = p_epoch for update;
    select * into v_approval from saga.approval a where a.approval_id = v_job.approval_id for update;
    if v_job.status = 'RUNNING' then
      v_why := saga.approval_fault(v_job, v_approval);
      if v_why is not null then
        update saga.job j set status = 'REFUSED', status_by = 'payment-sagad', status_why = v_why,
                              status_at = clock_timestamp() where j.job_id = p_job_id;
        perform saga.journal_append('approvals', 'OBSERVED', session_user::text, 'REFUSE', p_job_id::text, v_why,
                                    saga.job_snapshot(v_job), jsonb_build_object('status', 'REFUSED')::text);
      elsif v_approval.begun_at is null and v_approval.expires_at <= clock_timestamp() then
        perform saga.expire_approval(v_approval);
      else
        update saga.approval a
           set begun_at = coalesce(a.begun_at, clock_timestamp()), looked_at = clock_timestamp(),
               looked_for = format('%s/%s/%s', v_job.job_id, v_job.epoch, v_job.wave)
         where a.approval_id = v_approval.approval_id
           and (a.begun_at is null or a.looked_for is distinct from format('%s/%s/%s', v_job.job_id, v_job.epoch, v_job.wave)
                or a.looked_at < clock_timestamp() - interval '10 seconds');
      end if;
    end if;
  end if;
  return saga.step_job(p_epoch, p_job_id);
end $$;

alter function saga.claim_jobs(bigint) rename to take_jobs;

-- What has expired is noted last: jobs are locked before the journal's chain, here as everywhere. The other way round,
-- this would hold the chain while it waits for the job of somebody who waits for the chain.
create function saga.claim_jobs(p_epoch bigint) returns setof uuid
language plpgsql security definer set search_path = pg_catalog, saga, pg_temp as $$
begin
  return query select * from saga.take_jobs(p_epoch);
  perform saga.expire_approvals();
end $$;

-- Jobs that ended before p_before, one a call, and the approvals that nobody needs any more; the journal keeps them.
create or replace function saga.drop_job(p_before timestamptz) returns bigint
language plpgsql security definer set search_path = pg_catalog, saga, pg_temp as $$
declare
  v_job   uuid;
  v_count bigint;
begin
  delete from saga.job j
   where j.job_id = (select d.job_id from saga.job d where d.status in ('CANCELLED', 'FINISHED', 'REFUSED', 'EXPIRED')
                        and not d.open and d.status_at < p_before
                      order by d.status_at limit 1 for update skip locked)
  returning j.job_id into v_job;
  delete from saga.job_item i where i.job_id = v_job;
  get diagnostics v_count = row_count;
  delete from saga.approval a where a.subject_id = v_job or (not a.is_job and a.requested_at < p_before);
  delete from saga.approval_target t
   where not exists (select from saga.approval a where a.subject_id = t.subject_id);
  return v_count;
end $$;

create view saga.approval_view as
select a.approval_id, a.kind, a.subject_id, a.is_job, a.set_hash, a.targets, a.requested_by, a.reason, a.requested_at,
       a.expires_at,
       case when (a.status = 'WAITING' or (a.status = 'APPROVED' and a.begun_at is null)) and a.expires_at <= now()
            then 'EXPIRED' else a.status end as status,
       a.decided_by, a.decided_at, a.decision, a.begun_at,
       case when a.is_job then (select j.selection from saga.job j where j.job_id = a.subject_id) end as selection
  from saga.approval a;

-- What is in the set of an approval that is no job's, for whoever is to approve it; a job's is in saga.job_item_view.
create view saga.approval_target_view as
select t.subject_id, t.target, t.generation, t.used_at from saga.approval_target t;

-- The limits in force.
create view saga.approval_rule_view as
select r.kind, r.above, s.environment, s.lives, s.within
  from saga.approval_setting s join saga.approval_rule r on r.environment = s.environment;

create or replace view saga.job_view as
select j.job_id, j.action, j.reason, saga.mask(j.evidence) as evidence, j.selection, j.requested_by, j.requested_at,
       j.set_hash, j.rate, j.ramped, j.failure_limit,
       case when late.until is not null then 'EXPIRED' else j.status end as status, j.status_by,
       case when late.until is not null then format('nobody approved it until %s UTC', late.until) else j.status_why end
         as status_why,
       j.status_at, j.requested,
       j.applied, j.refused, j.conflicted, j.unverified, j.waiting + j.in_flight as remaining, j.in_flight, j.failed,
       j.stage, j.epoch, j.open, j.approval_id
  from saga.job j
  left join lateral (select to_char(a.expires_at at time zone 'UTC', 'HH24:MI:SS') as until from saga.approval a
                      where j.status = 'AWAITING_APPROVAL' and a.approval_id = j.approval_id and a.expires_at <= now())
    late on true;  -- though nobody has noted it yet

grant select on saga.approval_view, saga.approval_target_view, saga.approval_rule_view to saga_viewer;
revoke all on function saga.note_rule_change, saga.target_set_hash, saga.approval_needed, saga.note_unapproved,
  saga.approval_lives, saga.frozen_hash, saga.approval_snapshot, saga.finish_approval, saga.close_approval,
  saga.expire_approval, saga.expire_approvals, saga.decide_approval, saga.approve_job, saga.refuse_job,
  saga.await_approval, saga.create_job, saga.ask_again, saga.change_job, saga.approval_fault, saga.advance_job,
  saga.claim_jobs from public;
-- A renamed function keeps its grants.
revoke all on function saga.freeze_job, saga.step_job, saga.take_jobs, saga.set_job_status
  from public, saga_operator, saga_engine;
grant execute on function saga.target_set_hash to saga_viewer;
grant execute on function saga.create_job, saga.ask_again to saga_operator;
grant execute on function saga.approve_job, saga.refuse_job to saga_approver;
grant execute on function saga.advance_job, saga.claim_jobs to saga_engine;
