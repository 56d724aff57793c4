-- The verification of the books: what it reads, and what it found.

-- What it compares. No payload: of a saga's compensation data only which step failed.
create view saga.verified_saga_view as
select s.saga_id, s.saga_type, s.status, s.order_id, s.user_id, s.amount, s.currency, s.open_effects,
       s.parked_reason is not null as parked, s.resolution is not null as resolved, s.active, s.ended_at, s.updated_at,
       substring(s.compensation_data from '"failedStep"\s*:\s*"(\w+)"') as failed_step
  from saga.saga_state s;

create view saga.verified_step_view as
select e.saga_id, e.step_name, e.direction, e.status, e.executed_at from saga.saga_step_execution e;

create view saga.verified_route_view as
select r.order_id, r.route, r.saga_id, r.outcome, r.claimed_at, r.finished_at from saga.payment_route r;

create view saga.verified_refund_view as select f.order_id, f.saga_id, f.status from saga.refund_request f;

-- The outboxes that a publisher has ever read.
create view saga.verified_outbox_reader_view as
select distinct split_part(e.target_system, '/', 2) as domain from saga.external_shard e
 where starts_with(e.target_system, 'outbox/');

-- A run, and what it found. Kept for those who look later: what went wrong when.
create table saga.verification_run (
  run_id           bigint      primary key generated always as identity,
  requested_by     text        not null,  -- "schedule of sagad-1", or who asked for it
  since            timestamptz,           -- null: everything was verified
  started_at       timestamptz not null,
  finished_at      timestamptz not null,
  checked          jsonb       not null,  -- subjects by kind: {"balance.sum": 5000, …}
  unread           jsonb       not null,  -- what could not be verified, and why: [{"what", "why"}]
  subjects         bigint      not null,  -- orders, accounts, products … that were looked at
  discrepant       bigint      not null,  -- those with a finding
  consistency      numeric(9, 6) not null generated always as
                     (case when subjects > 0 then round(100 - 100.0 * discrepant / subjects, 6) else 100 end) stored
);
create index verification_run_finished on saga.verification_run (finished_at desc);

create table saga.verification_finding (
  run_id       bigint      not null references saga.verification_run on delete cascade,
  kind         text        not null,
  subject_type text        not null,  -- saga, order, account, product, payment, coupon, aggregate, transaction …
  subject      text        not null,
  detail       text        not null,  -- expected and found, in plain words
  advice       text        not null,
  first_seen   timestamptz not null,  -- in this run, or in an earlier one of those that followed each other with it
  primary key (run_id, kind, subject)
);
create index verification_finding_subject on saga.verification_finding (subject);

create view saga.verification_run_view as
select run_id, requested_by, since, started_at, finished_at, checked, unread, subjects, discrepant, consistency
  from saga.verification_run;
create view saga.verification_finding_view as
select run_id, kind, subject_type, subject, saga.mask(detail) as detail, advice, first_seen
  from saga.verification_finding;

-- Keeps a run, and drops the ones that are older than p_keep; the newest stays. A finding that the newest run before
-- had, too, keeps the time at which it was first seen.
create function saga.keep_verification(p_by text, p_since timestamptz, p_started timestamptz, p_checked jsonb,
                                       p_unread jsonb, p_subjects bigint, p_discrepant bigint, p_kinds text[],
                                       p_subject_types text[], p_subject_ids text[], p_details text[],
                                       p_advices text[], p_keep interval default interval '30 days')
returns bigint
language plpgsql security definer set search_path = pg_catalog, saga, pg_temp as $$
declare
  v_run    bigint;
  v_before bigint := (select r.run_id from saga.verification_run r order by r.run_id desc limit 1);
begin
  -- Nobody signs for somebody else.
  insert into saga.verification_run (requested_by, since, started_at, finished_at, checked, unread, subjects, discrepant)
  values (session_user || coalesce(': ' || nullif(p_by, ''), ''), p_since, p_started, clock_timestamp(), p_checked,
          p_unread, p_subjects, p_discrepant)
  returning run_id into v_run;
  insert into saga.verification_finding (run_id, kind, subject_type, subject, detail, advice, first_seen)
  select v_run, n.kind, n.subject_type, n.subject, n.detail, n.advice,
         coalesce((select f.first_seen from saga.verification_finding f
                    where f.run_id = v_before and f.kind = n.kind and f.subject = n.subject), p_started)
    from unnest(p_kinds, p_subject_types, p_subject_ids, p_details, p_advices)
         as n (kind, subject_type, subject, detail, advice)
  on conflict do nothing;
  delete from saga.verification_run r where r.run_id <> v_run and r.finished_at < clock_timestamp() - p_keep;
  return v_run;
end $$;

-- When the books were last verified, for whoever plans the next run: at all; so that nothing was left unread; and
-- everything, not only what had changed. Null: never.
create view saga.verification_last_view as
select max(started_at) as last_run, max(started_at) filter (where unread = '[]') as last_complete_run,
       max(started_at) filter (where since is null) as last_full_run
  from saga.verification_run;

-- Who runs and who looks.
grant select on saga.verified_saga_view, saga.verified_step_view, saga.verified_route_view, saga.verified_refund_view,
                saga.verified_outbox_reader_view,
                saga.verification_run_view, saga.verification_finding_view, saga.verification_last_view
   to saga_viewer, saga_engine;
grant select on saga.external_event_view to saga_engine;
revoke all on function saga.keep_verification from public;
grant execute on function saga.keep_verification to saga_operator, saga_engine;
