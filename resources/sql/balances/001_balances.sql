create table balances.balance (
  user_id  bigint not null,
  currency text   not null,
  amount   bigint not null check (amount >= 0),
  primary key (user_id, currency)
) with (fillfactor = 70);

-- The entries that explain the balance: for every user and currency, their sum is the amount.
create sequence balances.balance_entry_id;
create table balances.balance_entry (
  entry_id   bigint      primary key default nextval('balances.balance_entry_id'),
  user_id    bigint      not null,
  currency   text        not null,
  order_id   text,
  kind       text        not null check (kind in ('DEPOSIT', 'DEBIT', 'REFUND')),
  amount     bigint      not null,  -- signed: DEBIT is negative
  created_at timestamptz not null default now(),
  check ((kind = 'DEBIT' and amount <= 0) or (kind <> 'DEBIT' and amount >= 0)),
  check ((kind = 'DEPOSIT') or order_id is not null)
);
create unique index balance_entry_once on balances.balance_entry (order_id, kind) where kind in ('DEBIT', 'REFUND');
