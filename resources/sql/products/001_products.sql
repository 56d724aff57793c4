create table products.product (
  product_id bigint  primary key,
  category   text    not null,
  price      bigint  not null check (price >= 0),
  available  integer not null check (available >= 0),
  reserved   integer not null default 0 check (reserved >= 0),
  sold       integer not null default 0 check (sold >= 0)
) with (fillfactor = 50);

-- The entries that explain the stock:
--   available = SUPPLY − RESERVE + RELEASE;  reserved = RESERVE − CONFIRM − RELEASE of what was not confirmed;
--   sold = CONFIRM − RELEASE of what was confirmed. A RELEASE says which of the two it undid.
create sequence products.stock_entry_id;
create table products.stock_entry (
  entry_id   bigint      primary key default nextval('products.stock_entry_id'),
  product_id bigint      not null,
  order_id   text,
  kind       text        not null check (kind in ('SUPPLY', 'RESERVE', 'CONFIRM', 'RELEASE')),
  quantity   integer     not null check (quantity > 0),
  confirmed  boolean     not null default false,  -- RELEASE only: undid a confirmation, not a reservation
  created_at timestamptz not null default now(),
  check ((kind = 'SUPPLY') = (order_id is null))
);
create unique index stock_entry_once on products.stock_entry (order_id, product_id, kind) where kind <> 'SUPPLY';
