-- The shop numbers its orders: O-1000001, O-1000002, …
create sequence orders.order_number start with 1000001;

create table orders.orders (
  order_id   text        primary key,
  user_id    bigint      not null,
  status     text        not null check (status in ('CREATED', 'VALIDATED', 'COMPLETED', 'VALIDATION_FAILED',
                           'BALANCE_INSUFFICIENT', 'STOCK_INSUFFICIENT', 'PAYMENT_FAILED', 'CANCELLED')),
  amount     bigint      not null check (amount >= 0),
  currency   text        not null,
  coupon_id  text,
  created_at timestamptz not null default now()
) with (fillfactor = 80);

create table orders.order_item (
  order_id   text    not null,
  product_id bigint  not null,
  quantity   integer not null check (quantity > 0),
  unit_price bigint  not null check (unit_price >= 0),
  primary key (order_id, product_id)
);

create table orders.coupon (
  coupon_id     text   primary key,
  user_id       bigint not null,
  discount      bigint not null check (discount >= 0),
  status        text   not null check (status in ('ISSUED', 'USED')),
  used_by_order text,
  check ((status = 'USED') = (used_by_order is not null))
);

create table orders.vip_user (
  user_id bigint primary key
);
