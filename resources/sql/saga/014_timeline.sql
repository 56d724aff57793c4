-- What the timeline shows beside the sagas: payments of the legacy route, which are no sagas and have no steps. Without
-- anything that is secret about them. Cost: a part of time is found by the block range index payment_route_claimed.
create view saga.legacy_payment_view as
select r.order_id, r.claimed_at, r.finished_at,
       case when r.outcome = 'COMPLETED' then 'completed' when r.outcome = 'FAILED' then 'failed'
            when r.outcome is not null then 'compensated' else 'running' end as ending
  from saga.payment_route r
 where r.route = 'LEGACY';

grant select on saga.legacy_payment_view to saga_viewer;
