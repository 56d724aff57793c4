-- SPDX-License-Identifier: GPL-3.0-or-later
-- Who and what exists in the demo, before anything happened: people who operate, people who buy, things to buy.

do $$
declare
  v_name text;
  v_role text;
begin
  for v_name, v_role in values ('kim.sujin', 'saga_operator'), ('lee.jiwon', 'saga_viewer'),
                               ('park.minho', 'saga_approver'),
                               ('payment_sagad', 'saga_engine') loop
    continue when exists (select from pg_roles where rolname = v_name);
    execute format('create role %I login in role %I', v_name, v_role);
  end loop;
end $$;

-- Nobody is hurt here, so nothing waits for a second person.
update saga.approval_setting set environment = 'local';

-- Everything takes the event-driven route, so that there is something to see. One version a decision, as always.
update saga.feature_toggle
   set value = case name when 'payment.event-driven.enabled' then 'true' else '100' end,
       version = nextval('saga.toggle_version'), reason = 'demo', updated_by = 'kim.sujin', updated_at = now()
 where name in ('payment.event-driven.enabled', 'payment.canary.percent');

-- 180 products priced in won, 20 imported ones priced in cents. Prices gather at the low end, as they do.
insert into products.product (product_id, category, price, available)
select p,
       case when p > 180 then 'global'
            else (array['grocery', 'fashion', 'beauty', 'home', 'books', 'digital', 'sports', 'kids'])[1 + p % 8] end,
       case when p > 180 then 990 + 500 * ((p * 37) % 60)
            else 1900 + 100 * round(power((p * 7919) % 181 / 181.0, 3) * 2400)::bigint end,
       0
  from generate_series(1, 200) p;
