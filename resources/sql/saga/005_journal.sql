-- The operator journal: append-only and hash-chained, one chain an area, its lock always taken last.

create table saga.journal_chain (
  area text   primary key,
  seq  bigint not null default 0,
  hash text   not null default repeat('0', 64)
);

create table saga.operator_journal (
  area      text        not null,
  seq       bigint      not null,
  kind      text        not null check (kind in ('REQUESTED', 'OBSERVED')),
  who       text        not null,
  what      text        not null,  -- the action
  on_what   text        not null,  -- saga id, toggle name …
  why       text        not null,
  before    text,
  after     text,
  at        timestamptz not null,
  prev_hash text        not null,
  hash      text        not null,
  primary key (area, seq)
);
create index operator_journal_on_what on saga.operator_journal (on_what, at desc);

create function saga.refuse_change() returns trigger
language plpgsql as $$
begin
  raise exception 'the journal is append-only' using errcode = 'insufficient_privilege';
end $$;

create trigger append_only before update or delete or truncate on saga.operator_journal
  for each statement execute function saga.refuse_change();

-- What is hashed: the previous hash and every column, in an encoding that no content can imitate.
create function saga.journal_hash(j saga.operator_journal) returns text
language sql stable
return encode(sha256(convert_to(
  j.prev_hash || jsonb_build_array(j.area, j.seq, j.kind, j.who, j.what, j.on_what, j.why, j.before, j.after,
    to_char(j.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'))::text, 'UTF8')), 'hex');

create function saga.journal_append(p_area text, p_kind text, p_who text, p_what text, p_on_what text, p_why text,
                                    p_before text, p_after text, out seq bigint, out hash text)
language plpgsql as $$
#variable_conflict use_variable
declare
  v_row saga.operator_journal;
begin
  insert into saga.journal_chain (area) values (p_area) on conflict do nothing;
  select c.seq + 1, c.hash into v_row.seq, v_row.prev_hash
    from saga.journal_chain c where c.area = p_area for update;
  v_row.area := p_area;
  v_row.kind := p_kind;
  v_row.who := p_who;
  v_row.what := p_what;
  v_row.on_what := p_on_what;
  v_row.why := p_why;
  v_row.before := p_before;
  v_row.after := p_after;
  v_row.at := clock_timestamp();
  v_row.hash := saga.journal_hash(v_row);
  insert into saga.operator_journal values (v_row.*);
  update saga.journal_chain c set seq = v_row.seq, hash = v_row.hash where c.area = p_area;
  seq := v_row.seq;
  hash := v_row.hash;
end $$;
