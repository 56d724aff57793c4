-- Toggles with their history, and the claim that an order takes one route only.

create table saga.feature_toggle (
  name       text        primary key,
  value      text        not null,
  version    bigint      not null,
  updated_by text        not null default session_user,
  reason     text        not null,
  updated_at timestamptz not null default now()
);

create table saga.feature_toggle_history (like saga.feature_toggle including defaults,
  primary key (name, version));

create sequence saga.toggle_version;

create function saga.keep_toggle_history() returns trigger
language plpgsql as $$
begin
  insert into saga.feature_toggle_history values (new.*);
  return null;
end $$;

create trigger keep_history after insert or update on saga.feature_toggle
  for each row execute function saga.keep_toggle_history();

-- The defaults are the careful ones: everything goes to the monolith until somebody decides otherwise.
insert into saga.feature_toggle (name, value, version, reason)
select name, value, nextval('saga.toggle_version'), 'installed'
  from (values ('payment.event-driven.enabled', 'false'),
               ('payment.canary.percent', '0'),
               ('payment.emergency.rollback', 'false')) as t (name, value);

create table saga.payment_route (
  order_id       text        primary key,
  route          text        not null check (route in ('LEGACY', 'EVENT_DRIVEN')),
  reason         text        not null,
  toggle_version bigint      not null,
  saga_id        uuid,
  outcome        text,
  latency        interval,
  requested_at   timestamptz not null,
  claimed_at     timestamptz not null default now(),
  finished_at    timestamptz
) with (fillfactor = 65);
