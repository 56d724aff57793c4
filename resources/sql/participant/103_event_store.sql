-- The event store of a domain: what happened to each of its aggregates, appended in the transaction that changes the
-- aggregate's row, and kept. Whoever appends holds the lock of that row, so the numbers of an aggregate have no gap.
--   orders    order/<order_id>                     OrderCreated, OrderValidated, OrderValidationFailed,
--                                                  OrderCancelled, OrderCompleted
--   balances  account/<user_id>/<currency>         Deposited, Debited, Refunded
--   products  product/<product_id>                 StockSupplied
--             reservation/<order_id>               StockReserved, StockConfirmed, StockReleased
--   payments  payment/<payment_id>                 PaymentCompleted, PaymentCancelled
-- What an order reserves is an aggregate of its own: the counters of a product that everybody buys are the sum of
-- their supplies and reservations, and no order waits for another one's number.
create table @schema@.event_store (
  aggregate_id    text        not null,
  sequence_number bigint      not null check (sequence_number > 0),
  event_type      text        not null,
  event_data      text        not null,
  occurred_at     timestamptz not null default now(),
  primary key (aggregate_id, sequence_number)
);

grant select, insert on @schema@.event_store to saga_engine;
