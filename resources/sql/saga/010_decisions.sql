-- The decision log of the legacy route with separated databases. COMMIT is committed here before the first
-- COMMIT PREPARED; a recovery that finds a prepared transaction writes ABORT unless something is decided already. Who
-- comes second obeys what it finds, so a row is never changed; a prepared transaction without a row was not decided.
create table saga.transaction_decision (
  transaction_id uuid        primary key,
  decision       text        not null check (decision in ('COMMIT', 'ABORT')),
  decided_by     text        not null,
  decided_at     timestamptz not null default now()
);

grant select, insert on saga.transaction_decision to saga_engine;
