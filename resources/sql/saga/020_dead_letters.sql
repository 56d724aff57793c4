-- What operators do with dead letters: look, replay, discard, restore, reveal. The log of deliveries is the truth
-- (016), and the publisher keeps the lists in Redis as it says. What is replayed is announced in the stream
-- external.replay by payment-sagad's jobs role.
--
-- A dead letter is named by its delivery id, event_id/target_system, and the death that is meant by its generation: who
-- looked at the second death of a delivery can neither replay nor discard the third. Whatever was done stands in
-- saga.dead_letter_request, written with the change: what became of each delivery, and what is still to be announced.

-- A sixth status. DISCARDED: a person has decided that it is not to be sent; in quarantine until it expires.
alter table saga.external_event_log drop constraint external_event_log_status_check;
alter table saga.external_event_log add constraint external_event_log_status_check
  check (status in ('PENDING', 'SENT', 'FAILED', 'DEAD_LETTER', 'DISCARDED'));

-- PaymentCompleted: dead-letter:payment.completed
create function saga.dead_letter_queue(p_event_type text) returns text
language sql immutable parallel safe strict
return 'dead-letter:' || lower(regexp_replace(p_event_type, '([a-z0-9])([A-Z])', '\1.\2', 'g'));

create function saga.delivery_id(p_event_id uuid, p_target text) returns text
language sql immutable parallel safe strict
return p_event_id::text || '/' || p_target;

-- What is the same of errors that differ only in what they speak of, as a short name for a command line.
create function saga.error_signature(p_target text, p_error text) returns text
language sql immutable parallel safe
return left(md5(p_target || chr(10) || coalesce(saga.normalised_error(saga.mask(p_error)), '')), 12);

-- A queue by key, at any depth; a row has an entry only while it is dead.
create index external_event_log_queue on saga.external_event_log
  (saga.dead_letter_queue(event_type), died_at desc, event_id desc, target_system desc) where status = 'DEAD_LETTER';

create table saga.quarantine (
  event_id      uuid        not null,
  target_system text        not null,
  generation    integer     not null,  -- the death that was discarded
  discarded_by  text        not null default session_user,
  reason        text        not null,
  discarded_at  timestamptz not null default clock_timestamp(),
  expires_at    timestamptz not null,  -- until then it can be restored; then delivery and payload are deleted
  primary key (event_id, target_system)
);
create index quarantine_expires on saga.quarantine (expires_at);

create table saga.dead_letter_request (
  request_id    bigint      primary key generated always as identity,
  event_id      uuid        not null,
  target_system text        not null,
  generation    integer     not null,
  action        text        not null check (action in ('REPLAY', 'DISCARD', 'RESTORE')),
  requested_by  text        not null default session_user,
  reason        text        not null,
  requested_at  timestamptz not null default clock_timestamp(),
  journal_seq   bigint      not null,  -- of the area dead-letters
  announced_at  timestamptz            -- REPLAY: it is in the stream external.replay
) with (fillfactor = 70);
create index dead_letter_request_open on saga.dead_letter_request (request_id)
  where action = 'REPLAY' and announced_at is null;
create index dead_letter_request_delivery on saga.dead_letter_request (event_id, target_system, request_id desc);
-- Whatever goes wrong elsewhere: a death is replayed at most once.
create unique index dead_letter_request_once on saga.dead_letter_request (event_id, target_system, generation)
  where action = 'REPLAY';

create type saga.delivery_outcome as (
  delivery_id text,
  outcome     text,     -- ACCEPTED, REFUSED, CONFLICT
  detail      text,
  status      text,     -- of the delivery, now; null: there is none
  generation  integer,  -- now
  request_id  bigint,   -- ACCEPTED only
  seq         bigint,   -- the journal's position, for the caller's anchor: one row a call
  hash        text
);

-- The one place where dead letters change. One journal row a call, with what became of each delivery: thousands of
-- them are one decision of a person, and saga.dead_letter_request says for each which row it is.
create function saga.act_on_dead_letters(p_action text, p_deliveries text[], p_generations integer[], p_reason text,
                                         p_keep_days integer default 30)
returns setof saga.delivery_outcome
language plpgsql security definer set search_path = pg_catalog, saga, pg_temp
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set jit = off as $$
declare
  v_count    integer := coalesce(cardinality(p_deliveries), 0);
  v_from     text := case p_action when 'RESTORE' then 'DISCARDED' else 'DEAD_LETTER' end;
  v_to       text := case p_action when 'REPLAY' then 'PENDING' when 'DISCARD' then 'DISCARDED' else 'DEAD_LETTER' end;
  v_events   uuid[];
  v_targets  text[];
  v_changed  integer[] := '{}';  -- places of those that changed
  v_outcomes saga.delivery_outcome[];
  v_seq      bigint;
  v_hash     text;
