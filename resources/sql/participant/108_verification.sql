-- What the verification of the books reads of a domain: rows without payloads, the events from which the rows can be
-- rebuilt, and of the kept replies only what they say was done. For those who look, and for payment-sagad. The role is
-- made here, too, because a domain may live in a database server of its own.

do $$
begin
  if not exists (select from pg_roles where rolname = 'saga_viewer') then
    create role saga_viewer nologin;
  end if;
exception when duplicate_object or unique_violation then
  null;  -- an install in another database of this server was faster
end $$;

-- A failed validation says why in words, which nothing is rebuilt from.
create view @schema@.verified_event_view as
select aggregate_id, sequence_number, event_type,
       case when event_type = 'OrderValidationFailed' then '{}' else event_data end as event_data
  from @schema@.event_store;

create view @schema@.verified_reply_view as
select i.saga_id, i.step_name,
       substring(i.action_reply from '"eventType"\s*:\s*"(\w+)"') as action,
       substring(i.compensation_reply from '"eventType"\s*:\s*"(\w+)"') as compensation
  from @schema@.inbox i;

create view @schema@.verified_outbox_view as
select o.position, o.event_id, o.event_type, o.created_at,
       substring(o.event_data from '"paymentId"\s*:\s*"([^"]+)"') as payment_id
  from @schema@.outbox o;

do $$
declare
  v_view text;
begin
  execute case '@schema@'
    when 'orders' then
      'create view orders.verified_order_view as
       select o.order_id, o.user_id, o.status, o.amount, o.currency, o.coupon_id, o.created_at,
              (select c.used_by_order from orders.coupon c where c.coupon_id = o.coupon_id) as coupon_used_by
         from orders.orders o;
       create view orders.verified_coupon_view as
       select c.coupon_id, c.status, c.used_by_order from orders.coupon c'
    when 'balances' then
      'create view balances.verified_balance_view as select user_id, currency, amount from balances.balance;
       create view balances.verified_entry_view as
       select entry_id, user_id, currency, order_id, kind, amount, created_at from balances.balance_entry'
    when 'products' then
      'create view products.verified_product_view as
       select product_id, available, reserved, sold from products.product;
       create view products.verified_entry_view as
       select entry_id, product_id, order_id, kind, quantity, confirmed, created_at from products.stock_entry'
    when 'payments' then
      'create view payments.verified_payment_view as
       select payment_id, order_id, user_id, amount, currency, status, route, created_at from payments.payment'
  end;
  execute 'grant usage on schema @schema@ to saga_viewer';
  for v_view in
    select c.relname from pg_class c
     where c.relnamespace = '@schema@'::regnamespace and c.relkind = 'v' and c.relname like 'verified\_%' order by 1
  loop
    execute format('grant select on @schema@.%I to saga_viewer, saga_engine', v_view);
  end loop;
end $$;
