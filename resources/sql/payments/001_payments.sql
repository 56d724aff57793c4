create table payments.payment (
  payment_id uuid        primary key default gen_random_uuid(),
  order_id   text        not null,
  user_id    bigint      not null,
  amount     bigint      not null check (amount >= 0),
  currency   text        not null,
  status     text        not null check (status in ('COMPLETED', 'CANCELLED')),
  route      text        not null check (route in ('LEGACY', 'EVENT_DRIVEN')),
  created_at timestamptz not null default now()
) with (fillfactor = 85);
create unique index payment_completed_once on payments.payment (order_id) where status = 'COMPLETED';
create index payment_order on payments.payment (order_id);