begin
  if p_action not in ('REPLAY', 'DISCARD', 'RESTORE') then
    raise exception 'there is no such action' using errcode = 'invalid_parameter_value';
  end if;
  if v_count <> coalesce(cardinality(p_generations), 0) then
    raise exception 'deliveries and generations differ in number' using errcode = 'invalid_parameter_value';
  end if;
  if v_count > 200 then
    raise exception 'at most 200 deliveries a call' using errcode = 'invalid_parameter_value';
  end if;
  if v_count = 0 then
    return;
  end if;
  -- What is no delivery id is one that does not exist; of one that is named twice the first counts.
  select array_agg(case when d.id ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}/.'
                         and d.n = (select min(e.n) from unnest(p_deliveries) with ordinality as e (id, n)
                                     where lower(e.id) = lower(d.id))
                        then left(d.id, 36)::uuid end order by d.n),
         array_agg(substr(d.id, 38) order by d.n)
    into v_events, v_targets
    from unnest(p_deliveries) with ordinality as d (id, n);

  if coalesce(btrim(p_reason, E' \t\r\n'), '') <> '' then
    -- Rows first and in order, the journal's lock last: two callers cannot wait for each other, and who comes second
    -- sees what the first has done.
    perform 1 from (select u.event_id, u.target_system from unnest(v_events, v_targets) as u (event_id, target_system)
                     where u.event_id is not null order by u.event_id, u.target_system) w
      cross join lateral (select from saga.external_event_log l
                           where l.event_id = w.event_id and l.target_system = w.target_system and l.status = v_from
                             for update) locked;
    if p_action = 'REPLAY' then
      select coalesce(array_agg(w.n::integer), '{}') into v_changed
        from saga.replay_deliveries(v_events, v_targets, p_generations) with ordinality
               as w (event_id, target_system, outcome, n)
       where w.outcome = 'REPLAYED' and w.event_id is not null;
    else
      with changed as (
        update saga.external_event_log l set status = v_to
          from unnest(v_events, v_targets, p_generations) with ordinality as w (event_id, target_system, generation, n)
         where l.event_id = w.event_id and l.target_system = w.target_system and l.status = v_from
           and l.generation = w.generation
        returning w.n)
      select coalesce(array_agg(c.n::integer), '{}') into v_changed from changed c;
    end if;
    if p_action = 'DISCARD' then
      insert into saga.quarantine (event_id, target_system, generation, reason, expires_at)
      select v_events[c], v_targets[c], p_generations[c], p_reason, clock_timestamp() + make_interval(days => p_keep_days)
        from unnest(v_changed) c;
    elsif p_action = 'RESTORE' then
      delete from saga.quarantine q using unnest(v_changed) c
       where q.event_id = v_events[c] and q.target_system = v_targets[c];
    end if;
  end if;

  select array_agg(row(p_deliveries[n],
           case when n = any (v_changed) then 'ACCEPTED'
                when coalesce(btrim(p_reason, E' \t\r\n'), '') = '' or l.status is null or v_events[n] is null
                  then 'REFUSED'
                when l.status = v_from then 'CONFLICT'
                when r.action = p_action and r.generation = p_generations[n] and l.status <> 'SENT' then 'CONFLICT'
                else 'REFUSED' end,
           case when n = any (v_changed) then
                  case p_action when 'REPLAY' then 'waits for the publisher'
                                when 'DISCARD' then format('kept for %s days', p_keep_days)
                                else 'it is a dead letter again' end
                when v_events[n] is null and l.status is null
                     and exists (select from unnest(p_deliveries) with ordinality as e (id, m)
                                  where e.m < n and lower(e.id) = lower(p_deliveries[n]))
                  then 'it is named twice'
                when l.status is null then 'there is no such delivery'
                when coalesce(btrim(p_reason, E' \t\r\n'), '') = '' then 'a reason is required'
                when l.status = v_from and l.generation < p_generations[n] then
                  format('it is at generation %s', l.generation)
                when l.status = v_from then
                  format('it has died again at %s UTC, it is at generation %s now',
                         to_char(l.died_at at time zone 'UTC', 'HH24:MI:SS'), l.generation)
                when r.action is not null and r.generation = p_generations[n] and l.status <> 'SENT' then
                  format('%s requested %s at %s UTC, it is %s now', r.requested_by, r.action,
                         to_char(r.requested_at at time zone 'UTC', 'HH24:MI:SS'), l.status)
                when l.status in ('PENDING', 'FAILED') then 'it is on its way'
                when l.status = 'SENT' then
                  format('it arrived at %s UTC', to_char(l.sent_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS'))
                when l.status = 'DISCARDED' then 'it was discarded; it can be restored'
                else 'it is not discarded' end,
           l.status, l.generation, null, null, null)::saga.delivery_outcome order by n)
    into v_outcomes
    from generate_series(1, v_count) n
    left join lateral (select e.status, e.generation, e.died_at, e.sent_at from saga.external_event_log e
                        where e.event_id = v_events[n] and e.target_system = v_targets[n]) l on true
    left join lateral (select q.action, q.generation, q.requested_by, q.requested_at from saga.dead_letter_request q
                        where q.event_id = v_events[n] and q.target_system = v_targets[n]
                        order by q.request_id desc limit 1) r on true;

  select j.seq, j.hash into v_seq, v_hash
    from saga.journal_append('dead-letters', 'REQUESTED', session_user::text, p_action,
                             case when v_count = 1 then p_deliveries[1] else format('%s deliveries', v_count) end,
                             coalesce(p_reason, ''),
                             jsonb_build_object('deliveries', (select jsonb_agg(jsonb_build_array(p_deliveries[n],
                               p_generations[n]) order by n) from generate_series(1, v_count) n))::text,
                             jsonb_build_object('accepted', cardinality(v_changed), 'outcomes',
                               (select jsonb_agg(jsonb_build_array(o.outcome, o.detail) order by n)
                                  from unnest(v_outcomes) with ordinality
                                    as o (delivery_id, outcome, detail, status, generation, request_id, seq, hash, n)))::text) j;

  return query
    with asked as (
      insert into saga.dead_letter_request (event_id, target_system, generation, action, reason, journal_seq)
      select v_events[c], v_targets[c], p_generations[c], p_action, p_reason, v_seq from unnest(v_changed) c order by c
      returning dead_letter_request.request_id, dead_letter_request.event_id, dead_letter_request.target_system)
    select o.delivery_id, o.outcome, o.detail, o.status, o.generation, a.request_id, v_seq, v_hash
      from unnest(v_outcomes) with ordinality
             as o (delivery_id, outcome, detail, status, generation, request_id, seq, hash, n)
      left join asked a on o.outcome = 'ACCEPTED' and a.event_id = v_events[o.n] and a.target_system = v_targets[o.n]
     order by o.n;
end $$;

create function saga.replay_dead_letters(p_deliveries text[], p_generations integer[], p_reason text)
returns setof saga.delivery_outcome
language sql security definer set search_path = pg_catalog, saga, pg_temp
as $$ select * from saga.act_on_dead_letters('REPLAY', p_deliveries, p_generations, p_reason) $$;

create function saga.discard_dead_letters(p_deliveries text[], p_generations integer[], p_reason text)
returns setof saga.delivery_outcome
language sql security definer set search_path = pg_catalog, saga, pg_temp
as $$ select * from saga.act_on_dead_letters('DISCARD', p_deliveries, p_generations, p_reason) $$;

create function saga.restore_dead_letters(p_deliveries text[], p_generations integer[], p_reason text)
returns setof saga.delivery_outcome
language sql security definer set search_path = pg_catalog, saga, pg_temp
as $$ select * from saga.act_on_dead_letters('RESTORE', p_deliveries, p_generations, p_reason) $$;

-- What is masked everywhere else, for one delivery and with a reason.
create type saga.revealed_delivery as (
  event_data    text,  -- null: there is no such delivery, or no reason was given
  error_message text,
  seq           bigint,
  hash          text
);

create function saga.reveal_delivery(p_delivery text, p_reason text) returns saga.revealed_delivery
language plpgsql security definer set search_path = pg_catalog, saga, pg_temp as $$
declare
  v_out saga.revealed_delivery;
begin
  if coalesce(btrim(p_reason, E' \t\r\n'), '') <> ''
     and p_delivery ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}/.' then
    select l.event_data, l.error_message into v_out.event_data, v_out.error_message from saga.external_event_log l
     where l.event_id = left(p_delivery, 36)::uuid and l.target_system = substr(p_delivery, 38);
  end if;
  select j.seq, j.hash into v_out.seq, v_out.hash
    from saga.journal_append('dead-letters', 'REQUESTED', session_user::text, 'REVEAL', coalesce(p_delivery, ''),
                             coalesce(p_reason, ''), null,
                             jsonb_build_object('revealed', v_out.event_data is not null)::text) j;
  return v_out;
end $$;

-- Replays that are to be announced, oldest first; locked, so that several of the jobs role share them. Announced twice,
-- because the note of it was lost, is no harm: a death is replayed once.
create function saga.open_replays(p_limit integer)
returns table (request_id bigint, event_id uuid, target_system text, generation integer)
language sql security definer set search_path = pg_catalog, pg_temp as $$
  select r.request_id, r.event_id, r.target_system, r.generation
    from saga.dead_letter_request r
   where r.action = 'REPLAY' and r.announced_at is null order by r.request_id limit p_limit for update skip locked
$$;

create function saga.note_announced(p_request_ids bigint[]) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  update saga.dead_letter_request r set announced_at = clock_timestamp() where r.request_id = any (p_request_ids)
$$;

-- What was discarded and not restored in time is deleted, at most p_limit at a time. The journal keeps that it was.
create function saga.expire_quarantine(p_limit integer) returns bigint
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_count bigint;
begin
  with gone as (
    delete from saga.quarantine q
     where (q.event_id, q.target_system) in
           (select o.event_id, o.target_system from saga.quarantine o
             where o.expires_at <= clock_timestamp()
               and not exists (select from saga.external_event_log l where l.event_id = o.event_id
                                 and l.target_system = o.target_system and l.listed_generation <> 0)
             order by o.expires_at limit p_limit for update skip locked)
    returning q.event_id, q.target_system
  ), deleted as (
    delete from saga.external_event_log l using gone g
     where l.event_id = g.event_id and l.target_system = g.target_system and l.status = 'DISCARDED'
    returning 1
  )
  select count(*) into v_count from deleted;
  return v_count;
end $$;

-- Requests older than p_before whose delivery has ended are forgotten; the journal keeps them.
create function saga.drop_dead_letter_requests(p_before timestamptz) returns bigint
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_count bigint;
begin
  delete from saga.dead_letter_request r
   where r.requested_at < p_before
     and not exists (select from saga.external_event_log l where l.event_id = r.event_id
                       and l.target_system = r.target_system and l.status in ('PENDING', 'FAILED', 'DEAD_LETTER', 'DISCARDED'));
  get diagnostics v_count = row_count;
  return v_count;
end $$;

create view saga.delivery_view as
select saga.delivery_id(l.event_id, l.target_system) as delivery_id, saga.dead_letter_queue(l.event_type) as queue,
       l.event_id, l.target_system, l.event_type, l.saga_id, l.order_key, l.status, l.generation, l.retry_count,
       l.occurred_at, l.created_at, l.last_attempt_at, l.sent_at, l.died_at,
       saga.mask(l.error_message) as error_message,
       saga.normalised_error(saga.mask(l.error_message)) as error_group,
       saga.error_signature(l.target_system, l.error_message) as signature,
       saga.mask_head(l.event_data) as event_data, length(l.event_data) as event_length
  from saga.external_event_log l;

create view saga.quarantine_view as
select saga.delivery_id(q.event_id, q.target_system) as delivery_id, q.event_id, q.target_system, q.generation,
       q.discarded_by, q.reason, q.discarded_at, q.expires_at
  from saga.quarantine q;

create view saga.dead_letter_request_view as
select r.request_id, saga.delivery_id(r.event_id, r.target_system) as delivery_id, r.event_id, r.target_system,
       r.generation, r.action, r.requested_by, r.reason, r.requested_at, r.journal_seq, r.announced_at
  from saga.dead_letter_request r;

-- How many dead letters lie in each queue, for which target, and since when.
create view saga.dead_letter_queue_view as
select saga.dead_letter_queue(l.event_type) as queue, l.target_system, count(*) as letters, min(l.died_at) as oldest,
       max(l.died_at) as newest
  from saga.external_event_log l where l.status = 'DEAD_LETTER' group by 1, 2;

grant select on saga.delivery_view, saga.quarantine_view, saga.dead_letter_request_view, saga.dead_letter_queue_view
  to saga_viewer;
grant select on saga.dead_letter_request, saga.quarantine to saga_engine;
revoke all on function saga.dead_letter_queue, saga.delivery_id, saga.error_signature, saga.act_on_dead_letters,
  saga.replay_dead_letters, saga.discard_dead_letters, saga.restore_dead_letters, saga.reveal_delivery,
  saga.open_replays, saga.note_announced, saga.expire_quarantine, saga.drop_dead_letter_requests from public;
grant execute on function saga.dead_letter_queue, saga.delivery_id, saga.error_signature to saga_viewer, saga_engine;
grant execute on function saga.replay_dead_letters, saga.discard_dead_letters, saga.restore_dead_letters,
  saga.reveal_delivery to saga_operator;
grant execute on function saga.open_replays, saga.note_announced, saga.expire_quarantine, saga.drop_dead_letter_requests
  to saga_engine;
