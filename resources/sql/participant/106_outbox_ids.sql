-- Events for the outside get UUIDs of version 7, as sagas have: they begin with the millisecond of their creation, so
-- that what became of them can be kept by day and dropped by day. Events that are in the outbox already keep their ids.
create function @schema@.event_id() returns uuid
language sql volatile parallel safe
return (lpad(to_hex((extract(epoch from clock_timestamp()) * 1000)::bigint), 12, '0')
        || '7' || substr(replace(gen_random_uuid()::text, '-', ''), 14))::uuid;

alter table @schema@.outbox alter column event_id set default @schema@.event_id();

revoke all on function @schema@.event_id from public;
grant execute on function @schema@.event_id to saga_engine;
