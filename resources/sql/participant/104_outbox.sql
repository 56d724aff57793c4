-- Events for the outside, written in the transaction that makes them true and sent by a publisher afterwards. A row that
-- is not visible yet may have a lower position than one that is: a reader takes rows, it does not remember a position.
create table @schema@.outbox (
  position    bigint      primary key generated always as identity,
  event_id    uuid        not null default gen_random_uuid(),
  event_type  text        not null,
  event_data  text        not null,  -- a JSON object
  saga_id     uuid,                  -- of the saga that caused it, if one did
  traceparent text,
  created_at  timestamptz not null default now()
);

grant select, insert, update, delete on @schema@.outbox to saga_engine;
